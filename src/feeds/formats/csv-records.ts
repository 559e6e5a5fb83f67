/** One record cut out of a text: its fields, or what is wrong with it. */
export interface CsvRecord {
  /** Index after the record and its line end. */
  end: number;
  /** The record without its line end. */
  raw: string;
  /** Null when a quoted field is followed by something other than a delimiter. */
  fields: string[] | null;
  /** Line ends inside quotes. */
  extraLines: number;
}

/** `more`: the record is not complete in this text (no line end yet, or a quote still open). */
export type Cut = CsvRecord | 'more';

/**
 * Cuts the record that starts at `start` (RFC 4180: fields in double quotes may hold delimiters, line ends and
 * doubled quotes; a quote inside an unquoted field is itself). Lines end in LF or CRLF.
 * @param atEnd the text is the end of the file, so its last record needs no line end
 */
export function cutRecord(text: string, start: number, delimiter: string, atEnd: boolean): Cut {
  let lineEnd = text.indexOf('\n', start);
  if (lineEnd < 0 && !atEnd) return 'more';
  if (lineEnd < 0) lineEnd = text.length;
  const quote = text.indexOf('"', start);
  if (quote < 0 || quote >= lineEnd) {
    const raw = text.slice(start, withoutReturn(text, start, lineEnd));
    return { end: lineEnd + 1, raw, fields: raw.split(delimiter), extraLines: 0 };
  }
  const fields: string[] = [];
  let wellFormed = true;
  let extraLines = 0;
  let at = start;
  for (;;) {
    let opened: string | null = null;
    if (text.charCodeAt(at) === 34) {
      const close = closingQuote(text, at + 1);
      if (close < 0) return 'more';
      const inner = text.slice(at + 1, close);
      opened = inner.includes('"') ? inner.replaceAll('""', '"') : inner;
      at = close + 1;
      while (lineEnd < close) {
        extraLines++;
        lineEnd = text.indexOf('\n', lineEnd + 1);
        if (lineEnd < 0 && !atEnd) return 'more';
        if (lineEnd < 0) lineEnd = text.length;
      }
    }
    const next = text.indexOf(delimiter, at);
    const last = next < 0 || next >= lineEnd;
    const stop = last ? withoutReturn(text, at, lineEnd) : next;
    if (opened === null) fields.push(text.slice(at, stop));
    else {
      wellFormed &&= text.slice(at, stop).trim() === '';
      fields.push(opened);
    }
    if (last) return { end: lineEnd + 1, raw: text.slice(start, stop), fields: wellFormed ? fields : null, extraLines };
    at = next + 1;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0 || text.charCodeAt(at + 1) !== 34) return at;
  }
}

const withoutReturn = (text: string, start: number, end: number): number => (end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
