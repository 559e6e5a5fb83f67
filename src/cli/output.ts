import { SingleBar } from 'cli-progress';

export type Write = (line: string) => void;

export interface Output {
  out: Write;
  err: Write;
  /** Whether a person is watching, so that bars may be drawn. */
  interactive: boolean;
}

export const terminal: Output = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  interactive: process.stderr.isTTY,
};

/** Columns of text, each as wide as its widest cell; numbers to the right. */
export function table(headings: string[], rows: (string | number)[][]): string {
  const widths = headings.map((h, i) => Math.max(h.length, ...rows.map((r) => String(r[i] ?? '').length)));
  const line = (cells: (string | number)[]): string =>
    cells
      .map((c, i) => (typeof c === 'number' ? String(c).padStart(widths[i] ?? 0) : c.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(headings), line(widths.map((w) => '-'.repeat(w))), ...rows.map(line)].join('\n');
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;

export interface Bar {
  update(done: number, note: string): void;
  finish(note: string): void;
}

/** A progress bar for a person; one line at the end for a log. */
export function bar(output: Output, title: string, total: number): Bar {
  const label = title.padEnd(24);
  if (!output.interactive) return { update: () => undefined, finish: (note) => output.err(`${label} ${note}`) };
  const drawn = new SingleBar({ format: `${label} [{bar}] {percentage}% {note}`, barsize: 24, hideCursor: true, clearOnComplete: true, stream: process.stderr, fps: 8 });
  drawn.start(Math.max(total, 1), 0, { note: '' });
  return {
    update: (done, note) => drawn.update(Math.min(done, total), { note }),
    finish(note) {
      drawn.stop();
      output.err(`${label} ${note}`);
    },
  };
}
