import type { Sql } from '../kernel/index.ts';
import type { CopyItem, Strike } from './release.ts';

export const itemsOf = (sql: Sql, personId: string, requestId: string): Promise<CopyItem[]> =>
  sql<CopyItem[]>`
    select item_id as "itemId", holding, source, title, happened, content as rows, suggested, decision, strike, exemption, note, decided_by as "decidedBy"
    from rights.item where person_id = ${personId} and request_id = ${requestId} order by item_id`;

export interface NewItem {
  itemId: string;
  holding: string;
  source: string;
  title: string;
  happened: string | null;
  content: { name: string; value: string }[];
  hash: string;
  suggested: string[];
}

/** Adds what is not there yet. @returns how many were new */
export async function addItems(sql: Sql, personId: string, requestId: string, items: readonly NewItem[]): Promise<number> {
  const there = new Set((await sql<{ hash: string }[]>`select hash from rights.item where person_id = ${personId} and request_id = ${requestId}`).map((row) => row.hash));
  const fresh = items.filter((item) => !there.has(item.hash));
  for (const i of fresh) {
    await sql`
      insert into rights.item (person_id, request_id, item_id, holding, source, title, happened, content, hash, suggested)
      values (${personId}, ${requestId}, ${i.itemId}, ${i.holding}, ${i.source}, ${i.title}, ${i.happened}, ${sql.json(i.content)}, ${i.hash}, ${i.suggested})`;
  }
  return fresh.length;
}

export async function decideItem(sql: Sql, personId: string, requestId: string, itemId: string, d: { decision: CopyItem['decision']; strike: Strike; exemption: string | null; note: string; by: string; at: Date }): Promise<number> {
  const done = await sql`
    update rights.item set decision = ${d.decision}, strike = ${sql.json({ rows: d.strike.rows, words: d.strike.words })}, exemption = ${d.exemption}, note = ${d.note}, decided_by = ${d.by}, decided_at = ${d.at}
    where person_id = ${personId} and request_id = ${requestId} and item_id = ${itemId}`;
  return done.count;
}

/** Includes everything undecided at which nobody need look closely. */
export async function includePlain(sql: Sql, personId: string, requestId: string, by: string, at: Date): Promise<number> {
  const done = await sql`
    update rights.item set decision = 'include', decided_by = ${by}, decided_at = ${at}
    where person_id = ${personId} and request_id = ${requestId} and decision = 'undecided' and cardinality(suggested) = 0`;
  return done.count;
}
