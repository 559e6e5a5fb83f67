import type { Sql } from '../../kernel/index.ts';
import { alertColumns } from './alerts.store.ts';
import type { Alert } from './types.ts';

/** Every alert of a person, locked, the newest first. */
export async function alertsOf(sql: Sql, personId: string): Promise<Alert[]> {
  return sql<Alert[]>`select ${alertColumns(sql)} from radar.alert a where person_id = ${personId} order by raised_at desc, number desc for update of a`;
}

/** Gives an alert, with all that was done and told about it, to another person. */
export async function rehome(sql: Sql, alert: Pick<Alert, 'personId' | 'alertId'>, to: string): Promise<void> {
  await sql`update radar.alert set person_id = ${to} where person_id = ${alert.personId} and alert_id = ${alert.alertId}`;
  await sql`update radar.alert_step set person_id = ${to} where person_id = ${alert.personId} and alert_id = ${alert.alertId}`;
  await sql`update radar.alert_notice set person_id = ${to} where person_id = ${alert.personId} and alert_id = ${alert.alertId}`;
}

/** Makes the newest alert of each card the one that is followed: the open one where there is one. */
export async function markLatest(sql: Sql, personId: string): Promise<void> {
  await sql`
    update radar.alert a set latest = (a.alert_id = n.alert_id)
    from (select distinct on (card) card, alert_id from radar.alert where person_id = ${personId} order by card, (state <> 'closed') desc, raised_at desc, number desc) n
    where a.person_id = ${personId} and a.card = n.card and a.latest is distinct from (a.alert_id = n.alert_id)`;
}

/** Which of these people hold facts or observations with these ids. */
export async function holdersOf(sql: Sql, people: readonly string[], facts: readonly string[]): Promise<Set<string>> {
  if (facts.length === 0) return new Set();
  const rows = await sql<{ personId: string }[]>`
    select person_id::text as "personId" from record.fact where person_id = any (${[...people]}::uuid[]) and fact_id::text = any (${[...facts]}::text[])
    union select person_id::text from radar.observation where person_id = any (${[...people]}::uuid[]) and key = any (${[...facts]}::text[])`;
  return new Set(rows.map((r) => r.personId));
}
