import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Finding {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** What axe finds wrong by WCAG 2.2 AA and good practice, one line each. */
export async function audit(page: Page): Promise<string[]> {
  // The page's own policy lets no script in; axe goes in beneath it, by the debugger.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((only) => (globalThis as unknown as { axe: { run(o: object): Promise<{ violations: Finding[] }> } }).axe.run({ runOnly: only }), tags);
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join(' | ')}`);
}
