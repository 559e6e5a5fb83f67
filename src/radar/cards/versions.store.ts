import type { Sql } from '../../kernel/index.ts';
import type { SignalDefinition } from '../signals/definition.ts';
import type { CardDefinition } from './definition.ts';

/** A row of `radar.card`. */
export interface StoredCard {
  card: CardDefinition;
  version: number;
  signals: SignalDefinition[];
  state: 'draft' | 'in-force' | 'retired';
  author: string;
  reason: string;
  madeAt: Date;
  inForceAt: Date | null;
  inForceBy: string | null;
  retiredAt: Date | null;
  retiredBy: string | null;
  retiredReason: string | null;
}

const columns = (sql: Sql) => sql`definition as card, version, signals, state, author, reason, made_at as "madeAt", in_force_at as "inForceAt", in_force_by as "inForceBy",
  retired_at as "retiredAt", retired_by as "retiredBy", retired_reason as "retiredReason"`;

/** One change of cards at a time; held to the end of the transaction. */
export async function cardsAlone(sql: Sql): Promise<void> {
  await sql`select pg_advisory_xact_lock(7254085)`;
}

/** Every version of every card, or of one, newest first. */
export async function cardVersions(sql: Sql, card?: string): Promise<StoredCard[]> {
  return sql<StoredCard[]>`select ${columns(sql)} from radar.card ${card === undefined ? sql`` : sql`where card = ${card}`} order by card, version desc`;
}

export async function cardsInForce(sql: Sql): Promise<StoredCard[]> {
  return sql<StoredCard[]>`select ${columns(sql)} from radar.card where state = 'in-force' order by card`;
}

export interface NewVersion {
  card: CardDefinition;
  signals: readonly SignalDefinition[];
  author: string;
  reason: string;
}

/** Keeps a draft in place of the card's draft, if it had one. @returns its version */
export async function saveDraft(sql: Sql, { card, signals, author, reason }: NewVersion, now: Date): Promise<number> {
  await sql`delete from radar.card where card = ${card.id} and state = 'draft'`;
  const [row] = await sql<{ version: number }[]>`
    insert into radar.card (card, version, state, definition, signals, author, reason, made_at)
    values (${card.id}, coalesce((select max(version) from radar.card where card = ${card.id}), 0) + 1, 'draft', ${sql.json(card)}, ${sql.json(signals)}, ${author}, ${reason}, ${now})
    returning version`;
  return row!.version;
}

/** Puts a draft in force and retires what was. @returns false when there is no such draft */
export async function putInForce(sql: Sql, card: string, version: number, by: string, reason: string, now: Date): Promise<boolean> {
  const [draft] = await sql`select 1 from radar.card where card = ${card} and version = ${version} and state = 'draft' for update`;
  if (draft === undefined) return false;
  await retire(sql, card, by, `Version ${version} took its place`, now);
  await sql`update radar.card set state = 'in-force', in_force_at = ${now}, in_force_by = ${by}, reason = ${reason} where card = ${card} and version = ${version}`;
  return true;
}

/** Takes a card out of force. @returns false when it was not in force */
export async function retire(sql: Sql, card: string, by: string, reason: string, now: Date): Promise<boolean> {
  const rows = await sql`update radar.card set state = 'retired', retired_at = ${now}, retired_by = ${by}, retired_reason = ${reason} where card = ${card} and state = 'in-force' returning 1`;
  return rows.length > 0;
}

export async function keptValue(sql: Sql, what: string): Promise<string | null> {
  const [row] = await sql<{ value: string }[]>`select value from radar.kept where what = ${what}`;
  return row?.value ?? null;
}

export async function keepValue(sql: Sql, what: string, value: string, now: Date): Promise<void> {
  await sql`insert into radar.kept (what, value, at) values (${what}, ${value}, ${now}) on conflict (what) do update set value = excluded.value, at = excluded.at`;
}
