import type { Sql } from '../kernel/index.ts';

/** Somebody who may be meant. Nothing here says more than that they can be looked for; whether they may be shown is decided after. */
export interface Candidate {
  personId: string;
  displayName: string;
  /** Folded names, each with its words in order, parted by `|`. */
  names: string;
  keys: string[];
  birthDate: string | null;
}

/** Any one of `keys` satisfies it. */
export type Condition = readonly string[];

/**
 * Sealed people are in no net, so that looking for one takes the same steps, in the same time, as looking for nobody.
 * Whether somebody else may be shown is decided after.
 */
const unsealed = (sql: Sql, now: Date) => sql`not exists (select 1 from access.mark m where m.person_id = s.person_id and m.kind = 'sealed' and (m.until is null or m.until > ${now}))`;

/** People who satisfy every condition, at most `limit`. */
export async function candidates(sql: Sql, now: Date, conditions: readonly Condition[], limit: number): Promise<Candidate[]> {
  const [first, ...others] = conditions;
  if (first === undefined) return [];
  const rest = others.map((keys) => sql`and keys && ${keys}::text[]`);
  return sql<Candidate[]>`
    select person_id as "personId", display_name as "displayName", names, birth_date as "birthDate",
           array(select k from unnest(keys) k where k = any(${[...new Set(conditions.flat())]}::text[])) as keys
    from record.search s
    where keys && ${first}::text[] ${rest.length > 0 ? rest : sql``} and ${unsealed(sql, now)}
    limit ${limit}`;
}

export async function candidatesById(sql: Sql, people: readonly string[]): Promise<Candidate[]> {
  return sql<Candidate[]>`
    select person_id as "personId", display_name as "displayName", names, birth_date as "birthDate", '{}'::text[] as keys
    from record.search where person_id = any(${people}::uuid[])`;
}

/** Name parts in use that begin with each text. */
export async function wordsFrom(sql: Sql, starts: readonly string[], each: number): Promise<{ asked: string; word: string }[]> {
  return sql<{ asked: string; word: string }[]>`
    select t.asked, w.word from unnest(${starts}::text[]) as t(asked)
    cross join lateral (
      select word from record.word where word > t.asked collate "C" and word < (t.asked || '{') collate "C" order by word limit ${each}
    ) w`;
}

/** Name parts in use that sound like, or are spelt nearly like, each text: the fall-back when what was typed finds too little. */
export async function wordsNear(sql: Sql, asked: readonly { word: string; sound: string }[], each: number): Promise<{ asked: string; word: string }[]> {
  return sql<{ asked: string; word: string }[]>`
    select t.asked, w.word from unnest(${asked.map((a) => a.word)}::text[], ${asked.map((a) => a.sound)}::text[]) as t(asked, sound)
    cross join lateral (
      (select word from record.word where sound = t.sound limit ${each})
      union
      (select word from record.word where word % t.asked order by similarity(word, t.asked) desc limit ${each})
    ) w`;
}

/** People with any of these numbers, and whose register says so (empty feed: nobody's own). */
export async function withIdentifiers(sql: Sql, now: Date, values: readonly string[]): Promise<{ personId: string; value: string; system: string; feed: string }[]> {
  return sql<{ personId: string; value: string; system: string; feed: string }[]>`
    select person_id as "personId", value, system, feed from record.identifier s where value = any(${values}::text[]) and ${unsealed(sql, now)} limit 200`;
}

/** Where an id that was merged away leads now; the id itself when it stands. To somebody sealed none leads. */
export async function standingId(sql: Sql, now: Date, personId: string): Promise<string | null> {
  const [row] = await sql<{ personId: string }[]>`
    with recursive chain as (
      select person_id, redirect_to, 1 as step from linkage.person where person_id = ${personId}
      union all
      select p.person_id, p.redirect_to, c.step + 1 from chain c join linkage.person p on p.person_id = c.redirect_to where c.step < 50
    )
    select person_id as "personId" from chain s where redirect_to is null and ${unsealed(sql, now)} limit 1`;
  return row?.personId ?? null;
}
