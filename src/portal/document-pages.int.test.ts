import { afterAll, beforeAll, expect, test } from 'vitest';
import { travel } from '../../tests/support/case-definitions.ts';
import { casesBench, type CasesBench } from '../../tests/support/cases.ts';
import { feedStates } from '../../tests/support/records.ts';
import type { Session } from '../access/index.ts';
import { buildPortal, type SignIn } from './index.ts';

const pack = `letter: { title: Letter, parts: [{ says: 'You wished for {{request.wish}}, {{person.name}}' }, { heading: What is known }, { facts: { kind: finding, type: alert }, title: Alerts }, { answers: request }, { chronology: true }] }`;

let bench: CasesBench;
let app: Awaited<ReturnType<typeof buildPortal>>;
let who: Session;
beforeAll(async () => {
  bench = await casesBench([travel.replace(/letter: \{.*\}/, pack)]);
  const { kernel, access, records, cases } = bench;
  who = bench.joanna;
  const signIn = { register: async () => undefined, session: async () => who, csrf: () => 'token', requireSession: async () => undefined } as unknown as SignIn;
  app = await buildPortal({ kernel, access, records, cases, signIn, linkage: { report: () => Promise.reject(new Error('not here')) }, feeds: { states: async () => feedStates() } });
});
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

test('a document is a page, a PDF and a FHIR document, each a logged look; kept as it was first made; for nobody who may not read the case', { timeout: 60_000 }, async () => {
  const person = await bench.person('<b>Ada</b>');
  const held = await bench.open(person);
  await bench.cases.desk.complete(who, held.caseId, { form: 'request', revision: held.revision, answers: { wish: '<script>x</script>', needs: 6 } });
  const url = `/case/${held.caseId}/document/letter`;
  const page = await app.inject({ url });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('You wished for &lt;script>x&lt;/script>');
  expect(page.body).not.toContain('<script>x');
  for (const says of ['None is recorded in what whoever made this may see.', 'Not shared with whoever made this, and so not in it:', 'Printed by Joanna Price, Front door', 'Completed 20 November 2026', 'Moved: Send to planning (Planning)']) expect(page.body).toContain(says);
  const pdf = await app.inject({ url: `${url}?as=pdf` });
  expect([pdf.headers['content-type'], pdf.rawPayload.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
  expect(pdf.headers['content-disposition']).toMatch(/filename="TRV-0+\d+-letter\.pdf"/);
  expect(JSON.parse((await app.inject({ url: `${url}?as=fhir` })).body)).toMatchObject({ resourceType: 'Bundle', type: 'document', entry: [{ resource: { resourceType: 'Composition', title: 'Letter' } }, {}, {}] });
  const logged = await bench.db.writer<{ action: string }[]>`select action from access.log where request like 'document letter%'`;
  expect(logged.map((l) => l.action)).toEqual(['case', 'case', 'case']);
  const [kept] = await bench.db.writer<{ made: { title: string }; again: boolean }[]>`select made, made_at is not null as again from pathways.document where case_id = ${held.caseId}`;
  expect(kept).toMatchObject({ made: { title: 'Letter' }, again: true });
  expect((await app.inject({ url: `/case/${held.caseId}/document/nothing` })).statusCode).toBe(404);
  expect((await app.inject({ url: '/case/x/document/letter' })).statusCode).toBe(404);
  who = bench.paul;
  expect((await app.inject({ url })).statusCode).toBeGreaterThanOrEqual(403);
});
