import type { Sql } from '../../kernel/index.ts';
import type { LabelledPair } from '../precision.ts';

export interface RunRow {
  runId: string;
  kind: 'full' | 'increment';
  modelVersion: string;
  finishedAt: Date;
}

export async function latestRun(sql: Sql): Promise<RunRow | null> {
  const [run] = await sql<RunRow[]>`
    select run_id::text as "runId", kind, model_version as "modelVersion", finished_at as "finishedAt" from linkage.run order by number desc limit 1`;
  return run ?? null;
}

/** For each feed: its subjects, those who share a person with another feed's, and those said to have an NHS number. */
export async function countFeeds(sql: Sql): Promise<{ feed: string; subjects: number; matched: number; numbered: number }[]> {
  return sql<{ feed: string; subjects: number; matched: number; numbered: number }[]>`
    with shared as (
      select l.person_id from linkage.link l join feeds.subject s using (subject_id) group by l.person_id having min(s.feed) <> max(s.feed)
    )
    select s.feed, count(*)::int as subjects, count(sh.person_id)::int as matched,
           count(*) filter (where exists (select from feeds.demographic d where d.subject_id = s.subject_id and d.demographics ->> 'nhsNumber' <> ''))::int as numbered
    from feeds.subject s join linkage.link l using (subject_id) left join shared sh using (person_id)
    group by s.feed order by s.feed`;
}

/** How many people have each number of subjects; `most` stands for that many and more. */
export async function countSizes(sql: Sql, most: number): Promise<{ size: number; persons: number }[]> {
  return sql<{ size: number; persons: number }[]>`
    select least(n, ${most})::int as size, count(*)::int as persons from (select count(*) as n from linkage.link group by person_id) sizes group by 1 order by 1`;
}

export async function countPairs(sql: Sql): Promise<{ band: 'join' | 'review' | 'apart'; rule: string | null; pairs: number }[]> {
  return sql<{ band: 'join' | 'review' | 'apart'; rule: string | null; pairs: number }[]>`
    select band, rule, count(*)::int as pairs from linkage.pair group by 1, 2 order by 1, 2`;
}

export interface Changes {
  /** People there were not before. */
  created: number;
  /** Ids that were merged into another. */
  joined: number;
  /** People who lost subjects and stand still. */
  split: number;
  /** Subjects under another person than before. */
  moved: number;
}

/** What the run that ended then did to people. */
export async function countChanges(sql: Sql, at: Date): Promise<Changes> {
  const [row] = await sql<Changes[]>`
    with moved as (select subject_id, person_id from linkage.link_history where until = ${at}),
         lost as (select p.person_id, p.redirect_to from linkage.person p where p.person_id in (select person_id from moved))
    select (select count(*) from linkage.person where created_at = ${at})::int as created, (select count(*) from lost where redirect_to is not null)::int as joined,
           (select count(*) from lost where redirect_to is null)::int as split, (select count(*) from moved)::int as moved`;
  return row ?? { created: 0, joined: 0, split: 0, moved: 0 };
}

/** What fairness is measured by: what the newest statement says. */
export interface Traits {
  ethnicity: string | null;
  birthDate: string | null;
  gender: string | null;
}

export interface TracedSubject extends Traits {
  feed: string;
  key: string;
  personId: string;
}

/** Every linked subject, in batches. */
export async function* readTraced(sql: Sql): AsyncGenerator<TracedSubject[]> {
  const query = sql<TracedSubject[]>`
    select s.feed, s.local_key as key, l.person_id::text as "personId", ${newest(sql, 'ethnicity')} as ethnicity, ${newest(sql, 'birthDate')} as "birthDate", ${newest(sql, 'gender')} as gender
    from linkage.link l join feeds.subject s using (subject_id)`;
  for await (const rows of query.cursor(10_000)) yield [...rows];
}

const newest = (sql: Sql, trait: keyof Traits, of: 'subject' | 'pair' = 'subject') => sql`(
  select d.demographics ->> ${trait} from feeds.demographic d
  where d.subject_id ${of === 'subject' ? sql`= s.subject_id` : sql`in (l.subject_a, l.subject_b)`} and d.demographics ->> ${trait} is not null order by d.last_at desc limit 1)`;

/** Labelled pairs, with what is said of either record. */
export async function readLabelledTraits(sql: Sql): Promise<(LabelledPair & Traits)[]> {
  return sql<(LabelledPair & Traits)[]>`
    select l.label, l.stratum, l.probability, l.joined, ${newest(sql, 'ethnicity', 'pair')} as ethnicity, ${newest(sql, 'birthDate', 'pair')} as "birthDate", ${newest(sql, 'gender', 'pair')} as gender
    from linkage.label l where l.label is not null`;
}
