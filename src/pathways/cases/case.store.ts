import { newId, type Sql } from '../../kernel/index.ts';
import type { Case, CasePatch, Step } from './types.ts';

/** Columns of `pathways.case` and the names the code has for them. */
const columns = {
  personId: 'person_id', caseId: 'case_id', number: 'number', letters: 'letters', pathway: 'pathway', version: 'version', calendar: 'calendar', single: 'single', state: 'state', since: 'since',
  team: 'team', worker: 'worker', workerName: 'worker_name', priority: 'priority', heldAt: 'held_at', holdUntil: 'hold_until', restricted: 'restricted', formVersion: 'form_version',
  formOutcome: 'form_outcome', doneBy: 'done_by', preparedBy: 'prepared_by', revision: 'revision', openedAt: 'opened_at', openedBy: 'opened_by', origin: 'origin', closedAt: 'closed_at',
  closedAs: 'closed_as', dueAt: 'due_at', checkPerson: 'check_person',
} as const satisfies Record<keyof Case, string>;

const asRead: Partial<Record<keyof Case, string>> = { personId: 'person_id::text', caseId: 'case_id::text', number: 'number::float8' };

/** Every column of a case under its name in the code, of table `c`. */
export const caseColumns = (sql: Sql) => sql.unsafe((Object.keys(columns) as (keyof Case)[]).map((name) => `c.${asRead[name] ?? columns[name]} as "${name}"`).join(', '));

/** Those of whom nothing may show that they exist; `c` is the table asked. */
export const unsealed = (sql: Sql, now: Date) => sql`not exists (select 1 from access.mark m where m.person_id = c.person_id and m.kind = 'sealed' and (m.until is null or m.until > ${now}))`;

/** One case, whoever it is about; `lock` for whoever will change it. */
export async function selectCase(sql: Sql, personId: string, caseId: string, lock: boolean): Promise<Case | null> {
  const [row] = await sql<Case[]>`select ${caseColumns(sql)} from pathways."case" c where person_id = ${personId} and case_id = ${caseId} ${lock ? sql`for update` : sql``}`;
  return row ?? null;
}

/** Whom cases are about, to know whom a reading must decide about before it opens. */
export async function personsOfCases(sql: Sql, caseIds: readonly string[]): Promise<{ caseId: string; personId: string; reference: string }[]> {
  return sql<{ caseId: string; personId: string; reference: string }[]>`
    select case_id::text as "caseId", person_id::text as "personId", letters || '-' || lpad(number::text, 6, '0') as reference from pathways."case" where case_id = any (${[...caseIds]}::uuid[])`;
}

/** The id of a case by what people call it. */
export async function caseByReference(sql: Sql, reference: string): Promise<string | null> {
  const number = /^[A-Z]{1,5}-0*(\d{1,12})$/.exec(reference.trim().toUpperCase())?.[1];
  if (number === undefined) return null;
  const [row] = await sql<{ caseId: string; letters: string }[]>`select case_id::text as "caseId", letters from pathways."case" where number = ${number}`;
  return row !== undefined && reference.trim().toUpperCase().startsWith(`${row.letters}-`) ? row.caseId : null;
}

/** Cases of a person, of members they are in too: open ones first, then the newest. */
export async function casesOfPerson(sql: Sql, personId: string): Promise<Case[]> {
  return sql<Case[]>`
    select ${caseColumns(sql)} from pathways."case" c
    where person_id = ${personId} or (person_id, case_id) in (select person_id, case_id from pathways.case_person where member_id = ${personId})
    order by (closed_at is null) desc, opened_at desc`;
}

/** Open cases of a person by a pathway. */
export async function openCases(sql: Sql, personId: string, pathway: string | null, lock = false): Promise<Case[]> {
  return sql<Case[]>`
    select ${caseColumns(sql)} from pathways."case" c where person_id = ${personId} and closed_at is null ${pathway === null ? sql`` : sql`and pathway = ${pathway}`} order by case_id ${lock ? sql`for update` : sql``}`;
}

/** Writes a new case. Null where the person has one open already and may have but one. */
export async function insertCase(sql: Sql, made: Omit<Case, 'number'>): Promise<Case | null> {
  const names = (Object.keys(columns) as (keyof Case)[]).filter((name) => name !== 'number');
  const row = Object.fromEntries(names.map((name) => [columns[name], name === 'origin' ? sql.json(made.origin as never) : made[name as keyof typeof made]]));
  const [done] = await sql<{ number: number }[]>`insert into pathways."case" ${sql(row as Record<string, string>)} on conflict do nothing returning number::float8 as number`;
  if (done === undefined) return null;
  await sql`
    update pathways."case" set subjects = coalesce((select array_agg(distinct subject_id) from record.demographic where person_id = ${made.personId}), '{}') where person_id = ${made.personId} and case_id = ${made.caseId}`;
  return { ...made, number: done.number };
}

/** Changes a case at the revision said. @returns whether it was there to change */
export async function updateCase(sql: Sql, at: Pick<Case, 'personId' | 'caseId' | 'revision'>, patch: CasePatch): Promise<boolean> {
  const set = Object.fromEntries(Object.entries(patch).map(([name, value]) => [columns[name as keyof Case], value]));
  const done = await sql`update pathways."case" set ${sql(set as Record<string, string>)} where person_id = ${at.personId} and case_id = ${at.caseId} and revision = ${at.revision}`;
  return done.count === 1;
}

/** Sets what is due next of a case: the nearest of its running deadlines and open tasks. */
export async function updateDue(sql: Sql, personId: string, caseId: string): Promise<void> {
  await sql`
    update pathways."case" set due_at = least(
      (select min(due_at) from pathways.clock where person_id = ${personId} and case_id = ${caseId} and state = 'running'),
      (select min(due_at) from pathways.task where person_id = ${personId} and case_id = ${caseId} and state = 'open'))
    where person_id = ${personId} and case_id = ${caseId}`;
}

/** A step to write, without what is the same for all. */
export type NewStep = Pick<Step, 'kind'> & Partial<Pick<Step, 'fromState' | 'toState' | 'note' | 'detail'>>;

/** Who did it, as a step keeps it. */
export type StepBy = Pick<Step, 'userId' | 'userName' | 'team' | 'role'>;

export async function insertSteps(sql: Sql, at: Pick<Case, 'personId' | 'caseId' | 'revision'>, by: StepBy, steps: readonly NewStep[], now: Date): Promise<string[]> {
  if (steps.length === 0) return [];
  const rows = steps.map((s) => ({
    person_id: at.personId, case_id: at.caseId, step_id: newId(), at: now, kind: s.kind, user_id: by.userId, user_name: by.userName, team: by.team, role: by.role,
    from_state: s.fromState ?? null, to_state: s.toState ?? null, note: s.note ?? null, revision: at.revision, detail: s.detail ?? {},
  }));
  await sql`
    insert into pathways.step (person_id, case_id, step_id, at, kind, user_id, user_name, team, role, from_state, to_state, note, revision, detail)
    select person_id, case_id, step_id, at, kind, user_id, user_name, team, role, from_state, to_state, note, revision, detail from jsonb_populate_recordset(null::pathways.step, ${sql.json(rows)}::jsonb)`;
  return rows.map((r) => r.step_id);
}

/** Steps that Kith takes by itself with many cases. */
export async function insertOwnSteps(sql: Sql, steps: readonly (Pick<Case, 'personId' | 'caseId' | 'revision' | 'team'> & NewStep)[], now: Date): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map((s) => ({ person_id: s.personId, case_id: s.caseId, step_id: newId(), kind: s.kind, team: s.team, revision: s.revision, detail: s.detail ?? {} }));
  await sql`
    insert into pathways.step (person_id, case_id, step_id, at, kind, team, revision, detail)
    select person_id, case_id, step_id, ${now}, kind, team, revision, detail from jsonb_populate_recordset(null::pathways.step, ${sql.json(rows)}::jsonb)`;
}

/** Cases on hold that are to be looked at again by a day and of which nobody was told since. */
export async function holdsOver(sql: Sql, today: string, limit: number): Promise<Case[]> {
  return sql<Case[]>`
    select ${caseColumns(sql)} from pathways."case" c where closed_at is null and hold_until <= ${today}
      and not exists (select 1 from pathways.notice n where n.person_id = c.person_id and n.case_id = c.case_id and n.key = 'hold:' || c.hold_until) order by hold_until limit ${limit}`;
}

/** What was done with a case, newest first; of people opened to the reader alone. */
export async function selectSteps(sql: Sql, personId: string, caseId: string, limit = 500): Promise<Step[]> {
  return sql<Step[]>`
    select step_id::text as "stepId", at, kind, user_id as "userId", user_name as "userName", team, role, from_state as "fromState", to_state as "toState", note, revision, detail
    from pathways.step where person_id = ${personId} and case_id = ${caseId} order by step_id desc limit ${limit}`;
}
