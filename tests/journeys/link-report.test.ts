import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkFiles } from '../../src/linkage/index.ts';
import { audit } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-link-report-'));
let browser: Browser;

beforeAll(async () => {
  const people = fileURLToPath(new URL('../fixtures/linkage/people.csv', import.meta.url));
  await linkFiles({ inputs: [people], id: 'unique_id', config: { memory: 400 }, columns: [], out: join(folder, 'out.csv'), pairs: null, report: join(folder, 'report.html') });
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([1100, 320])('the report of a linkage is accessible and no wider than the screen at %i px', { timeout: 120_000 }, async (width) => {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  expect(await audit(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await page.getByRole('link', { name: 'How a weight adds up' }).click();
  expect(page.url()).toContain('#how-a-weight-adds-up');
  await page.close();
});
