import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testName } from './record.ts';
import { titlesIn } from './titles.ts';

/** Tells of a test by its name, file and titles, what is wrong with it; null where it is written. Each file is read once. */
export function writtenTests(root: string): (test: string) => string | null {
  const written = new Map<string, Set<string>>();
  return (test) => {
    const { file, titles } = testName(test);
    if (!existsSync(join(root, file))) return `"${test}": there is no such file.`;
    const there = written.get(file) ?? titlesIn(file, readFileSync(join(root, file), 'utf8'));
    written.set(file, there);
    const missing = titles.find((title) => !there.has(title));
    return missing === undefined ? null : `${file} has no test with exactly the title "${missing}".`;
  };
}
