import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';

/** A team's board of a pathway: where cases stand, what is shown of each, how deadlines were kept. */

const shown = `${readFileSync('tests/fixtures/pathways/travel-training.yaml', 'utf8')}\nboard:\n  How sure: if request.confidence = null then null else string(request.confidence) + " of 10"\n`;
let bench: CasesBench;
beforeAll(async () => void (bench = await casesBench([shown])));
afterAll(() => bench?.close());

test('cases stand in their states with what the pathway shows; deadlines met in time and late are told apart; the sealed are nowhere', async () => {
  const { cases, joanna, paul } = bench;
  const open = async (given: string) => cases.desk.open(joanna, { personId: await bench.person(given), pathway: 'travel-training' });
  const answers = { wants_training: 'yes', phone: 'no', confidence: 4 };
  const asked = await open('Ann');
  const [early, late, sealed] = [await open('Bea'), await open('Cyd'), await open('Selma')];
  for (const held of [early, late, sealed]) await cases.desk.complete(joanna, held.caseId, { form: 'request', revision: held.revision, answers, note: 'Ready' });
  const end = async (caseId: string): Promise<void> => {
    const { case: held, pathway } = await cases.desk.one(joanna, caseId);
    const form = pathway.states[held.state]!.form!;
    await cases.desk.complete(joanna, caseId, { form, revision: held.revision, answers: { travels_alone: 'yes' }, note: 'Done' });
  };
  await end(early.caseId);
  await bench.later('2026-12-09T09:00:00Z');
  await bench.access.setMarks(bench.db.writer, 'test', [{ personId: sealed.personId, kind: 'sealed', reason: '' }], [sealed.personId]);

  const board = await cases.board(joanna, 'travel-training');
  expect(board.pathway.shows).toEqual(['How sure']);
  expect(board.states.map((s) => [s.id, s.count, s.overdue, s.cases.map((c) => c.case.caseId)])).toEqual([['asked', 1, 0, [asked.caseId]], ['training', 1, 1, [late.caseId]]]);
  expect(board.states.flatMap((s) => s.cases.map((c) => c.shows['How sure']))).toEqual([null, '4 of 10']);
  expect(board.deadlines).toMatchObject([{ deadline: 'first-session', running: 1, late: 1, metInTime: 1, metLate: 0 }]);
  expect(JSON.stringify(board)).not.toContain('Selma');

  await end(late.caseId);
  expect((await cases.board(joanna, 'travel-training')).deadlines).toMatchObject([{ running: 0, late: 0, metInTime: 1, metLate: 1 }]);
  // Another team's board is its own.
  expect((await cases.board(paul, 'travel-training')).states.flatMap((s) => s.cases)).toEqual([]);
  await expect(cases.board(joanna, 'none')).rejects.toMatchObject({ code: 'usage.invalid' });
});
