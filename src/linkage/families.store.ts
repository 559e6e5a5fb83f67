import type { Sql } from '../kernel/index.ts';
import type { Model } from './model.ts';
import { inverseByWord, wordsByCode } from './relationships.ts';

/**
 * Makes stated relationships again for the persons in the temporary table `changed` (or for all): as stated, a code of the
 * standard in its words, and turned round by the standard's table and the area's own, so that a mother's page shows the child whose source named her. Statements are never
 * chained: nobody is family by way of a third person.
 */
export async function publishFamilies(sql: Sql, model: Model, all: boolean): Promise<void> {
  if (all) await sql`delete from linkage.family`;
  else await sql`delete from linkage.family where person_id in (select person_id from changed) or other_id in (select person_id from changed)`;
  const columns = sql`select a.person_id, b.person_id as other_id, coalesce(${sql.json(wordsByCode)}::jsonb ->> regexp_replace(f.body ->> 'role', '^.*[:#/]', ''), f.body ->> 'role') as role, s.feed, f.category, f.start_at, f.end_at`;
  const current = sql`f.kind = 'relationship' and exists (select 1 from feeds.entry e where e.entry_id = f.entry_id and e.to_at is null)`;
  const bySubject = sql`
    ${columns} from linkage.link a join feeds.fact f using (subject_id) join feeds.subject s using (subject_id)
    join feeds.subject o on o.feed = s.feed and o.local_key = f.body ->> 'to' join linkage.link b on b.subject_id = o.subject_id
    where ${current}`;
  const byOther = sql`
    ${columns} from linkage.link b join feeds.subject o on o.subject_id = b.subject_id
    join feeds.fact f on f.kind = 'relationship' and f.body ->> 'to' = o.local_key
    join feeds.subject s on s.subject_id = f.subject_id and s.feed = o.feed join linkage.link a on a.subject_id = f.subject_id
    where ${current} and b.person_id in (select person_id from changed)`;
  await sql`
    with stated as (${all ? bySubject : sql`${bySubject} and a.person_id in (select person_id from changed) union ${byOther}`}),
    inverse as (select key as role, value as turned from jsonb_each_text(${sql.json({ ...inverseByWord, ...model.families.inverse })})),
    both_ways as (
      select * from stated
      union all
      select other_id, person_id, coalesce(turned, 'related'), feed, category, start_at, end_at from stated left join inverse using (role))
    insert into linkage.family (person_id, other_id, role, feed, category, start_at, end_at)
    select person_id, other_id, role, feed, min(category), min(start_at), case when bool_or(end_at is null) then null else max(end_at) end
    from both_ways where person_id <> other_id and role is not null group by person_id, other_id, role, feed`;
}
