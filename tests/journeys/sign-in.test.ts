import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLinkage } from '../../src/linkage/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { audit } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { placeHousehold, placePerson } from '../support/people.ts';
import { feedStates, recordsBench, type RecordsBench } from '../support/records.ts';

/** From the sign-in page to a person and out again, through the embedded identity provider, access and the record. */

let bench: RecordsBench;
let app: FastifyInstance;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  bench = await recordsBench();
  const amina = await placePerson(bench.db, [
    {
      feed: 'housing-tenancies',
      category: 'housing',
      demographics: { title: 'Mrs', family: 'Begum', given: ['Amina'], birthDate: '1943-07-14', gender: 'female', addresses: [{ lines: ['12 Larch Close'], postcode: 'NB4 2QT' }] },
      facts: [{ kind: 'service-episode', label: 'Tenancy, secure', start: '2009-06-01', body: { status: 'current', service: 'Tenancy', professionals: [{ name: 'Bill Turner', phone: '020 7946 0155' }] } }],
    },
    { feed: 'police-incidents', category: 'police', demographics: { family: 'Begum', given: ['Amina'] }, facts: [{ kind: 'life-event', label: 'Burglary, victim', start: '2026-10-30', body: {} }] },
  ]);
  await placeHousehold(bench.db, { address: '12 Larch Close', postcode: 'NB4 2QT' }, [{ personId: amina.personId, sources: ['housing-tenancies'] }]);
  await bench.records.refresh();
  app = await buildPortal({ kernel: bench.kernel, access: bench.access, records: bench.records, feeds: { states: async () => feedStates() }, linkage: createLinkage(bench.kernel) });
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await bench?.close();
});

async function signIn(page: Page, name: string, purpose: string, path = '/'): Promise<void> {
  await page.goto(origin + path);
  await expect.poll(() => page.title()).toBe('Choose who to sign in as – Kith');
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.getByRole('radio', { name: purpose }).first().check();
  await page.getByRole('button', { name: 'Continue' }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? 'with' : 'without'} scripts: sign in, choose a purpose, find, open, see who viewed, sign out`, async () => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page, 'Joanna Price', 'Care Act request for support');
    await expect.poll(() => page.title()).toBe('My work – Kith');
    await page.getByLabel('Find a person').fill('amina begm 1943');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('link', { name: 'BEGUM, Amina (Mrs)' }).click();
    await expect.poll(() => page.title()).toBe('Amina Begum – Overview – Kith');
    await expect.poll(() => page.getByRole('table', { name: 'Who to ring' }).textContent()).toContain('Bill Turner');
    expect(await page.getByRole('main').textContent()).not.toContain('Burglary');
    await page.getByRole('link', { name: 'Who viewed' }).click();
    await page.getByRole('row').filter({ hasText: 'Looked at who viewed' }).first().waitFor();
    const [latest, , searched] = await page.getByRole('row').filter({ hasText: 'Joanna Price' }).allTextContents();
    expect(latest).toContain('Looked at who viewed');
    expect(latest).toContain('Care Act request for support');
    expect(searched).toContain('Found in a search');
    const url = page.url();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect.poll(() => page.title()).toBe('You are signed out – Kith');
    await page.goto(url);
    await expect.poll(() => page.title()).toBe('Choose who to sign in as – Kith');
    await context.close();
  });
}

test('the pages of sign-in meet WCAG 2.2 AA by axe, and fit 320 pixels', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const fits = async (title: string): Promise<void> => {
    await expect.poll(() => page.title()).toBe(`${title} – Kith`);
    expect(await audit(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  };
  await page.goto(origin);
  await fits('Choose who to sign in as');
  await page.getByRole('button', { name: 'Sign in as Sam Carter' }).click();
  await fits('Choose your team and purpose');
  await page.getByRole('button', { name: 'Continue' }).click();
  await fits('Error: Choose your team and purpose');
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await fits('You are signed out');
  await context.close();
});

test('another purpose shows another part of the same person, and the page asked for is come back to', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, 'Priya Nair', '', '/find?q=amina+begum');
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/find?q=amina+begum');
  await page.getByRole('link', { name: /BEGUM, Amina/ }).first().click();
  await expect.poll(() => page.getByRole('main').textContent()).toContain('Burglary');
  expect(await page.getByRole('main').textContent()).not.toContain('Bill Turner');
  await context.close();
});

test('who may look at nobody is offered no search', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, 'Helen Marsh', '');
  await expect.poll(() => page.getByRole('search').count()).toBe(0);
  await page.goto(`${origin}/find?q=begum`);
  await expect.poll(() => page.title()).toBe('You cannot see this – Kith');
  await context.close();
});
