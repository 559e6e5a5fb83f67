import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDoors, createNotices } from '../../src/exchange/index.ts';
import type { Step } from '../../src/kernel/index.ts';
import { createDetectors, createScoring, mappedFacts } from '../../src/radar/index.ts';
import { createSensors } from '../../src/sensors/index.ts';
import { alertBench, type AlertBench } from '../support/alerts.ts';
import { mailBox, type MailBox } from '../support/channels.ts';
import { placeHousehold, placePerson } from '../support/people.ts';
import { feedStates } from '../support/records.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../support/sensors.ts';

/** From a sensor's uplink at the door to a team's list and its mailbox, by the steps that "kith start" takes, in their order. */

const hour = 3_600_000;
let bench: AlertBench;
let box: MailBox;
let app: FastifyInstance;
let close: () => Promise<void>;
let steps: Step[];
let token: string;

beforeAll(async () => {
  [bench, box] = [await alertBench({ cards: [] }), await mailBox()];
  const { kernel, alerts } = bench;
  const sensors = createSensors(kernel);
  const scoring = createScoring({ kernel, mapped: mappedFacts(kernel.area.dir), states: async () => feedStates(), carryMoves: async () => undefined });
  const detectors = createDetectors(kernel);
  const notices = createNotices(kernel, { KITH_SMTP_URL: box.url, KITH_MAIL_FROM: 'kith@newbridge.example', KITH_PUBLIC_URL: 'https://kith.example' });
  steps = [{ name: 'alarms', run: () => detectors.alarms() }, { name: 'homes', run: () => detectors.step() }, { name: 'score', run: () => scoring.step() }, ...alerts.steps, ...notices.steps];
  const doors = createDoors(kernel, sensors);
  app = fastify();
  await doors.addTo(app);
  token = await sensors.integrations.issue('council-network', 'test', 'test');
  close = async () => {
    await app.close();
    await doors.close();
    await box.close();
    await bench.close();
  };
  await scoring.settle();
}, 120_000);
afterAll(() => close?.());

async function round(): Promise<void> {
  for (const step of steps) while (await step.run());
}

test('a room that grows cold raises an alert in the list of the team and a mail that names nobody', { timeout: 120_000 }, async () => {
  const { db } = bench;
  const repair = { kind: 'service-episode' as const, code: 'repair', label: 'Boiler repair: No heating', start: '2026-11-18', body: { status: 'current' as const } };
  const { personId } = await placePerson(db, [{ feed: 'housing-repairs', category: 'housing', demographics: { family: 'Frost', given: ['Cora'], birthDate: '1941-02-03', nhsNumber: '9434765919', addresses: [{ lines: ['9 Zinnia Way'], postcode: 'NB4 1AB' }] }, facts: [repair] }]);
  const householdId = await placeHousehold(db, { address: '9 Zinnia Way', postcode: 'NB4 1AB' }, [{ personId, sources: ['housing-repairs'] }]);
  await bench.records.refresh();
  await placeDevice(db, { devEui: 'F100000000000009', householdId, room: 'Living room' });
  await round();
  expect((await bench.list()).items).toEqual([]);

  const now = bench.clock.now().getTime();
  const uplink = (hoursAgo: number, celsius: number) =>
    app.inject({ method: 'POST', url: '/uplinks/chirpstack?event=up', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, payload: chirpstackUp({ devEui: 'F100000000000009', at: new Date(now - hoursAgo * hour), payload: climatePayload(celsius, 60), id: `up-${hoursAgo}`, fCnt: 100 - Math.round(hoursAgo * 4) }) });
  for (let ago = 8; ago >= 0; ago -= 0.25) expect((await uplink(ago, 10.5)).statusCode).toBe(200);
  await round();

  const { items } = await bench.list();
  expect(items).toMatchObject([{ kind: 'alert', person: { personId, name: 'FROST, Cora' }, alert: { card: 'cold-home', severity: 'soon', team: 'prevention' } }]);
  const [item] = items;
  expect(item?.kind === 'alert' ? item.reasons.reasons.map((r) => r.category) : []).toEqual(expect.arrayContaining(['home-sensors', 'housing']));
  expect(box.received).toHaveLength(1);
  expect(box.received[0]).toMatch(/Subject: Soon alert A\d+ for Prevention and warm homes/);
  expect(box.received[0]).not.toMatch(/Frost|Cora|9434765919|Zinnia|NB4|1941|cold/i);
  await uplink(-0.01, 10.4);
  await round();
  expect((await bench.list()).items).toHaveLength(1);
  expect(box.received).toHaveLength(1);
});

test('a fall that a pendant felt raises an alert at once, though the home was looked at a moment ago, and is told of once', { timeout: 120_000 }, async () => {
  const { db } = bench;
  const { personId } = await placePerson(db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Thaw', given: ['Edith'], birthDate: '1938-05-06', nhsNumber: '9434765870' } }]);
  await bench.records.refresh();
  await placeDevice(db, { devEui: '4711', codec: 'scaip', personId, room: null });
  await round();
  const before = box.received.length;
  const alarm = (reference: number, status: string) =>
    app.inject({ method: 'POST', url: '/uplinks/scaip', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scaip+xml' }, payload: `<mrq><ref>${reference}</ref><cid>004711</cid><dty>0003</dty><stc>${status}</stc><lco>004</lco></mrq>` });
  expect((await alarm(1, '0011')).statusCode).toBe(200);
  await round();
  const mine = async () => (await bench.list()).items.filter((item) => item.kind === 'alert' && item.person.personId === personId);
  expect(await mine()).toMatchObject([{ alert: { card: 'telecare', team: 'prevention' }, reasons: { reasons: [{ label: 'Fall alarm in the last week', category: 'home-sensors', points: 6 }] } }]);
  expect(box.received).toHaveLength(before + 1);
  expect(box.received.at(-1)).not.toMatch(/Thaw|Edith|9434765870|fall/i);

  expect((await alarm(1, '0011')).statusCode).toBe(200);
  bench.clock.set(new Date(bench.clock.now().getTime() + 180_000));
  expect((await alarm(2, '0030')).statusCode).toBe(200);
  await round();
  expect(await mine()).toHaveLength(1);
  expect(box.received).toHaveLength(before + 1);
  const seen = await db.writer<{ label: string }[]>`select label from radar.observation where person_id = ${personId} and detector = 'alarm'`;
  expect(seen.map((o) => o.label)).toEqual([expect.stringMatching(/^Fall detected, \d\d:\d\d; cleared at \d\d:\d\d$/)]);
});
