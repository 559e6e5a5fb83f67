import { csvLine, KithError, readNhsNumber } from '../kernel/index.ts';
import { cutRecord } from '../feeds/index.ts';

/** A list that is to leave for a purpose beyond direct care, as lines of cells; `at` is the line of headings. */
export interface NumberedList {
  lines: string[][];
  at: number;
  column: number;
}

const headings = /^(nhs[ _-]?(number|no)|nhsno)\.?$/i;

/** Reads a CSV and finds its column of NHS numbers. Throws `usage.invalid` where there is none. */
export function readNumbered(text: string): NumberedList {
  const lines: string[][] = [];
  const whole = text.replace(/^\ufeff/, '');
  for (let at = 0; at < whole.length; ) {
    const cut = cutRecord(whole, at, ',', true);
    if (cut === 'more' || cut.fields === null) throw new KithError('usage.invalid', `Line ${lines.length + 1} is not sound CSV.`, { mend: 'Give the file as it was exported.' });
    lines.push(cut.fields);
    at = cut.end;
  }
  const at = lines.findIndex((cells) => cells.some((cell) => headings.test(cell.trim())));
  if (at < 0) throw new KithError('usage.invalid', 'The file has no column "NHS number".', { mend: 'National Data Opt-Outs are upheld by NHS number: export with that column.' });
  return { lines, at, column: lines[at]!.findIndex((cell) => headings.test(cell.trim())) };
}

const numberOf = (list: NumberedList, cells: readonly string[]): string | null => readNhsNumber(cells[list.column] ?? '');

/**
 * The file for MESH workflow SPINE_NTT_UPHOLDING: each NHS number once, one to a line, lines ended by LF and nothing else
 * (NHS England, "Check for National Data Opt-outs service", data file format).
 */
export function numbersFile(list: NumberedList): { file: string; numbers: number; without: number } {
  const rows = list.lines.slice(list.at + 1);
  const numbers = [...new Set(rows.flatMap((cells) => numberOf(list, cells) ?? []))];
  return { file: numbers.map((number) => `${number}\n`).join(''), numbers: numbers.length, without: rows.filter((cells) => numberOf(list, cells) === null && cells.some((cell) => cell !== '')).length };
}

/**
 * The list with nobody in it who has opted out: the answer names those who may be used, and everybody else is left out, with those of
 * whom no NHS number is known, for whom nothing could be asked. What was answered is kept nowhere.
 * @param answer the file that came back, a number to a line
 */
export function upheld(list: NumberedList, answer: string): { csv: string; kept: number; optedOut: number; without: number } {
  const asked = new Set(list.lines.slice(list.at + 1).flatMap((cells) => numberOf(list, cells) ?? []));
  const allowed = new Set<string>();
  for (const [i, line] of answer.split(/\r?\n/).entries()) {
    // The service ends each line of its answer with a comma in some of its versions.
    const said = line.replace(/,\s*$/, '').trim();
    if (said === '') continue;
    const number = readNhsNumber(said);
    if (number === null) throw new KithError('usage.invalid', `Line ${i + 1} of the answer is no NHS number.`, { mend: 'Give the answer file as MESH delivered it.' });
    if (!asked.has(number)) throw new KithError('usage.invalid', `Line ${i + 1} of the answer names a number that was not asked about.`, { mend: 'Give the answer to the numbers of this list, not of another.' });
    allowed.add(number);
  }
  const [head, rows] = [list.lines.slice(0, list.at + 1), list.lines.slice(list.at + 1).filter((cells) => cells.some((cell) => cell !== ''))];
  const numbered = rows.map((cells) => ({ cells, number: numberOf(list, cells) }));
  const kept = numbered.filter(({ number }) => number !== null && allowed.has(number));
  const without = numbered.filter(({ number }) => number === null).length;
  return { csv: `\ufeff${[...head, ...kept.map(({ cells }) => cells)].map(csvLine).join('')}`, kept: kept.length, optedOut: rows.length - kept.length - without, without };
}
