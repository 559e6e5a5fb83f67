import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOwnRequests, createRequestDesk, ownHoldings, readRetention } from '../../src/rights/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { fits, main, openJourney, picture, sound, type Journey } from '../support/journey.ts';
import { placePerson } from '../support/people.ts';
import { feedStates, recordsBench, type RecordsBench } from '../support/records.ts';

/** A person is invited to their own record, reads it, asks; whoever answers for sharing explains, withholds and suspends. */

let bench: RecordsBench;
let journey: Journey;
let amina: string;

beforeAll(async () => {
  bench = await recordsBench();
  const { db, kernel, access, records } = bench;
  const who = { given: ['Amina'], family: 'Begum', birthDate: '1943-07-14', addresses: [{ lines: ['12 Larch Close'], postcode: 'NB4 2QT' }] };
  const episode = { kind: 'service-episode' as const, label: 'Zqlabel reablement', start: '2026-03-01', body: { status: 'current' as const, professionals: [{ name: 'Zqworker Doyle', phone: '020 7946 0777' }] } };
  amina = (await placePerson(db, [
    { feed: 'adult-social-care', category: 'adult-social-care', demographics: who, facts: [episode] },
    { feed: 'gp-patients', category: 'gp', demographics: who, facts: [{ kind: 'finding', label: 'Zqcondition', start: '2020-01-01', body: { type: 'condition' } }] },
    { feed: 'police-incidents', category: 'police', demographics: who, facts: [{ ...episode, label: 'Zqpolice' }] },
  ])).personId;
  await records.refresh();
  const app = await buildPortal({
    kernel, access, records,
    feeds: { states: async () => feedStates() },
    linkage: { report: () => Promise.reject(new Error('not here')) },
    requestDesk: { desk: createRequestDesk(kernel, access, ownHoldings((feed) => feed, { told: access.toldLooks, team: (id) => id, organisation: (id) => id, plainly: access.plainly })), named: records },
    ownSide: { records, requests: createOwnRequests(kernel.clock, access) },
    publicFacts: { area: 'Newbridge', sources: [{ title: 'Tenancies', organisation: 'Newbridge Homes', category: 'Housing', every: 'Every day', coverage: 'Tenants' }], cards: async () => [], linkModel: async () => 'v1', retention: readRetention(kernel.area).definition },
  });
  journey = await openJourney(app);
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});

test('explaining, agreements, inviting, reading, asking, withholding and suspending', { timeout: 180_000 }, async () => {
  const { origin } = journey;
  // Somebody looks in each of two ways; police are never told of.
  for (const [user, team, purpose] of [['joanna.price', 'front-door', 'care-act-request'], ['priya.nair', 'vulnerability-desk', 'police-vulnerability']] as const) {
    await bench.as(bench.access.session(user, team, purpose), 'open', [amina], async () => undefined);
  }
  const ruth = await journey.signIn('Ruth Adeyemi');
  await ruth.goto(`${origin}/person/${amina}/why`);
  await ruth.getByText('Every rule').first().click();
  await expect.poll(() => main(ruth)).toContain('The record is not sealed.');
  await sound(ruth);
  await picture(ruth, 'why');
  await ruth.getByRole('link', { name: 'What others can see', exact: true }).click();
  await ruth.getByLabel('Name, e-mail, job or team').fill('price');
  await Promise.all([ruth.waitForURL(/q=price/), ruth.keyboard.press('Enter')]);
  await ruth.getByRole('link', { name: /^Care Act request for support/ }).click();
  await expect.poll(() => ruth.getByRole('row', { name: /^Police/ }).textContent()).toContain('That there is something to discuss');
  await sound(ruth);
  await ruth.getByRole('link', { name: 'Governance', exact: true }).click();
  await ruth.getByRole('link', { name: 'Sharing agreements and purposes' }).click();
  await expect.poll(() => main(ruth)).toContain('Ends in 497 days, on 31 Mar 2028');
  await sound(ruth);

  // The invitation says what is missing, and shows its code once.
  await ruth.goto(`${origin}/person/${amina}/accounts`);
  await ruth.getByRole('button', { name: 'Make the letter' }).click();
  await ruth.getByRole('link', { name: 'Give their name' }).click();
  expect(await ruth.evaluate(() => document.activeElement?.id)).toBe('name');
  await sound(ruth);
  await ruth.getByRole('radio', { name: 'The person themselves' }).check();
  await ruth.getByLabel('Full name').fill('Amina Begum');
  await ruth.getByLabel('E-mail address they sign in with').fill('amina@people.example');
  await ruth.getByLabel('What you have seen').fill('Passport, at home');
  await ruth.getByRole('button', { name: 'Make the letter' }).click();
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(await main(ruth))?.[0] ?? '';
  expect(code).not.toBe('');
  await picture(ruth, 'letter');

  // The person: by keyboard alone to begin with.
  const person = await journey.visit('/your-record');
  await person.keyboard.press('Tab');
  await person.keyboard.press('Enter');
  await person.getByRole('button', { name: 'Sign in as Amina Begum' }).focus();
  await person.keyboard.press('Enter');
  await person.getByLabel('Code').fill('AAAA-BBBB-CCCC');
  await person.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => main(person)).toContain('This code does not work');
  await sound(person);
  await person.getByLabel('Code').fill(code);
  await person.getByRole('button', { name: 'Continue' }).click();
  await person.getByRole('heading', { name: 'Hello Amina' }).waitFor();
  await sound(person);
  await picture(person, 'own-home');

  await person.getByRole('link', { name: 'Who knows you' }).click();
  const held = await main(person);
  expect(held).toContain('Has known you since March 2026');
  expect(held).toContain('Adult social care front door');
  expect(held).not.toMatch(/Zq|Police|Larch Close/);
  await sound(person);
  await picture(person, 'own-held');

  await person.goto(`${origin}/your-record/looks`);
  const looks = await main(person);
  expect(looks).toContain('Front door team, Newbridge Council');
  expect(looks).toContain('Why: Finding out what help you may need');
  expect(looks).toContain('Some looks may not be on this page');
  expect(looks).not.toMatch(/Vulnerability desk|Joanna|Priya/);
  await sound(person);
  await picture(person, 'own-looks');

  await person.goto(`${origin}/your-record/wrong`);
  await person.getByRole('button', { name: 'Send' }).click();
  await person.getByRole('link', { name: 'Tell us what is wrong' }).click();
  expect(await person.evaluate(() => document.activeElement?.id)).toBe('words');
  await sound(person);
  await person.getByLabel('What is wrong, and what would be right?').fill('My door number is 12');
  await person.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => main(person)).toMatch(/Your number for this is R-[0-9A-F]{8}.*We must answer by 21 Dec 2026/s);
  await person.goto(`${origin}/your-record/rights`);
  await sound(person);

  // A look is withheld, and a sign-in is suspended.
  await ruth.goto(`${origin}/person/${amina}/viewed?organisation=newbridge-council&action=open`);
  await expect.poll(() => ruth.getByRole('row').count()).toBe(3);
  await sound(ruth);
  await picture(ruth, 'viewed');
  const [file] = await Promise.all([ruth.waitForEvent('download'), ruth.getByRole('link', { name: 'Download as a spreadsheet (CSV)' }).click()]);
  expect(readFileSync(await file.path(), 'utf8')).toMatch(/Joanna Price,Newbridge Council,front-door,Care Act request for support,Opened the record/);
  await ruth.getByRole('link', { name: /^Withhold the look of Joanna Price/ }).click();
  await ruth.getByRole('button', { name: 'Withhold', exact: true }).click();
  await ruth.getByRole('link', { name: 'Choose what is not to be told' }).click();
  await ruth.getByRole('radio', { name: 'This look' }).check();
  await ruth.getByLabel('Why would telling put somebody at risk?').fill('Named in an enquiry');
  await ruth.getByLabel('Look again by').fill('1/5/2027');
  await ruth.getByRole('button', { name: 'Withhold', exact: true }).click();
  await sound(ruth);
  await picture(ruth, 'withheld');
  await person.goto(`${origin}/your-record/looks`);
  expect(await main(person)).not.toContain('Front door team');
  expect(await main(person)).not.toContain('Decided which looks');

  await ruth.goto(`${origin}/person/${amina}/accounts`);
  await ruth.getByLabel('Why, for safety').fill('An enquiry');
  await ruth.getByLabel('Look again by').fill('1/5/2027');
  await ruth.getByRole('button', { name: 'Suspend for Amina Begum' }).click();
  await sound(ruth);
  await picture(ruth, 'accounts');
  await person.goto(`${origin}/your-record/held`);
  await expect.poll(() => main(person)).toContain('There is no record to show you');
});

test('a copy: gathered, looked through, checked by a colleague, released as page, PDF and data', { timeout: 180_000 }, async () => {
  const imogen = await journey.signIn('Imogen Hale');
  await imogen.getByRole('link', { name: 'Governance', exact: true }).click();
  await imogen.getByRole('link', { name: 'Requests about one’s own data' }).click();
  await imogen.getByRole('button', { name: 'Enter a request' }).click();
  await imogen.getByLabel('Name, date of birth or NHS number').fill('amina begum');
  await imogen.getByRole('button', { name: 'Find', exact: true }).last().click();
  await imogen.getByRole('main').getByRole('link', { name: /BEGUM/ }).click();
  await imogen.getByRole('button', { name: 'Enter it' }).click();
  await imogen.getByRole('link', { name: 'Say who asks', exact: true }).click();
  expect(await imogen.evaluate(() => document.activeElement?.id)).toBe('askedBy');
  await sound(imogen);
  await imogen.getByRole('radio', { name: 'A copy of the record' }).check();
  await imogen.getByRole('radio', { name: 'Letter' }).check();
  await imogen.getByLabel('On which day did it come?').fill('2/11/2026');
  await imogen.getByLabel('Who asks?').fill('Amina Begum');
  await imogen.getByLabel('As what').fill('The person, passport seen');
  await imogen.getByRole('button', { name: 'Enter it' }).click();
  await expect.poll(() => main(imogen)).toContain('12 days left, due 2 Dec 2026');
  await imogen.getByRole('button', { name: 'Gather' }).click();
  await sound(imogen);
  await picture(imogen, 'request');
  const here = imogen.url();
  await imogen.getByRole('link', { name: 'all', exact: true }).click();
  await sound(imogen);
  await picture(imogen, 'parts');
  await imogen.getByRole('button', { name: 'Withhold Zqpolice' }).click();
  await expect.poll(() => main(imogen)).toContain('Choose why it is left out');
  const police = imogen.getByRole('listitem').filter({ has: imogen.getByRole('heading', { name: /Zqpolice/ }) });
  await police.getByLabel('Why, where something is left out').selectOption({ index: 4 });
  await police.getByRole('button', { name: 'Withhold Zqpolice' }).click();
  await imogen.goto(here);
  await imogen.getByRole('button', { name: /Include the/ }).click();
  await imogen.getByRole('link', { name: '1 undecided' }).click();
  await imogen.getByRole('button', { name: /^Include/ }).click();
  await imogen.goto(here);
  await expect.poll(() => main(imogen)).toContain('You decided some of this. A colleague checks it.');

  const marcus = await journey.signIn('Marcus Webb');
  await marcus.goto(here);
  await marcus.getByRole('link', { name: 'What would be given' }).click();
  expect(await main(marcus)).not.toContain('Zqpolice');
  await sound(marcus);
  await marcus.goto(here);
  await marcus.getByRole('button', { name: 'Agree' }).click();
  for (const [name, starts] of [['PDF', '%PDF-'], ['Page', '<!DOCTYPE html>'], ['data (JSON)', '{']] as const) {
    const [file] = await Promise.all([marcus.waitForEvent('download'), marcus.getByRole('link', { name, exact: true }).click()]);
    const content = readFileSync(await file.path(), 'latin1');
    expect([name, content.startsWith(starts), content.includes('Zqpolice')]).toEqual([name, true, false]);
  }
  await marcus.getByLabel('How, and to whom, it was given').fill('By hand');
  await marcus.getByRole('button', { name: 'It was given' }).click();
  await expect.poll(() => main(marcus)).toContain('The copy was given');
  await marcus.getByRole('link', { name: 'All requests' }).click();
  await sound(marcus);
  await picture(marcus, 'requests');
});

test('a session of one side is nothing at the other, and the public page needs none', { timeout: 60_000 }, async () => {
  const ruth = await journey.signIn('Ruth Adeyemi');
  await ruth.goto(`${journey.origin}/your-record`);
  expect(ruth.url()).toContain('/your-record/sign-in');
  const anybody = await journey.visit('/transparency');
  await expect.poll(() => main(anybody)).toMatch(/Every day.*Care Act 2014 s9.*Newbridge sharing agreement, version 4.*Until the person’s 75th birthday.*Information Commissioner/s);
  await sound(anybody);
  await picture(anybody, 'transparency');
  await anybody.goto(`${journey.origin}/sign-in`);
  await expect.poll(() => anybody.getByRole('contentinfo').textContent()).toContain('How information is used in Newbridge');
  await fits(anybody);
});
