import type { Sql } from '../kernel/index.ts';
import { copyInto, copyRows } from './copy.store.ts';
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
  /** Marks committed in this snapshot were taken. */
  snapshot: string;
  /** Names counted by this run; null leaves the frozen counts. */
  terms: Terms | null;
  counts: Record<string, number>;
}

/** Publishes links, persons and evidence. Runs inside the caller's transaction: all of it is seen at once, or none. */
export async function publishLinks(sql: Sql, publication: Publication): Promise<void> {
  const { runId, now, identities } = publication;
  const { created, moved, merged } = identities;
  await sql`insert into linkage.run ${sql({
    run_id: runId, kind: publication.kind, model_version: publication.modelVersion, started_at: publication.startedAt, finished_at: now, counts: sql.json(publication.counts),
  })}`;
  const at = now.toISOString();
  await copyInto(sql, 'linkage.person (person_id, created_at)', copyRows(created, (id) => [id, at]));
  const others = moved.filter((m) => m.from !== null);
  await copyInto(sql, 'linkage.link (subject_id, person_id, since, run_id)', copyRows(moved.filter((m) => m.from === null), (m) => [m.subjectId, m.to, at, runId]));
  await sql`create temp table moved (subject_id bigint, person_id uuid not null) on commit drop`;
  // Of a full run, the newly linked are told by the run instead: they may be everybody.
  await copyInto(sql, 'moved', copyRows(publication.scope === null ? others : moved, (m) => [m.subjectId, m.to]));
  await sql`analyze moved`;
  if (others.length > 0) {
    await sql`insert into linkage.link_history (subject_id, person_id, since, until, run_id)
      select l.subject_id, l.person_id, l.since, ${now}, l.run_id from linkage.link l join moved using (subject_id) where l.run_id <> ${runId} on conflict do nothing`;
    await sql`update linkage.link l set person_id = moved.person_id, since = ${now}, run_id = ${runId} from moved where l.subject_id = moved.subject_id and l.run_id <> ${runId}`;
  }
  if (merged.length > 0) {
    await sql`create temp table gone (person_id uuid primary key, into_id uuid not null) on commit drop`;
    await copyInto(sql, 'gone', copyRows(merged, (m) => [m.from, m.to]));
    await sql`update linkage.person p set redirect_to = g.into_id from gone g where p.redirect_to = g.person_id or p.person_id = g.person_id`;
  }
  if (publication.terms !== null) {
    await sql`delete from linkage.term`;
    await copyInto(sql, 'linkage.term (kind, term, count)', copyRows(publication.terms.rows, (t) => [t.kind, t.term, t.count]));
  }
}

/** Evidence of every pair scored that anybody can ask for, in the place of what there was of the subjects judged. */
export async function publishEvidence(sql: Sql, scope: readonly number[] | null, evidence: AsyncIterable<string>): Promise<void> {
  if (scope === null) await sql`delete from linkage.pair`;
  else await sql`delete from linkage.pair where subject_a = any (${scope as number[]}::bigint[]) or subject_b = any (${scope as number[]}::bigint[])`;
  await copyInto(sql, 'linkage.pair (subject_a, subject_b, weight, probability, band, rule, comparisons, run_id)', evidence);
}

/**
 * Marks every person whose links or subjects changed, the ids that lost all theirs too, and clears the marks that were
 * taken. Gives the persons back as a temporary table `changed`.
 */
export async function markChanged(sql: Sql, publication: Publication): Promise<void> {
  const { identities, now, snapshot } = publication;
  // A row's `xmin` is the low half of the number of the transaction that wrote it, which was never far from the snapshot.
  await sql`create temp table taken (subject_id bigint) on commit drop`;
  await sql`
    with gone as (
      delete from feeds.touched t using (select ${snapshot}::pg_snapshot as snap, pg_snapshot_xmax(${snapshot}::pg_snapshot)::text::bigint as top) s
      where pg_visible_in_snapshot((top - (((top - t.xmin::text::bigint + 2147483648) & 4294967295) - 2147483648))::text::xid8, snap) returning subject_id)
    insert into taken select subject_id from gone`;
  await sql`analyze taken`;
  await sql`create temp table changed (person_id uuid) on commit drop`;
  await sql`insert into changed
    select person_id from linkage.link join taken using (subject_id) union select person_id from moved
    union select unnest(${[...new Set(identities.moved.flatMap((m) => (m.from === null ? [] : [m.from])))]}::uuid[])
    ${publication.scope === null ? sql`union select person_id from linkage.link where run_id = ${publication.runId}` : sql``}`;
  await sql`analyze changed`;
  await sql`insert into linkage.changed_person (person_id, changed_at) select person_id, ${now}::timestamptz from changed
    on conflict (person_id) do update set changed_at = excluded.changed_at`;
}
