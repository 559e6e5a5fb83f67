import type { Sql } from '../kernel/index.ts';
import type { Terms } from './engine.store.ts';
import type { Identities } from './identity.ts';

export interface Publication {
  runId: string;
  kind: 'full' | 'increment';
  modelVersion: string;
  startedAt: Date;
  now: Date;
  /** Subjects that were judged again (null: all); their old evidence goes. */
  scope: readonly number[] | null;
  identities: Identities;
  touched: readonly { id: number; mark: string }[];
  /** Names counted by this run; null leaves the frozen counts. */
  terms: Terms | null;
  counts: Record<string, number>;
}

/**
 * Writes tab-separated rows into a table by COPY.
 * @param how `freeze` for a table emptied in this transaction: its rows need no vacuum before an index alone answers
 */
export async function copyInto(sql: Sql, target: string, chunks: Iterable<string> | AsyncIterable<string>, how?: 'freeze'): Promise<void> {
  const into = await sql.unsafe(`copy ${target} from stdin${how === undefined ? '' : ' (freeze)'}`).writable();
  const ended = new Promise<void>((resolve, reject) => {
    into.on('error', reject);
    into.on('finish', resolve);
  });
  for await (const chunk of chunks) {
    if (!into.write(chunk)) await Promise.race([new Promise((resolve) => into.once('drain', resolve)), ended]);
  }
  into.end();
  await ended;
}

/** Rows as COPY text in chunks of a few thousand. */
export function* copyRows<T>(rows: readonly T[], line: (row: T) => (string | number | null)[]): Generator<string> {
  for (let from = 0; from < rows.length; from += 5000) {
    yield rows.slice(from, from + 5000).map((row) => `${line(row).map(escape).join('\t')}\n`).join('');
  }
}

const escape = (value: string | number | null): string =>
  value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? c);

/** Publishes links, persons and evidence. Runs inside the caller's transaction: all of it is seen at once, or none. */
export async function publishLinks(sql: Sql, publication: Publication, evidence: AsyncIterable<string>): Promise<void> {
  const { runId, now, scope, identities } = publication;
  await sql`insert into linkage.run ${sql({
    run_id: runId, kind: publication.kind, model_version: publication.modelVersion, started_at: publication.startedAt, finished_at: now, counts: sql.json(publication.counts),
  })}`;
  await sql`create temp table moved (subject_id bigint primary key, person_id uuid not null) on commit drop`;
  await copyInto(sql, 'moved', copyRows(identities.moved, (m) => [m.subjectId, m.to]));
  await sql`analyze moved`;
  await sql`insert into linkage.person (person_id, created_at) select distinct person_id, ${now}::timestamptz from moved on conflict do nothing`;
  await sql`insert into linkage.link_history (subject_id, person_id, since, until, run_id)
    select l.subject_id, l.person_id, l.since, ${now}, l.run_id from linkage.link l join moved using (subject_id) on conflict do nothing`;
  await sql`insert into linkage.link (subject_id, person_id, since, run_id) select subject_id, person_id, ${now}::timestamptz, ${runId}::uuid from moved
    on conflict (subject_id) do update set person_id = excluded.person_id, since = excluded.since, run_id = excluded.run_id`;
  const { merged } = identities;
  if (merged.length > 0) {
    await sql`create temp table gone (person_id uuid primary key, into_id uuid not null) on commit drop`;
    await copyInto(sql, 'gone', copyRows(merged, (m) => [m.from, m.to]));
    await sql`update linkage.person p set redirect_to = g.into_id from gone g where p.redirect_to = g.person_id or p.person_id = g.person_id`;
  }
  await publishEvidence(sql, runId, scope, evidence);
  if (publication.terms !== null) {
    await sql`delete from linkage.term`;
    await copyInto(sql, 'linkage.term (kind, term, count)', copyRows(publication.terms.rows, (t) => [t.kind, t.term, t.count]));
  }
}

async function publishEvidence(sql: Sql, runId: string, scope: readonly number[] | null, evidence: AsyncIterable<string>): Promise<void> {
  if (scope === null) await sql`delete from linkage.pair`;
  else await sql`delete from linkage.pair where subject_a = any (${scope as number[]}::bigint[]) or subject_b = any (${scope as number[]}::bigint[])`;
  await sql`create temp table evidence (a bigint, b bigint, weight float8, probability float8, band text, rule text, comparisons jsonb) on commit drop`;
  await copyInto(sql, 'evidence', evidence);
  await sql`insert into linkage.pair (subject_a, subject_b, weight, probability, band, rule, comparisons, run_id)
    select a, b, weight, probability, band, rule, comparisons, ${runId}::uuid from evidence`;
}

/** Marks every person whose links or subjects changed, the ids that lost all theirs too, and clears what was taken. Gives the persons back as a temporary table `changed`. */
export async function markChanged(sql: Sql, publication: Publication): Promise<void> {
  const { identities, now, touched } = publication;
  await sql`create temp table taken (subject_id bigint primary key, mark text not null) on commit drop`;
  await copyInto(sql, 'taken', copyRows(touched, (t) => [t.id, t.mark]));
  await sql`create temp table changed (person_id uuid primary key) on commit drop`;
  await sql`insert into changed select person_id from moved union select l.person_id from linkage.link l join taken using (subject_id)
    union select unnest(${[...new Set(identities.moved.flatMap((m) => (m.from === null ? [] : [m.from])))]}::uuid[])`;
  await sql`analyze changed`;
  await sql`insert into linkage.changed_person (person_id, changed_at) select person_id, ${now}::timestamptz from changed
    on conflict (person_id) do update set changed_at = excluded.changed_at`;
  await sql`delete from feeds.touched t using taken where t.subject_id = taken.subject_id and t.xmin::text = taken.mark`;
}
