import type { MarkKind } from '../../access/index.ts';
import type { Sql } from '../../kernel/index.ts';

export const dimensions = ['age', 'sex', 'ethnicity', 'deprivation', 'ward', 'lsoa'] as const;
export type Dimension = (typeof dimensions)[number];

export interface Line {
  dimension: Dimension;
  /** Empty where it is not known, and where whoever it is of hides where they live. */
  key: string;
  people: number;
  of: number;
}

/** Members beside everybody who may be counted, by each dimension, in one pass. */
export async function breakdown(sql: Sql, members: readonly string[], marks: readonly MarkKind[], day: string, now: Date): Promise<Line[]> {
  return sql<Line[]>`
    with m as (select unnest(${[...members]}::uuid[]) as person_id),
    b as (
      select m.person_id is not null as member, r.sex, r.ethnic_group as ethnicity,
             case when r.born is null then '' else (least(extract(year from age(${day}::date, r.born))::int / 10, 9) * 10)::text end as age,
             case when h.person_id is null then coalesce(r.imd_decile::text, '') else '' end as deprivation,
             case when h.person_id is null then coalesce(r.ward, '') else '' end as ward,
             case when h.person_id is null then coalesce(r.lsoa, '') else '' end as lsoa
      from radar.roster r left join m using (person_id)
      left join (select distinct person_id from access.mark where kind = 'restricted-demographics' and (until is null or until > ${now})) h using (person_id)
      where not r.dead and not exists (select from access.mark k where k.person_id = r.person_id and k.kind = any (${[...marks]}::text[]) and (k.until is null or k.until > ${now}))
    )
    select case when grouping(age) = 0 then 'age' when grouping(sex) = 0 then 'sex' when grouping(ethnicity) = 0 then 'ethnicity'
                when grouping(deprivation) = 0 then 'deprivation' when grouping(ward) = 0 then 'ward' else 'lsoa' end as dimension,
           coalesce(age, sex, ethnicity, deprivation, ward, lsoa) as key, count(*) filter (where member)::int as people, count(*)::int as of
    from b group by grouping sets ((age), (sex), (ethnicity), (deprivation), (ward), (lsoa)) order by 1, 2`;
}
