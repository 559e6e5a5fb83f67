import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertBench, card, type AlertBench } from '../support/alerts.ts';
import { definitionsOf, travel } from '../support/case-definitions.ts';
import { checkAccess } from '../../src/access/index.ts';
import { casesFromAlerts } from '../../src/cli/cases-from-alerts.ts';
import { createCases, type Cases } from '../../src/pathways/index.ts';

let bench: AlertBench;
let cases: Cases;
beforeAll(async () => {
  bench = await alertBench();
  const { kernel, access } = bench;
  const teams = checkAccess(kernel.area).definitions?.teams ?? [];
  cases = createCases({ kernel, access, definitions: definitionsOf(travel.replace(`card: '"lonely"'`, `card: '"${card.id}"', severity: '"urgent"'`).replace('wish: place', 'wish: reference')), teams, contactOf: () => null });
});
afterAll(() => bench?.close());

test('an alert of a card that a pathway waits for begins a case, once, and says which; a lesser one begins none', async () => {
  const { kernel, alerts } = bench;
  const step = casesFromAlerts({ kernel, alerts, cases });
  const [urgent, soon] = [await bench.person('Uma'), await bench.person('Sol', { nhsNumber: '9434765870' })];
  await bench.score(urgent, 33);
  await bench.score(soon, 12);
  await bench.round();
  while (await step.run());
  while (await step.run());
  const open = await bench.db.writer<{ personId: string; reference: string; origin: { reference: string } }[]>`
    select person_id::text as "personId", letters || '-' || lpad(number::text, 6, '0') as reference, origin from pathways."case"`;
  expect(open).toMatchObject([{ personId: urgent, origin: { kind: 'alert', reference: expect.stringMatching(/^A\d+$/) } }]);
  const { items } = await bench.list('open');
  expect(items).toMatchObject([{ alert: { personId: urgent, state: 'case', caseReference: open[0]!.reference } }]);
  expect((await bench.list('new')).items).toMatchObject([{ alert: { personId: soon, state: 'raised' } }]);
  const joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  const [draft] = (await cases.desk.one(joanna, (await cases.desk.find(open[0]!.reference))!)).forms.map((f) => f.draft);
  expect(draft).toMatchObject({ answers: { wish: open[0]!.origin.reference }, provenance: { wish: { from: `Alert ${open[0]!.origin.reference}` } } });
});
