/**
 * `npm run screenshots`: starts Kith on a fresh demo borough, walks the README's tour in a real browser and
 * writes the pictures to docs/screenshots.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../tests/support/browser.ts';
import { dataFolder, startPortal } from '../tests/support/command-line.ts';

const out = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots', import.meta.url));
mkdirSync(out, { recursive: true });
const data = process.env.KITH_DATA ?? dataFolder();
const portal = await startPortal(data);
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });

/** @param whole the page to its end; otherwise what stands in the window */
async function picture(name: string, whole = true): Promise<void> {
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: whole });
  console.log(name);
}

await page.goto(`${portal.url}/sign-in`);
await picture('sign-in');
await page.locator('button[value="joanna.price"]').click();
await picture('purpose');
await page.getByLabel(/Care Act request/).first().check();
await page.getByRole('button', { name: /continue/i }).click();
await picture('home');
await page.goto(`${portal.url}/find?q=${encodeURIComponent('ameena begam 1943')}`);
await picture('find');
await page.getByRole('link', { name: /BEGUM, Amina/ }).first().click();
await picture('overview');
const person = page.url();
for (const name of ['chronology', 'family', 'alerts', 'sources', 'viewed', 'why']) {
  await page.goto(`${person}/${name}`);
  await picture(name);
}
await page.goto(`${portal.url}/add?given=Ameena&family=Begum&birth-day=14&birth-month=7&birth-year=1943&source=Her+neighbour&reason=Fell+at+home.`);
await page.getByRole('button', { name: 'Continue' }).click();
await picture('add-person');
await page.goto(`${portal.url}/linkage`);
await picture('links');
await page.goto(`${portal.url}/work?tab=team`);
await picture('cases', false);
await page.getByRole('main').locator('table a').first().click();
await picture('case', false);
await page.goto(`${portal.url}/feeds`);
await picture('feeds');

await page.getByRole('button', { name: 'Sign out' }).click();
await page.goto(`${portal.url}/sign-in`);
await page.locator('button[value="leila.haddad"]').click();
await page.getByLabel(/Preventing/).first().check();
await page.getByRole('button', { name: /continue/i }).click();
await page.goto(`${portal.url}/radar/cold-home`);
await picture('radar', false);
await page.goto(`${person}/home`);
await picture('dwelling', false);
await page.goto(`${person}/risk`);
await picture('risk', false);
await page.goto(`${portal.url}/alerts`);
await picture('alert-list', false);
await page.goto(`${portal.url}/devices`);
await picture('devices', false);
await page.goto(`${portal.url}/cohorts`);
await page.getByRole('main').getByRole('link').first().click();
await picture('cohort', false);

await browser.close();
await portal.stop();
if (process.env.KITH_DATA === undefined) rmSync(data, { recursive: true, force: true });
