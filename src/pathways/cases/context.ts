import { londonTime, type Sql } from '../../kernel/index.ts';
export { holds as holdsTrue, valuesOver as valuesOf } from '../journey/guards.ts';
import { passes } from '../expressions.ts';
import type { Value } from '../types.ts';
import { personFacts } from './person.store.ts';
import { referenceOf, type CompletedForm } from './types.ts';
import type { Standing } from './engine.ts';

/** What expressions over a case may use: its forms by their ids, `case`, `person` where asked for, and `heard`. */
export type Context = Record<string, unknown>;

/** Answers of a form with the totals of its scores and what it came to. */
const answersOf = ({ answers, result, at }: CompletedForm): Record<string, Value> => ({
  ...answers,
  ...Object.fromEntries(result.calculated.map((c) => [c.name, c.value])),
  ...Object.fromEntries(result.scores.flatMap((s) => (s.total === null ? [] : [[s.name, s.total]]))),
  outcome: answers.outcome ?? result.outcome,
  completed_on: answers.completed_on ?? londonTime(at).day,
});

/** @param heard what moved the case, where something did */
export function contextOf({ case: held, pathway, forms }: Pick<Standing, 'case' | 'pathway' | 'forms'>, heard: Readonly<Record<string, Value>> = {}): Context {
  return {
    ...Object.fromEntries([...forms].map(([id, form]) => [id, answersOf(form)])),
    case: {
      reference: referenceOf(held), pathway: held.pathway, state: held.state, team: held.team, worker: held.workerName, priority: pathway.priorities[held.priority] ?? '',
      opened_on: londonTime(held.openedAt).day, closed_on: held.closedAt === null ? null : londonTime(held.closedAt).day,
    },
    heard,
  };
}

/** The same with who the person is: `person.nhs_number`, `birth_date`, `gender`, `ethnicity`, `postcode`, `gp_practice`, `died_on`. */
export const withPerson = async (sql: Sql, context: Context, personId: string): Promise<Context> => ({ ...context, person: await personFacts(sql, personId) });

/** Whether what was heard passes every test of a trigger or transition. */
export const heardFits = (where: Readonly<Record<string, string>>, body: Readonly<Record<string, Value>>): boolean => Object.entries(where).every(([name, test]) => body[name] !== undefined && passes(test, body[name] ?? null));
