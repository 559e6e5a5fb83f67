import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArea } from '../src/kernel/index.ts';
import { checkRadarCards, readRadarFiles } from '../src/radar/index.ts';

test('the scorecard that the how-to writes is one that the demo area takes', () => {
  const dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync('areas/demo', dir, { recursive: true });
  const blocks = [...readFileSync('docs/how-to/add-a-scorecard.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map((m) => m[1]!.replace(/^ {3}/gm, ''));
  for (const block of blocks) writeFileSync(join(dir, /^# (\S+)/.exec(block)![1]!), block);
  expect(checkRadarCards(readArea(dir).area!)).toEqual([]);
  expect(readRadarFiles(dir).cards.map((c) => c.value.id)).toContain('cold-discharge');
});
