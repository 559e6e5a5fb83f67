import type { Sql } from '../../kernel/index.ts';
import type { Backtest } from '../scoring/backtest.ts';
import type { NewVersion } from './versions.store.ts';

/** A trial of a draft on everybody. */
export interface Preview {
  previewId: string;
  card: string;
  version: number;
  author: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** 0 to 1. */
  progress: number;
  result: Backtest | null;
  because: string | null;
  madeAt: Date;
  finishedAt: Date | null;
}

export async function addPreview(sql: Sql, previewId: string, { card, signals, author }: Omit<NewVersion, 'reason'>, version: number, now: Date): Promise<void> {
  await sql`
    insert into radar.preview (preview_id, card, version, definition, signals, author, state, made_at)
    values (${previewId}, ${card.id}, ${version}, ${sql.json(card)}, ${sql.json(signals)}, ${author}, 'running', ${now})`;
}

export async function advancePreview(sql: Sql, previewId: string, progress: number): Promise<void> {
  await sql`update radar.preview set progress = ${progress} where preview_id = ${previewId} and state = 'running'`;
}

export async function finishPreview(sql: Sql, previewId: string, end: { result: Backtest } | { because: string }, now: Date): Promise<void> {
  const result = 'result' in end ? end.result : null;
  await sql`
    update radar.preview set state = ${result === null ? 'failed' : 'done'}, progress = 1, result = ${result === null ? null : sql.json(result as never)},
      because = ${'because' in end ? end.because : null}, finished_at = ${now} where preview_id = ${previewId}`;
}

/** The newest trial of a version; null when there was none. */
export async function previewOf(sql: Sql, card: string, version: number): Promise<Preview | null> {
  const [row] = await sql<Preview[]>`
    select preview_id::text as "previewId", card, version, author, state, progress, result, because, made_at as "madeAt", finished_at as "finishedAt"
    from radar.preview where card = ${card} and version = ${version} order by made_at desc limit 1`;
  return row ?? null;
}

/** Those that a stopped process left running are over. */
export async function endLostPreviews(sql: Sql, before: Date): Promise<void> {
  await sql`update radar.preview set state = 'failed', because = 'It stopped before it was done. Try it again.' where state = 'running' and made_at < ${before}`;
}
