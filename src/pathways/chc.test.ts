import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkPathways, evaluateForm, walk, type PathwayDefinition } from './index.ts';

const { pathways } = checkPathways(resolve('areas/demo'), new Set(['community-nurse', 'social-worker', 'discharge-coordinator']));
const chc = pathways.find((p) => p.id === 'chc')!;
const domains = ['breathing', 'nutrition', 'continence', 'skin', 'mobility', 'communication', 'psychological', 'cognition', 'behaviour', 'drug_therapies', 'altered_states'];
const starred = new Set(['breathing', 'behaviour', 'drug_therapies', 'altered_states']);
const from = new Date('2026-11-20T09:00:00Z');
const run = (answers: Record<string, string>, form?: string, of: PathwayDefinition = chc) => walk(of, answers, from, form);

/** The four rules as the national checklist states them, written apart from the definition. */
function rulesSay(levels: readonly string[]): string {
  const a = levels.filter((l) => l === 'A').length;
  const b = levels.filter((l) => l === 'B').length;
  if (a >= 2 || b >= 5 || (a === 1 && b >= 4)) return 'positive';
  return levels.some((l, i) => l === 'A' && starred.has(domains[i]!)) ? 'positive' : 'negative';
}

test('every way of answering the checklist comes to what the four rules say', () => {
  const wrong: string[] = [];
  for (let n = 0; n < 3 ** 11; n++) {
    const levels = domains.map((_, i) => 'ABC'[Math.floor(n / 3 ** i) % 3]!);
    const { outcome } = evaluateForm(chc, chc.forms.checklist!, Object.fromEntries(domains.map((d, i) => [d, levels[i]!])));
    if (outcome !== rulesSay(levels)) wrong.push(`${levels.join('')} ${outcome}`);
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('one domain not answered leaves it incomplete, however high the others', () => {
  for (const left of domains) {
    const found = run(Object.fromEntries(domains.filter((d) => d !== left).map((d) => [d, 'A'])));
    expect(found).toMatchObject({ outcome: 'incomplete', missing: [left], state: { id: 'screening' }, deadlines: [], notices: [] });
  }
});

test('a level that there is not is named, and taken as not answered', () => {
  const found = run({ ...Object.fromEntries(domains.map((d) => [d, 'C'])), skin: 'D' });
  expect(found).toMatchObject({ outcome: 'incomplete', missing: ['skin'], problems: [{ field: 'skin' }] });
});

test('a positive checklist starts the clock of 28 days, which the decision stops', () => {
  const all = (level: string) => Object.fromEntries([...domains, 'other_needs'].map((d) => [d, level]));
  const { other_needs: _, ...checklist } = all('A');
  const walked = walk(chc, { checklist }, from);
  expect(walked).toMatchObject({ state: { id: 'full-assessment' }, deadlines: [{ id: 'decision-in-28-days', due: { day: '2026-12-18' }, warn: { day: '2026-12-11' }, state: 'running' }, { id: 'meeting-in-21-days' }] });
  expect(walked.notices.map((n) => n.to)).toEqual(['discharge-coordinator', 'social-worker']);
  const tool = { ...all('high'), nature: 'x', intensity: 'x', complexity: 'x', unpredictability: 'x', agreed: 'yes' };
  const whole = walk(chc, { checklist, 'decision-support-tool': tool, decision: { decision: 'accepted', eligible: 'yes', rationale: 'x' } }, from);
  expect(whole).toMatchObject({ outcome: 'accepted', state: { id: 'eligible', end: false }, deadlines: [{ state: 'met' }, { state: 'met' }, { state: 'met' }, { id: 'review-in-three-months' }] });
  expect(whole.steps.map((s) => s.outcome)).toEqual(['positive', 'may-indicate', 'accepted']);
});

test.each([
  [{ breathing: 'priority' }, 'indicates'],
  [{ skin: 'severe', mobility: 'severe' }, 'indicates'],
  [{ skin: 'severe', mobility: 'high' }, 'may-indicate'],
  [{ skin: 'severe' }, 'does-not-indicate'],
  [{ skin: 'high', mobility: 'high', cognition: 'high' }, 'may-indicate'],
  [{ skin: 'high', mobility: 'moderate' }, 'does-not-indicate'],
])('the decision support tool with %o says "%s", and never that somebody is eligible', (levels, outcome) => {
  const tool = { ...Object.fromEntries([...domains, 'other_needs'].map((d) => [d, 'none'])), nature: 'x', intensity: 'x', complexity: 'x', unpredictability: 'x', agreed: 'yes', ...levels };
  expect(run(tool, 'decision-support-tool').outcome).toBe(outcome);
  const { nature: _, ...without } = tool;
  expect(run(without, 'decision-support-tool')).toMatchObject({ outcome: 'incomplete', missing: ['nature'] });
});

test('where the team does not agree it must say on what', () => {
  const tool = { ...Object.fromEntries([...domains, 'other_needs'].map((d) => [d, 'none'])), nature: 'x', intensity: 'x', complexity: 'x', unpredictability: 'x' };
  expect(run({ ...tool, agreed: 'no' }, 'decision-support-tool').missing).toEqual(['disagreement']);
  expect(run(tool, 'decision-support-tool').missing).toEqual(['agreed']);
});

test('altered states of consciousness has no severe, and continence nothing above high', () => {
  expect(run({ altered_states: 'severe' }, 'decision-support-tool').problems.map((p) => p.field)).toEqual(['altered_states']);
  expect(run({ continence: 'severe' }, 'decision-support-tool').problems.map((p) => p.field)).toEqual(['continence']);
});
