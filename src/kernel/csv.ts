/**
 * A cell of CSV (RFC 4180) that a spreadsheet reads as text: one that begins as a formula would gets a quote before it
 * (OWASP, "CSV injection").
 */
function cell(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of cells, with its end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** Lines of cells as a file, with the mark by which spreadsheets know UTF-8. */
export const csvFile = (lines: readonly (readonly string[])[]): string => `\ufeff${lines.map(csvLine).join('')}`;
