import type { FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import type { CaseDetail, Cases } from '../../pathways/index.ts';
import type { WorkFrame } from '../pages/case/work.tsx';
import { around, type Around } from './around.ts';
import type { Sent } from './case-answers.ts';
import type { PageKit } from './kit.ts';
import type { Context, People } from './route.ts';

export interface CasePageServices extends PageKit {
  cases: Cases;
  people: People;
}

export interface Asking {
  session: Session;
  context: Context;
  csrf: string;
}

/** Who asks, where their team works with cases. */
export async function asking({ signIn, contextOf }: Pick<PageKit, 'signIn' | 'contextOf'>, request: FastifyRequest): Promise<Asking> {
  const session = await signIn.session(request);
  if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
  const context = await contextOf(request, session);
  if (!context.may('case')) throw new KithError('access.refused', 'Your team does not work with cases.');
  return { session, context, csrf: signIn.csrf(request) };
}

/** The fields of a form as they were sent, as text. */
export function sentOf(request: FastifyRequest): Sent {
  const body = (request.body ?? {}) as Record<string, unknown>;
  const all = (name: string): string[] => [Object.hasOwn(body, name) ? body[name] : []].flat().filter((v): v is string => typeof v === 'string');
  return { all, one: (name) => all(name)[0] ?? '' };
}

/** What stands around a page of a case: the banner of the person it is about, looked at under the case. */
export const bannerOf = ({ access, people }: CasePageServices, { session, context }: Asking, detail: CaseDetail): Promise<Around> =>
  access.reading(session, { action: 'case', persons: [detail.case.personId], request: `banner ${detail.reference}` }, (reading) => around(reading, detail.case.personId, people, context));

/** What stands around a page of the work there is: its counts, taken anew unless the page has them. */
export async function workFrameOf({ cases: { work } }: Pick<CasePageServices, 'cases'>, { session, context }: Asking, counted?: WorkFrame['counts']): Promise<WorkFrame> {
  const frame = { team: session.teamName, leads: context.may('case-lead') };
  if (counted !== undefined) return { ...frame, counts: counted };
  const [listed, all] = await Promise.all([work.list(session, { tab: 'mine', filter: {}, sort: 'due', offset: 0 }), work.counts(session)]);
  return { ...frame, counts: { ...listed.counts, tasks: all.tasks, notices: all.notices } };
}
