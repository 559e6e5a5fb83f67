import type { Sql } from '../../kernel/index.ts';
import type { Scored } from './result.ts';

/** Digests of the scores that stand stored of these people. */
export async function storedDigests(sql: Sql, people: readonly string[]): Promise<Map<string, Map<string, number>>> {
  const rows = await sql<{ personId: string; card: string; digest: string }[]>`
    select person_id::text as "personId", card, digest::text as digest from radar.score where person_id = any (${people}::uuid[])`;
  const stored = new Map<string, Map<string, number>>();
  for (const { personId, card, digest } of rows) {
    const own = stored.get(personId) ?? new Map<string, number>();
    own.set(card, Number(digest));
    stored.set(personId, own);
  }
  return stored;
}

const columns = (sql: Sql) => sql`s(person_id uuid, card text, version int, score float8, band text, reasons jsonb, not_known jsonb, digest bigint)`;

/** Writes changed scores, their history and the crossings of bands, for people scored in this transaction. */
export async function writeScores(sql: Sql, changes: readonly Scored[], today: string, now: Date): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((c) => ({ person_id: c.personId, card: c.card, version: c.version, score: c.score, band: c.band, reasons: c.reasons, not_known: c.notKnown, digest: c.digest }));
  await mergeScores(sql, sql`jsonb_to_recordset(${sql.json(rows as never)}::jsonb) as ${columns(sql)}`, today, now);
}

/** The same from the temporary table `changed`, filled by COPY. */
export const mergeChanged = (sql: Sql, today: string, now: Date): Promise<void> => mergeScores(sql, sql`changed s`, today, now);

export async function makeChanged(sql: Sql): Promise<void> {
  await sql`create temp table changed (person_id uuid, card text, version int, score float8, band text, reasons jsonb, not_known jsonb, digest bigint) on commit drop`;
}

async function mergeScores(sql: Sql, from: ReturnType<Sql>, today: string, now: Date): Promise<void> {
  await sql`
    with s as materialized (select * from ${from}),
    crossed as (
      select s.person_id, s.card, s.version, coalesce(w.band, '') as from_band, s.band as to_band, s.score
      from s left join radar.score w on w.person_id = s.person_id and w.card = s.card where coalesce(w.band, '') <> s.band),
    events as (
      insert into radar.score_event (person_id, card, version, from_band, to_band, score, at)
      select person_id, card, version, from_band, to_band, score, ${now} from crossed order by card, score desc, person_id),
    history as (
      insert into radar.score_history (person_id, card, day, score, band) select person_id, card, ${today}::date, score, band from s
      on conflict (person_id, card, day) do update set score = excluded.score, band = excluded.band),
    gone as (
      delete from radar.score w using s where s.score = 0 and w.person_id = s.person_id and w.card = s.card)
    insert into radar.score as w (person_id, card, version, score, band, reasons, not_known, scored_at, since, digest)
    select person_id, card, version, score, band, reasons, not_known, ${now}, ${now}, digest from s where score > 0
    on conflict (person_id, card) do update
      set version = excluded.version, score = excluded.score, band = excluded.band, reasons = excluded.reasons, not_known = excluded.not_known,
          scored_at = excluded.scored_at, since = case when w.band = excluded.band then w.since else excluded.since end, digest = excluded.digest`;
}

/** Keeps the day on which each of these people is due again; null when never. */
export async function writeDue(sql: Sql, due: readonly { personId: string; on: string | null }[]): Promise<void> {
  await sql`delete from radar.due where person_id = any (${due.filter((d) => d.on === null).map((d) => d.personId)}::uuid[])`;
  const coming = due.filter((d) => d.on !== null);
  if (coming.length === 0) return;
  await sql`
    insert into radar.due (person_id, due_on) select id, day from unnest(${coming.map((d) => d.personId)}::uuid[], ${coming.map((d) => d.on)}::date[]) as t (id, day)
    on conflict (person_id) do update set due_on = excluded.due_on where due.due_on <> excluded.due_on`;
}

/** Marks those whose scores time alone may have changed by a day. */
export async function touchDue(sql: Sql, today: string, now: Date): Promise<void> {
  await sql`insert into radar.touched (person_id, touched_at) select person_id, ${now}::timestamptz from radar.due where due_on <= ${today}::date on conflict do nothing`;
}

/** Takes away all that was derived of people of whom no record is left: merged into somebody, or withdrawn. Their leaving a band is told. */
export async function forgetPeople(sql: Sql, people: readonly string[], now: Date): Promise<void> {
  if (people.length === 0) return;
  await sql`
    insert into radar.score_event (person_id, card, version, from_band, to_band, score, at)
    select person_id, card, version, band, '', 0, ${now} from radar.score where person_id = any (${people}::uuid[]) and band <> ''`;
  for (const table of ['score', 'score_history', 'person_events', 'due', 'observation']) await sql`delete from ${sql(`radar.${table}`)} where person_id = any (${people}::uuid[])`;
}
