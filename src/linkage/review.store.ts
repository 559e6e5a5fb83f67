import type { Sql } from '../kernel/index.ts';
import type { Model } from './model.ts';

/** Two people at whom somebody should look, by the two records that say most about it. */
export interface Review {
  reviewId: string;
  personId: string;
  otherId: string;
  subjectA: number;
  subjectB: number;
  why: 'unsure' | 'guard' | 'conflict';
  /** The guard that decided, in words. */
  rule: string | null;
  /** log2 of the odds; null where no rule ever compared the two. */
  weight: number | null;
  /** One of them is known to a category the area lists as safeguarding. */
  safeguarding: boolean;
  size: number;
  openedAt: Date;
  closedAt: Date | null;
}

/** Harm of a mistake: safeguarding before contradiction before a forbidding rule, then by how many records are at stake. */
const harm = { safeguarding: 1000, conflict: 500, guard: 250, sizeAtMost: 99 };

/**
 * Brings open reviews up to the links and evidence just published, in the same transaction: for each two people, the
 * pair of records that weighs most of those in the review band, held apart by a rule the model wants looked at, or
 * joined by a decision that another contradicts. People whom a decision keeps apart are not asked about again.
 * @param scope subjects judged again; null for all
 */
export async function publishReviews(sql: Sql, model: Model, scope: readonly number[] | null, now: Date): Promise<void> {
  const { safeguarding = [], guards = [] } = model.review ?? {};
  const within = (a: string, b: string) => (scope === null ? sql`true` : sql`(${sql(a)} = any (${scope as number[]}::bigint[]) or ${sql(b)} = any (${scope as number[]}::bigint[]))`);
  await sql`
    create temp table kept_apart on commit drop as
    select distinct least(x.person_id, y.person_id) as person_id, greatest(x.person_id, y.person_id) as other_id
    from linkage.override o join linkage.link x on x.subject_id = o.subject_a join linkage.link y on y.subject_id = o.subject_b
    where o.undone_at is null and o.decision = 'apart'`;
  await sql`
    create temp table candidate (person_id uuid, other_id uuid, subject_a bigint, subject_b bigint, why text, rule text, weight float8, safeguarding boolean, size integer, harm integer,
      primary key (person_id, other_id)) on commit drop`;
  await sql`
    insert into candidate
    select distinct on (1, 2) least(x.person_id, y.person_id), greatest(x.person_id, y.person_id), p.subject_a, p.subject_b, p.why, p.rule, p.weight, false, 0, 0
    from (
      select subject_a, subject_b, case when band = 'review' then 'unsure' else 'guard' end as why, rule, weight from linkage.pair
      where (band = 'review' or (band = 'apart' and rule = any (${guards}::text[]) and weight >= ${model.bands.join})) and ${within('subject_a', 'subject_b')}
      union all
      select o.subject_a, o.subject_b, 'conflict', null, p.weight from linkage.override o left join linkage.pair p using (subject_a, subject_b)
      where o.decision = 'join' and o.undone_at is null and ${within('o.subject_a', 'o.subject_b')}
    ) p join linkage.link x on x.subject_id = p.subject_a join linkage.link y on y.subject_id = p.subject_b
    where x.person_id <> y.person_id
      and (p.why = 'conflict' or not exists (
        select 1 from kept_apart k where k.person_id = least(x.person_id, y.person_id) and k.other_id = greatest(x.person_id, y.person_id)))
    order by 1, 2, p.why = 'conflict' desc, p.weight desc nulls last, p.subject_a, p.subject_b`;
  await sql`
    update candidate c set
      size = (select count(*) from linkage.link l where l.person_id in (c.person_id, c.other_id)),
      safeguarding = exists (
        select 1 from linkage.link l join feeds.fact f using (subject_id) join feeds.entry e using (entry_id)
        where l.person_id in (c.person_id, c.other_id) and e.to_at is null and f.category = any (${safeguarding}::text[]))`;
  await sql`
    update candidate set harm = least(size, ${harm.sizeAtMost}) + case when safeguarding then ${harm.safeguarding} else 0 end
      + case why when 'conflict' then ${harm.conflict} when 'guard' then ${harm.guard} else 0 end`;
  await sql`
    update linkage.review r set closed_at = ${now}
    where closed_at is null and ${within('subject_a', 'subject_b')}
      and not exists (select 1 from candidate c where c.person_id = r.person_id and c.other_id = r.other_id)`;
  await sql`
    insert into linkage.review (review_id, person_id, other_id, subject_a, subject_b, why, rule, weight, safeguarding, size, harm, opened_at)
    select gen_random_uuid(), person_id, other_id, subject_a, subject_b, why, rule, weight, safeguarding, size, harm, ${now} from candidate
    on conflict (person_id, other_id) where closed_at is null do update set
      subject_a = excluded.subject_a, subject_b = excluded.subject_b, why = excluded.why, rule = excluded.rule, weight = excluded.weight,
      safeguarding = excluded.safeguarding, size = excluded.size, harm = excluded.harm`;
}

/** Open reviews, the worst first (`plain`: whatever safeguarding knows): ids alone, for whoever is to be asked whether they may be seen. */
export async function openReviews(sql: Sql, offset: number, limit: number, plain: boolean): Promise<{ reviewId: string; personId: string; otherId: string }[]> {
  return sql<{ reviewId: string; personId: string; otherId: string }[]>`
    select review_id::text as "reviewId", person_id::text as "personId", other_id::text as "otherId" from linkage.review
    where closed_at is null order by harm - case when safeguarding and ${plain} then ${harm.safeguarding}::int else 0 end desc, weight desc nulls last, review_id offset ${offset} limit ${limit}`;
}

export async function selectReviews(sql: Sql, ids: readonly string[]): Promise<Review[]> {
  return sql<Review[]>`
    select review_id::text as "reviewId", person_id::text as "personId", other_id::text as "otherId", subject_a::float8 as "subjectA", subject_b::float8 as "subjectB",
           why, rule, weight, safeguarding, size, opened_at as "openedAt", closed_at as "closedAt"
    from linkage.review where review_id = any (${ids as string[]}::uuid[]) order by array_position(${ids as string[]}::uuid[], review_id)`;
}

/** The two people of a review, whoever asks: to know whom a reading must open. */
export async function reviewPersons(sql: Sql, id: string): Promise<{ personId: string; otherId: string } | null> {
  const [row] = await sql<{ personId: string; otherId: string }[]>`
    select person_id::text as "personId", other_id::text as "otherId" from linkage.review where review_id = ${id}`;
  return row ?? null;
}
