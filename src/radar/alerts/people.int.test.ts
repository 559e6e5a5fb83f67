import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { alertBench, card, reason, type AlertBench } from '../../../tests/support/alerts.ts';
import { placePerson } from '../../../tests/support/people.ts';
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
const logged = async (personId: string): Promise<string[]> =>
  (await bench.db.owner<{ request: string }[]>`select request from access.log join access.log_person using (log_id) where person_id = ${personId} order by log_id`).map((r) => r.request.replace(/A\d+/, 'A#'));

test('sealed is in no list and no count and never raised; restricted is a number and nothing more', async () => {
  const [sealed, staff, before] = [await bench.person('Oona'), await bench.person('Olga'), await bench.person('Otto')];
  await bench.access.setMarks(bench.db.writer, 'alert-test', [{ personId: sealed, kind: 'sealed', reason: '' }], [sealed]);
  for (const who of [sealed, staff, before]) await bench.score(who, 12);
  await bench.round();
  const alert = (await bench.list()).items.flatMap((i) => (i.kind === 'alert' && i.alert.personId === before ? [i.alert] : []))[0]!;
  await bench.access.setMarks(bench.db.writer, 'alert-test', [{ personId: before, kind: 'sealed', reason: '' }, { personId: staff, kind: 'staff-client', reason: '' }], [before, staff]);
  const { items, counts } = await bench.list();
  expect(items).toEqual([{ kind: 'restricted', number: expect.any(Number) }]);
  expect(counts.new).toBe(1);
  expect(await bench.alerts.desk.unseen(bench.leila)).toBe(1);
  const never = await bench.alerts.desk.one(bench.leila, '01935f6e-0000-7000-8000-00000000ffff').catch((e: unknown) => e);
  const hidden = await detail(alert).catch((e: unknown) => e);
  expect([String(hidden), (hidden as { mend: unknown }).mend]).toEqual([String(never), (never as { mend: unknown }).mend]);
  await expect(act(alert, { do: 'see' })).rejects.toMatchObject({ code: 'person.not-found' });
  expect(await bench.db.owner`select 1 from radar.alert where person_id = ${sealed}`).toHaveLength(0);
});

test('a reason is shown as far as its category is, and the score is the sum of what is shown', async () => {
  const who = await bench.person('Pam');
  const other = await bench.person('Pat');
  await bench.score(who, 33, [
    reason('cold', { points: 10, label: 'Cold bedroom', category: 'home-sensors', categories: ['home-sensors'] }),
    reason('gp', { points: 8, label: 'Two falls', category: 'gp', categories: ['gp'] }),
    reason('police', { points: 9, label: 'Police were called', category: 'police', categories: ['police'] }),
    reason('both', { points: 6, label: 'Sensor and police', category: 'home-sensors', categories: ['home-sensors', 'police'] }),
    reason('kin', { points: 3, label: 'Somebody at home', category: 'housing', categories: ['housing'], about: [other] }),
  ]);
  await bench.round();
  const { items } = await bench.list();
  const [item] = items;
  expect(item?.kind === 'alert' ? item.reasons : null).toEqual({
    score: 21,
    reasons: [
      { label: 'Cold bedroom', points: 10, category: 'home-sensors', dated: '2026-11-19' },
      { label: 'Two falls', points: 8, category: 'gp', dated: null },
      { label: 'Somebody at home', points: 3, category: 'housing', dated: '2026-11-19' },
    ],
  });
  expect(await logged(other)).toContain('list new');
});

test('a team without the action is refused, and that is logged', async () => {
  const nurse = bench.access.users().find((u) => u.teams.some((t) => t.id === 'district-nursing'))!;
  const session = bench.access.session(nurse.id, 'district-nursing', nurse.teams[0]!.purposes[0]!.id);
  await expect(bench.list('new', session)).rejects.toMatchObject({ code: 'access.refused' });
  await expect(bench.alerts.performance.cards(session, 12)).rejects.toMatchObject({ code: 'access.refused' });
});

test('merged people have one alert by a card, the one further on', async () => {
  const [from, to] = [await bench.person('Quinn'), await bench.person('Queenie')];
  await bench.score(from, 12);
  await bench.score(to, 22);
  await bench.round();
  const { items } = await bench.list();
  const of = (person: string): Alert => items.flatMap((i) => (i.kind === 'alert' && i.alert.personId === person ? [i.alert] : []))[0]!;
  await act(of(from), { do: 'accept', note: 'Mine' });
  await bench.db.writer.begin((sql) => bench.alerts.move(sql, [{ kind: 'merged', from, to, subjects: [] }]));
  const kept = await only('open');
  expect(kept).toMatchObject({ alertId: of(from).alertId, personId: to, latest: true });
  expect((await bench.list()).items).toEqual([]);
  expect(await kinds(kept)).toEqual(['raised', 'accepted']);
  await bench.round();
  expect(await bench.db.writer`select 1 from radar.alert where person_id = ${to} and latest`).toHaveLength(1);
});

test('of a person who is split the alert goes with the records it was raised for; where those do not say, somebody is asked', async () => {
  const fact = (label: string) => ({ kind: 'life-event' as const, label, start: '2026-11-01', body: {} });
  const { personId: who, subjects } = await placePerson(bench.db, ['hospital-adt', 'gp-patients'].map((feed, i) => ({ feed, category: feed === 'gp-patients' ? 'gp' : 'hospital', demographics: { family: 'Rowe', given: ['Rex'] }, facts: [fact(`event ${i}`)] })));
  const other = await bench.person('Rita');
  await bench.records.refresh();
  const facts = await bench.db.writer<{ id: string; subject: string }[]>`select fact_id::text as id, subject_id::text as subject from record.fact where person_id = ${who}`;
  const went = subjects[0]!;
  const of = (subject: string): string => facts.find((f) => f.subject === subject)!.id;
  const raise = async (ids: string[]): Promise<void> => {
    await bench.score(who, 12 + ids.length, [reason('cold', { facts: ids })]);
    await bench.later(0.1);
  };
  const split = () => bench.db.writer.begin((sql) => bench.alerts.move(sql, [{ kind: 'split', from: who, to: other, subjects: [Number(went)] }]));
  await raise([of(subjects[1]!)]);
  await split();
  expect(await only()).toMatchObject({ personId: who, checkPerson: false });
  await raise([of(went), of(subjects[1]!)]);
  await split();
  const asked = await only();
  expect(asked).toMatchObject({ personId: who, checkPerson: true });
  expect((await act(asked, { do: 'confirm-person' })).checkPerson).toBe(false);
  await raise([of(went)]);
  await split();
  expect(await only('open')).toMatchObject({ personId: other });
});

test('how a card did: precision with its interval, reasons, time to be seen, thresholds, and small groups withheld', async () => {
  for (let i = 0; i < 24; i++) await bench.score(await bench.person(`Rob${i}`), 12 + (i % 3));
  await bench.round();
  const { items, next } = await bench.list();
  expect([items.length, next]).toEqual([24, null]);
  bench.clock.set('2026-11-20T10:00:00Z');
  for (const [i, item] of items.entries()) {
    if (item.kind !== 'alert') continue;
    if (i < 12) await act(item.alert, { do: 'accept', note: '' });
    else if (i < 16) await act(item.alert, { do: 'dismiss', reason: 'wrong', note: '' });
  }
  bench.clock.set('2026-11-24T10:00:00Z');
  const [row] = await bench.alerts.performance.cards(bench.leila, 12);
  expect(row).toMatchObject({ card: card.id, title: 'Cold and unwell', raised: 24, accepted: 12, dismissed: 4, seen: 16, seenMedian: 60, dismissals: [{ name: 'What it says is wrong', n: 4 }] });
  expect(row?.precision).toMatchObject({ value: 0.75 });
  expect(row?.precision?.low).toBeCloseTo(0.505, 2);
  const study = (await bench.alerts.performance.study(bench.leila, card.id, 12))!;
  expect(study.weeks.at(-1)).toEqual({ week: '2026-11-16', raised: 24, accepted: 12 });
  const at = (threshold: number) => study.thresholds.find((t) => t.threshold === threshold)!;
  expect(at(10)).toMatchObject({ current: true, missed: 0 });
  expect(at(10).weeks.at(-1)).toBe(24);
  expect(at(13)).toMatchObject({ current: false });
  expect(at(13).weeks.at(-1)).toBe(16);
  expect(at(13).missed).toBeGreaterThan(0);
  expect(study.groups.find((g) => g.group === '65 to 79')).toMatchObject({ raised: 24, accepted: 12 });
  expect(await bench.alerts.performance.study(bench.leila, 'nothing', 12)).toBeNull();
});
