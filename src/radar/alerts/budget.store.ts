import { newId, type Sql } from '../../kernel/index.ts';
import { alertColumns, unsealed } from './alerts.store.ts';
import type { Actor, Alert } from './types.ts';

const weekMs = 7 * 86_400_000;
/** A budget is for any seven days on end, so that no day of the week starts with a flood. */
export const weekBefore = (now: Date): Date => new Date(now.getTime() - weekMs);

export interface Budget {
  team: string;
  /** Null when the team has set none, or taken it away. */
  aWeek: number | null;
  userName: string | null;
  reason: string | null;
  at: Date | null;
}

/** What each of these teams said last that it can act on. */
export async function budgetsOf(sql: Sql, teams: readonly string[]): Promise<Map<string, Budget>> {
  const rows = await sql<Budget[]>`
    select distinct on (team) team, a_week as "aWeek", user_name as "userName", reason, at from radar.alert_budget where team = any (${[...teams]}::text[]) order by team, at desc, budget_id desc`;
  const set = new Map(rows.map((r) => [r.team, r]));
  return new Map(teams.map((team) => [team, set.get(team) ?? { team, aWeek: null, userName: null, reason: null, at: null }]));
}

export async function insertBudget(sql: Sql, team: string, aWeek: number | null, by: Actor, reason: string, now: Date): Promise<void> {
  await sql`
    insert into radar.alert_budget (budget_id, team, a_week, user_id, user_name, reason, at) values (${newId()}, ${team}, ${aWeek}, ${by.userId}, ${by.name}, ${reason}, ${now})`;
}

/** How many a team was given in the seven days before `now`; one that closed by itself before anybody saw it took nothing. */
export async function listedThisWeek(sql: Sql, team: string, now: Date): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from radar.alert a
    where team = ${team} and listed_at > ${weekBefore(now)} and ${unsealed(sql, now)} and not (coalesce(closed_as, '') = 'no-longer-holds' and seen_at is null)`;
  return row?.n ?? 0;
}

/** Alerts a team was given this week that nobody has looked at or taken. */
export async function unseenThisWeek(sql: Sql, team: string, now: Date): Promise<Alert[]> {
  return sql<Alert[]>`
    select ${alertColumns(sql)} from radar.alert a
    where team = ${team} and listed_at > ${weekBefore(now)} and state = 'raised' and assignee is null and snoozed_until is null and escalated_to is null and ${unsealed(sql, now)} for update of a`;
}

/** Alerts that wait for room, of every team or of one. */
export async function heldAlerts(sql: Sql, now: Date, team: string | null = null): Promise<Alert[]> {
  return sql<Alert[]>`select ${alertColumns(sql)} from radar.alert a where held_at is not null and (${team}::text is null or team = ${team}) and ${unsealed(sql, now)} for update of a`;
}
