import { newId, type Sql } from '../../kernel/index.ts';
import type { Alert, AlertPatch, Step } from './types.ts';

/** Columns of `radar.alert` and the names the code has for them. */
const columns = {
  personId: 'person_id', alertId: 'alert_id', number: 'number', card: 'card', version: 'version', band: 'band', worstBand: 'worst_band', score: 'score', peak: 'peak', digest: 'digest',
  reasons: 'reasons', severity: 'severity', team: 'team', assignee: 'assignee', assigneeName: 'assignee_name', state: 'state', closedAs: 'closed_as', because: 'because',
  caseReference: 'case_reference', revision: 'revision', raisedAt: 'raised_at', listedAt: 'listed_at', heldAt: 'held_at', dueAt: 'due_at', seenAt: 'seen_at', acceptedAt: 'accepted_at',
  caseAt: 'case_at', closedAt: 'closed_at', snoozedUntil: 'snoozed_until', fallenAt: 'fallen_at', quietUntil: 'quiet_until', route: 'route', escalation: 'escalation',
  escalateAt: 'escalate_at', escalatedTo: 'escalated_to', checkPerson: 'check_person', latest: 'latest',
} as const satisfies Record<keyof Alert, string>;

const asRead: Partial<Record<keyof Alert, string>> = { personId: 'person_id::text', alertId: 'alert_id::text', number: 'number::float8', digest: 'digest::text' };

/** Every column of an alert under its name in the code, of table `a`. */
export const alertColumns = (sql: Sql) => sql.unsafe((Object.keys(columns) as (keyof Alert)[]).map((name) => `a.${asRead[name] ?? columns[name]} as "${name}"`).join(', '));

/** Those of whom nothing may show that they exist. */
export const unsealed = (sql: Sql, now: Date) => sql`not exists (select 1 from access.mark m where m.person_id = a.person_id and m.kind = 'sealed' and (m.until is null or m.until > ${now}))`;

/** One alert by its id, whoever it is about; `lock` for whoever will change it. */
export async function selectAlert(sql: Sql, alertId: string, lock = false): Promise<Alert | null> {
  const [row] = await sql<Alert[]>`select ${alertColumns(sql)} from radar.alert a where alert_id = ${alertId} ${lock ? sql`for update` : sql``}`;
  return row ?? null;
}

/** Writes new alerts; number and id come back in their order. */
export async function insertAlerts(sql: Sql, alerts: readonly Omit<Alert, 'number'>[]): Promise<Alert[]> {
  if (alerts.length === 0) return [];
  const given = (Object.keys(columns) as (keyof Alert)[]).filter((name) => name !== 'number');
  const rows = await sql<{ alertId: string; number: number }[]>`
    insert into radar.alert (${sql.unsafe(given.map((name) => columns[name]).join(', '))})
    select ${sql.unsafe(given.map((name) => `r.${columns[name]}`).join(', '))}
    from jsonb_array_elements(${sql.json(alerts.map(toRow) as never)}::jsonb) with ordinality as o(item, place), jsonb_populate_record(null::radar.alert, o.item) r order by o.place
    returning alert_id::text as "alertId", number::float8 as number`;
  const numbers = new Map(rows.map((r) => [r.alertId, r.number]));
  return alerts.map((alert) => ({ ...alert, number: numbers.get(alert.alertId)! }));
}

/** Changes alerts, each by its patch. @returns how many were there to change, at the revision said */
export async function updateAlert(sql: Sql, alert: Pick<Alert, 'alertId' | 'personId' | 'revision'>, patch: AlertPatch): Promise<boolean> {
  const set = Object.fromEntries(Object.entries(patch).map(([name, value]) => [columns[name as keyof Alert], name === 'reasons' ? sql.json(value as never) : value]));
  const done = await sql`update radar.alert set ${sql(set as Record<string, string>)} where person_id = ${alert.personId} and alert_id = ${alert.alertId} and revision = ${alert.revision}`;
  return done.count === 1;
}

const toRow = (alert: Partial<Alert>): Record<string, unknown> => Object.fromEntries(Object.entries(alert).map(([name, value]) => [columns[name as keyof Alert], value]));

/** A step to write, without what is the same for all. */
export type NewStep = Pick<Step, 'kind'> & Partial<Pick<Step, 'userId' | 'userName' | 'note' | 'detail' | 'before'>> & { alert: Pick<Alert, 'personId' | 'alertId' | 'team'>; team?: string };

export async function insertSteps(sql: Sql, steps: readonly NewStep[], now: Date): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map((s) => ({
    person_id: s.alert.personId, alert_id: s.alert.alertId, step_id: newId(), at: now, kind: s.kind, user_id: s.userId ?? null, user_name: s.userName ?? null,
    team: s.team ?? s.alert.team, note: s.note ?? null, detail: s.detail ?? {}, before: s.before ?? null,
  }));
  await sql`
    insert into radar.alert_step (person_id, alert_id, step_id, at, kind, user_id, user_name, team, note, detail, before)
    select person_id, alert_id, step_id, at, kind, user_id, user_name, team, note, detail, before from jsonb_populate_recordset(null::radar.alert_step, ${sql.json(rows as never)}::jsonb)`;
}

/** What was done about an alert, newest first; of people opened to the reader alone. */
export async function selectSteps(sql: Sql, personId: string, alertId: string): Promise<Step[]> {
  return sql<Step[]>`
    select step_id::text as "stepId", at, kind, user_id as "userId", user_name as "userName", team, note, detail, before, undone_at as "undoneAt"
    from radar.alert_step where person_id = ${personId} and alert_id = ${alertId} order by step_id desc`;
}

export async function markUndone(sql: Sql, personId: string, stepId: string, now: Date): Promise<void> {
  await sql`update radar.alert_step set undone_at = ${now} where person_id = ${personId} and step_id = ${stepId}`;
}
