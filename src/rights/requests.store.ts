import type { Sql } from '../kernel/index.ts';
import type { Channel, EventKind, NewRequest, RequestEvent, RequestKind } from './types.ts';

export interface RequestRow {
  personId: string;
  requestId: string;
  kind: RequestKind;
  channel: Channel;
  askedBy: string;
  askedAs: string;
  words: string;
  received: string;
  enteredBy: string;
  events: RequestEvent[];
}

const columns = (sql: Sql) => sql`
  r.person_id as "personId", r.request_id as "requestId", r.kind, r.channel, r.asked_by as "askedBy", r.asked_as as "askedAs", r.words, r.received_on as received, r.entered_by as "enteredBy",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'on', e.on_day, 'at', e.at, 'byId', e.by_id, 'byName', e.by_name, 'words', e.words) order by e.event_id), '[]')
   from rights.event e where e.person_id = r.person_id and e.request_id = r.request_id) as events`;

export async function insertRequest(sql: Sql, personId: string, requestId: string, request: NewRequest, at: Date, enteredBy: string): Promise<void> {
  await sql`
    insert into rights.request (person_id, request_id, kind, channel, asked_by, asked_as, account_id, words, received_on, at, entered_by)
    values (${personId}, ${requestId}, ${request.kind}, ${request.channel}, ${request.askedBy}, ${request.askedAs}, ${request.accountId}, ${request.words}, ${request.received}, ${at}, ${enteredBy})`;
}

export async function insertEvent(sql: Sql, personId: string, requestId: string, eventId: string, event: { kind: EventKind; on: string; at: Date; byId: string; byName: string; words: string }): Promise<void> {
  await sql`
    insert into rights.event (person_id, request_id, event_id, kind, on_day, at, by_id, by_name, words)
    values (${personId}, ${requestId}, ${eventId}, ${event.kind}, ${event.on}, ${event.at}, ${event.byId}, ${event.byName}, ${event.words})`;
}

/** Requests of a person, newest first; by an account where one is given. */
export const requestsOf = (sql: Sql, personId: string, accountId: string | null): Promise<RequestRow[]> =>
  sql<RequestRow[]>`
    select ${columns(sql)} from rights.request r
    where r.person_id = ${personId} and (${accountId}::uuid is null or r.account_id = ${accountId}) order by r.request_id desc limit 100`;

export async function requestBy(sql: Sql, personId: string, requestId: string): Promise<RequestRow | null> {
  const [row] = await sql<RequestRow[]>`select ${columns(sql)} from rights.request r where r.person_id = ${personId} and r.request_id = ${requestId}`;
  return row ?? null;
}

/** Every request of everybody, newest first, for whoever answers them. */
export const everyRequest = (sql: Sql, limit: number): Promise<RequestRow[]> => sql<RequestRow[]>`select ${columns(sql)} from rights.request r order by r.request_id desc limit ${limit}`;
