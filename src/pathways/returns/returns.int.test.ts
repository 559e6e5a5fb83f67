import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';
import { scratchFile } from '../../../tests/support/reading.ts';
import type { Session } from '../../access/index.ts';
import { createFeeds } from '../../feeds/index.ts';
import { checkReturns, createReturns, toCsv, type Returns } from '../index.ts';
import type { Case } from '../index.ts';
import { makeReturn, type EventOfCase } from './make.ts';

const fields = `Client Type: '"Service user"', Primary Support Reason: assessment.reason, Accommodation Status: '"Tenant: Private landlord"', Has Unpaid Carer: '"No"'`;
/** Asked, assessed, given two services, reviewed. */
const care = `
id: care
version: 1
title: Care
about: Assessed and supported
category: adult-social-care
reference: CAR
roles: { social-worker: Does it }
forms:
  contact: { title: Contact, source: Test, pages: [{ title: One, fields: [{ name: route, type: text, required: true, title: Route }, { name: received, type: date, required: true, title: Received }] }] }
  assessment: { title: Assessment, source: Test, pages: [{ title: One, fields: [{ name: reason, type: text, required: true, title: Reason }, { name: began, type: date, required: true, title: Began }] }] }
  plan:
    title: Plan
    source: Test
    pages: [{ title: One, fields: [{ name: starts, type: date, required: true, title: Starts }, { name: services, type: repeat, item: service, title: Services, fields: [{ name: type, type: text, required: true, title: Type }, { name: component, type: text, required: true, title: Component }, { name: cost, type: number, min: 0, max: 9999, step: 0.01, title: Cost }] }] }]
  review: { title: Review, source: Test, pages: [{ title: One, fields: [{ name: on, type: date, required: true, title: On }] }] }
returns:
  request: { return: cld, event: Request, fields: { Client Type: '"Service user"', 'Request: Route of Access': contact.route, Event Start Date: contact.received, Event End Date: contact.completed_on, Event Outcome: '"Progress to assessment, review or reassessment"' } }
  assessed: { return: cld, event: Assessment, fields: { ${fields}, Event Start Date: assessment.began, Event End Date: assessment.completed_on, Assessment Type: '"Long term assessment"', Event Outcome: '"Progress to support planning or services"' } }
  service: { return: cld, event: Service, fields: { ${fields}, Client Funding Status: '"Fully social care funded"', Event Start Date: plan.starts, Event Outcome: '"Progress to support planning or services"', Service Type: plan.services.type, Service Component: plan.services.component, Delivery Mechanism: '"CASSR commissioned support"', Unit Cost: plan.services.cost, Cost Frequency (Unit Type): '"Weekly"' } }
  reviewed: { return: cld, event: Review, fields: { ${fields}, Client Funding Status: '"Fully social care funded"', Event Start Date: review.on, Event End Date: review.completed_on, Review Reason: '"Planned"', Event Outcome: '"Continuation of support or services"' } }
start: contact
states:
  contact: { title: Contact, form: contact, role: social-worker, transitions: [{ to: assessing, action: Assess, emits: [request] }] }
  assessing: { title: Assessing, form: assessment, role: social-worker, transitions: [{ to: planning, action: Plan, emits: [assessed] }] }
  planning: { title: Planning, form: plan, role: social-worker, transitions: [{ to: reviewing, action: Begin, emits: [service] }] }
  reviewing: { title: Reviewing, form: review, role: social-worker, transitions: [{ to: done, action: Close, emits: [reviewed, service] }] }
  done: { title: Done, end: true }
`;

let bench: CasesBench;
let returns: Returns;
let analyst: Session;
beforeAll(async () => {
  bench = await casesBench([care]);
  const { kernel, access, records, cases } = bench;
  const { returns: definitions, problems } = checkReturns(resolve('areas/demo'), cases.pathways);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  returns = createReturns({ kernel, access, records, definitions, pathways: cases.pathways });
  analyst = access.session('yusuf.hale', 'performance', 'statutory-return');
});
afterAll(() => bench?.close());

/** From the first contact to the review, some weeks apart. */
async function carry(who: string, answers: { route?: string; reason?: string } = {}): Promise<Case> {
  const { cases, joanna, clock } = bench;
  clock.set('2026-11-20T09:00:00Z');
  let held = await cases.desk.open(joanna, { personId: who, pathway: 'care' });
  for (const [form, given] of [
    ['contact', { route: answers.route ?? 'Community or other route', received: '2026-11-18' }],
    ['assessment', { reason: answers.reason ?? 'Support with memory and cognition', began: '2026-11-20' }],
    ['plan', { starts: '2026-12-01', services: [{ type: 'Long term support: Community', component: 'Home support or domiciliary care', cost: 240.5 }, { type: 'Long term support: Community', component: 'Meals', cost: 30 }] }],
    ['review', { on: '2026-12-30' }],
  ] as const) {
    const done = await cases.desk.complete(joanna, held.caseId, { form, revision: held.revision, answers: given as never });
    if (done.is !== 'completed') throw new Error(JSON.stringify(done));
    held = done.case;
    clock.set(new Date(clock.now().getTime() + 14 * 86_400_000));
  }
  return held;
}

const year = { from: '2026-04-01', to: '2027-03-31' };

test('from opening to review a case gives a return without fault, which the feed of such returns reads whole', { timeout: 60_000 }, async () => {
  const who = await bench.person('Ada', { ethnicity: 'Asian or Asian British: Bangladeshi' });
  const held = await carry(who);
  const made = await returns.make(analyst, 'cld', year);
  expect(made.problems).toEqual([]);
  // The services were said at their beginning and again at the review: once each.
  expect(made).toMatchObject({ people: 1, notShared: 0, left: { again: 2, outside: 0 } });
  const rows = parseCsv<Record<string, string>>(toCsv(made), { columns: true });
  expect(rows.map((r) => [r['Event Type'], r['Event Start Date'], r['Event End Date'], r['Service Component']])).toEqual([
    ['Request', '2026-11-18', '2026-11-20', ''],
    ['Assessment', '2026-11-20', '2026-12-04', ''],
    ['Service', '2026-12-01', '', 'Home support or domiciliary care'],
    ['Service', '2026-12-01', '', 'Meals'],
    ['Review', '2026-12-30', '2027-01-01', ''],
  ]);
  expect(rows[0]).toMatchObject({ 'NHS Number': '9434765919', Gender: 'Female', Ethnicity: 'Asian or Asian British: Bangladeshi', 'Date of Birth': '1948-03-02', Postcode: 'NB4 1AB', 'Event Reference': `CAR-${String(held.number).padStart(6, '0')}` });
  const [looked] = await bench.db.writer<{ action: string }[]>`select action from access.log where purpose = 'statutory-return' order by log_id desc limit 1`;
  expect(looked?.action).toBe('export');
  const [report] = await createFeeds(bench.kernel).import('adult-social-care', [scratchFile('cld-return.csv', toCsv(made))], { broughtBy: 'test' });
  expect(report).toMatchObject({ status: 'loaded', rows: 5, rejects: 0 });
  expect((await returns.make(analyst, 'cld', { from: '2026-12-01', to: '2026-12-31' })).rows.map((row) => row[made.columns.indexOf('Event Type')])).toEqual(['Assessment', 'Service', 'Service']);
});

test('what is wrong is named by case, column and mend; what is not shared is counted; nobody else exports', { timeout: 60_000 }, async () => {
  const who = await bench.person('Bea', { nhsNumber: undefined, birthDate: '1950', gender: undefined });
  const held = await carry(who, { route: 'By the window', reason: 'Old age' });
  const { problems } = await returns.make(analyst, 'cld', year);
  const reference = `CAR-${String(held.number).padStart(6, '0')}`;
  expect(new Set(problems.map((p) => p.reference))).toEqual(new Set([reference]));
  expect(problems).toContainEqual({ reference, event: 'Request', column: 'NHS Number', value: '', says: 'It is empty.', mend: 'Trace the number in the Personal Demographics Service and record it.' });
  expect(problems).toContainEqual(expect.objectContaining({ column: 'Request: Route of Access', value: 'By the window', mend: expect.stringContaining('Use one of: Planned entry') as string }));
  expect(problems).toContainEqual(expect.objectContaining({ event: 'Assessment', column: 'Primary Support Reason', value: 'Old age' }));
  expect(problems).toContainEqual(expect.objectContaining({ column: 'Date of Birth', value: '1950', says: '"1950" is no date.' }));
  await bench.db.writer`update pathways."case" set restricted = '{sam.carter}' where case_id = ${held.caseId}`;
  expect(await returns.make(analyst, 'cld', year)).toMatchObject({ people: 1, notShared: 1, problems: [] });
  // Of somebody sealed not even that they are missing is told.
  await bench.db.writer`insert into access.mark (person_id, kind, source, since) values (${who}, 'sealed', 'test', '2026-01-01')`;
  expect(await returns.make(analyst, 'cld', year)).toMatchObject({ people: 1, notShared: 0, problems: [] });
  await expect(returns.make(bench.paul, 'cld', year)).rejects.toMatchObject({ code: 'access.refused' });
  await expect(returns.make(analyst, 'nothing', year)).rejects.toThrow(/no return "nothing"/);
});

test('of two statements of one event the later holds, lists are rows, and a period has what ended in it or overlaps it', () => {
  const [cld] = checkReturns(resolve('areas/demo'), []).returns;
  const event = (more: object, changes: Partial<EventOfCase> = {}): EventOfCase => ({ reference: 'A-1', event: 'Service', at: '2026-05-01T00:00:00Z', person: { 'person-id': 'p' }, fields: { 'Client Type': 'Service user', 'Event Start Date': '2026-05-01', 'Service Type': 'Short term support: ST-Max', ...more }, ...changes });
  const period = { from: '2026-04-01', to: '2026-06-30' };
  const made = makeReturn(cld!, [event({ 'Service Component': ['Meals', 'Transport'] }), event({ 'Service Component': 'Meals', 'Event End Date': '2026-06-02' }, { at: '2026-06-02T00:00:00Z' }), event({ 'Event End Date': '2026-03-31', 'Event Start Date': '2026-01-01' }), event({ 'Event Start Date': '2026-07-01' }), event({ 'Event End Date': '2026-07-01' }, { event: 'Review' })], period);
  const at = (name: string): (string | undefined)[] => made.rows.map((row) => row[made.columns.indexOf(name)]);
  expect([at('Service Component'), at('Event End Date')]).toEqual([['Meals', 'Transport'], ['2026-06-02', '']]);
  expect(made.left).toEqual({ again: 1, outside: 3 });
  expect(makeReturn(cld!, [event({ 'Event End Date': '2026-04-30' })], period).problems).toContainEqual(expect.objectContaining({ column: 'Event End Date', says: 'It ends before it begins, on 2026-05-01.' }));
});

const compiled = resolve('../shared/data/cld/cld-compiled.json');
test.runIf(existsSync(compiled))('its columns and words are those compiled from what DHSC publishes', () => {
  const { columns_in_order: columns, release2_values: values } = JSON.parse(readFileSync(compiled, 'utf8')) as { columns_in_order: string[]; release2_values: Record<string, string[]> };
  const [cld] = checkReturns(resolve('areas/demo'), []).returns;
  expect(cld!.columns.map((c) => c.name)).toEqual(columns.filter((c) => !['GP Practice Name', 'Provider CQC Location Name'].includes(c)));
  const own = cld!.columns.filter((c) => values[c.name] !== undefined);
  expect(own.map((c) => [c.name, c.among])).toEqual(own.map((c) => [c.name, values[c.name]]));
});
