import { createHash } from 'node:crypto';
import type { Address, Demographics, Sql } from '../../src/kernel/index.ts';

/** What a test says a feed holds about one person. */
export interface Told {
  feed: string;
  key: string;
  says: Demographics;
  /** Received; later statements of one subject are its latest word. */
  at?: string;
}

/** Puts statements where the feeds room leaves them, and marks their subjects as touched. */
export async function tell(sql: Sql, told: readonly Told[]): Promise<Map<string, number>> {
  const rows = told.map((t) => ({ feed: t.feed, local_key: t.key, hash: createHash('sha1').update(JSON.stringify(t.says)).digest('hex'), demographics: t.says, at: t.at ?? '2026-11-01T00:00:00Z' }));
  const ids = new Map<string, number>();
  for (let from = 0; from < rows.length; from += 5000) {
    const part = sql.json(rows.slice(from, from + 5000) as never);
    await sql`insert into feeds.subject (feed, local_key) select distinct feed, local_key from jsonb_to_recordset(${part}) as r(feed text, local_key text) on conflict do nothing`;
    await sql`insert into feeds.demographic (subject_id, hash, demographics, first_at, last_at)
      select s.subject_id, decode(r.hash, 'hex'), r.demographics, r.at, r.at
      from jsonb_to_recordset(${part}) as r(feed text, local_key text, hash text, demographics jsonb, at timestamptz) join feeds.subject s using (feed, local_key)
      on conflict (subject_id, hash) do update set last_at = excluded.last_at`;
    const touched = await sql<{ id: number; name: string }[]>`
      insert into feeds.touched (subject_id, touched_at) select s.subject_id, now() from jsonb_to_recordset(${part}) as r(feed text, local_key text) join feeds.subject s using (feed, local_key) group by 1
      on conflict (subject_id) do update set touched_at = excluded.touched_at returning subject_id::float8 as id, (select feed || '/' || local_key from feeds.subject s where s.subject_id = touched.subject_id) as name`;
    for (const { id, name } of touched) ids.set(name, id);
  }
  return ids;
}

/** An address in the demo borough. */
export const at = (line: string, postcode: string, more: Partial<Address> = {}): Address => ({ lines: [line, 'Newbridge'], postcode, ...more });
