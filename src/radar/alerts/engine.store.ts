import type { Sql } from '../../kernel/index.ts';
import type { CardDefinition } from '../cards/definition.ts';
import { alertColumns, unsealed } from './alerts.store.ts';
import type { Standing } from './follow.ts';
import type { Alert } from './types.ts';

/** A person and a card: what has at most one open alert. */
export interface Pair {
  personId: string;
  card: string;
}

/** One process at a time raises and closes: false when another is at it. Held to the end of the transaction. */
export async function takeTurn(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(7254090) as mine`;
  return row?.mine === true;
}

/** Takes crossings in their order, and says whom and which card they are about. */
export async function takeCrossings(sql: Sql, limit: number, now: Date): Promise<{ pairs: Pair[]; taken: number }> {
  const rows = await sql<Pair[]>`
    update radar.score_event e set alerted_at = ${now}
    where seq in (select seq from radar.score_event where alerted_at is null order by seq limit ${limit})
    returning person_id::text as "personId", card`;
  return { pairs: [...new Map(rows.map((r) => [`${r.personId} ${r.card}`, r])).values()], taken: rows.length };
}

/** Scorecards in force, by id. */
export async function cardsInForce(sql: Sql): Promise<Map<string, CardDefinition>> {
  const rows = await sql<{ definition: CardDefinition }[]>`select definition from radar.card where state = 'in-force'`;
  return new Map(rows.map(({ definition }) => [definition.id, definition]));
}

/** How the scores of these pairs stand, and their newest alerts, which stay locked. Nobody sealed is among them. */
export async function standingOf(sql: Sql, pairs: readonly Pair[], now: Date): Promise<{ pair: Pair; score: Standing | null; last: Alert | null }[]> {
  const asked = sql.json(pairs as never);
  const people = sql`jsonb_to_recordset(${asked}::jsonb) as a("personId" uuid, card text)`;
  const open = await sql<Pair[]>`select a."personId"::text as "personId", a.card from ${people} where ${unsealedPair(sql, now)}`;
  const scores = await sql<(Pair & Standing)[]>`
    select s.person_id::text as "personId", s.card, s.version, s.score, s.band, s.reasons, s.digest::text as digest from ${people} join radar.score s on s.person_id = a."personId" and s.card = a.card`;
  const alerts = await sql<Alert[]>`
    select ${alertColumns(sql)} from radar.alert a join jsonb_to_recordset(${asked}::jsonb) as p("personId" uuid, card text) on a.person_id = p."personId" and a.card = p.card
    where a.latest for update of a`;
  const key = (p: Pair): string => `${p.personId} ${p.card}`;
  const score = new Map(scores.map((s) => [key(s), s]));
  const last = new Map(alerts.map((a) => [key(a), a]));
  return open.map((pair) => ({ pair, score: score.get(key(pair)) ?? null, last: last.get(key(pair)) ?? null }));
}

const unsealedPair = (sql: Sql, now: Date) => sql`not exists (select 1 from access.mark m where m.person_id = a."personId" and m.kind = 'sealed' and (m.until is null or m.until > ${now}))`;

/** Pairs whose alert and score have gone apart without a crossing: new signals, decay, a quiet time that has passed. */
export async function driftedPairs(sql: Sql, now: Date, limit: number): Promise<Pair[]> {
  return sql<Pair[]>`
    select a.person_id::text as "personId", a.card from radar.alert a left join radar.score s on s.person_id = a.person_id and s.card = a.card
    where a.latest and ${unsealed(sql, now)} and (
      (a.state <> 'closed' and s.digest is distinct from a.digest)
      or (a.state = 'closed' and a.quiet_until is not null and s.person_id is not null and (s.digest is distinct from a.digest or a.quiet_until <= ${now})))
    order by a.person_id, a.card limit ${limit}`;
}

/** Of closed alerts: which score they were last compared with, and whether their quiet time still matters. */
export async function noteCompared(sql: Sql, seen: readonly { alert: Alert; digest: string | null; quietOver: boolean }[]): Promise<void> {
  if (seen.length === 0) return;
  const rows = seen.map(({ alert, digest, quietOver }) => ({ person: alert.personId, alert: alert.alertId, digest, over: quietOver }));
  await sql`
    update radar.alert a set digest = r.digest::bigint, quiet_until = case when r.over then null else a.quiet_until end
    from jsonb_to_recordset(${sql.json(rows)}::jsonb) as r(person uuid, alert uuid, digest text, over boolean) where a.person_id = r.person and a.alert_id = r.alert`;
}

/** Makes the former newest alerts of these pairs no longer the newest. */
export async function supersede(sql: Sql, alerts: readonly Pick<Alert, 'personId' | 'alertId'>[]): Promise<void> {
  if (alerts.length === 0) return;
  await sql`
    update radar.alert a set latest = false from jsonb_to_recordset(${sql.json(alerts.map(({ personId, alertId }) => ({ personId, alertId })) as never)}::jsonb) as r("personId" uuid, "alertId" uuid)
    where a.person_id = r."personId" and a.alert_id = r."alertId"`;
}

/** Open alerts for which time has come: snoozed until now, unseen too long, or below the band long enough. */
export async function timedOut(sql: Sql, now: Date, fallenBefore: Date, limit: number): Promise<Alert[]> {
  return sql<Alert[]>`
    select ${alertColumns(sql)} from radar.alert a
    where a.state <> 'closed' and ${unsealed(sql, now)} and (
      a.snoozed_until <= ${now} or (a.escalate_at <= ${now} and a.state = 'raised') or (a.fallen_at <= ${fallenBefore} and a.state in ('raised', 'seen')))
    order by a.number limit ${limit} for update of a skip locked`;
}

/** When something that is done now and then was last done; the row stays locked. */
export async function lastRound(sql: Sql, name: string): Promise<Date | null> {
  const [row] = await sql<{ at: Date }[]>`select at from radar.alert_round where name = ${name} for update`;
  return row?.at ?? null;
}

export async function noteRound(sql: Sql, name: string, now: Date): Promise<void> {
  await sql`insert into radar.alert_round (name, at) values (${name}, ${now}) on conflict (name) do update set at = excluded.at`;
}
