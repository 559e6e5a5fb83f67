import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkPathways, checkScenarios, type ScenarioReport } from '../index.ts';
import type { Problem } from '../../kernel/index.ts';
import { scenariosSchema } from './schema.ts';

const good = `
pathway: travel-training
answers:
  request: { wants_training: 'yes', phone: 'no', confidence: 4 }
scenarios:
  - title: Somebody unsure is trained over Christmas
    given: { at: 2026-12-21T10:00 }
    when:
      - { complete: request, expect: { state: training, outcome: offered, deadlines: { first-session: 2027-01-07 }, notices: [to-arrange] } }
      - { at: 2027-01-05T00:00, expect: { deadlines: { first-session: { warned: true, breached: false } } } }
      - { at: 2027-01-08T00:00, expect: { deadlines: { first-session: { breached: true } } } }
      - { tries: finished, because: is not complete }
      - { complete: review, with: { travels_alone: 'yes' } }
    expect: { state: finished, end: true, deadlines: { first-session: { state: met } }, steps: [] }
  - { title: Not wanted, given: { at: 2026-12-21 }, when: [{ complete: request, with: { wants_training: 'no', phone: null, confidence: null } }], expect: { state: finished } }
tables:
  - form: request
    rows:
      - { with: { confidence: 8 }, gives: not-needed }
`;

function run(from = '', to = ''): { reports: ScenarioReport[]; problems: Problem[] } {
  const dir = mkdtempSync(join(tmpdir(), 'kith-scenarios-'));
  mkdirSync(join(dir, 'pathways', 'scenarios'), { recursive: true });
  cpSync(resolve('tests/fixtures/pathways/travel-training.yaml'), join(dir, 'pathways', 'travel-training.yaml'));
  if (!good.includes(from)) throw new Error(`it does not say ${from}`);
  writeFileSync(join(dir, 'pathways', 'scenarios', 'travel-training.yaml'), good.replace(from, to));
  return checkScenarios(dir, checkPathways(dir, new Set(['social-worker'])).pathways);
}

test('scenarios that go as they say have no problem, and what they leave out is named', () => {
  const { reports, problems } = run();
  expect(problems).toEqual([]);
  expect(reports).toMatchObject([{ pathway: 'travel-training', scenarios: 2, tables: 1, has: { transitions: 4, rules: 3, deadlines: 1 }, uncovered: [{ says: 'the step "Say why none is needed" of asked' }] }]);
});

test.each([
  ['first-session: 2027-01-07', 'first-session: 2027-01-06', 'when.0.expect.deadlines.first-session', 'first-session is due 2027-01-07, not 2027-01-06.'],
  ['state: training', 'state: finished', 'when.0.expect.state', 'state is "training", not "finished".'],
  ['notices: [to-arrange]', 'notices: []', 'when.0.expect.notices', 'notices is ["to-arrange"], not [].'],
  ['outcome: offered', 'outcome: not-needed', 'when.0.expect.outcome', 'outcome is "offered"'],
  ['2027-01-08T00:00', '2027-01-07T23:59', 'when.2.expect.deadlines.first-session.breached', 'breached of first-session is false, not true.'],
  ['warned: true', 'warned: false', 'when.1.expect.deadlines.first-session.warned', 'warned of first-session is true'],
  ['because: is not complete', 'because: another must', 'when.3', 'It is refused because'],
  ['{ travels_alone: \'yes\' }', '{}', 'when.4', 'nothing yet: travels_alone not answered'],
  ["travels_alone: 'yes'", "travels: 'yes'", 'when.4', 'There is no question "travels" on this form.'],
  ['complete: review', 'complete: reviews', 'when.4', 'has no form "reviews"'],
  ['tries: finished', 'tries: elsewhere', 'when.3', 'No step of training leads to elsewhere.'],
  ['{ tries: finished, because: is not complete }', '{ hear: discharge }', 'when.3', 'Nothing in training hears discharge'],
  ['{ tries: finished, because: is not complete }', '{ task: ring }', 'when.3', 'There is no task "ring" to do.'],
])('"%s" made "%s" is found at %s', (from, to, path, message) => {
  const { problems } = run(from, to);
  expect(problems[0]).toMatchObject({ file: 'pathways/scenarios/travel-training.yaml', path: `scenarios.0.${path}`, message: expect.stringContaining(message) as string });
  expect(problems[0]!.line).toBeGreaterThan(5);
});

test('a row that gives something else, a form and a pathway that are not there are found', () => {
  expect(run('gives: not-needed', 'gives: offered').problems).toMatchObject([{ path: 'tables.0.rows.0', message: 'It comes to not-needed, not to offered.' }]);
  expect(run('- form: request', '- form: requests').problems).toMatchObject([{ path: 'tables.0.form' }]);
  expect(run('pathway: travel-training', 'pathway: travel').problems).toMatchObject([{ path: 'pathway', message: 'There is no pathway "travel".' }]);
});

test('the JSON Schema for editors is up to date', async () => {
  const made = z.toJSONSchema(scenariosSchema, { io: 'input', target: 'draft-7' });
  await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/pathway-scenarios.json'));
});
