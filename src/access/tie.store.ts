import type { Sql } from '../kernel/index.ts';

/** A tie that Kith opens itself: a team that has a case, an allocation or a referral of a person works with that person. */
export interface Tie {
  personId: string;
  organisation: string;
  /** Empty when the whole organisation has it. */
  team: string;
  kind: 'case' | 'allocation' | 'referral' | 'data-request';
  /** What opened it; ends it again. */
  reference: string;
  /** The instant from which it holds. */
  at: Date;
}

/** Opens ties in the caller's transaction, so that access holds from its commit. One that is open already stays as it is. */
export async function openTies(sql: Sql, ties: readonly Tie[]): Promise<void> {
  if (ties.length === 0) return;
  await sql`
    insert into access.tie (person_id, organisation, team, kind, reference, opened_at)
    select person_id, organisation, team, kind, reference, at::timestamptz
    from unnest(${ties.map((t) => t.personId)}::uuid[], ${ties.map((t) => t.organisation)}::text[], ${ties.map((t) => t.team)}::text[],
                ${ties.map((t) => t.kind)}::text[], ${ties.map((t) => t.reference)}::text[], ${ties.map((t) => t.at.toISOString())}::text[])
         as t (person_id, organisation, team, kind, reference, at)
    on conflict do nothing`;
}

/**
 * Ends every open tie of these references from the instant `at`, in the caller's transaction: the next decision after its commit is
 * without them. A reference that has none open is passed over.
 */
export async function endTies(sql: Sql, references: readonly string[], at: Date): Promise<void> {
  if (references.length === 0) return;
  await sql`update access.tie set ended_at = greatest(${at}::timestamptz, opened_at) where reference = any (${references as string[]}::text[]) and ended_at is null`;
}

/** Copies the ties of `from` to `to`; both end by the same reference. */
export async function copyTies(sql: Sql, from: string, to: string): Promise<void> {
  await sql`
    insert into access.tie (person_id, reference, organisation, team, kind, opened_at, ended_at)
    select ${to}, reference, organisation, team, kind, opened_at, ended_at from access.tie where person_id = ${from}
    on conflict do nothing`;
}
