import { cpus, totalmem } from 'node:os';

export interface Spread {
  n: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Percentiles of times in milliseconds. */
export function spread(times: number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2));
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** The machine a figure was taken on; a figure without it means nothing. */
export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${process.platform}`;
}

export function heading(title: string): void {
  console.log(`\n## ${title}\n`);
}

/** A Markdown table. */
export function report(headings: string[], rows: (string | number)[][]): void {
  console.log(`| ${headings.join(' | ')} |\n|${headings.map(() => '---|').join('')}`);
  for (const row of rows) console.log(`| ${row.map((c) => (typeof c === 'number' ? c.toLocaleString('en-GB') : c)).join(' | ')} |`);
}

export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const before = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - before) / 1000 };
}
