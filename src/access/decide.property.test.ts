import { array, check, constant, constantFrom, date, defaultReportMessage, integer, oneof, option, property, record, subarray, tuple, type Arbitrary, type IProperty } from 'fast-check';
import { expect, test } from 'vitest';
import { explainCategory, decide, decidePerson, type Grant, type Mark, type Relationship } from './decide.ts';
import type { AgreementDefinition, RuleDefinition, StandingDefinition } from './definition.ts';
import { overridable, type BreakGlassDefinition } from './emergency/definition.ts';
import { isMore, levels } from './levels.ts';
import { arrangeRules, type Rules } from './rules.ts';
import type { Level, MarkKind, Session } from './types.ts';

const dayIn = (from: string, to: string): Arbitrary<string> => date({ min: new Date(from), max: new Date(to), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
const day = dayIn('2024-01-01', '2029-01-01');
/** Mostly all, so that most questions come to be decided by something else. */
const some = (ids: string[]): Arbitrary<string[]> => oneof({ weight: 4, arbitrary: constant(ids) }, { weight: 1, arbitrary: subarray(ids) });
const categoryIds = ['identity', 'housing', 'police'];
const purposeIds = ['care', 'safeguarding', 'counts'];
const organisationIds = ['council', 'homes'];

const agreement: Arbitrary<AgreementDefinition> = record({
  id: constantFrom('core', 'other'),
  version: integer({ min: 1, max: 9 }),
  title: constant('Agreement'),
  starts: dayIn('2023-06-01', '2026-09-01'),
  expires: dayIn('2026-03-01', '2029-06-01'),
  dpia: constant('https://area.example/dpia'),
  parties: some(organisationIds),
  categories: some(categoryIds),
  purposes: some(purposeIds),
});

const rule: Arbitrary<RuleDefinition> = oneof(
  constantFrom(...levels),
  tuple(constantFrom(...levels), constantFrom(...levels), constantFrom<'relationship' | 'allocation' | ''>('relationship', 'allocation', ''), constantFrom('worker', '')).map(([a, b, needs, role]) => ({
    level: isMore(a, b) ? a : b,
    otherwise: isMore(a, b) ? b : a,
    ...(needs === '' ? {} : { needs: needs === 'relationship' ? needs : [needs] }),
    ...(role === '' ? {} : { roles: [role] }),
  })),
);

const relationship: Arbitrary<Relationship> = record({
  organisation: constantFrom(...organisationIds),
  team: constantFrom('', 'team', 'other-team'),
  kind: constantFrom('allocation', 'tenancy'),
  since: day,
  until: option(day),
});
const mark: Arbitrary<Mark> = record({ kind: constantFrom<MarkKind>('sealed', 'restricted-demographics', 'staff-client', 'objection') });

/** A value for most of the ids. */
const rulesFor = <T>(ids: readonly string[], of: Arbitrary<T>): Arbitrary<Record<string, T>> =>
  tuple(...ids.map((id) => option(of, { freq: 5 }).map((value) => ({ id, value })))).map((all) =>
    Object.fromEntries(all.flatMap(({ id, value }) => (value === null ? [] : [[id, value]]))),
  );

/** An area small enough for chance to find its corners. */
type Stated = Omit<StandingDefinition, 'code'>;
const met: Stated = { standing: 'met', published: '0001-01-01', expires: '9999-12-31' };
const standing: Arbitrary<Stated> = record({ standing: constantFrom('met' as const, 'exceeded' as const, 'not-met' as const, 'exempt' as const), published: day, expires: day });
const emergency: Arbitrary<BreakGlassDefinition> = record({
  teams: constantFrom(['team'], ['other-team']),
  reasons: constant([{ id: 'danger', name: 'Somebody is in danger' }]),
  minutes: constant(60),
  leastWords: constant(5),
  basis: constant({ article6: '6(1)(d)', article9: '9(2)(c)', statute: 'Act', confidentiality: 'Public interest' }),
  opens: some(categoryIds),
  despite: subarray<(typeof overridable)[number]>([...overridable]),
  review: constant({ by: 'worker', workingDays: 3, escalatesTo: 'manager' }),
  contact: constant({ name: 'Desk', phone: '020 7946 0000' }),
});
const question = record({
  agreements: array(agreement, { minLength: 1, maxLength: 4 }),
  rules: rulesFor(purposeIds, rulesFor(categoryIds, rule)),
  standings: oneof({ weight: 3, arbitrary: constant([met]) }, { weight: 1, arbitrary: array(standing, { maxLength: 1 }) }),
  marks: oneof({ weight: 2, arbitrary: constant([]) }, { weight: 1, arbitrary: array(mark, { maxLength: 2 }) }),
  relationships: array(relationship, { maxLength: 3 }),
  today: day,
  purpose: constantFrom('care', 'care', ...purposeIds, 'unknown'),
  role: constantFrom('worker', 'manager'),
  breakGlass: option(emergency),
});
type Question = typeof question extends Arbitrary<infer Q> ? Q : never;

function rulesOf(q: Question): Rules {
  const purpose = { article6: '6(1)(e)', article9: '9(2)(h)', statute: 'Act', confidentiality: 'Consent' };
  return arrangeRules(
    {
      categories: categoryIds.map((id) => ({ id, name: id, heldBy: [id === 'housing' ? 'homes' : 'council'], offenceData: false, whereabouts: false, needsConsent: false })),
      purposes: [
        { ...purpose, id: 'care', name: 'Care', persons: true },
        { ...purpose, id: 'safeguarding', name: 'Safeguarding', persons: true, overridesObjection: 'Somebody is at risk' },
        { ...purpose, id: 'counts', name: 'Counts', persons: false },
      ],
      agreements: q.agreements,
      desks: { housing: { name: 'Desk', phone: '020 7946 0000' }, police: { name: 'Desk', phone: '020 7946 0001' } },
      teams: [{ id: 'team', name: 'Team', organisation: 'council', roles: ['worker', 'manager'], may: ['open'], purposes: q.rules }],
      users: [{ id: 'user', name: 'User', email: 'user@area.example', jobTitle: 'Worker', about: 'Tests', teams: [{ team: 'team', role: 'worker' }, { team: 'team', role: 'manager' }] }],
      standings: [...(q.standings as Iterable<Stated>)].map((s) => ({ ...s, code: 'COUNCIL' })),
      breakGlass: q.breakGlass,
      views: null,
      own: null,
    },
    organisationIds.map((id) => ({ id, name: id, code: id.toUpperCase() })),
  );
}

const sessionOf = (q: Question): Session => ({ userId: 'user', name: 'User', organisation: 'council', team: 'team', teamName: 'Team', role: q.role, purpose: q.purpose, purposeName: q.purpose });
const levelsOf = (q: Question, grant: Grant | null = null): Record<string, Level> =>
  Object.fromEntries(categoryIds.map((c) => [c, decide(rulesOf(q), sessionOf(q), q.marks, q.relationships, c, q.today, grant).level]));
/** Emergency access of the worker who asks. */
const grant: Grant = { emergencyId: 'e', userId: 'user', team: 'team', reason: 'danger', until: new Date('2030-01-01T00:00:00Z') };
const widened = (before: Record<string, Level>, after: Record<string, Level>): string[] => categoryIds.filter((c) => isMore(after[c]!, before[c]!));
const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index);

/** A counter-example in words, or undefined when none was found. */
const counterExample = <T>(of: IProperty<T>): string | undefined => defaultReportMessage(check(of, { numRuns: 1000 }));
const allNone = (decided: Record<string, Level>): boolean => Object.values(decided).every((level) => level === 'none');

test('nothing is shared but by a rule, for a purpose that looks at persons, under an agreement in force', () => {
  const lawful = (q: Question, category: string): boolean => {
    const { level, basis, because, desk } = decide(rulesOf(q), sessionOf(q), q.marks, q.relationships, category, q.today);
    if (level === 'none') return basis === null && because !== '' && desk === undefined;
    const inForce = q.agreements.some((a) => a.starts <= q.today && q.today <= a.expires && a.parties.includes('council') && a.categories.includes(category) && a.purposes.includes(q.purpose));
    return (
      q.rules[q.purpose]?.[category] !== undefined &&
      q.purpose !== 'counts' &&
      inForce &&
      basis !== null &&
      basis.startsWith('Act; UK GDPR 6(1)(e), 9(2)(h); Agreement v') &&
      because !== '' &&
      (desk !== undefined) === (level === 'alert' && category !== 'identity')
    );
  };
  expect(counterExample(property(question, (q) => categoryIds.every((c) => lawful(q, c))))).toBeUndefined();
});

test('taking an agreement away never widens', () => {
  expect(counterExample(property(question, (q) => q.agreements.every((_, i) => widened(levelsOf(q), levelsOf({ ...q, agreements: without(q.agreements, i) })).length === 0)))).toBeUndefined();
});

test('taking a relationship away never widens', () => {
  expect(
    counterExample(property(question, (q) => q.relationships.every((_, i) => widened(levelsOf(q), levelsOf({ ...q, relationships: without(q.relationships, i) })).length === 0))),
  ).toBeUndefined();
});

test('a further mark never widens, and a seal closes everything', () => {
  const closes = (q: Question, more: Mark): boolean => {
    const after = levelsOf({ ...q, marks: [...q.marks, more] });
    return widened(levelsOf(q), after).length === 0 && (more.kind !== 'sealed' || allNone(after));
  };
  expect(counterExample(property(question, mark, closes))).toBeUndefined();
});

test('somebody whose identity is not shared is nobody in every category', () => {
  expect(counterExample(property(question, (q) => levelsOf(q).identity !== 'none' || allNone(levelsOf(q))))).toBeUndefined();
});

test('all categories at once are decided as each alone', () => {
  const same = (q: Question): boolean => {
    return [null, grant].every((g) => {
      const person = decidePerson(rulesOf(q), sessionOf(q), 'p', q.marks, q.relationships, q.today, g);
      return categoryIds.every((c) => person.categories.get(c)?.level === levelsOf(q, g)[c]);
    });
  };
  expect(counterExample(property(question, same))).toBeUndefined();
});

test('emergency access opens what the area says and no more: no seal, no other category, nothing that an ended agreement closes unless stated', () => {
  const withGrant = (q: Question, as = grant): Record<string, Level> => levelsOf(q, as);
  const sound = (q: Question, more: Mark): boolean => {
    const [before, after] = [levelsOf(q), withGrant(q)];
    const terms = q.breakGlass?.teams.includes('team') === true ? q.breakGlass : null;
    const despite = (rule: (typeof overridable)[number]): boolean => terms?.despite.includes(rule) === true;
    return (
      (![...(q.marks as Iterable<Mark>)].some((m) => m.kind === 'sealed') || allNone(after)) &&
      (terms !== null || JSON.stringify(before) === JSON.stringify(after)) &&
      widened(after, before).length === 0 &&
      widened(withGrant(q), withGrant({ ...q, marks: [...q.marks, more] })).length === 0 &&
      widened(before, after).every((c) => terms?.opens.includes(c) === true) &&
      (q.agreements.some((a) => a.starts <= q.today && q.today <= a.expires) || despite('agreement') || allNone(after)) &&
      JSON.stringify(before) === JSON.stringify(withGrant(q, { ...grant, userId: 'somebody-else' }))
    );
  };
  expect(counterExample(property(question, mark, sound))).toBeUndefined();
  expect(counterExample(property(question, (q) => widened(levelsOf(q), withGrant(q)).length === 0))).toBeDefined();
});

test('the question reaches every level, so that the properties mean something', () => {
  for (const level of levels) {
    expect(counterExample(property(question, (q) => !Object.values(levelsOf(q)).includes(level)))).toBeDefined();
  }
});

test('an organisation that does not meet the security standard is shown nothing but its own data', () => {
  const lapsed = (q: Question): string[] => {
    const own = (category: string): boolean => category !== 'housing';
    const levels = levelsOf({ ...q, standings: [] });
    return categoryIds.filter((c) => levels[c] !== 'none' && !own(c));
  };
  expect(counterExample(property(question, (q) => lapsed(q).length === 0))).toBeUndefined();
});

test('what explains a decision ends with the rule that decided, and every rule before it held', () => {
  const agrees = (q: Question, category: string): boolean => {
    const { decision, steps } = explainCategory(rulesOf(q), sessionOf(q), q.marks, q.relationships, category, q.today);
    const decided = decide(rulesOf(q), sessionOf(q), q.marks, q.relationships, category, q.today);
    const last = steps.at(-1);
    return JSON.stringify(decision) === JSON.stringify(decided) && steps.slice(0, -1).every((s) => s.holds) && last !== undefined && last.holds === (decision.level !== 'none') && (last.holds || last.says === decision.because);
  };
  expect(counterExample(property(question, constantFrom(...categoryIds), agrees))).toBeUndefined();
});
