import type { Sql } from '../src/kernel/index.ts';

/** People, each with a case of a team in turn and ten running deadlines a case, spread over so many days from `now`. */
export async function fillCases(sql: Sql, cases: number, teams: readonly string[], now: Date, days: number): Promise<void> {
  await sql`
    insert into record.person (person_id, summary, feeds, categories, facts, updated_at)
    select ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, jsonb_build_object('displayName', 'OKAFOR, Person ' || i, 'birthDate', '1948-03-02', 'nhsNumber', '9434765919'), '{}', '{}', 0, ${now}
    from generate_series(1, ${cases}) i`;
  await sql`
    insert into pathways."case" (person_id, case_id, letters, pathway, version, calendar, single, state, since, team, worker, worker_name, priority, opened_at, due_at)
    select ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, ('00000000-0000-7001-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'TRV', 'travel', 1, 'bench', true, 'requested',
      ${now}::timestamptz - (i % 90) * interval '1 day', (${[...teams]}::text[])[1 + i % ${teams.length}], case when i % 5 = 0 then null else 'worker-' || (i % 200) end, case when i % 5 = 0 then null else 'Worker' end, i % 4,
      ${now}::timestamptz - (i % 90) * interval '1 day', ${now}::timestamptz + (i % ${days}) * interval '1 day' + interval '1 hour'
    from generate_series(1, ${cases}) i`;
  await sql`
    insert into pathways.clock (person_id, case_id, clock_id, deadline, title, owner, team, started_at, due_day, due_at, hourly, warn_at, state)
    select c.person_id, c.case_id, gen_random_uuid(), 'd' || k, 'Deadline ' || k, 'social-worker', c.team, ${now}, (${now}::timestamptz + (n % ${days}) * interval '1 day')::date, ${now}::timestamptz + (n % ${days}) * interval '1 day' + interval '1 hour',
      false, ${now}::timestamptz + ((n % ${days}) - 7) * interval '1 day' + interval '1 hour', 'running'
    from (select *, row_number() over () as i from pathways."case") c, generate_series(0, 9) k, lateral (select c.i * 10 + k as n) l`;
}
