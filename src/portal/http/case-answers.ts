import { readDate } from '../../kernel/index.ts';
import { isSimple, same, type Field, type Prefilled, type Provenances, type SimpleField, type Value } from '../../pathways/index.ts';
import { filesOf } from '../words/answers.ts';

/** What a form sent: fields by name, as text. */
export interface Sent {
  one: (name: string) => string;
  all: (name: string) => string[];
}

/** What was pressed, by the value of its button: `continue`, `add:journeys`, `remove:journeys:1`. */
export interface Pressed {
  does: string;
  field: string;
  place: number;
}

export function readPressed(sent: Sent): Pressed {
  const [does = '', field = '', place = ''] = sent.one('do').split(':');
  return { does: does === '' ? 'continue' : does, field, place: /^\d{1,3}$/.test(place) ? Number(place) : -1 };
}

export interface ReadAnswers {
  answers: Record<string, Value>;
  provenance: Provenances;
}

const most = 200;

/**
 * Answers to the questions of one page as they were sent, over those there were before. What cannot be read as its question asks stays as it
 * was typed, so that it is shown again with what is wrong. An answer taken beforehand is given only when it is kept or changed.
 */
export function readAnswers(fields: readonly Field[], sent: Sent, before: ReadAnswers & { offered: Readonly<Record<string, Prefilled>>; keeping: ReadonlySet<string> }, pressed: Pressed, now: string): ReadAnswers {
  const answers: Record<string, Value> = { ...before.answers };
  const provenance: Record<string, Provenances[string]> = { ...before.provenance };
  for (const field of fields) {
    if (field.type === 'calculated') continue;
    const value = readField(field, sent, before.answers[field.name], pressed, now);
    if (value === undefined) continue;
    const offered = before.offered[field.name];
    const kept = pressed.does === 'keep-all' || sent.one(`keep.${field.name}`) === 'yes';
    if (offered !== undefined && same(value, offered.value)) {
      if (!kept) continue;
      provenance[field.name] = { from: offered.source, asOf: offered.asOf };
    } else if (provenance[field.name] !== undefined && !same(value, before.answers[field.name] ?? null)) delete provenance[field.name];
    // An answer that stood before and was taken out is remembered as taken out; any other is simply not there.
    if (value === null && !before.keeping.has(field.name) && offered === undefined) delete answers[field.name];
    else answers[field.name] = value;
  }
  return { answers, provenance };
}

/** Undefined where the page did not ask. */
function readField(field: Field, sent: Sent, before: Value | undefined, pressed: Pressed, now: string): Value | undefined {
  const id = field.name;
  if (isSimple(field)) return readSimple(field, id, sent);
  const adds = pressed.does === 'add' && pressed.field === id;
  const removes = pressed.does === 'remove' && pressed.field === id ? pressed.place : -1;
  const rows = Math.min(most, Number(sent.one(`${id}.rows`)) || 0);
  switch (field.type) {
    case 'repeat': {
      if (sent.all(`${id}.rows`).length === 0) return undefined;
      const read = Array.from({ length: rows }, (_, i) => readRow(field.fields, `${id}.${i}`, sent)).filter((row, i) => i !== removes && (adds || Object.keys(row).length > 0));
      const made = adds ? [...read, {}] : read;
      return made.length === 0 ? null : made;
    }
    case 'table': {
      const cells = field.rows.flatMap((row, i): [string, Value][] => {
        const read = readRow(field.columns, `${id}.${i}`, sent);
        return Object.keys(read).length === 0 ? [] : [[row.value, read]];
      });
      return cells.length === 0 ? null : Object.fromEntries(cells);
    }
    case 'body-map': {
      if (sent.all(`${id}.rows`).length === 0) return undefined;
      const mark = (at: string): Record<string, Value> => ({ region: sent.one(`${at}.region`), kind: sent.one(`${at}.kind`), ...(sent.one(`${at}.note`) === '' ? {} : { note: sent.one(`${at}.note`) }) });
      const read = Array.from({ length: rows }, (_, i) => mark(`${id}.${i}`)).filter((_, i) => i !== removes);
      const added = mark(`${id}.new`);
      const made = added.region === '' ? read : [...read, added];
      return made.length === 0 ? null : made;
    }
    case 'signature': {
      const name = sent.one(`${id}.name`);
      const agrees = sent.one(`${id}.agree`) === 'yes';
      if (name === '' && !agrees) return null;
      const signed = before !== null && typeof before === 'object' && !Array.isArray(before) ? before : {};
      return agrees ? { name, at: typeof signed.at === 'string' && signed.name === name ? signed.at : now } : { name };
    }
    case 'file':
    case 'photo': {
      const kept = filesOf(before).filter((_, i) => i !== removes).map((file): Value => ({ ...file }));
      return kept.length === 0 ? null : kept;
    }
    default:
      return undefined;
  }
}

function readRow(fields: readonly SimpleField[], at: string, sent: Sent): Record<string, Value> {
  return Object.fromEntries(fields.flatMap((field): [string, Value][] => {
    const value = readSimple(field, `${at}.${field.name}`, sent);
    return value === undefined || value === null || (Array.isArray(value) && value.length === 0) ? [] : [[field.name, value]];
  }));
}

function readSimple(field: SimpleField, id: string, sent: Sent): Value | undefined {
  const text = sent.one(id).trim();
  switch (field.type) {
    case 'choices': return sent.all(`${id}.asked`).length === 0 ? undefined : sent.all(id);
    case 'long-text': return text === '' ? null : text.replaceAll('\r\n', '\n');
    case 'number': {
      if (text === '') return null;
      const number = Number(text.replaceAll(',', ''));
      return Number.isFinite(number) ? number : text;
    }
    case 'date': return readDay(id, sent);
    case 'time': return readTime(text);
    case 'date-time': {
      const [day, time] = [readDay(id, sent), readTime(sent.one(`${id}.time`).trim())];
      if (day === null && time === null) return null;
      return day !== null && /^\d{4}-/.test(day) && time !== null ? `${day}T${time}` : `${day ?? '//'} ${time ?? ''}`;
    }
    default: return text === '' ? null : text;
  }
}

/** ISO where it is a whole day, otherwise as it was typed. */
function readDay(id: string, sent: Sent): string | null {
  const parts = ['day', 'month', 'year'].map((part) => sent.one(`${id}.${part}`).trim());
  if (parts.every((p) => p === '')) return null;
  const read = parts.includes('') ? null : readDate(parts.join('/'));
  return read?.length === 10 ? read : parts.join('/');
}

/** `9.30`, `930` and `9:30` are all half past nine. */
function readTime(text: string): string | null {
  if (text === '') return null;
  const read = /^(\d{1,2})[.:]?(\d{2})$/.exec(text);
  return read === null ? text : `${read[1]!.padStart(2, '0')}:${read[2]!}`;
}
