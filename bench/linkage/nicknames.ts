import { readFileSync } from 'node:fs';

const groups = new Map<string, string[]>();
for (const line of readFileSync(new URL('../../src/linkage/data/given-names.txt', import.meta.url), 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const names = line.split(' ');
  for (const name of names) groups.set(name, names);
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Other forms of a given name, if it has any. */
export const nickForms = (name: string): string[] | null => groups.get(name.toLowerCase())?.map(capital) ?? null;
