import type { Sql } from '../../kernel/index.ts';

/** As much of somebody as counts by group need. */
export interface Group {
  ethnicity: string;
  /** Null when not known, and where whereabouts are hidden. */
  ward: string | null;
  /** Counted nowhere. */
  sealed: boolean;
}

/** Groups of everybody of a slice, by the hexadecimal of the id. */
export async function groupsOf(sql: Sql, after: string, until: string): Promise<Map<string, Group>> {
  const rows = await sql<(Group & { id: string })[]>`
    select replace(p.person_id::text, '-', '') as id, coalesce(nullif(p.summary->>'ethnicity', ''), 'Not known') as ethnicity,
           case when m.hidden then null else l.ward_name end as ward, coalesce(m.sealed, false) as sealed
    from record.person p
    left join lateral (select min(ward_name) as ward_name from record.place where person_id = p.person_id) l on true
    left join lateral (
      select bool_or(kind = 'restricted-demographics') as hidden, bool_or(kind = 'sealed') as sealed
      from access.mark where person_id = p.person_id and (until is null or until > now())) m on true
    where p.person_id > ${after} and p.person_id <= ${until}`;
  return new Map(rows.map(({ id, ...group }) => [id, group]));
}
