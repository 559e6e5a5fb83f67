import type { FastifyInstance } from 'fastify';
import { checkAccess, type Session } from '../../src/access/index.ts';
import { createLinkage } from '../../src/linkage/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { createCardDesk, createLists, mappedFacts } from '../../src/radar/index.ts';
import { feedStates } from './records.ts';
import type { ScoringBench } from './scoring.ts';

/** The portal upon a bench of record and scoring; who is signed in is asked at each request. */
export function radarPortal(bench: ScoringBench, signedIn: (headers: Record<string, unknown>) => Session | null): Promise<FastifyInstance> {
  const { access, kernel, records, scoring } = bench;
  const mapped = mappedFacts(kernel.area.dir);
  const services = { kernel, mapped, states: async () => feedStates(), carryMoves: async () => undefined };
  return buildPortal({
    kernel, access, records,
    feeds: { states: async () => feedStates() },
    linkage: createLinkage(kernel),
    radar: {
      lists: createLists({ kernel, records, scoring, mapped }),
      desk: createCardDesk({ ...services, access, scoring, teams: checkAccess(kernel.area).definitions!.teams }),
      people: (reading, of) => records.people(reading, of),
    },
    signIn: { register: async () => undefined, session: async (request) => signedIn(request.headers), csrf: () => 'x', requireSession: async () => undefined },
  });
}
