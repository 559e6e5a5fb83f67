import { expect, test } from 'vitest';
import { demoRules } from '../../tests/support/access.ts';
import { fixedClock } from '../kernel/index.ts';
import { decide, decidePerson, type Mark, type Relationship } from './decide.ts';
import type { Level } from './types.ts';

const { rules, session } = demoRules();
const joanna = session('joanna.price', 'front-door', 'care-act-request');
const paul = session('paul.okafor', 'district-nursing', 'direct-care');
const today = '2026-11-20';
const tie = { organisation: 'newbridge-community', team: '', kind: 'service-episode', since: '2026-09-02', until: null };

test('an agreement ends at midnight in London, in summer time as in winter', () => {
  const ending = { ...rules, agreements: rules.agreements.map((a) => ({ ...a, expires: a.version === 4 ? '2026-07-31' : a.expires })) };
  const at = (instant: string): Level => decide(ending, joanna, [], [], 'housing', fixedClock(instant).today()).level;
  expect([at('2026-07-31T22:59:59.999Z'), at('2026-07-31T23:00:00Z')]).toEqual(['detail', 'none']);
  const winter = { ...rules, agreements: rules.agreements.map((a) => ({ ...a, expires: a.version === 4 ? '2026-12-31' : a.expires })) };
  const later = (instant: string): Level => decide(winter, joanna, [], [], 'housing', fixedClock(instant).today()).level;
  expect([later('2026-12-31T23:59:59.999Z'), later('2027-01-01T00:00:00Z')]).toEqual(['detail', 'none']);
  expect(decide(ending, joanna, [], [], 'identity', '2026-08-01').because).toBe('Newbridge sharing agreement v4 ended on 31-Jul-2026.');
});

test('before a version takes force its predecessor decides', () => {
  expect(decide(rules, joanna, [], [], 'mental-health', '2026-03-31').level).toBe('none');
  expect(decide(rules, joanna, [], [], 'mental-health', '2026-04-01').level).toBe('summary');
  expect(decide(rules, joanna, [], [], 'housing', '2026-03-31').basis).toBe('Care Act 2014 s9; UK GDPR 6(1)(e), 9(2)(h); Newbridge sharing agreement v3');
});

test('a relationship opens what needs one, and the day it ends it does not', () => {
  const mental = (ties: Relationship[]): string => decide(rules, paul, [], ties, 'mental-health', today).level;
  expect(mental([tie])).toBe('detail');
  expect(mental([{ ...tie, until: '2026-11-21' }])).toBe('detail');
  expect(mental([{ ...tie, until: today }])).toBe('alert');
  expect(mental([{ ...tie, since: '2026-11-21' }])).toBe('alert');
  expect(mental([{ ...tie, organisation: 'newbridge-homes' }])).toBe('alert');
  expect(mental([{ ...tie, team: 'another-team' }])).toBe('alert');
});

test('says why in words a worker understands', () => {
  expect(decide(rules, joanna, [], [], 'housing', today).because).toBe('Front door team may see Housing in detail for Care Act request for support.');
  expect(decide(rules, paul, [], [tie], 'mental-health', today).because).toBe(
    'District nursing may see Mental health in detail for Direct care, because Newbridge Community and Mental Health NHS Trust has had a service episode with this person since 02-Sep-2026.',
  );
  expect(decide(rules, paul, [], [], 'mental-health', today).because).toBe(
    'District nursing is told only whether there is something to discuss, and whom to ring, having no current relationship with this person.',
  );
  expect(decide(rules, paul, [], [], 'education', today).because).toBe('Education is not shared with District nursing for Direct care.');
});

test('an alert names a desk and nothing else, whatever the person', () => {
  const alert = decide(rules, joanna, [], [], 'police', today);
  expect(alert).toMatchObject({ level: 'alert', desk: { name: 'Vulnerability desk', phone: '020 7946 0190' } });
  expect(decide(rules, joanna, [{ kind: 'restricted-demographics' }], [tie], 'police', today)).toEqual(alert);
});

test('the S-flag hides where a person is, and nothing else', () => {
  const plain = decidePerson(rules, joanna, 'p', [], [], today);
  const flagged = decidePerson(rules, joanna, 'p', [{ kind: 'restricted-demographics' }], [], today);
  expect([plain.hideWhereabouts, flagged.hideWhereabouts]).toEqual([false, true]);
  const { whereabouts, rest } = { whereabouts: flagged.categories.get('dwelling'), rest: (decided: typeof plain) => [...decided.categories].filter(([id]) => id !== 'dwelling') };
  expect(rest(flagged)).toEqual(rest(plain));
  expect(plain.categories.get('dwelling')?.level).toBe('detail');
  expect(whereabouts).toMatchObject({ level: 'none', because: 'Where this person lives is protected, and The home itself would tell of it.' });
});

test('a colleague who is a client is restricted, save to the team named as working with them', () => {
  const marks: Mark[] = [{ kind: 'staff-client' }];
  const all = (ties: Relationship[]) => decidePerson(rules, joanna, 'p', marks, ties, today);
  expect(all([]).restricted).toBe(true);
  expect([...all([]).categories.values()].every((d) => d.level === 'none')).toBe(true);
  expect(all([{ organisation: 'newbridge-council', team: '', kind: 'service-episode', since: '2026-01-01', until: null }]).restricted).toBe(true);
  const named = all([{ organisation: 'newbridge-council', team: 'front-door', kind: 'allocation', since: '2026-01-01', until: null }]);
  expect(named.restricted).toBe(false);
  expect(named.categories.get('housing')?.level).toBe('detail');
});

test('an objection is honoured, unless the purpose says why not', () => {
  const marks: Mark[] = [{ kind: 'objection' }];
  expect(decide(rules, joanna, marks, [], 'housing', today)).toMatchObject({ level: 'none', because: expect.stringContaining('has objected') });
  expect(decide(rules, joanna, marks, [], 'adult-social-care', today).level).toBe('detail');
  expect(decide(rules, joanna, marks, [], 'identity', today).level).toBe('detail');
  const enquiry = session('joanna.price', 'front-door', 'adult-safeguarding');
  expect(decide(rules, enquiry, marks, [], 'housing', today)).toMatchObject({ level: 'detail', because: expect.stringContaining('Protecting an adult at risk') });
});

test('somebody who left the team, or never was in it, sees nothing', () => {
  expect(decide(rules, { ...joanna, team: 'mash' }, [], [], 'identity', today).level).toBe('none');
  expect(decide(rules, { ...joanna, userId: 'left' }, [], [], 'identity', today).level).toBe('none');
  expect(decide(rules, { ...joanna, organisation: 'newbridge-police', role: 'chief' }, [], [], 'identity', today).level).toBe('none');
});

test('a rule may ask for a role, and for a relationship of some kinds', () => {
  const front = rules.team.get('front-door')!;
  const asking = (rule: (typeof front.purposes)[string][string]): typeof rules => ({
    ...rules,
    team: new Map(rules.team).set('front-door', { ...front, purposes: { 'care-act-request': { identity: 'detail', housing: rule } } }),
  });
  const tenancy = { organisation: 'newbridge-council', team: '', kind: 'tenancy', since: '2020-01-01', until: null };
  const byRole = (role: string): string => decide(asking({ level: 'detail', roles: [role], otherwise: 'summary' }), joanna, [], [], 'housing', today).level;
  expect([byRole('social-worker'), byRole('manager')]).toEqual(['detail', 'summary']);
  const byKind = (kind: string): string => decide(asking({ level: 'detail', needs: [kind], otherwise: 'alert' }), joanna, [], [tenancy], 'housing', today).level;
  expect([byKind('tenancy'), byKind('allocation')]).toEqual(['detail', 'alert']);
});
