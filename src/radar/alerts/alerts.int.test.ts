import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { alertBench, type AlertBench } from '../../../tests/support/alerts.ts';
import type { Alert } from './types.ts';

let bench: AlertBench;
beforeAll(async () => void (bench = await alertBench()));
afterAll(() => bench?.close());
beforeEach(async () => {
  await bench.db.owner`truncate radar.alert, radar.alert_step, radar.alert_notice, radar.alert_budget, radar.alert_round, radar.score, radar.score_event, radar.score_history, kernel.outbox, kernel.receipt`;
  bench.clock.set('2026-11-20T09:00:00Z');
});

/** The one alert that is in this part of the list. */
async function only(tab: Parameters<AlertBench['list']>[0] = 'new'): Promise<Alert> {
  const { items } = await bench.list(tab);
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item?.kind !== 'alert') throw new Error('restricted');
  return item.alert;
}
const act = (alert: Alert, action: Parameters<AlertBench['alerts']['desk']['act']>[3]): Promise<Alert> => bench.alerts.desk.act(bench.leila, alert.alertId, alert.revision, action);
const detail = (alert: Alert) => bench.alerts.desk.one(bench.leila, alert.alertId);
const kinds = async (alert: Alert): Promise<string[]> => (await detail(alert)).steps.map((s) => s.kind).toReversed();
const notices = async (): Promise<string[]> =>
  (await bench.db.writer<{ said: string }[]>`select payload->>'kind' || ' ' || (payload->>'contact') || coalesce(' ' || (payload->>'severity'), '') as said from kernel.outbox where topic = 'notice' order by event_id`).map((r) => r.said);
const events = async (): Promise<string[]> => (await bench.db.writer<{ step: string }[]>`select payload->>'step' as step from kernel.outbox where topic = 'radar.alert' order by event_id`).map((r) => r.step);
const logged = async (personId: string): Promise<string[]> =>
  (await bench.db.owner<{ request: string }[]>`select request from access.log join access.log_person using (log_id) where person_id = ${personId} order by log_id`).map((r) => r.request.replace(/A\d+/, 'A#'));

test('a crossing raises one alert on the team’s list, tells whom the route says, and a second rise adds to it', async () => {
  const who = await bench.person('Ada');
  await bench.score(who, 22);
  await bench.round();
  const alert = await only();
  expect(alert).toMatchObject({ personId: who, severity: 'soon', team: 'prevention', route: 'soon-prevention', state: 'raised', revision: 1 });
  expect(await notices()).toEqual(['raised prevention-mail Soon']);
  await bench.score(who, 25, ['cold', 'fall']);
  await bench.round();
  await bench.later(1);
  expect(await kinds(alert)).toEqual(['raised', 'risen']);
  await bench.score(who, 33, ['cold', 'fall', 'more']);
  await bench.round();
  expect(await only()).toMatchObject({ severity: 'urgent', worstBand: 'top', score: 33 });
  expect(await notices()).toEqual(['raised prevention-mail Soon', 'worsened prevention-mail Urgent']);
});

test('seen, accepted, a case, an outcome: each step is kept, logged and told to other rooms in its own transaction', async () => {
  const who = await bench.person('Bea');
  await bench.score(who, 12);
  await bench.round();
  let alert = await only();
  alert = await act(alert, { do: 'see' });
  alert = await act(alert, { do: 'accept', note: 'Will ring her today' });
  expect(alert).toMatchObject({ state: 'accepted', assignee: 'leila.haddad' });
  alert = await act(alert, { do: 'open-case', reference: 'LAS-4471' });
  alert = await act(alert, { do: 'end', outcome: 'helped', note: 'Heating mended' });
  expect(alert).toMatchObject({ state: 'closed', closedAs: 'outcome', because: 'helped', caseReference: 'LAS-4471' });
  expect(await kinds(alert)).toEqual(['raised', 'seen', 'accepted', 'case-opened', 'outcome']);
  expect(await events()).toEqual(['raised', 'seen', 'accepted', 'case-opened', 'outcome']);
  expect(await logged(who)).toEqual(['list new', 'see A#', 'accept A#', 'open-case A#', 'end A#', 'open A#']);
  await bench.score(who, 13);
  await bench.later(24);
  expect((await bench.list()).items).toEqual([]);
  await bench.later(28 * 24);
  expect(await only()).toMatchObject({ state: 'raised' });
});

test('of two who act at once the second is told, and nothing of theirs is kept', async () => {
  const who = await bench.person('Cyn');
  await bench.score(who, 12);
  await bench.round();
  const alert = await only();
  const both = await Promise.allSettled([act(alert, { do: 'accept', note: '' }), act(alert, { do: 'dismiss', reason: 'wrong', note: '' })]);
  expect(both.map((b) => b.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const refused = both.find((b) => b.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'conflict.changed', message: 'Leila Haddad changed this alert while you were looking at it.' });
  expect(await events()).toHaveLength(2);
});

test('a dismissal is quiet for its days, and undoing it brings the alert back as it was', async () => {
  const who = await bench.person('Dot');
  await bench.score(who, 12);
  await bench.round();
  let alert = await only();
  alert = await act(alert, { do: 'dismiss', reason: 'wrong', note: 'Wrong flat' });
  await bench.later(2);
  expect((await bench.list()).items).toEqual([]);
  expect((await detail(alert)).undo).toMatchObject({ kind: 'dismissed', note: 'Wrong flat' });
  alert = await bench.alerts.desk.undo(bench.leila, alert.alertId, alert.revision);
  expect(await only()).toMatchObject({ alertId: alert.alertId, state: 'raised', closedAs: null, because: null, quietUntil: null });
  await expect(bench.alerts.desk.undo(bench.leila, alert.alertId, alert.revision)).rejects.toMatchObject({ code: 'conflict.changed' });
  alert = await act(alert, { do: 'dismiss', reason: 'wrong', note: '' });
  await bench.score(who, 14, ['cold', 'new-signal']);
  await bench.later(1);
  expect((await only()).alertId).not.toBe(alert.alertId);
  await expect(bench.alerts.desk.undo(bench.leila, alert.alertId, alert.revision)).rejects.toMatchObject({ code: 'conflict.changed' });
});

test('a snoozed alert comes back on the morning of its day and is told again', async () => {
  const who = await bench.person('Eve');
  await bench.score(who, 22);
  await bench.round();
  await act(await only(), { do: 'snooze', until: '2026-11-24', note: 'In hospital until Tuesday' });
  await bench.later(24);
  expect((await bench.list()).items).toEqual([]);
  expect(await only('snoozed')).toMatchObject({ seenAt: expect.any(Date) });
  bench.clock.set('2026-11-24T08:00:00Z');
  await bench.round();
  const woken = await only();
  expect(woken).toMatchObject({ snoozedUntil: null, state: 'raised' });
  expect(await notices()).toEqual(['raised prevention-mail Soon', 'raised prevention-mail Soon']);
  await expect(act(woken, { do: 'snooze', until: '2026-11-24', note: 'x' })).rejects.toMatchObject({ code: 'request.invalid' });
  await expect(act(woken, { do: 'snooze', until: '2027-06-01', note: 'x' })).rejects.toMatchObject({ code: 'request.invalid' });
});

test('a score that falls and stays down closes the alert by itself, and history says so', async () => {
  const who = await bench.person('Fay');
  await bench.score(who, 12);
  await bench.round();
  const alert = await only();
  await bench.score(who, 0);
  await bench.round();
  await bench.later(23);
  expect(await only()).toMatchObject({ state: 'raised' });
  await bench.later(2);
  expect((await bench.list()).items).toEqual([]);
  expect(await kinds(alert)).toEqual(['raised', 'fell', 'no-longer-holds']);
  expect((await bench.list('closed')).items).toHaveLength(1);
  await bench.score(who, 12);
  await bench.round();
  expect((await only()).alertId).not.toBe(alert.alertId);
});

test('one nobody sees is escalated, then again to another team, whose list it joins; seeing it stops that', async () => {
  bench.clock.set('2026-11-20T10:00:00Z');
  const who = await bench.person('Gil');
  await bench.score(who, 33);
  await bench.round();
  expect(await notices()).toEqual(['raised prevention-mail Urgent', 'raised prevention-chat Urgent']);
  await bench.later(0.4);
  expect(await notices()).toHaveLength(2);
  await bench.later(0.1);
  expect((await notices()).slice(2)).toEqual(['escalated duty-phone Urgent']);
  await bench.later(2);
  expect((await notices()).slice(3)).toEqual(['escalated front-door-mail Urgent']);
  const joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  const [item] = (await bench.list('new', joanna)).items;
  if (item?.kind !== 'alert') throw new Error('not on their list');
  expect(await kinds(item.alert)).toEqual(['raised', 'escalated', 'escalated']);
  await bench.alerts.desk.act(joanna, item.alert.alertId, item.alert.revision, { do: 'see' });
  await bench.later(48);
  expect(await notices()).toHaveLength(4);
});

test('out of hours another route is taken', async () => {
  bench.clock.set('2026-12-25T11:00:00Z');
  const who = await bench.person('Hal');
  await bench.score(who, 33);
  await bench.round();
  expect(await notices()).toEqual(['raised duty-phone Urgent', 'raised duty-mail Urgent']);
});

test('what goes by digest is told once, at its time, with how many still wait', async () => {
  await bench.round();
  for (const name of ['Ida', 'Ina', 'Ivy']) {
    const who = await bench.person(name);
    await bench.score(who, 12);
  }
  await bench.round();
  const { items } = await bench.list();
  const [seen] = items;
  if (seen?.kind === 'alert') await act(seen.alert, { do: 'see' });
  expect(await notices()).toEqual([]);
  await bench.later(4);
  await bench.later(1);
  expect(await notices()).toEqual(['digest prevention-mail']);
  const [sent] = await bench.db.writer<{ payload: Record<string, unknown> }[]>`select payload from kernel.outbox where topic = 'notice'`;
  expect(sent?.payload).toEqual({ kind: 'digest', contact: 'prevention-mail', reference: null, team: 'Prevention and warm homes', severity: null, count: 2, says: null, path: '/alerts' });
  const still = items.at(-1);
  expect(still?.kind === 'alert' ? (await detail(still.alert)).told : []).toMatchObject([{ kind: 'digest', contact: 'prevention-mail', state: 'waiting' }]);
});

test('over its budget the least urgent wait, the highest severity never, and room later lets them in', async () => {
  await bench.alerts.performance.setBudget(bench.leila, 2, 'Two of us are away');
  const people: string[] = [];
  for (const [name, score] of [['Jan', 12], ['Jim', 14], ['Joy', 22], ['Jude', 33]] as const) {
    const who = await bench.person(name);
    people.push(who);
    await bench.score(who, score);
    await bench.round();
  }
  const scores = async (tab: 'new' | 'held'): Promise<number[]> => (await bench.list(tab)).items.flatMap((i) => (i.kind === 'alert' ? [i.alert.score] : []));
  expect(await scores('new')).toEqual([33, 22, 14]);
  expect(await scores('held')).toEqual([12]);
  expect((await bench.list()).counts).toMatchObject({ new: 3, held: 1 });
  expect(await bench.alerts.performance.budget(bench.leila)).toMatchObject({ aWeek: 2, listed: 3, userName: 'Leila Haddad' });
  await bench.alerts.performance.setBudget(bench.leila, 10, 'Both back');
  await bench.round();
  expect(await scores('held')).toEqual([]);
  expect((await scores('new')).toSorted((a, b) => a - b)).toEqual([12, 14, 22, 33]);
  expect(await events()).toContain('released');
});

test('a week that has passed makes room', async () => {
  await bench.alerts.performance.setBudget(bench.leila, 1, 'x');
  for (const [name, score] of [['Kay', 14], ['Kim', 12]] as const) {
    await bench.score(await bench.person(name), score);
    await bench.round();
  }
  expect((await bench.list('held')).items).toHaveLength(1);
  await bench.later(7 * 24);
  expect((await bench.list('held')).items).toHaveLength(0);
});

test('passing it to another team puts it on their list, unseen, and takes it off ours', async () => {
  const who = await bench.person('Lea');
  await bench.score(who, 22);
  await bench.round();
  const alert = await act(await act(await only(), { do: 'take' }), { do: 'transfer', team: 'front-door', note: 'Already open there' });
  expect(alert).toMatchObject({ team: 'front-door', state: 'raised', assignee: null });
  expect((await bench.list()).items).toEqual([]);
  await expect(detail(alert)).rejects.toMatchObject({ code: 'person.not-found' });
  expect((await notices()).at(-1)).toBe('transferred front-door-mail Soon');
  const joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  expect((await bench.list('new', joanna)).items).toHaveLength(1);
});

test('many are seen at once; those no longer in a state for it are left', async () => {
  for (const name of ['Mo', 'May', 'Max']) await bench.score(await bench.person(name), 12);
  await bench.round();
  const { items } = await bench.list();
  const ids = items.flatMap((i) => (i.kind === 'alert' ? [i.alert.alertId] : []));
  await bench.alerts.desk.act(bench.leila, ids[0]!, 1, { do: 'see' });
  expect(await bench.alerts.desk.actOnMany(bench.leila, [...ids, 'nonsense'], { do: 'see' })).toBe(2);
  expect(await bench.alerts.desk.unseen(bench.leila)).toBe(0);
});

test('two processes that raise at once raise once', async () => {
  for (const name of ['Nan', 'Ned']) await bench.score(await bench.person(name), 12);
  await Promise.all([bench.round(), bench.round(), bench.round()]);
  await bench.round();
  expect((await bench.list()).items).toHaveLength(2);
  expect((await events()).filter((e) => e === 'raised')).toHaveLength(2);
});

