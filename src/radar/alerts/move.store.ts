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

/** How many of these facts are of records that went, and how many are not. */
export async function factsGone(sql: Sql, people: readonly string[], facts: readonly string[], subjects: readonly number[]): Promise<{ gone: number; stayed: number }> {
  const ids = facts.filter((f) => /^\d{1,18}$/.test(f));
  const [row] = await sql<{ gone: number; stayed: number }[]>`
    select count(distinct fact_id) filter (where subject_id = any (${[...subjects]}::bigint[]))::int as gone, count(distinct fact_id) filter (where subject_id <> all (${[...subjects]}::bigint[]))::int as stayed
    from record.fact where person_id = any (${[...people]}::uuid[]) and fact_id = any (${ids}::bigint[])`;
  return row ?? { gone: 0, stayed: 0 };
}
