import { assertReading, openTies, type Access, type Reading } from '../access/index.ts';
import { KithError, newId, type Clock, type Sql } from '../kernel/index.ts';
import { insertRequest, requestsOf, type RequestRow } from './requests.store.ts';
import { termOf, type TermEvent } from './term.ts';
import type { EventKind, NewRequest, RightsRequest } from './types.ts';

export const longestWords = 5_000;

const ends: ReadonlySet<EventKind> = new Set(['released', 'replied', 'withdrawn']);
const termEvents: ReadonlySet<string> = new Set(['identity-asked', 'identity-seen', 'clarity-asked', 'clarity-given', 'extended']);

/** What people quote of a request. Short, and of no meaning. */
export const referenceOf = (requestId: string): string => `R-${requestId.replaceAll('-', '').slice(-8).toUpperCase()}`;

/** A row as pages show it, with its time as it stands on `today`. */
export function shownRequest(row: RequestRow, today: string): RightsRequest {
  const end = row.events.find((event) => ends.has(event.kind));
  const events = row.events.filter((event): event is RequestRow['events'][number] & TermEvent => termEvents.has(event.kind));
  return { ...row, reference: referenceOf(row.requestId), term: termOf(row.received, events, end?.on ?? today), closed: end !== undefined };
}

/** Requests that somebody makes for themselves, or for whom they act: under a reading of their own record. */
export interface OwnRequests {
  raise(reading: Reading, request: Pick<NewRequest, 'kind' | 'words'>): Promise<RightsRequest>;
  /** Those this account made, newest first. */
  made(reading: Reading): Promise<RightsRequest[]>;
}

/** Whoever answers works with the person from now on: their purpose opens nothing of anybody who has not asked. */
export const tieFor = (sql: Sql, clock: Clock, personId: string, requestId: string, teams: readonly { organisation: string; team: string }[]): Promise<void> =>
  openTies(sql, teams.map(({ organisation, team }) => ({ personId, organisation, team, kind: 'data-request', reference: `request:${requestId}`, at: clock.now() })));

export function createOwnRequests(clock: Clock, access: Pick<Access, 'whoMay'>): OwnRequests {
  const tieOf = (reading: Reading) => {
    assertReading(reading);
    const tie = reading.session.own;
    if (tie === undefined || reading.persons.get(tie.personId)?.sealed !== false) throw new KithError('person.not-found', 'There is no such person.');
    return tie;
  };
  return {
    async raise(reading, { kind, words }) {
      const tie = tieOf(reading);
      const requestId = newId();
      const { name, role } = reading.session;
      const request: NewRequest = { kind, words: words.slice(0, longestWords), channel: 'own-page', askedBy: name, askedAs: role, accountId: tie.accountId, received: clock.today() };
      await insertRequest(reading.sql, tie.personId, requestId, request, clock.now(), name);
      await tieFor(reading.sql, clock, tie.personId, requestId, access.whoMay('requests'));
      return shownRequest({ personId: tie.personId, requestId, ...request, enteredBy: name, events: [] }, clock.today());
    },
    async made(reading) {
      const tie = tieOf(reading);
      return (await requestsOf(reading.sql, tie.personId, tie.accountId)).map((row) => shownRequest(row, clock.today()));
    },
  };
}
