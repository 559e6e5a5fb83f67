import type { Sql } from '../../kernel/index.ts';
import { unsealed } from './alerts.store.ts';
import type { Rise } from './thresholds.ts';

export interface CardCounts {
  card: string;
  raised: number;
  /** Held back by the budget at some time. */
  held: number;
  heldNow: number;
  seen: number;
  accepted: number;
  dismissed: number;
  cases: number;
  /** Closed by themselves before anybody took them up. */
  lapsed: number;
  escalated: number;
  overdue: number;
  /** Minutes from being listed to being seen, of those seen: the middle one, and that which nine in ten were within. */
  seenMedian: number | null;
  seenNinth: number | null;
}

const within = (sql: Sql, team: string, from: string, now: Date) => sql`a.team = ${team} and a.raised_at >= ${from}::date and ${unsealed(sql, now)}`;

/** Counts of a team's alerts by card, of those raised on or after `from`. */
export async function cardCounts(sql: Sql, team: string, from: string, now: Date): Promise<CardCounts[]> {
  return sql<CardCounts[]>`
    select card, count(*)::int as raised,
      count(*) filter (where held_at is not null or exists (select 1 from radar.alert_step s where s.person_id = a.person_id and s.alert_id = a.alert_id and s.kind = 'held'))::int as held,
      count(*) filter (where held_at is not null)::int as "heldNow", count(seen_at)::int as seen, count(accepted_at)::int as accepted,
      count(*) filter (where closed_as = 'dismissed')::int as dismissed, count(case_at)::int as cases,
      count(*) filter (where closed_as = 'no-longer-holds')::int as lapsed, count(*) filter (where escalation > 0)::int as escalated,
      count(*) filter (where state = 'raised' and due_at < ${now})::int as overdue,
      (percentile_cont(0.5) within group (order by extract(epoch from seen_at - listed_at) / 60) filter (where seen_at >= listed_at))::float8 as "seenMedian",
      (percentile_cont(0.9) within group (order by extract(epoch from seen_at - listed_at) / 60) filter (where seen_at >= listed_at))::float8 as "seenNinth"
    from radar.alert a where ${within(sql, team, from, now)} group by card order by card`;
}

/** How alerts of each card ended: reasons of dismissal and outcomes. */
export async function endings(sql: Sql, team: string, from: string, now: Date): Promise<{ card: string; closedAs: 'dismissed' | 'outcome'; because: string; n: number }[]> {
  return sql<{ card: string; closedAs: 'dismissed' | 'outcome'; because: string; n: number }[]>`
    select card, closed_as as "closedAs", because, count(*)::int as n from radar.alert a
    where ${within(sql, team, from, now)} and closed_as in ('dismissed', 'outcome') and because is not null group by 1, 2, 3 order by 1, 2, n desc, 3`;
}

/** Raised and accepted in each week, of one card. */
export async function byWeek(sql: Sql, team: string, card: string, from: string, now: Date): Promise<{ week: string; raised: number; accepted: number }[]> {
  return sql<{ week: string; raised: number; accepted: number }[]>`
    select date_trunc('week', raised_at at time zone 'Europe/London')::date as week, count(*)::int as raised, count(accepted_at)::int as accepted
    from radar.alert a where card = ${card} and ${within(sql, team, from, now)} group by 1 order by 1`;
}

/** Counts of one card's alerts by what the people in them have in common. Whoever hides where they live is in no ward. */
export async function byGroup(sql: Sql, team: string, card: string, from: string, today: string, now: Date): Promise<{ by: string; group: string; raised: number; accepted: number; dismissed: number }[]> {
  return sql<{ by: string; group: string; raised: number; accepted: number; dismissed: number }[]>`
    with of_card as (
      select a.*, p.summary, case when p.summary->>'birthDate' is null then null else (left(${today}, 4)::int - left(p.summary->>'birthDate', 4)::int - (substr(${today}, 6) < substr(p.summary->>'birthDate', 6))::int) end as age
      from radar.alert a join record.person p using (person_id) where card = ${card} and ${within(sql, team, from, now)}
    ), grouped as (
      select 'Age' as by, case when age is null then 'Not known' when age < 18 then 'Under 18' when age < 65 then '18 to 64' when age < 80 then '65 to 79' else '80 and over' end as "group", accepted_at, closed_as from of_card
      union all select 'Ward', coalesce((
          select ward_name from record.place l where l.person_id = c.person_id and not exists (
            select 1 from access.mark m where m.person_id = c.person_id and m.kind = 'restricted-demographics' and (m.until is null or m.until > ${now})) limit 1), 'Not known or not told'), accepted_at, closed_as from of_card c
      union all select 'Gender', coalesce(initcap(summary->>'gender'), 'Not known'), accepted_at, closed_as from of_card
      union all select 'Ethnicity', coalesce(summary->>'ethnicity', 'Not known'), accepted_at, closed_as from of_card
    )
    select by, "group", count(*)::int as raised, count(accepted_at)::int as accepted, count(*) filter (where closed_as = 'dismissed')::int as dismissed from grouped group by 1, 2 order by 1, 2`;
}

/** How often the score of a card rose, by whole points, in each week from `from` on. */
export async function risesOf(sql: Sql, card: string, from: string, now: Date): Promise<Rise[]> {
  return sql<Rise[]>`
    with recent as (
      select a.person_id, day, score, lag(score) over (partition by a.person_id order by day) as before, row_number() over (partition by a.person_id order by day) as nth
      from radar.score_history a where card = ${card} and day >= ${from}::date and ${unsealed(sql, now)}
    ), steps as (
      select day, score, case when nth > 1 then before else coalesce((
        select h.score from radar.score_history h where h.person_id = r.person_id and h.card = ${card} and h.day < ${from}::date order by h.day desc limit 1), 0) end as before
      from recent r
    )
    select date_trunc('week', day)::date as week, floor(before)::int as "from", floor(score)::int as "to", count(*)::int as people
    from steps where floor(score) > floor(before) group by 1, 2, 3`;
}

/** The highest score of each alert of a card that was accepted, and how many a week were taken up or dismissed. */
export async function peaksOf(sql: Sql, team: string, card: string, from: string, now: Date): Promise<{ peaks: number[]; dealtWith: number }> {
  const [row] = await sql<{ peaks: number[]; dealtWith: number }[]>`
    select coalesce(array_agg(peak) filter (where accepted_at is not null), '{}') as peaks, count(*) filter (where accepted_at is not null or closed_as = 'dismissed')::int as "dealtWith"
    from radar.alert a where card = ${card} and ${within(sql, team, from, now)}`;
  return row ?? { peaks: [], dealtWith: 0 };
}

/** A team's alerts by card and state, for the command line and for whoever watches. */
export async function stateCounts(sql: Sql, now: Date): Promise<{ team: string; card: string; new: number; open: number; snoozed: number; held: number; overdue: number; closed: number }[]> {
  return sql<{ team: string; card: string; new: number; open: number; snoozed: number; held: number; overdue: number; closed: number }[]>`
    select team, card, count(*) filter (where state = 'raised' and held_at is null and snoozed_until is null)::int as new,
      count(*) filter (where state in ('seen', 'accepted', 'case') and held_at is null and snoozed_until is null)::int as open,
      count(*) filter (where state <> 'closed' and snoozed_until is not null)::int as snoozed, count(*) filter (where held_at is not null and snoozed_until is null)::int as held,
      count(*) filter (where state = 'raised' and held_at is null and snoozed_until is null and due_at < ${now})::int as overdue, count(*) filter (where state = 'closed')::int as closed
    from radar.alert a where ${unsealed(sql, now)} group by team, card order by team, card`;
}
