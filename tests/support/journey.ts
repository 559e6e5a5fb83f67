import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { audit } from './axe.ts';
import { openBrowser } from './browser.ts';

const wide = { width: 1400, height: 900 };
const narrow = { width: 320, height: 640 };

/** A portal that listens, and a browser to use it with. */
export interface Journey {
  origin: string;
  browser: Browser;
  /** A page of a context of its own, at `path`. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Signs in as one of the area's users by name; `purpose` is needed where they may choose, and the first is taken without it. */
  signIn(name: string, options?: { purpose?: string; scripts?: boolean }): Promise<Page>;
  close(): Promise<void>;
}

/** Opens the portal on a free port of loopback, and a browser. */
export async function openJourney(app: FastifyInstance): Promise<Journey> {
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const browser = await openBrowser();
  const visit: Journey['visit'] = async (path, options = {}) => {
    const page = await (await browser.newContext({ viewport: wide, ...options })).newPage();
    await page.goto(origin + path);
    return page;
  };
  return {
    origin,
    browser,
    visit,
    async signIn(name, { purpose, scripts = true } = {}) {
      const page = await visit('/', { javaScriptEnabled: scripts });
      await page.getByRole('button', { name: `Sign in as ${name}` }).click();
      const asked = purpose === undefined ? page.getByRole('radio') : page.getByRole('radio', { name: purpose });
      if ((await asked.count()) > 0) await asked.first().check();
      const go = page.getByRole('button', { name: 'Continue' });
      if ((await go.count()) > 0) await go.click();
      return page;
    },
    async close() {
      await browser.close();
      await app.close();
    },
  };
}

/** At 320 pixels the page does not scroll sideways; where it does, what sticks out is named. */
export async function fits(page: Page, what: string = page.url()): Promise<void> {
  await page.setViewportSize(narrow);
  const wider = await page.evaluate((width) => {
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > width + 1);
    return [`${document.documentElement.scrollWidth} px`, ...out.slice(0, 4).map((e) => `${e.tagName} ${e.className} ${e.id}`)];
  }, narrow.width);
  expect([what, ...wider]).toEqual([what]);
  await page.setViewportSize(wide);
}

/** The page has no barrier that axe can find, and fits 320 pixels. */
export async function sound(page: Page, what: string = page.url()): Promise<void> {
  expect([what, await audit(page)]).toEqual([what, []]);
  await fits(page, what);
}

/** What the page says between its header and its footer. */
export const main = async (page: Page): Promise<string> => (await page.getByRole('main').textContent()) ?? '';

/** Keeps a picture of the whole page where KITH_TEST_PICTURES names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const dir = process.env.KITH_TEST_PICTURES;
  if (dir !== undefined) await page.screenshot({ path: `${dir}/${name}.png`, fullPage: true });
}
