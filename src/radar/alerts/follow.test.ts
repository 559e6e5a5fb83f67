import { expect, test } from 'vitest';
import { card, reason } from '../../../tests/support/alerts.ts';
import { routesSchema } from './definition.ts';
import { follow, type Standing } from './follow.ts';
import type { Alert } from './types.ts';

const rules = routesSchema.parse({
  severities: [{ id: 'routine', name: 'Routine', seenWithin: { workingDays: 2 } }, { id: 'soon', name: 'Soon', seenWithin: { workingHours: 4 } }, { id: 'urgent', name: 'Urgent', seenWithin: { minutes: 30 } }],
  dismissals: [{ id: 'wrong', name: 'Wrong', quietDays: 14 }],
  outcomes: [{ id: 'helped', name: 'Helped', quietDays: 28 }],
});
const now = new Date('2026-11-20T09:00:00Z');
const hours = (n: number): Date => new Date(now.getTime() + n * 3_600_000);
const at = (score: number, band: string, signals = ['cold']): Standing => ({ version: 1, score, band, reasons: signals.map((s) => reason(s)), digest: `${score}${signals.join('')}` });
const open = (more: Partial<Alert> = {}): Alert => ({
  personId: 'p', alertId: 'a', number: 1, card: card.id, version: 1, band: 'medium', worstBand: 'medium', score: 12, peak: 12, digest: '12cold', reasons: [reason('cold')], severity: 'routine', team: 'prevention',
  assignee: null, assigneeName: null, state: 'raised', closedAs: null, because: null, caseReference: null, revision: 1, raisedAt: now, listedAt: now, heldAt: null, dueAt: null, seenAt: null, acceptedAt: null,
  caseAt: null, closedAt: null, snoozedUntil: null, fallenAt: null, quietUntil: null, route: null, escalation: 0, escalateAt: null, escalatedTo: null, checkPerson: false, latest: true, ...more,
});
const shut = (more: Partial<Alert> = {}): Alert => open({ state: 'closed', closedAs: 'dismissed', because: 'wrong', closedAt: now, quietUntil: hours(14 * 24), ...more });

test('a score at the band raises, one below it does not', () => {
  expect(follow(rules, card, at(12, 'medium'), null, now)).toEqual({ is: 'raise', why: 'first' });
  expect(follow(rules, card, at(3, 'low'), null, now)).toEqual({ is: 'nothing' });
  expect(follow(rules, card, null, null, now)).toEqual({ is: 'nothing' });
});

test('a rise within the band adds to the open alert and tells nobody', () => {
  expect(follow(rules, card, at(12, 'medium'), open(), now)).toEqual({ is: 'nothing' });
  expect(follow(rules, card, at(15, 'medium', ['cold', 'fall']), open(), now)).toMatchObject({ is: 'change', steps: ['risen'], tell: false, patch: { score: 15, peak: 15 } });
  expect(follow(rules, card, at(11, 'medium'), open(), now)).toMatchObject({ is: 'change', steps: [], tell: false, patch: { score: 11, peak: 12 } });
});

test('a worse band tells, wakes a snoozed alert, and must be seen again', () => {
  expect(follow(rules, card, at(22, 'high'), open({ state: 'seen', seenAt: now, snoozedUntil: hours(50) }), now)).toMatchObject({
    is: 'change', steps: ['worsened'], tell: true, patch: { worstBand: 'high', severity: 'soon', state: 'raised', seenAt: null, snoozedUntil: null },
  });
  expect(follow(rules, card, at(22, 'high'), open({ state: 'accepted' }), now)).toMatchObject({ tell: true, patch: { severity: 'soon' } });
});

test('going down and up again between the same bands tells once', () => {
  const was = open({ band: 'high', worstBand: 'high', severity: 'soon', score: 22 });
  const down = follow(rules, card, at(12, 'medium'), was, now);
  expect(down).toMatchObject({ is: 'change', tell: false, steps: [] });
  expect(follow(rules, card, at(22, 'high', ['cold']), { ...was, band: 'medium', score: 12 }, now)).toMatchObject({ is: 'change', tell: false });
});

test('below the band it closes by itself once that has lasted, unless somebody has taken it up', () => {
  expect(follow(rules, card, at(3, 'low'), open(), now)).toMatchObject({ steps: ['fell'], patch: { fallenAt: now } });
  expect(follow(rules, card, null, open({ fallenAt: now }), hours(23))).toMatchObject({ is: 'change', steps: [] });
  expect(follow(rules, card, null, open({ fallenAt: now, digest: null }), hours(24))).toMatchObject({ steps: ['no-longer-holds'], patch: { state: 'closed', closedAs: 'no-longer-holds' } });
  expect(follow(rules, card, null, open({ fallenAt: now, digest: null, state: 'accepted' }), hours(240))).toEqual({ is: 'nothing' });
  expect(follow(rules, card, at(12, 'medium'), open({ fallenAt: now }), hours(5))).toMatchObject({ steps: ['rose'], tell: false, patch: { fallenAt: null } });
});

test('after a dismissal it is quiet until the days have passed, unless it gets worse or a new signal comes', () => {
  expect(follow(rules, card, at(12, 'medium'), shut(), hours(24))).toEqual({ is: 'nothing' });
  expect(follow(rules, card, at(15, 'medium'), shut(), hours(24))).toEqual({ is: 'nothing' });
  expect(follow(rules, card, at(22, 'high'), shut(), hours(24))).toEqual({ is: 'raise', why: 'worse' });
  expect(follow(rules, card, at(14, 'medium', ['cold', 'fall']), shut(), hours(24))).toEqual({ is: 'raise', why: 'new-signals' });
  expect(follow(rules, card, at(12, 'medium'), shut(), hours(14 * 24))).toEqual({ is: 'raise', why: 'again' });
  expect(follow(rules, card, at(3, 'low'), shut(), hours(400))).toEqual({ is: 'nothing' });
});

test('what closed by itself comes back at the next crossing', () => {
  expect(follow(rules, card, at(12, 'medium'), shut({ closedAs: 'no-longer-holds', because: null, quietUntil: null }), hours(30))).toEqual({ is: 'raise', why: 'again' });
});
