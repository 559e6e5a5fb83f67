import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPortal } from '../../src/portal/index.ts';
import { paths, personPages } from '../../src/portal/paths.ts';
import { audit } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { ids } from '../support/portal-fixtures.ts';
import { fixtureServices } from '../support/portal-services.ts';

/** Each page as a reader meets it, in a real browser, over answers made up for the purpose. */

let app: FastifyInstance;
let browser: Browser;
let origin: string;
const elsewhere: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  app = await buildPortal(fixtureServices());
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('request', (request) => request.url().startsWith(origin) || elsewhere.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('status of 4') && complaints.push(`${path}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`));
  page.on('dialog', (dialog) => void complaints.push(`${path}: a dialog, ${dialog.message()}`));
  await page.goto(origin + path);
  return page;
}

const everyPage = [
  paths.home,
  paths.find,
  '/find?q=begum',
  '/find?q=nobody',
  '/find?q=x',
  paths.feeds,
  '/nowhere',
  paths.person(ids.restricted),
  paths.person(ids.dead),
  paths.person(ids.hidden),
  paths.person(ids.hostile),
  ...personPages.map((page) => paths.personPage(ids.amina, page)),
  `${paths.personPage(ids.amina, 'chronology')}?from=nonsense&source=housing`,
];

/** Those laid out differently when narrow, which axe sees again so. */
const narrow = new Set([paths.home, '/find?q=begum', paths.feeds, paths.person(ids.amina), paths.personPage(ids.amina, 'family'), paths.personPage(ids.amina, 'chronology')]);

describe.each(everyPage)('%s', (path) => {
  test('meets WCAG 2.2 AA by axe, and at 320 pixels does not scroll sideways', async () => {
    const page = await visit(path);
    expect(await audit(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(narrow.has(path) ? await audit(page) : []).toEqual([]);
    await page.context().close();
  });

  test('gives each control 24 pixels to aim at, and shows focus unobscured', async () => {
    const page = await visit(path);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a, .app-chip a')]
        .filter((e) => e.checkVisibility())
        .map((e) => ({ e: e.outerHTML.slice(0, 80), box: e.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ e }) => e),
    );
    expect(small).toEqual([]);
    for (let pressed = 0; pressed < 60; pressed++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const e = document.activeElement;
        if (e === null || e === document.body) return 'end';
        const box = e.getBoundingClientRect();
        const style = getComputedStyle(e);
        const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 8), box.top + Math.min(box.height / 2, 8));
        const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
        return marked && top !== null && (e.contains(top) || top.contains(e)) ? 'seen' : `hidden: ${e.outerHTML.slice(0, 120)} ${marked}`;
      });
      if (seen === 'end') break;
      expect(seen).toBe('seen');
    }
    await page.context().close();
  });
});

test('without scripts the whole way from search to chronology works, and no print button is offered', async () => {
  const page = await visit(paths.home, { javaScriptEnabled: false });
  await page.getByLabel('Find a person').fill('begum');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('link', { name: 'BEGUM, Amina (Mrs)' }).click();
  await expect.poll(() => page.title()).toBe('Amina Begum – Overview – Kith');
  await expect.poll(() => page.getByRole('button', { name: 'Print this page' }).count()).toBe(0);
  await page.getByRole('navigation', { name: 'This person' }).getByRole('link', { name: 'Chronology' }).click();
  await page.getByText('Filter').first().click();
  await page.getByRole('checkbox', { name: 'Housing' }).check();
  await page.getByRole('button', { name: 'Show' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toContain('2 entries');
  await page.context().close();
});

test('by keyboard alone: skip link, search, result, overview, chronology', async () => {
  const page = await visit(paths.home);
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const until = async (name: string): Promise<void> => {
    for (let pressed = 0; pressed < 60; pressed++) {
      await press('Tab');
      if (((await page.evaluate(() => document.activeElement?.textContent ?? '')) || '').trim().startsWith(name)) return;
    }
    throw new Error(`Tab never came to "${name}"`);
  };
  await press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip to main content');
  await press('Enter', 'Tab');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('q');
  await page.keyboard.type('begum');
  await press('Enter');
  await page.waitForURL(/find/);
  await until('BEGUM, Amina');
  await press('Enter');
  await page.waitForURL(/person/);
  await until('Chronology');
  await press('Enter');
  await page.waitForURL(/chronology/);
  expect(await page.getByRole('heading', { level: 2, name: 'Chronology' }).isVisible()).toBe(true);
  await page.context().close();
});

test('an error is where the reader lands, and its link leads to the field', async () => {
  const page = await visit(`${paths.personPage(ids.amina, 'chronology')}?from=nonsense`);
  await expect.poll(() => page.title()).toMatch(/^Error: /);
  await expect.poll(() => page.evaluate(() => document.activeElement?.className ?? '')).toContain('nhsuk-error-summary');
  await page.getByRole('link', { name: /From must be a real date/ }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('from');
  await page.context().close();
});

test('an alert in the banner leads to its detail', async () => {
  const page = await visit(paths.person(ids.amina));
  await page.getByRole('list', { name: 'Alerts' }).getByRole('link', { name: 'Two to visit' }).click();
  await expect.poll(() => page.locator(':target').textContent()).toContain('Two to visit');
  await page.context().close();
});

test('on paper: who it is on every sheet, no navigation, what was folded laid open, who printed it', async () => {
  const page = await visit(paths.person(ids.amina));
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect.poll(() => page.getByRole('navigation').count()).toBe(0);
  await expect.poll(() => page.getByRole('button').count()).toBe(0);
  expect(await page.locator('.app-banner__name').isVisible()).toBe(true);
  expect(await page.locator('.app-banner').evaluate((e) => getComputedStyle(e).display)).toBe('table-header-group');
  await expect.poll(() => page.locator('main details:not([open]):not(.app-card__fresh)').count()).toBe(0);
  expect(await page.getByText('Printed by Joanna Price').isVisible()).toBe(true);
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(10_000);
  await page.context().close();
});

test('nothing was asked of another host, and no page complained', () => {
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});
