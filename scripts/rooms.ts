import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Which rooms each room may import: docs/rooms/README.md draws it. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  access: ['kernel'],
  feeds: ['kernel'],
  linkage: ['kernel', 'feeds'],
  record: ['kernel', 'access', 'linkage'],
  sensors: ['kernel', 'access'],
  rights: ['kernel', 'access', 'record'],
  radar: ['kernel', 'access', 'record', 'sensors'],
  pathways: ['kernel', 'access', 'record'],
  exchange: ['kernel', 'access', 'feeds', 'record', 'sensors', 'pathways'],
  portal: ['kernel', 'access', 'feeds', 'linkage', 'record', 'sensors', 'radar', 'pathways', 'exchange', 'rights'],
  lab: ['kernel', 'access', 'feeds', 'linkage', 'record', 'sensors', 'radar', 'pathways', 'exchange', 'rights'],
};

const maxLines = 300;
const schemas = Object.keys(mayImport).join('|');
const statement = /^\s*(select|insert\s+into|update|delete\s+from|with\s+\w+|copy|create|alter|truncate|set\s+local|begin)\b/i;
const tagged = /`([^`]*)`/g;

export interface Breach {
  file: string;
  line: number;
  message: string;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Checks one source file against the house rules. `file` is relative to the repository, `text` its content. */
export function checkFile(file: string, text: string): Breach[] {
  const breaches: Breach[] = [];
  const say = (offset: number, message: string): void => void breaches.push({ file, line: lineAt(text, offset), message });
  const [, room = ''] = file.split('/');
  const isTest = /\.test\.tsx?$/.test(file);
  const isRoom = room in mayImport;

  const lines = text.split('\n').length - 1;
  if (lines > maxLines) say(text.length, `${lines} lines; a file is one thing of at most ${maxLines}. Split it by what it is about.`);
  if (isTest) return breaches;

  if (isRoom) {
    const { module } = parseSync(file, text);
    const imports = [
      ...module.staticImports.map((i) => ({ from: i.moduleRequest.value, at: i.start })),
      ...module.staticExports.flatMap((e) => e.entries.flatMap((x) => (x.moduleRequest ? [{ from: x.moduleRequest.value, at: e.start }] : []))),
      ...module.dynamicImports.map((i) => ({ from: text.slice(i.moduleRequest.start + 1, i.moduleRequest.end - 1), at: i.start })),
    ];
    for (const { from, at } of imports) {
      if (!from.startsWith('.')) continue;
      const target = relative('src', normalize(join(dirname(file), from)));
      const other = target.split('/')[0] ?? '';
      if (other === room) continue;
      if (!(other in mayImport)) say(at, `${room} reaches outside the rooms (${from}).`);
      else if (!mayImport[room]?.includes(other)) say(at, `${room} may not import ${other}; it may import ${mayImport[room]?.join(', ') || 'nothing'}.`);
      else if (target !== `${other}/index.ts`) say(at, `Deep import of ${other}: its only door is ${other}/index.ts.`);
    }
  }

  const isStore = file.endsWith('.store.ts');
  const isKernel = room === 'kernel';
  for (const match of text.matchAll(tagged)) {
    if (!statement.test(match[1] ?? '')) continue;
    if (!/[\w>)\]]$/.test(text.slice(0, match.index).trimEnd()) && !isStore) continue;
    if (!isStore && !isKernel) say(match.index, 'SQL outside a *.store.ts file.');
  }
  if (isStore) {
    const reachable = new Set([room, ...(mayImport[room] ?? [])]);
    for (const match of text.matchAll(new RegExp(`\\b(?:from|join|into|update|table|truncate)\\s+(${schemas})\\.\\w+`, 'gi'))) {
      const other = match[1] ?? '';
      if (!reachable.has(other)) say(match.index, `SQL of ${room} names ${other}, which it may not import.`);
    }
  }
  if (room === 'portal') {
    for (const match of text.matchAll(/\bdb\.(owner|writer|reader)\b/g)) say(match.index, 'The portal reads through access and the record, never the database.');
  }
  if (!isKernel && room !== 'access') {
    for (const match of text.matchAll(/\bdb\.reader\b|\{[^}]*\breader\b[^}]*\}\s*=\s*\w*db\b/g)) say(match.index, 'Only access opens the reader: everything else is given a Reading.');
  }
  if (file !== 'src/kernel/clock.ts') {
    for (const match of text.matchAll(/\bDate\.now\(\)|\bnew Date\(\)/g)) say(match.index, "Time comes from the kernel's clock.");
  }
  return breaches;
}

/** Checks every file of the source tree. */
export function checkRooms(root: string): Breach[] {
  return globSync('src/**/*.{ts,tsx}', { cwd: root })
    .sort()
    .flatMap((file) => checkFile(file, readFileSync(join(root, file), 'utf8')));
}
