import type { OutputFile } from '../world.ts';

export type Cell = string | number | undefined;

const needsQuotes = /[",\r\n]|^\s|\s$/;

export function csvLine(cells: readonly Cell[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (i > 0) line += ',';
    if (cell === undefined || cell === '') continue;
    const text = String(cell);
    line += needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
  return line;
}

/** A table with a heading, rows in the order of its columns. */
export function csvTable(file: OutputFile, columns: readonly string[], ending = '\r\n'): (cells: readonly Cell[]) => void {
  file.write(csvLine(columns) + ending, 0);
  return (cells) => {
    if (cells.length !== columns.length) throw new Error(`${cells.length} cells for ${columns.length} columns (${columns[0]}…)`);
    file.write(csvLine(cells) + ending, 1);
  };
}
