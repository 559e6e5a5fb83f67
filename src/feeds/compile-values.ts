import { readDate, readWhen } from '../kernel/index.ts';
import type { FeedDefinition } from './definition.ts';
import type { FormatReader } from './formats/reader.ts';
import type { FromValue, Value, When } from './values.ts';

/** Where in a definition something stands, for problems. */
export type At = readonly (string | number)[];

/** What compiling needs: the reader, the definition, where to report a mistake, and whether paths are inside a repeating group. */
export interface Scope<N> {
  reader: FormatReader<N>;
  definition: FeedDefinition;
  report(at: At, message: string): void;
  grouped: boolean;
}

/** Reads something from a node; `record` is the whole record when the node is a part of it. */
export type Read<N, T> = (node: N, record: N) => T;

/** A value that makes the row unusable. */
export class BadValue extends Error {
  readonly field: string;
  readonly code: string;
  constructor(field: string, code: string, reason: string) {
    super(reason);
    this.field = field;
    this.code = code;
  }
}

const nothing = (): undefined => undefined;
const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** A path in the scope: inside a group, `/path` reads from the whole record. */
function located<N, T>(scope: Scope<N>, path: string, compile: (path: string) => (node: N) => T): Read<N, T> {
  if (!scope.grouped || !path.startsWith('/')) return compile(path);
  const read = compile(path.slice(1));
  return (_node, record) => read(record);
}

export function compilePath<N>(scope: Scope<N>, path: string, at: At): Read<N, string | undefined> {
  return guarded(scope, at, () =>
    located(scope, path, (p) => {
      if (scope.reader.first) return scope.reader.first(p, scope.definition);
      const all = scope.reader.path(p, scope.definition);
      return (node) => all(node)[0];
    }),
  );
}

function guarded<N, T>(scope: Scope<N>, at: At, compile: () => Read<N, T | undefined>): Read<N, T | undefined> {
  try {
    return compile();
  } catch (error) {
    scope.report(at, error instanceof Error ? error.message : String(error));
    return nothing;
  }
}

/** The scope and the nodes of a repeating group; without `each`, the node itself. */
export function compileEach<N>(scope: Scope<N>, each: string | undefined, at: At): { inner: Scope<N>; nodes: Read<N, readonly N[]> } {
  if (each === undefined) return { inner: scope, nodes: (node) => [node] };
  const nodes = guarded<N, readonly N[]>(scope, [...at, 'each'], () => located(scope, each, (p) => scope.reader.each(p, scope.definition)));
  return { inner: { ...scope, grouped: true }, nodes: (node, record) => nodes(node, record) ?? [] };
}

/** What a problem calls the source of a value. */
export const fieldOf = (value: Value): string => {
  if (typeof value === 'string') return value;
  if ('from' in value) return value.from;
  if ('text' in value) return /\{([^{}]+)\}/.exec(value.text)?.[1] ?? '';
  const [one] = 'first' in value ? value.first : value.earliest;
  return one === undefined ? '' : fieldOf(one);
};

export function compileValue<N>(scope: Scope<N>, value: Value, at: At): Read<N, string | undefined> {
  if (typeof value === 'string') return compilePath(scope, value, at);
  if ('text' in value) return compileText(scope, value.text, value.with ?? {}, at);
  if ('first' in value) {
    const reads = value.first.map((one, i) => compileValue(scope, one, [...at, 'first', i]));
    return (node, record) => {
      for (const read of reads) {
        const found = read(node, record);
        if (found !== undefined) return found;
      }
      return undefined;
    };
  }
  if ('earliest' in value) {
    const reads = value.earliest.map((one, i) => convert(compileValue(scope, one, [...at, 'earliest', i]), converter('when', fieldOf(one), scope.definition)));
    return (node, record) => reads.map((read) => read(node, record)).reduce((least, date) => (least === undefined || (date !== undefined && date < least) ? date : least), undefined);
  }
  const coded = convert(compileSplit(scope, value, at), compileCode(scope, value, at));
  const typed = value.as === undefined || value.as === 'text' ? coded : convert(coded, converter(value.as, value.from, scope.definition));
  const { default: otherwise } = value;
  return otherwise === undefined ? typed : (node, record) => typed(node, record) ?? otherwise;
}

const convert =
  <N>(read: Read<N, string | undefined>, to: (text: string) => string | undefined): Read<N, string | undefined> =>
  (node, record) => {
    const text = read(node, record);
    return text === undefined ? undefined : to(text);
  };

function compileSplit<N>(scope: Scope<N>, { from, split, part = 1 }: FromValue, at: At): Read<N, string | undefined> {
  const read = compilePath(scope, from, [...at, 'from']);
  return split === undefined ? read : convert(read, (text) => text.split(split).at(part > 0 ? part - 1 : part)?.trim() || undefined);
}

function compileCode<N>(scope: Scope<N>, value: FromValue, at: At): (text: string) => string | undefined {
  if (value.codes === undefined) return (text) => text;
  const list = scope.definition.codes[value.codes];
  if (list === undefined) {
    scope.report([...at, 'codes'], `There is no code list "${value.codes}" under codes.`);
    return nothing;
  }
  const codes = new Map(Object.entries(list).map(([code, meaning]) => [fold(code), meaning]));
  const exact = new Map(Object.entries(list));
  const find = remembered((text) => exact.get(text) ?? codes.get(fold(text)));
  return (text) => {
    const meaning = find(text);
    if (meaning !== undefined) return meaning;
    if (value.strict) throw new BadValue(value.from, 'value.code', `"${shown(text)}" is not in the code list "${value.codes}".`);
    return value.default === undefined ? text : undefined;
  };
}

/** How codes and conditions are compared: without regard to case or to runs of spaces. */
const fold = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

function compileText<N>(scope: Scope<N>, template: string, named: Record<string, Value>, at: At): Read<N, string | undefined> {
  const parts = template.split(/\{([^{}]+)\}/);
  if (parts.length === 1) return () => template;
  const reads = parts.map((part, i): Read<N, string | undefined> => {
    if (i % 2 === 0) return () => part;
    const value = named[part];
    return value === undefined ? compilePath(scope, part, [...at, 'text']) : compileValue(scope, value, [...at, 'with', part]);
  });
  return (node, record) => {
    let text = '';
    let gap = false;
    for (const read of reads) {
      const found = read(node, record);
      if (found === undefined) gap = true;
      else text += found;
    }
    if (gap) text = text.replace(/\s+/g, ' ').replace(/^[\s,;:–-]+|[\s,;:–(-]+$/g, '');
    return text === '' ? undefined : text;
  };
}

/** Checks and normalises a text as a date, a time or a number; throws BadValue when it is none. */
export function converter(as: 'date' | 'when' | 'number', field: string, definition: FeedDefinition): (text: string) => string | undefined {
  if (as === 'number') {
    return (text) => {
      const number = Number(text.replaceAll(',', ''));
      if (!Number.isFinite(number)) throw new BadValue(field, 'value.number', `"${shown(text)}" is not a number.`);
      return String(number);
    };
  }
  const read = as === 'date' ? readDate : readTime;
  const monthFirst = definition.format.dates === 'month-first';
  const parse = (text: string): string | undefined => {
    const date = read(monthFirst ? text.replace(/^(\d{1,2})([/.-])(\d{1,2})\2/, '$3$2$1$2') : text);
    if (date === null && !isPlaceholder(text)) throw new BadValue(field, 'value.date', `"${shown(text)}" is not a date.`);
    return date ?? undefined;
  };
  return remembered(parse);
}

/** The same few thousand codes and dates come again and again in a file. */
function remembered<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const result = work(text);
    if (known.size > 20_000) known.clear();
    known.set(text, result);
    return result;
  };
}

/** A time of midnight is how databases export a date without one. */
function readTime(text: string): string | null {
  const when = readWhen(text);
  return when?.endsWith('T00:00') === true ? when.slice(0, 10) : when;
}

/** A date that systems write for "not known" or "no end": any day of 1753, 1800, 1900, 1901, 2099, 3000, 9999 that the date reader passes over. */
const isPlaceholder = (text: string): boolean => /(^|\D)(1753|1800|1900|1901|2099|3000|9999)(\D|$|\d{4})/.test(text) && /^[\d/.:T Z-]+$/.test(text);

/** Compiles a condition; without one, always true. */
export function compileWhen<N>(scope: Scope<N>, when: When | undefined, at: At): Read<N, boolean> {
  if (when === undefined) return () => true;
  if ('all' in when || 'any' in when) {
    const all = 'all' in when;
    const parts = (all ? when.all : when.any).map((part, i) => compileWhen(scope, part, [...at, all ? 'all' : 'any', i]));
    return all ? (node, record) => parts.every((part) => part(node, record)) : (node, record) => parts.some((part) => part(node, record));
  }
  const read = compileValue(scope, when.field, [...at, 'field']);
  if ('present' in when) return (node, record) => (read(node, record) !== undefined) === when.present;
  const wanted = new Set(('in' in when ? when.in : when.notIn).map(fold));
  const inside = 'in' in when;
  const listed = remembered((text) => wanted.has(fold(text)));
  return (node, record) => {
    const text = read(node, record);
    return (text !== undefined && listed(text)) === inside;
  };
}

const yes = new Set(['y', 'yes', 'true', '1', 't', 'x', 'on']);
const no = new Set(['n', 'no', 'false', '0', 'f', 'off']);

/** A word for yes or no; undefined for any other. */
export function readYesNo(text: string | undefined): boolean | undefined {
  const word = text?.toLowerCase() ?? '';
  return yes.has(word) ? true : no.has(word) ? false : undefined;
}
