import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';

/** What cases hold of a person, for a copy of their data. */

let bench: CasesBench;
beforeAll(async () => void (bench = await casesBench([readFileSync('tests/fixtures/pathways/travel-training.yaml', 'utf8')])));
afterAll(() => bench?.close());

test('every version of every form, what is begun and what was done are held of whom the case is about, and of nobody else', async () => {
  const { cases, joanna } = bench;
  const [ann, bea] = [await bench.person('Ann'), await bench.person('Bea')];
  const open = (personId: string) => cases.desk.open(joanna, { personId, pathway: 'travel-training', note: 'Asked by her daughter' });
  const [held, other] = [await open(ann), await open(bea)];
  await cases.desk.complete(joanna, held.caseId, { form: 'request', revision: held.revision, answers: { wants_training: 'yes', phone: 'no', confidence: 4, journeys: [{ where_to: 'Zoo', how_often: 'every week' }] }, note: 'She knows the 42' });
  await cases.desk.save(joanna, held.caseId, { form: 'review', revision: 0, answers: { travels_alone: 'no' } });
  await cases.desk.save(joanna, other.caseId, { form: 'request', revision: 0, answers: { wants_training: 'no' } });
  const found = await bench.as(joanna, 'case', [ann], (reading) => cases.held(reading, ann));
  expect(found.map((h) => h.title.replace(/^\S+, /, ''))).toEqual([expect.stringMatching(/version 1$/), expect.stringMatching(/begun and not completed$/), 'what was done']);
  const [request, review, steps] = found;
  expect(request!.rows).toEqual(expect.arrayContaining([{ name: 'Completed by', value: 'Joanna Price' }, { name: 'How sure of yourself are you on a bus?', value: '4' }, { name: expect.any(String) as string, value: 'Zoo, every week' }]));
  expect(review!.rows).toContainEqual({ name: 'Do you travel by yourself now?', value: 'No' });
  expect(JSON.stringify(steps)).toContain('Asked by her daughter');
  expect(JSON.stringify(steps)).toContain('She knows the 42');
  expect(await bench.as(joanna, 'case', [bea], (reading) => cases.held(reading, ann))).toEqual([]);
});
