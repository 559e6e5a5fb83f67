import type { Work } from '../engine.store.ts';

/**
 * Text for PostgreSQL's COPY of the keys that look-ups find people by.
 * @param filling packed under this name: filling, bucket, and the bucket's keys and subjects as octets (`packing.ts` reads
 *   them); null gives key and subject, a row each
 * @param only keys of these subjects; null for all
 */
export async function* streamLookUps(work: Work, filling: string | null, only: readonly number[] | null): AsyncGenerator<string> {
  if (only !== null) await work.put('asked', { id: only });
  const from = only === null ? 'key' : '(select * from key where id in (select id from asked))';
  const query =
    filling === null
      ? `select distinct k || chr(9) || id from ${from}`
      : `select '${filling}' || chr(9) || bucket || chr(9) || '\\\\x' || string_agg(entry, '') from (select distinct k >> 45 as bucket, format('{:08x}{:010x}', (k >> 13) & 4294967295, id) as entry from ${from}) group by bucket`;
  for await (const rows of work.texts(query)) yield `${rows.join('\n')}\n`;
}
