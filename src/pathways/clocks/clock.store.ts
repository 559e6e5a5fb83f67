import { newId, type Sql } from '../../kernel/index.ts';
import type { Case, CaseClock } from '../cases/types.ts';

type At = Pick<Case, 'personId' | 'caseId'>;

const columns = {
  personId: 'person_id', caseId: 'case_id', clockId: 'clock_id', deadline: 'deadline', title: 'title', owner: 'owner', team: 'team', startedAt: 'started_at', dueDay: 'due_day', dueAt: 'due_at', hourly: 'hourly',
  warnAt: 'warn_at', warnedAt: 'warned_at', breachedAt: 'breached_at', state: 'state', pausedAt: 'paused_at', pausedByState: 'paused_by_state', pauses: 'pauses', endedAt: 'ended_at',
} as const satisfies Record<keyof CaseClock, string>;

const ids: readonly string[] = ['personId', 'caseId', 'clockId'];

/** Every column of a clock under its name in the code, of table `k`. */
const clockColumns = (sql: Sql) => sql.unsafe((Object.keys(columns) as (keyof CaseClock)[]).map((name) => `k.${columns[name]}${ids.includes(name) ? '::text' : ''} as "${name}"`).join(', '));

/** Deadlines of a case: running ones first, by when they are due. */
export async function selectClocks(sql: Sql, { personId, caseId }: At): Promise<CaseClock[]> {
  return sql<CaseClock[]>`
    select ${clockColumns(sql)} from pathways.clock k where person_id = ${personId} and case_id = ${caseId} order by (state in ('running', 'paused')) desc, due_at, clock_id`;
}

/** Starts deadlines. One that runs already stays as it is: what is due by law does not begin anew. */
export async function insertClocks(sql: Sql, clocks: readonly Omit<CaseClock, 'clockId'>[]): Promise<void> {
  if (clocks.length === 0) return;
  const rows = clocks.map((clock) => ({ ...Object.fromEntries(Object.entries(clock).map(([name, value]) => [columns[name as keyof CaseClock], value])), clock_id: newId() }));
  await sql`insert into pathways.clock select * from jsonb_populate_recordset(null::pathways.clock, ${sql.json(rows)}::jsonb) on conflict do nothing`;
}

export async function updateClock(sql: Sql, at: Pick<CaseClock, 'personId' | 'caseId' | 'clockId'>, patch: Partial<CaseClock>): Promise<void> {
  const set = Object.fromEntries(Object.entries(patch).map(([name, value]) => [columns[name as keyof CaseClock], name === 'pauses' ? sql.json(value as never) : value]));
  await sql`update pathways.clock set ${sql(set as Record<string, string>)} where person_id = ${at.personId} and case_id = ${at.caseId} and clock_id = ${at.clockId}`;
}

/** A deadline whose time for warning, or whose end, has come, with its case, which is locked. */
export interface Rung extends Pick<Case, 'personId' | 'caseId' | 'letters' | 'number' | 'pathway' | 'version' | 'state' | 'revision'> {
  deadline: string;
  title: string;
  owner: string;
  /** ISO day. */
  dueDay: string;
  /** Team that must meet it, and the team that has the case. */
  clockTeam: string;
  team: string;
}

const rung = (sql: Sql) => sql`
  k.person_id::text as "personId", k.case_id::text as "caseId", c.letters, c.number::float8 as number, c.pathway, c.version, c.state, c.revision, k.deadline, k.title, k.owner, k.due_day::text as "dueDay", k.team as "clockTeam", c.team`;

/** Marks up to `limit` deadlines as warned of, the nearest first, and says which. Each is marked once; those of cases that somebody is at are passed over. */
export async function takeWarnings(sql: Sql, now: Date, limit: number): Promise<Rung[]> {
  return sql<Rung[]>`
    with next as materialized (select * from pathways.clock where state = 'running' and warned_at is null and warn_at <= ${now} order by warn_at limit ${limit}),
    due as (select ${rung(sql)}, k.clock_id from next k join pathways."case" c on c.person_id = k.person_id and c.case_id = k.case_id for update of c skip locked)
    update pathways.clock k set warned_at = ${now} from due where k.person_id = due."personId"::uuid and k.case_id = due."caseId"::uuid and k.clock_id = due.clock_id and k.warned_at is null
    returning due."personId", due."caseId", due.letters, due.number, due.pathway, due.version, due.state, due.revision, due.deadline, due.title, due.owner, due."dueDay", due."clockTeam", due.team`;
}

/** Marks up to `limit` deadlines as late, the longest first, and says which. */
export async function takeBreaches(sql: Sql, now: Date, limit: number): Promise<Rung[]> {
  return sql<Rung[]>`
    with next as materialized (select * from pathways.clock where state = 'running' and breached_at is null and due_at <= ${now} order by due_at limit ${limit}),
    due as (select ${rung(sql)}, k.clock_id from next k join pathways."case" c on c.person_id = k.person_id and c.case_id = k.case_id for update of c skip locked)
    update pathways.clock k set breached_at = k.due_at, warned_at = coalesce(k.warned_at, ${now}) from due
    where k.person_id = due."personId"::uuid and k.case_id = due."caseId"::uuid and k.clock_id = due.clock_id and k.breached_at is null
    returning due."personId", due."caseId", due.letters, due.number, due.pathway, due.version, due.state, due.revision, due.deadline, due.title, due.owner, due."dueDay", due."clockTeam", due.team`;
}
