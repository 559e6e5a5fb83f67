import { afterAll, beforeAll, expect, test } from 'vitest';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';
import type { Session } from '../../access/index.ts';
import type { CaseAction } from './acts.ts';
import type { Completed } from './forms.ts';
import type { Case } from './types.ts';

let bench: CasesBench;
beforeAll(async () => void (bench = await casesBench()));
afterAll(() => bench?.close());

const complete = (session: Session, held: Case, form: string, answers: object, more: object = {}): Promise<Completed> => bench.cases.desk.complete(session, held.caseId, { form, revision: held.revision, answers: answers as never, ...more });
const act = (session: Session, held: Case, action: CaseAction): Promise<Case> => bench.cases.desk.act(session, held.caseId, held.revision, action);
const caseOf = (done: Completed): Case => {
  if (done.is !== 'completed') throw new Error(JSON.stringify(done.result));
  return done.case;
};
const one = (session: Session, held: Pick<Case, 'caseId'>) => bench.cases.desk.one(session, held.caseId);

test('a case goes from its first form to its end, each step kept, told and tied to whoever has it', async () => {
  const { joanna, leila, tom } = bench;
  const who = await bench.person('Ada');
  let held = await bench.open(who, { note: 'Her daughter rang' });
  expect(held).toMatchObject({ letters: 'TRV', team: 'front-door', worker: 'joanna.price', state: 'requested', revision: 1 });
  await expect(one(tom, held)).rejects.toMatchObject({ code: 'person.not-found' });
  const tied = async (): Promise<string[]> => (await bench.db.writer<{ team: string }[]>`select team from access.tie where person_id = ${who} and ended_at is null order by team`).map((t) => t.team);
  expect(await tied()).toEqual(['front-door']);
  const half = await complete(joanna, held, 'request', { wish: 'The market' });
  expect(half).toMatchObject({ is: 'incomplete', result: { missing: ['needs'] }, draft: { answers: { wish: 'The market' } } });
  held = caseOf(await complete(joanna, held, 'request', { wish: 'The market', needs: 6 }));
  expect(held).toMatchObject({ state: 'planning', team: 'prevention', worker: null });
  expect(await tied()).toEqual(['prevention', 'tenancy-services']);
  const seen = await one(leila, held);
  expect(seen.clocks.map((k) => [k.deadline, k.state, k.dueDay])).toEqual([['plan-in-ten-days', 'running', '2026-11-30'], ['answer-in-two-days', 'met', '2026-11-24']]);
  expect(seen.tasks.map((t) => [t.task, t.team])).toEqual([['ring', 'prevention'], ['home-check', 'tenancy-services']]);
  expect(seen.steps.map((s) => s.kind)).toEqual(['moved', 'completed', 'opened']);
  expect(seen.told).toMatchObject([{ team: 'prevention', channel: 'mail', state: 'waiting' }]);
  expect(seen.documents).toMatchObject([{ document: 'letter', madeAt: null }]);
  expect((await bench.db.writer`select fields from pathways.returned where person_id = ${who}`)[0]?.fields).toEqual({ wish: 'The market', nhs: '9434765919', result: 'Training' });

  const planned = await complete(leila, held, 'plan', { steps: 'Bus 38, twice' });
  expect(planned).toMatchObject({ moved: false, actions: [{ action: 'Send for approval', can: false, because: 'First: Check the home.' }, { action: 'Wait', byItself: true }] });
  const checked = caseOf(await complete(tom, caseOf(planned), 'health', { fit: 'yes' }));
  await expect(one(tom, held)).rejects.toMatchObject({ code: 'person.not-found' });
  expect(await tied()).toEqual(['prevention']);
  held = await act(leila, checked, { do: 'go', transition: 0, note: 'Ready' });
  expect(held).toMatchObject({ state: 'approval', preparedBy: 'leila.haddad' });
  expect((await one(leila, held)).actions).toMatchObject([{ action: 'Approve', can: false, because: 'Somebody other than whoever completed the form does this.' }, { action: 'Send back', can: true, note: true }]);
  await expect(act(leila, held, { do: 'go', transition: 0, note: '' })).rejects.toMatchObject({ code: 'access.refused' });
});
