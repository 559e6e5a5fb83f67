import { KithError, type Clock } from '../kernel/index.ts';
import { loadStanding } from './access.store.ts';
import { explainCategory, type Step } from './decide.ts';
import { assertReading, personId } from './reading.ts';
import { grantsInForce } from './emergency/emergency.store.ts';
import type { Rules } from './rules.ts';
import type { Decision, Reading, Session } from './types.ts';

/** Why somebody may know what they may know of one person: every rule of every category, in the order it was applied. */
export interface Explanation {
  session: Session;
  personId: string;
  /** Day in London the rules were applied on. */
  on: string;
  /** Fingerprint of the files that decided, as it stands in the log. */
  rules: string;
  categories: { category: string; name: string; decision: Decision; steps: Step[] }[];
}

/**
 * What `session` may know of a person in `reading`, and why. Nothing of the person is shown but what is true of them for
 * access; somebody sealed is nobody, for whoever asks. Throws `person.not-found`.
 */
export async function explain(rules: Rules, clock: Clock, reading: Reading, session: Session, id: string): Promise<Explanation> {
  assertReading(reading);
  const who = personId(id);
  const decided = reading.persons.get(who);
  if (decided === undefined || decided.sealed) throw new KithError('person.not-found', 'There is no such person.');
  const today = clock.today();
  const { marks, relationships } = (await loadStanding(reading.sql, [who], clock.now(), today)).get(who)!;
  const grant = (await grantsInForce(reading.sql, session.userId, [who], clock.now())).get(who);
  const categories = rules.categories.map(({ id: category, name }) => ({ category, name, ...explainCategory(rules, session, marks, relationships, category, today, grant) }));
  return { session, personId: who, on: today, rules: rules.fingerprint, categories };
}
