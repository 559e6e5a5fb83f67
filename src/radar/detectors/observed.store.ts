import type { Sql } from '../../kernel/index.ts';
import { touch } from '../observations.store.ts';

export interface Standing {
  personId: string;
  key: string;
  detector: string;
  startAt: string;
  endAt: string | null;
}

/** What these detectors have observed of people, so far as it began on or after a day or is still open. */
export async function standing(sql: Sql, people: readonly string[], detectors: readonly string[], since: string): Promise<Standing[]> {
  if (people.length === 0) return [];
  return sql<Standing[]>`
    select person_id::text as "personId", key, detector, start_at as "startAt", end_at as "endAt" from radar.observation
    where person_id = any (${[...people]}::uuid[]) and detector = any (${[...detectors]}) and (end_at is null or end_at >= ${since})`;
}

/** Takes back what late readings have shown not to be so. */
export async function takeBack(sql: Sql, gone: readonly Pick<Standing, 'personId' | 'key'>[], now: Date): Promise<void> {
  if (gone.length === 0) return;
  await sql`delete from radar.observation o using unnest(${gone.map((g) => g.personId)}::uuid[], ${gone.map((g) => g.key)}::text[]) as g(person_id, key)
    where o.person_id = g.person_id and o.key = g.key`;
  await touch(sql, gone.map((g) => g.personId), now);
}

/** Ends what is no longer so. */
export async function endObservations(sql: Sql, over: readonly (Pick<Standing, 'personId' | 'key'> & { endAt: string })[], now: Date): Promise<void> {
  if (over.length === 0) return;
  await sql`update radar.observation o set end_at = g.end_at, made_at = ${now}
    from unnest(${over.map((g) => g.personId)}::uuid[], ${over.map((g) => g.key)}::text[], ${over.map((g) => g.endAt)}::text[]) as g(person_id, key, end_at)
    where o.person_id = g.person_id and o.key = g.key`;
  await touch(sql, over.map((g) => g.personId), now);
}
