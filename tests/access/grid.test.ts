import { expect, test, vi } from 'vitest';
import { explainCategory } from '../../src/access/decide.ts';
import { differences, grid, places } from './grid.ts';
import { createOracle, policyNames, type Question } from './oracle.ts';

/**
 * What Kith decides, beside an independent statement of the rules, in Cedar. The whole grid is millions of people's decisions: a
 * seeded sample is tried here, and as many as wanted by bench/access-grid.ts.
 */

vi.setConfig({ testTimeout: 120_000 });
const all = grid();
const sample: Question[] = places(1, 250, all.size).map((place) => all.at(place));

test('over the grid of roles, purposes, marks, ties, agreements, standings and emergencies there is no difference', () => {
  const oracle = createOracle();
  expect(sample.flatMap((question) => differences(oracle, question))).toEqual([]);
  expect(oracle.asked()).toBeGreaterThan(1_000);
});

/** The rules that decide about a question, one a category. */
const decidersOf = ({ rules, session, marks, relationships, today, grant }: Question): { rule: string; level: string }[] =>
  rules.categories.map(({ id }) => {
    const { decision, steps } = explainCategory(rules, session, marks, relationships, id, today, grant);
    return { rule: steps.at(-1)?.rule ?? '', level: decision.level };
  });
const drawn = [...places(1, 4_000, all.size), ...all.plain].map((place) => all.at(place)).map((question) => ({ question, decided: decidersOf(question) }));

test('what is drawn is decided by every rule, and reaches every level', () => {
  const of = (key: 'rule' | 'level'): string[] => [...new Set(drawn.flatMap(({ decided }) => decided.map((d) => d[key])))].toSorted();
  expect(of('level')).toEqual(['alert', 'detail', 'none', 'summary']);
  expect(of('rule')).toEqual(['agreement', 'break-glass', 'consent', 'identity', 'level', 'objection', 'purpose', 'restricted', 'seal', 'security-standard', 'team', 'whereabouts']);
});

/** Where to look first for a policy's absence to show: questions of which some category is decided by this rule, to this end. */
const decidedBy: Record<string, string> = {
  'a tie is held': 'given', 'a tie names the team': 'given', 'an agreement covers': 'given', 'a standing is met': 'given', "what the team's rule gives": 'given', 'what the rule gives otherwise': 'given',
  'emergency access is theirs': 'emergency', 'what an emergency opens': 'emergency', sealed: 'seal', 'works there': 'team', 'looks at persons': 'purpose', restricted: 'restricted',
  'protected whereabouts': 'whereabouts', 'security standard': 'security-standard', agreement: 'agreement', objection: 'objection', 'a wish is about this': 'given', consent: 'consent', 'their own record': 'restricted', identity: 'identity',
};
const ends = ({ question, decided }: (typeof drawn)[number]): string[] => decided.map(({ rule, level }) => (level === 'none' ? rule : question.grant?.userId === question.session.userId ? 'emergency' : 'given'));

test.each(policyNames)('without the policy "%s" the two differ, so that the grid would show it gone', (policy) => {
  const oracle = createOracle(policy);
  const among = (one: (typeof drawn)[number]): boolean => {
    const { marks, grant, rules, session } = one.question;
    if (policy === 'a tie names the team' && !marks.some((m) => m.kind === 'staff-client')) return false;
    if (policy === 'looks at persons' && (grant?.userId !== session.userId || rules.purpose.get(session.purpose)?.persons !== false)) return false;
    return ends(one).includes(decidedBy[policy] ?? '');
  };
  expect(drawn.filter(among).some(({ question }) => differences(oracle, question).length > 0)).toBe(true);
});
