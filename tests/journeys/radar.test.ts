import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { paths } from '../../src/portal/paths.ts';
import { mayBeMore } from '../../src/portal/words/radar.ts';
import { audit } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { placePerson } from '../support/people.ts';
import { radarPortal } from '../support/radar-portal.ts';
import { scoringBench, type ScoringBench } from '../support/scoring.ts';

/** A prevention lead's day with lists and scorecards, in a real browser upon a real store. */

vi.setConfig({ testTimeout: 120_000 });
let bench: ScoringBench;
let app: FastifyInstance;
let browser: Browser;
let origin: string;
let ada = '';

beforeAll(async () => {
  bench = await scoringBench();
  await bench.scoring.settle();
  for (const [i, given] of ['Ada', 'Bea', 'Cyd'].entries()) {
    const demographics = { given: [given], family: 'Marsh', birthDate: `194${i}-02-01`, addresses: [{ lines: ['1 Elm Road'], postcode: 'NB1 1AA' }] };
    const { personId } = await placePerson(bench.db, [
      { feed: 'hospital-adt', category: 'hospital', demographics, facts: [{ kind: 'life-event', code: 'ae-attendance', label: 'Emergency department: Fall', start: '2026-11-10', body: {} }] },
      { feed: 'housing-repairs', category: 'housing', demographics, facts: i > 0 ? [] : [{ kind: 'service-episode', code: 'repair', label: 'Boiler repair: No heating <b>at all</b>', start: '2026-11-01', body: { status: 'current' } }] },
    ]);
    if (i === 0) ada = personId;
  }
  await bench.records.refresh();
  await bench.scoring.settle();
  const leila = bench.access.session('leila.haddad');
  app = await radarPortal(bench, () => leila);
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await bench?.close();
});

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(origin + path);
  return page;
}

const pages = (): string[] => [
  paths.radar, paths.radarList('falls'), paths.radarList('type-2-diabetes'), `${paths.radarList('cold-home')}?from=x`, `${paths.radarWhy('falls')}?q=marsh`, paths.personPage(ada, 'risk'),
  paths.cards, paths.card('falls'), paths.cardAtrs('falls'), paths.editCard('falls'), paths.cardVersion('falls', 1),
];

test('every page meets WCAG 2.2 AA by axe, and at 320 pixels does not scroll sideways', async () => {
  for (const path of pages()) {
    const page = await visit(path);
    expect([path, await audit(page)]).toEqual([path, []]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 320]);
    await page.context().close();
  }
});

test('says on every page that a person decides', async () => {
  for (const path of [paths.radar, paths.radarList('falls'), `${paths.radarWhy('falls')}?q=marsh`, paths.personPage(ada, 'risk')]) {
    const page = await visit(path);
    await expect.poll(() => page.locator('main').textContent()).toContain(mayBeMore);
    await page.context().close();
  }
});

describe('without a script', () => {
  test('from the list to why, to the source, and to somebody who is not on it', async () => {
    const page = await visit(paths.radarList('cold-home'), { javaScriptEnabled: false });
    await expect.poll(() => page.locator('.app-table tbody tr').count()).toBe(1);
    await page.getByRole('link', { name: 'MARSH, Ada' }).click();
    const home = page.locator('section').filter({ hasText: 'Cold homes' }).first();
    await expect.poll(() => home.textContent()).toContain('Heating or hot water repair still open');
    await home.getByRole('link', { name: /Boiler repair: No heating <b>at all<\/b>/ }).first().click();
    expect(page.url()).toContain('/chronology?from=2026-11-01&to=2026-11-01');
    await page.goto(origin + paths.radarList('cold-home'));
    await page.getByLabel('Why is somebody not here?').fill('bea marsh');
    await page.getByRole('button', { name: 'Explain' }).click();
    await expect.poll(() => page.locator('main').textContent()).toMatch(/Not on the list: \d/);
    await expect.poll(() => page.locator('main').textContent()).toContain('No sensor is fitted in this home.');
    await page.getByLabel('Their name, or NHS number').fill('nobody atall');
    await page.getByRole('button', { name: 'Explain' }).click();
    await expect.poll(() => page.locator('main').textContent()).toContain('nobody of that name or number whom you may see');
    await page.context().close();
  });

  test('a scorecard is changed, refused where wrong, tried, and put in force with a reason', async () => {
    const page = await visit(paths.editCard('falls'), { javaScriptEnabled: false });
    await page.locator('#band-1-from').fill('4');
    await page.getByRole('button', { name: 'Keep as draft' }).click();
    const errors = page.locator('.nhsuk-error-summary');
    await expect.poll(() => errors.textContent()).toContain('Bands overlap');
    await expect.poll(() => errors.textContent()).toContain('Say why this is a better card');
    await errors.getByRole('link', { name: /Bands overlap/ }).click();
    expect(page.url()).toContain('#band-1-from');
    await page.locator('#band-1-from').fill('9');
    await page.locator('#reason').fill('Fewer people to ring');
    await page.getByRole('button', { name: 'Keep as draft' }).click();
    await expect.poll(() => page.locator('main').textContent()).toContain('“Offer a falls check” begins at 9, not 8.');
    await page.getByRole('button', { name: 'Try it on everybody' }).click();
    await page.getByRole('heading', { name: 'Who would come on' }).waitFor({ timeout: 60_000 });
    const tried = await visit(new URL(page.url()).pathname);
    expect(await audit(tried)).toEqual([]);
    await tried.context().close();
    await page.locator('#reason').fill('Agreed at the falls board');
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await expect.poll(() => page.locator('main').textContent()).toContain('Agreed at the falls board');
    await expect.poll(() => page.locator('table').last().textContent()).toContain('Retired');
    await page.context().close();
  });
});
