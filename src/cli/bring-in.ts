import type { ImportProgress } from '../feeds/index.ts';
import type { Kith } from '../main.ts';
import { bar, plural, type Bar, type Output } from './output.ts';

export interface BroughtIn {
  feed: string;
  file: string;
  status: string;
  rows: number;
  rejects: number;
  because: string | null;
  /** Something to know although it was loaded: withdrawals held back, keys repeated. */
  notice: string | null;
}

/** Draws one bar for each file of a feed as it is read. */
function follow(output: Output): { progress: (p: ImportProgress) => void; finish: (note: string) => void } {
  let current: { key: string; bar: Bar } | null = null;
  return {
    progress(p) {
      const key = `${p.feed}/${p.file}`;
      if (current?.key !== key) current = { key, bar: bar(output, p.feed, p.totalBytes) };
      const rate = p.seconds > 0 ? Math.round(p.rows / p.seconds) : p.rows;
      current.bar.update(p.bytes, `${p.rows.toLocaleString('en-GB')} rows, ${p.rejects} rejected, ${rate.toLocaleString('en-GB')}/s`);
    },
    finish(note) {
      current?.bar.finish(note);
      current = null;
    },
  };
}

/** Imports files of one feed, showing progress, and says what became of each. */
export async function bringIn(kith: Kith, output: Output, feed: string, files: string[], broughtBy: string): Promise<BroughtIn[]> {
  const results: BroughtIn[] = [];
  for (const file of files) {
    const shown = follow(output);
    const before = performance.now();
    for (const report of await kith.feeds.import(feed, [file], { broughtBy, progress: shown.progress })) {
      const seconds = Math.max((performance.now() - before) / 1000, 0.001);
      const note =
        report.status === 'refused'
          ? `refused: ${report.because ?? ''}`
          : `${plural(report.rows, 'row')}, ${report.rejects} rejected, ${Math.round(report.rows / seconds).toLocaleString('en-GB')}/s${report.status === 'already-loaded' ? ' (already loaded; nothing changed)' : ''}`;
      shown.finish(note);
      if (report.notice !== null) output.err(`  ${report.notice}`);
      results.push({ feed, file, status: report.status, rows: report.rows, rejects: report.rejects, because: report.because, notice: report.notice });
    }
  }
  return results;
}

/** Links what has arrived and brings the record up to it, showing progress. */
export async function settle(kith: Kith, output: Output): Promise<void> {
  let step = '';
  let drawn: Bar | null = null;
  let size = 0;
  const names = { link: 'Linking people', record: 'Making records', score: 'Scoring' } as const;
  const before = performance.now();
  await kith.settle((next, done, total) => {
    if (next !== step) {
      if (drawn) drawn.finish(plural(size, step === 'link' ? 'record' : 'person', step === 'link' ? 'records' : 'people'));
      step = next;
      drawn = bar(output, names[next], total);
    }
    size = total;
    drawn?.update(done, `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`);
  });
  const finish = drawn as Bar | null;
  finish?.finish(`${plural(size, 'person', 'people')}, ${((performance.now() - before) / 1000).toFixed(1)} s with linking`);
}
