import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Breach } from './rooms.ts';

const link = /\[[^\]]*\]\(([^)\s]+)\)/g;

const slug = (heading: string): string => heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s-]/gu, '').replace(/\s/g, '-');

const headings = (text: string): Set<string> => new Set([...text.matchAll(/^#+ (.*)$/gm)].map((m) => slug((m[1] ?? '').replaceAll('`', ''))));

/** Every relative link of the documentation leads to a file that exists, and to a heading where it names one. */
export function checkLinks(root: string): Breach[] {
  const breaches: Breach[] = [];
  for (const file of globSync(['*.md', 'docs/**/*.md', 'areas/**/*.md'], { cwd: root }).sort()) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const match of text.matchAll(link)) {
      const target = match[1] ?? '';
      if (/^[a-z]+:/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const full = path === '' ? join(root, file) : join(root, dirname(file), path);
      const line = text.slice(0, match.index).split('\n').length;
      if (!existsSync(full)) breaches.push({ file, line, message: `Link to ${target}: there is no such file.` });
      else if (anchor && full.endsWith('.md') && !headings(readFileSync(full, 'utf8')).has(anchor)) breaches.push({ file, line, message: `Link to ${target}: there is no such heading.` });
    }
  }
  return breaches;
}
