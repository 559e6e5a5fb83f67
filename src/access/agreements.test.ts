import { expect, test } from 'vitest';
import { demoRules } from '../../tests/support/access.ts';
import { agreementsOn, purposesOn } from './agreements.ts';

const { rules } = demoRules();
const v4 = (today: string) => agreementsOn(rules, today).find((a) => a.version === 4)!;

test('a version begins, runs out and ends on the days its file gives', () => {
  expect(v4('2026-03-31')).toMatchObject({ state: 'not-yet', days: 1 });
  expect(v4('2026-04-01')).toMatchObject({ state: 'in-force', days: 730 });
  expect(v4('2028-02-20')).toMatchObject({ state: 'in-force', days: 40 });
  expect(v4('2028-03-31')).toMatchObject({ state: 'in-force', days: 0 });
  expect(v4('2028-04-01')).toMatchObject({ state: 'ended', days: 1 });
});

test('what is in force stands first, and each party with how it stands on that day', () => {
  const [first, second] = agreementsOn(rules, '2028-07-01');
  expect([first?.state, second?.state]).toEqual(['ended', 'ended']);
  expect(first?.version).toBe(4);
  expect(agreementsOn(rules, '2026-11-20').map((a) => [a.version, a.state])).toEqual([[4, 'in-force'], [3, 'ended']]);
  expect(first?.parties.find((p) => p.id === 'st-brides')).toMatchObject({ name: 'St Bride’s Hospital NHS Trust', standing: { met: false } });
  expect(v4('2026-11-20').parties.every((p) => p.standing.met)).toBe(true);
});

test('a purpose is covered for as long as an agreement in force names it', () => {
  const covered = (today: string) => purposesOn(rules, today).find((p) => p.id === 'prevention')!.covered;
  expect([covered('2026-03-31'), covered('2026-04-01'), covered('2028-04-01')]).toEqual([false, true, false]);
});
