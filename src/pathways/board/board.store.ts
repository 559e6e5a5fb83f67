import type { Sql } from '../../kernel/index.ts';
import { caseColumns, unsealed } from '../cases/case.store.ts';
import type { Case, CompletedForm } from '../cases/types.ts';

/** Which cases a board is of: those of a pathway that a team has. */
export interface BoardOf {
  team: string;
  pathway: string;
}

/** Open cases, the most pressing first; those sealed are left out. */
export async function selectBoard(sql: Sql, { team, pathway }: BoardOf, now: Date, limit: number): Promise<Case[]> {
  return sql<Case[]>`
    select ${caseColumns(sql)} from pathways."case" c
    where c.closed_at is null and c.team = ${team} and c.pathway = ${pathway} and ${unsealed(sql, now)}
    order by c.due_at nulls last, c.number limit ${limit}`;
}

/** How many open cases stand in each state. */
export async function countStates(sql: Sql, { team, pathway }: BoardOf, now: Date): Promise<{ state: string; cases: number; overdue: number }[]> {
  return sql<{ state: string; cases: number; overdue: number }[]>`
    select c.state, count(*)::int as cases, count(*) filter (where c.due_at < ${now})::int as overdue from pathways."case" c
    where c.closed_at is null and c.team = ${team} and c.pathway = ${pathway} and ${unsealed(sql, now)} group by c.state`;
}

/** How a deadline has been kept: those that run, those that ended since `since`. */
export interface DeadlineFigures {
  deadline: string;
  running: number;
  /** Of those that run, past their time. */
  late: number;
  paused: number;
  metInTime: number;
  metLate: number;
}

export async function deadlineFigures(sql: Sql, { team, pathway }: BoardOf, since: Date, now: Date): Promise<DeadlineFigures[]> {
  return sql<DeadlineFigures[]>`
    select k.deadline, count(*) filter (where k.state = 'running')::int as running, count(*) filter (where k.state = 'running' and k.due_at < ${now})::int as late,
      count(*) filter (where k.state = 'paused')::int as paused,
      count(*) filter (where k.state = 'met' and k.ended_at >= ${since} and k.ended_at <= k.due_at)::int as "metInTime",
      count(*) filter (where k.state = 'met' and k.ended_at >= ${since} and k.ended_at > k.due_at)::int as "metLate"
    from pathways.clock k join pathways."case" c on c.person_id = k.person_id and c.case_id = k.case_id
    where c.team = ${team} and c.pathway = ${pathway} and ${unsealed(sql, now)} group by k.deadline`;
}

/** The newest answers of each form of several cases. */
export async function answersOfCases(sql: Sql, cases: readonly Pick<Case, 'personId' | 'caseId'>[]): Promise<(CompletedForm & { caseId: string })[]> {
  return sql<(CompletedForm & { caseId: string })[]>`
    select distinct on (a.person_id, a.case_id, a.form) a.case_id::text as "caseId", a.form, a.version, a.state, a.answers, a.provenance, a.result, a.user_id as "userId", a.user_name as "userName", a.at, a.reason
    from pathways.answer a
    where a.person_id = any (${[...new Set(cases.map((c) => c.personId))]}::uuid[]) and a.case_id = any (${cases.map((c) => c.caseId)}::uuid[])
    order by a.person_id, a.case_id, a.form, a.version desc`;
}
