import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccess, type Access } from '../../src/access/index.ts';
import { systemClock, type Kernel } from '../../src/kernel/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { testDatabase } from '../support/database.ts';
import { main, openJourney, picture, sound, type Journey } from '../support/journey.ts';
import { testKernel } from '../support/kernel.ts';
import { fixtureServices } from '../support/portal-services.ts';

/** Proving oneself by passkey and by code, with the browser's own virtual authenticator, at a name and not a number. */

let db: Awaited<ReturnType<typeof testDatabase>>;
const journeys: Journey[] = [];

/** A portal for an area that signs people in as `security` says. */
async function open(security: string, synthetic: boolean): Promise<{ journey: Journey; access: Access; at: (path: string) => string }> {
  const area = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync('areas/demo', area, { recursive: true });
  writeFileSync(join(area, 'access/security.yaml'), security);
  const made = testKernel(db, { area });
  const kernel: Kernel = { ...made, clock: systemClock, area: { ...made.area, synthetic } };
  const access = createAccess(kernel);
  const { signIn: _, ...rooms } = fixtureServices({ synthetic });
  const journey = await openJourney(await buildPortal({ ...rooms, kernel, access }));
  journeys.push(journey);
  const origin = journey.origin.replace('127.0.0.1', 'localhost');
  return { journey, access, at: (path) => `${origin}${path}` };
}

beforeAll(async () => void (db = await testDatabase()));
afterAll(async () => {
  for (const journey of journeys) await journey.close();
  await db.close();
});

/** A page with a device that holds passkeys and knows its owner. */
async function withDevice(journey: Journey, path: string, isUserVerified = true): Promise<Page> {
  const context = await journey.browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified, automaticPresenceSimulation: true } });
  await page.goto(path);
  return page;
}
async function act(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Care Act request for support' }).first().check();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('in an area of real people nobody is named at sign-in: an invitation makes a passkey once, and the passkey signs in', async () => {
  const { journey, access, at } = await open('signIn: { embedded: passkeys }', false);
  const link = at(`/invitation/${await access.safety.factors.invite('joanna.price', 72)}`);
  const page = await withDevice(journey, at('/'));
  await expect.poll(() => page.title()).toBe('Sign in with your passkey – Kith');
  expect(await page.content()).not.toMatch(/Joanna|Sam Carter/);
  await sound(page, 'passkey-only');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('No passkey was given').waitFor();
  await page.goto(link);
  await expect.poll(() => main(page)).toContain('This invitation is for Joanna Price');
  await sound(page, 'invitation');
  await picture(page, 'invitation');
  await page.getByLabel('What you call this device').fill('Work laptop');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.waitForURL(/identity\/choose/);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/sign-in\/team/);
  await act(page);
  await expect.poll(() => page.title()).toBe('My work – Kith');
  await page.goto(at('/account'));
  await expect.poll(() => main(page)).toContain('Work laptop (passkey)');
  await expect.poll(() => page.getByRole('button', { name: /Take away/ }).count()).toBe(1);
  await page.getByRole('button', { name: /Take away/ }).click();
  await expect.poll(() => main(page)).toContain('It is the only way left');
  await page.goto(link);
  await expect.poll(() => main(page)).toContain('used already');
  await page.context().close();
});

test('a device that does not ask for its owner makes no passkey', async () => {
  const { journey, access, at } = await open('signIn: { embedded: passkeys }', false);
  const page = await withDevice(journey, at(`/invitation/${await access.safety.factors.invite('sam.carter', 72)}`), false);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByText('No passkey was made').waitFor();
  expect(await access.safety.factors.list('sam.carter')).toEqual([]);
  await page.context().close();
});

test('where everybody must take a second step, nothing opens before one is set up; then a passkey or a code is asked for each time', async () => {
  const { journey, access, at } = await open('signIn: { mfa: required }', true);
  const page = await withDevice(journey, at('/find?q=begum'));
  await page.getByRole('button', { name: 'Sign in as Paul Okafor' }).click();
  await page.waitForURL(/account/);
  await expect.poll(() => main(page)).toContain('Set up a second step to go on');
  await sound(page, 'account');
  await page.goto(at('/find?q=begum'));
  await expect.poll(() => page.title()).toBe('Your sign-in – Kith');
  await page.getByRole('link', { name: 'Set up an authenticator app' }).click();
  await sound(page, 'app');
  await picture(page, 'app');
  const key = ((await page.locator('.app-key').textContent()) ?? '').replaceAll(' ', '');
  const code = (steps: number): string => new TOTP({ secret: key }).generate({ timestamp: systemClock.now().getTime() + steps * 30_000 });
  await page.getByLabel('Code from the app').fill(code(-1));
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect.poll(() => page.title()).toBe('Keep your recovery codes – Kith');
  await sound(page, 'recovery');
  await picture(page, 'recovery');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await page.getByLabel('What you call this device').fill('Phone');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByText('Phone (passkey)').waitFor();
  await picture(page, 'account');
  for (const way of ['passkey', 'code']) {
    await page.goto(at('/sign-in?again=1'));
    await page.getByRole('button', { name: 'Sign in as Paul Okafor' }).click();
    await page.waitForURL(/prove$/);
    await expect.poll(() => page.title()).toBe('Your second step – Kith');
    expect(await page.getByLabel('Code', { exact: true }).getAttribute('autocomplete')).toBe('one-time-code');
    await sound(page, 'prove');
    await picture(page, 'prove');
    if (way === 'code') {
      await page.getByLabel('Code', { exact: true }).fill(code(1));
      await page.getByRole('button', { name: 'Continue' }).click();
    } else {
      await page.getByRole('button', { name: 'Use a passkey' }).click();
    }
    await page.waitForURL(/sign-in\/team/);
  }
  expect((await access.safety.factors.list('paul.okafor')).filter(({ usedAt }) => usedAt !== null)).toHaveLength(2);
  await page.context().close();
});
