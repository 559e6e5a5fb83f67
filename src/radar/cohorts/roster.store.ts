import type { Sql } from '../../kernel/index.ts';
import type { EthnicGroup } from './definition.ts';

export interface WhoRow {
  personId: string;
  ethnicity: string | null;
}

/** The next people whose row of the roster is older than what scoring has of them, oldest first; `madeAt` to be kept with each. */
export async function staleRoster(sql: Sql, size: number): Promise<WhoRow[]> {
  return sql<WhoRow[]>`
    select e.person_id::text as "personId", p.summary->>'ethnicity' as ethnicity
    from radar.person_events e join record.person p using (person_id)
    where e.made_at >= coalesce((select max(made_at) from radar.roster), '-infinity')
      and not exists (select from radar.roster r where r.person_id = e.person_id and r.made_at = e.made_at)
    order by e.made_at limit ${size}`;
}

/** Makes these people's rows of the roster from their record. A birth date of a year or month alone counts from its first day. */
export async function makeRoster(sql: Sql, people: readonly { personId: string; group: EthnicGroup }[]): Promise<void> {
  await sql`
    insert into radar.roster (person_id, born, dead, sex, ethnic_group, language, ward, ward_name, lsoa, imd_decile, made_at)
    select p.person_id, (rpad(p.summary->>'birthDate', 4, '0') || case length(p.summary->>'birthDate') when 4 then '-01-01' when 7 then substr(p.summary->>'birthDate', 5) || '-01' else substr(p.summary->>'birthDate', 5) end)::date,
           coalesce(p.summary->'deceased' <> 'null'::jsonb, false), coalesce(p.summary->>'gender', 'unknown'), s."group", nullif(p.summary->>'language', ''),
           l.ward, l.ward_name, l.lsoa, l.imd_decile, e.made_at
    from unnest(${people.map((p) => p.personId)}::uuid[], ${people.map((p) => p.group)}::text[]) as s (person_id, "group")
    join record.person p using (person_id) join radar.person_events e using (person_id)
    left join lateral (select ward, ward_name, lsoa, imd_decile from record.place where person_id = p.person_id limit 1) l on true
    on conflict (person_id) do update set born = excluded.born, dead = excluded.dead, sex = excluded.sex, ethnic_group = excluded.ethnic_group, language = excluded.language,
      ward = excluded.ward, ward_name = excluded.ward_name, lsoa = excluded.lsoa, imd_decile = excluded.imd_decile, made_at = excluded.made_at`;
}

/** Takes away those of whom no record is left. */
export async function trimRoster(sql: Sql): Promise<void> {
  await sql`delete from radar.roster r where not exists (select from radar.person_events e where e.person_id = r.person_id)`;
}

/** Languages people speak, most spoken first. */
export const languagesSpoken = (sql: Sql): Promise<string[]> =>
  sql<{ language: string }[]>`select language from radar.roster where language is not null group by language order by count(*) desc, language limit 60`.then((rows) => rows.map((row) => row.language));
