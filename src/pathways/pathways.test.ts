import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkPathways, eventsSchema, formOf, listFields, pathwaySchema, returnSchema, walk, type Answers } from './index.ts';

const text = readFileSync(resolve('tests/fixtures/pathways/travel-training.yaml'), 'utf8');
const held = new Set(['social-worker', 'community-nurse', 'discharge-coordinator']);

/** The pathway written from nothing, with one thing in it changed. */
function read(from = '', to = ''): ReturnType<typeof checkPathways> {
  if (!text.includes(from)) throw new Error(`it does not say ${from}`);
  const dir = mkdtempSync(join(tmpdir(), 'kith-pathway-'));
  mkdirSync(join(dir, 'pathways'));
  writeFileSync(join(dir, 'pathways', 'travel-training.yaml'), text.replace(from, to));
  return checkPathways(dir, held);
}
const [training] = read().pathways;
const run = (answers: Answers, from = '2026-12-21T10:00:00Z') => walk(training!, answers, new Date(from));

test('a pathway written from nothing has no problem', () => {
  expect(read().problems).toEqual([]);
});

test('the JSON Schema for editors is up to date', async () => {
  const made = z.toJSONSchema(pathwaySchema, { io: 'input', target: 'draft-7' });
  await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/pathway.json'));
  const events = z.toJSONSchema(eventsSchema, { io: 'input', target: 'draft-7' });
  await expect(`${JSON.stringify(events, null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/pathway-events.json'));
  const returned = z.toJSONSchema(returnSchema, { io: 'input', target: 'draft-7' });
  await expect(`${JSON.stringify(returned, null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/return.json'));
});

test('is walked with no code: state, deadline over Christmas, notice', () => {
  expect(run({ wants_training: 'yes', phone: 'no', confidence: 4, journeys: [{ where_to: 'College', how_often: 'every day' }] })).toMatchObject({
    outcome: 'offered',
    because: 'Somebody who is not sure of themselves is offered training',
    state: { id: 'training', end: false },
    deadlines: [{ id: 'first-session', due: { day: '2027-01-07' }, warn: { day: '2027-01-05' }, owner: 'social-worker', state: 'running' }],
    notices: [{ to: 'social-worker', channel: 'portal' }],
  });
  expect(run({ wants_training: 'no' })).toMatchObject({ outcome: 'not-wanted', state: { id: 'finished', end: true }, deadlines: [] });
});

describe('a form', () => {
  test('asks what its conditions let through, and an answer to what is not asked counts for nothing', () => {
    expect(run({ wants_training: 'no', confidence: 2 })).toMatchObject({ outcome: 'not-wanted', missing: [] });
    expect(run({}).missing).toEqual(['wants_training']);
    expect(run({ wants_training: 'yes' }).missing).toEqual(['phone', 'confidence']);
  });

  test.each([
    [{ wants_training: true }, 'wants_training', 'choose one of yes, no'],
    [{ wants_training: 'yes', confidence: 11 }, 'confidence', 'from 0 to 10'],
    [{ wants_training: 'yes', confidence: 1.5 }, 'confidence', 'whole number'],
    [{ journeys: 'College' }, 'journeys', 'give a list'],
    [{ journeys: [{ where_to: 'x', how_often: 'never' }] }, 'journeys[0].how_often', 'choose one of every day'],
    [{ journeys: [{}] }, 'journeys[0].where_to', 'give an answer'],
    [{ journeys: [{ where_to: 'x', who: 'y' }] }, 'journeys[0].who', 'no question'],
    [{ nothing: 1 }, 'nothing', 'no question'],
  ] as [Answers, string, string][])('names what is wrong with %o', (answers, field, says) => {
    expect(run(answers).problems).toContainEqual({ field, says: expect.stringContaining(says) as string });
  });

  test('null and an empty text are not answered', () => {
    expect(run({ wants_training: null }).missing).toEqual(['wants_training']);
    expect(run({ wants_training: '' })).toMatchObject({ problems: [], missing: ['wants_training'] });
  });

  test('lists its questions with what may be answered', () => {
    expect(listFields(formOf(training!, 'request'))).toMatchObject([
      { name: 'wants_training', type: 'yes-no', options: ['yes', 'no'] },
      { name: 'phone', when: 'wants_training = "yes"' },
      { name: 'confidence', type: 'number', min: 0, max: 10, options: null },
      { name: 'journeys', type: 'repeat', fields: [{ name: 'where_to' }, { name: 'how_often', options: ['every day', 'every week', 'now and then'] }] },
    ]);
    expect(() => formOf(training!, 'nothing')).toThrow(/no form "nothing"/);
  });
});

test.each([
  ['start: asked', 'start: nowhere', 'start', 'It does not say in which of its states a case begins.'],
  ['start: asked', 'start: training', 'states.asked', 'No case can come here.'],
  ['      - { to: finished, action: Finish }', '      - { to: training, action: Finish }', 'states.training', 'From here a case never comes to an end.'],
  ['finished: { title: Finished, end: true }', 'finished: { title: Finished, role: social-worker }', 'states.finished', 'A case that comes here never leaves.'],
  ['form: review', 'form: reviews', 'states.training.form', 'There is no form "reviews".'],
  ['- { on: not-wanted, to: finished, action: Close }', '- { on: not-asked, to: finished, action: Close }', 'states.asked.transitions.2.on', 'The form here never comes to "not-asked".'],
  ['      - { on: not-wanted, to: finished, action: Close }\n', '', 'states.asked.transitions', 'Nothing happens when the form comes to "not-wanted".'],
  ['starts: [first-session]', 'starts: [last-session]', 'states.asked.transitions.0.starts', 'There is no deadline "last-session".'],
  ['owner: social-worker', 'owner: nobody', 'deadlines.first-session.owner', 'There is no role "nobody".'],
  ['ends: [finished]', 'ends: [done]', 'deadlines.first-session.ends', 'There is no state "done".'],
  ['{ to: social-worker, channel', '{ to: everybody, channel', 'notices.to-arrange.to', 'There is no role "everybody".'],
  ['  social-worker: Sees', '  travel-trainer: Teaches\n  social-worker: Sees', 'roles.travel-trainer', 'Nobody in this area holds the role travel-trainer.'],
  [`when: 'wants_training = "yes"', title: Do you`, `when: 'confidence = 3', title: Do you`, 'forms.request.pages.0.fields.1.when', '"confidence" is no question before this one.'],
  [`when: 'wants_training = "yes"', title: Do you`, `when: 'wants_training =', title: Do you`, 'forms.request.pages.0.fields.1.when', 'It is no expression'],
  ['name: phone', 'name: wants_training', 'forms.request.pages.0.fields.1.name', '"wants_training" stands here twice.'],
  ['wants: wants_training', 'wants: wanted', 'decisions.training.inputs.wants', '"wanted" is no question'],
  [`{ sure: '<= 7' }`, `{ surely: '<= 7' }`, 'decisions.training.rules.1.when.surely', 'This decision has no input "surely".'],
  [`{ wants: '"no"' }`, `{ wants: 'no' }`, 'decisions.training.rules.0.when.wants', 'This test cannot be read'],
  ['- { gives: not-needed', `- { when: { sure: '> 8' }, gives: not-needed`, 'decisions.training.rules', 'No rule decides'],
  [`{ sure: '<= 7' }, gives: offered`, `{}, gives: offered`, 'decisions.training.rules.2', 'Nothing ever comes to this rule'],
  ['outcome: { decision: training }', 'outcome: { decision: trained }', 'forms.request.outcome.decision', 'There is no decision "trained".'],
])('"%s" made "%s" is found at %s', (from, to, path, message) => {
  expect(read(from, to).problems).toContainEqual(expect.objectContaining({ file: 'pathways/travel-training.yaml', path, message: expect.stringContaining(message) }));
});

test('a score with a gap, in points or in bands, is found', () => {
  const scored = (points: string, bands: string) => read("title: How sure of yourself are you on a bus?, hint: 0 is not at all and 10 completely, min: 0, max: 10 }", `title: How sure, min: 0, max: 10, points: ${points} }`).pathways.length + bands.length;
  expect(scored("[{ is: '<= 5', points: 1 }, { points: 0 }]", '')).toBe(1);
  const gap = read("hint: 0 is not at all and 10 completely, min: 0, max: 10 }", "min: 0, max: 10, points: [{ is: '<= 5', points: 1 }] }");
  expect(gap.problems).toMatchObject([{ path: 'forms.request.pages.0.fields.2.points', message: expect.stringMatching(/^confidence \d+(\.\d+)? gives no points\.$/) as string }]);
  const bands = read('    outcome: { decision: training }', "    scores: [{ name: sureness, title: Sureness, items: [confidence], bands: [{ id: low, title: Low, total: '>= 1' }] }]\n    outcome: { decision: training }");
  expect(bands.problems).toMatchObject([{ path: 'forms.request.scores.0.bands', message: 'A total of 0 with 0 as its highest is in no band.' }]);
});
