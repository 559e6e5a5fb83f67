import type { Sql } from '../../kernel/index.ts';
import { alertColumns, unsealed } from './alerts.store.ts';
import type { Alert } from './types.ts';

/** Parts of a team's list. `open` is what it has taken up, or seen, and not ended. */
export const tabs = ['new', 'mine', 'open', 'snoozed', 'held', 'closed'] as const;
export type Tab = (typeof tabs)[number];

/** What a list is narrowed to. */
export interface InboxFilter {
  card?: string;
  severity?: string;
  /** A user's id, or `nobody`. */
  assignee?: string;
  overdue?: boolean;
}

/** Whose list: alerts of the team and those escalated to it. */
const ofTeam = (sql: Sql, team: string) => sql`(a.team = ${team} or (a.escalated_to = ${team} and a.state <> 'closed'))`;

const inTab = (sql: Sql, tab: Tab, userId: string) =>
  ({
    new: sql`a.state = 'raised' and a.held_at is null and a.snoozed_until is null`,
    mine: sql`a.state <> 'closed' and a.assignee = ${userId} and a.snoozed_until is null`,
    open: sql`a.state in ('seen', 'accepted', 'case') and a.held_at is null and a.snoozed_until is null`,
    snoozed: sql`a.state <> 'closed' and a.snoozed_until is not null`,
    held: sql`a.state <> 'closed' and a.held_at is not null and a.snoozed_until is null`,
    closed: sql`a.state = 'closed'`,
  })[tab];

/** Alerts of a part of a list, the most urgent first and among equals the longest waiting; closed ones the latest first. */
export async function selectInbox(
  sql: Sql,
  asked: { team: string; userId: string; tab: Tab; filter: InboxFilter; severities: readonly string[]; now: Date; offset: number; limit: number },
): Promise<Alert[]> {
  const { team, userId, tab, filter, severities, now, offset, limit } = asked;
  return sql<Alert[]>`
    select ${alertColumns(sql)} from radar.alert a
    where ${ofTeam(sql, team)} and ${inTab(sql, tab, userId)} and ${unsealed(sql, now)}
      ${filter.card === undefined ? sql`` : sql`and a.card = ${filter.card}`}
      ${filter.severity === undefined ? sql`` : sql`and a.severity = ${filter.severity}`}
      ${filter.assignee === undefined ? sql`` : filter.assignee === 'nobody' ? sql`and a.assignee is null` : sql`and a.assignee = ${filter.assignee}`}
      ${filter.overdue === true ? sql`and a.state = 'raised' and a.due_at < ${now}` : sql``}
    order by ${tab === 'closed' ? sql`a.closed_at desc` : sql`array_position(${[...severities]}::text[], a.severity) desc nulls last, coalesce(a.listed_at, a.raised_at)`}, a.number
    offset ${offset} limit ${limit}`;
}

/** How many stand in each part of a list, and how many of the new are overdue. Counts leave out whoever is sealed. */
export async function countInbox(sql: Sql, team: string, userId: string, now: Date): Promise<Record<Tab | 'overdue', number>> {
  const n = (tab: Tab) => sql`count(*) filter (where ${inTab(sql, tab, userId)})::int`;
  const [row] = await sql<Record<Tab | 'overdue', number>[]>`
    select ${n('new')} as new, ${n('mine')} as mine, ${n('open')} as open, ${n('snoozed')} as snoozed, ${n('held')} as held,
      (select count(*)::int from radar.alert a where ${ofTeam(sql, team)} and ${inTab(sql, 'closed', userId)} and ${unsealed(sql, now)}) as closed,
      count(*) filter (where ${inTab(sql, 'new', userId)} and a.due_at < ${now})::int as overdue
    from radar.alert a where ${ofTeam(sql, team)} and a.state <> 'closed' and ${unsealed(sql, now)}`;
  return row ?? { new: 0, mine: 0, open: 0, snoozed: 0, held: 0, closed: 0, overdue: 0 };
}

/** How many a team has not seen, for the count beside its name on every page. */
export async function countUnseen(sql: Sql, team: string, now: Date): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from radar.alert a where ${ofTeam(sql, team)} and a.state = 'raised' and a.held_at is null and a.snoozed_until is null and ${unsealed(sql, now)}`;
  return row?.n ?? 0;
}

/** Who these people are; of those opened to the reader alone. */
export async function namesOf(sql: Sql, personIds: readonly string[]): Promise<Map<string, { name: string; born: string | null; died: boolean }>> {
  const rows = await sql<{ personId: string; name: string; born: string | null; died: boolean }[]>`
    select person_id::text as "personId", summary->>'displayName' as name, summary->>'birthDate' as born, summary->>'deceased' is not null as died
    from record.person where person_id = any (${[...new Set(personIds)]}::uuid[])`;
  return new Map(rows.map((r) => [r.personId, r]));
}

/** Earlier alerts of the same person and card, newest first. */
export async function earlierAlerts(sql: Sql, alert: Pick<Alert, 'personId' | 'card' | 'alertId'>): Promise<Alert[]> {
  return sql<Alert[]>`
    select ${alertColumns(sql)} from radar.alert a where person_id = ${alert.personId} and card = ${alert.card} and alert_id <> ${alert.alertId} order by raised_at desc limit 20`;
}

/** Ids of people by alert, to know whom a reading must decide about before it opens. */
export async function personsOfAlerts(sql: Sql, alertIds: readonly string[]): Promise<{ alertId: string; personId: string; number: number }[]> {
  return sql<{ alertId: string; personId: string; number: number }[]>`
    select alert_id::text as "alertId", person_id::text as "personId", number::float8 as number from radar.alert where alert_id = any (${[...alertIds]}::uuid[])`;
}
