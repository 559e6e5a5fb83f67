import type { FastifyRequest } from 'fastify';
import type { Reading, Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import type { FoundPerson } from '../../record/index.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

/** What a page that changes something about a person's access starts from. */
export interface Within {
  session: Session;
  context: Context;
  csrf: string;
  /** The id in the address, in small letters; empty where there is none. */
  id: string;
}

export async function withinPage(kit: Pick<PageKit, 'signIn' | 'contextOf'>, request: FastifyRequest): Promise<Within> {
  const session = await kit.signIn.session(request);
  if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
  return { session, context: await kit.contextOf(request, session), csrf: kit.signIn.csrf(request), id: ((request.params as { id?: string }).id ?? '').toLowerCase() };
}

const longest = 500;

/** Every value typed in a field, trimmed and cut to what is kept. */
export const typedAll = (request: FastifyRequest, field: string): string[] =>
  [(request.body as Record<string, unknown> | null | undefined)?.[field]].flat().filter((v): v is string => typeof v === 'string').map((v) => v.trim().slice(0, longest));
export const typedOne = (request: FastifyRequest, field: string): string => typedAll(request, field)[0] ?? '';

/** Somebody in the reading, who must be there: of nobody as little is said as of somebody sealed. */
export async function knownPerson(records: PageKit['records'], reading: Reading, id: string): Promise<FoundPerson | undefined> {
  const decided = reading.persons.get(id);
  if (decided === undefined || decided.sealed || (!decided.restricted && [...decided.categories.values()][0]?.level === 'none')) throw notFound();
  if ((await records.resolve(reading, id)) !== id) throw notFound();
  return (await records.people(reading, [id]))[0];
}

const notFound = (): KithError => new KithError('person.not-found', 'There is no such person.');

/** What a page calls somebody; null where the reader is not shown who it is. */
export const nameOf = (person: FoundPerson | undefined): string | null => (person === undefined ? null : person.kind === 'person' ? person.summary.displayName : `${person.displayName} (restricted)`);
