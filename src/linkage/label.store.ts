import type { Sql } from '../kernel/index.ts';
import type { Decider } from './decisions.store.ts';
import type { Model } from './model.ts';
import type { LabelledPair } from './precision.ts';

export type Label = 'same' | 'different' | 'unsure';

export interface DrawnPair {
  labelId: string;
  subjectA: number;
  subjectB: number;
  /** Null where either is no longer linked. */
  personId: string | null;
  otherId: string | null;
}

/**
 * Draws about `n` pairs to label, as many from each stratum as there are or as its share comes to: pairs that joined
 * far above the threshold, near it, those a person should look at, and those far below. Each keeps how likely it was drawn.
 */
export async function drawPairs(sql: Sql, model: Model, n: number, now: Date): Promise<number> {
  const each = Math.max(1, Math.ceil(n / 4));
  const drawn = await sql`
    insert into linkage.label (label_id, subject_a, subject_b, stratum, probability, joined, drawn_at)
    select gen_random_uuid(), subject_a, subject_b, stratum, least(1, ${each}::float8 / among), joined, ${now}
    from (
      select *, row_number() over (partition by stratum order by random()) as place, count(*) over (partition by stratum) as among
      from (
        select p.subject_a, p.subject_b, x.person_id = y.person_id as joined,
               case when p.weight >= ${model.bands.join + 5} then 'sure' when p.weight >= ${model.bands.join} then 'joins' when p.weight >= ${model.bands.review} then 'review' else 'apart' end as stratum
        from linkage.pair p join linkage.link x on x.subject_id = p.subject_a join linkage.link y on y.subject_id = p.subject_b
      ) every_pair
    ) placed where place <= ${each}
    on conflict (subject_a, subject_b) do nothing`;
  return drawn.count;
}

/** Pairs waiting for a label, in an order that says nothing of what the model made of them. */
export async function waitingPairs(sql: Sql, limit: number): Promise<DrawnPair[]> {
  return sql<DrawnPair[]>`
    select label_id::text as "labelId", subject_a::float8 as "subjectA", subject_b::float8 as "subjectB", x.person_id::text as "personId", y.person_id::text as "otherId"
    from linkage.label left join linkage.link x on x.subject_id = subject_a left join linkage.link y on y.subject_id = subject_b
    where label is null order by label_id limit ${limit}`;
}

export async function drawnPair(sql: Sql, id: string): Promise<DrawnPair | null> {
  const [row] = await sql<DrawnPair[]>`
    select label_id::text as "labelId", subject_a::float8 as "subjectA", subject_b::float8 as "subjectB", x.person_id::text as "personId", y.person_id::text as "otherId"
    from linkage.label left join linkage.link x on x.subject_id = subject_a left join linkage.link y on y.subject_id = subject_b where label_id = ${id}`;
  return row ?? null;
}

/** @returns whether the pair was still waiting */
export async function setLabel(sql: Sql, id: string, label: Label, by: Decider, now: Date): Promise<boolean> {
  const done = await sql`
    update linkage.label set label = ${label}, labelled_at = ${now}, user_id = ${by.userId}, user_name = ${by.name} where label_id = ${id} and label is null`;
  return done.count === 1;
}

export async function labelledPairs(sql: Sql): Promise<LabelledPair[]> {
  return sql<LabelledPair[]>`select label, stratum, probability, joined from linkage.label`;
}
