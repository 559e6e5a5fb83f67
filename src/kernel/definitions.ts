import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { KithError } from './errors.ts';

/** Something wrong in a definition file, and what to do about it. */
export interface Problem {
  /** Path relative to the area. */
  file: string;
  line: number;
  /** Dotted path inside the file; empty for the whole file. */
  path: string;
  message: string;
  mend: string;
}

/** A definition read from a file, with a way to point back at the line a part of it stands on. */
export interface Definition<T> {
  file: string;
  value: T;
  /** What the file says, before the schema read it. */
  source: unknown;
  /** A problem placed at `path` in this file. */
  problem(path: (string | number)[], message: string, mend: string): Problem;
}

/** Reads every file of an area that matches `pattern`, checked by `schema`. Bad files become problems; good ones come back. */
export function readDefinitions<S extends z.ZodType>(area: string, pattern: string, schema: S): { definitions: Definition<z.infer<S>>[]; problems: Problem[] } {
  const definitions: Definition<z.infer<S>>[] = [];
  const problems: Problem[] = [];
  for (const path of globSync(pattern, { cwd: area }).sort()) {
    const read = readDefinition(area, join(area, path), schema);
    if (Array.isArray(read)) problems.push(...read);
    else definitions.push(read);
  }
  return { definitions, problems };
}

/** An area's files are read by several rooms, and again once they are checked: the same text is taken apart once. */
const parsedTexts = new Map<string, { document: Document.Parsed; lines: LineCounter }>();
const mostParsed = 500;

function parse(text: string): { document: Document.Parsed; lines: LineCounter } {
  const known = parsedTexts.get(text);
  if (known !== undefined) return known;
  const lines = new LineCounter();
  const made = { document: parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines };
  if (parsedTexts.size >= mostParsed) parsedTexts.clear();
  parsedTexts.set(text, made);
  return made;
}

/** Reads one YAML definition; returns its problems when it is not valid. */
export function readDefinition<S extends z.ZodType>(area: string, file: string, schema: S): Definition<z.infer<S>> | Problem[] {
  const name = relative(area, file);
  let document: Document.Parsed;
  let lines: LineCounter;
  try {
    ({ document, lines } = parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return [{ file: name, line: 1, path: '', message: error instanceof Error ? error.message : String(error), mend: 'Check that the file exists and can be read.' }];
  }
  const lineOf = (offset: number | undefined): number => (offset === undefined ? 1 : lines.linePos(offset).line);
  if (document.errors.length > 0) {
    return document.errors.map((e) => ({ file: name, line: lineOf(e.pos[0]), path: '', message: e.message, mend: 'Mend the YAML: check indentation, colons and quotes near this line.' }));
  }
  const problem: Definition<unknown>['problem'] = (path, message, mend) => ({ file: name, line: lineOf(offsetOf(document, path)), path: path.join('.'), message, mend });
  const source: unknown = document.toJS();
  const parsed = schema.safeParse(source);
  if (parsed.success) return { file: name, value: parsed.data, source, problem };
  return parsed.error.issues.map((issue) =>
    problem(
      issue.code === 'unrecognized_keys' ? [...issue.path.map(asKey), issue.keys[0] ?? ''] : issue.path.map(asKey),
      issue.message,
      issue.code === 'unrecognized_keys' ? `Remove it or correct its spelling: ${issue.keys.join(', ')}.` : 'Give a value of the form the message asks for; docs/how-to shows each kind of file.',
    ),
  );
}

const asKey = (key: PropertyKey): string | number => (typeof key === 'symbol' ? String(key) : key);

/** Where `path` stands in the file; its nearest existing parent when the part itself is missing. */
function offsetOf(document: Document.Parsed, path: (string | number)[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined = document.contents?.range?.[0];
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((p) => isScalar(p.key) && String(p.key.value) === String(key));
      if (!pair) return offset;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = (node as { range?: [number, number, number] } | undefined)?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/** Throws one coded error that lists every problem, each with file, line and mend. */
export function refuseProblems(problems: Problem[]): void {
  if (problems.length === 0) return;
  const listed = problems.slice(0, 20).map((p) => `${p.file}:${p.line} ${p.path ? `${p.path}: ` : ''}${p.message}`);
  throw new KithError('area.invalid', `The area has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n  ${listed.join('\n  ')}`, {
    mend: 'Run "kith check" for how to mend each.',
    detail: { problems },
  });
}
