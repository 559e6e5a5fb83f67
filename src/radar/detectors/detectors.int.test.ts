import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeHousehold, placePerson } from '../../../tests/support/people.ts';
import { recordsBench, type RecordsBench } from '../../../tests/support/records.ts';
import { fixedClock, newId } from '../../kernel/index.ts';
import { createSensors, type LoadedReading } from '../../sensors/index.ts';
import { keepWeather } from '../weather/bring-in.ts';
import { createDetectors, type Detectors } from './detectors.ts';

let bench: RecordsBench;
let detectors: Detectors;
const hour = 3_600_000;
const clock = fixedClock('2026-11-20T09:00:00Z');
const people = { cold: '', warm: '' };
const homes = { cold: '', warm: '' };
const devices = new Map<string, string>();

/** A device that stands in a home since the autumn. */
async function place(householdId: string, room: string, intervalSeconds = 3600): Promise<string> {
  const deviceId = newId();
  await bench.db.owner`
    insert into sensors.device (device_id, dev_eui, name, codec, household_id, room, installed_at, consent, interval_seconds, state, state_since, registered_by, registered_at)
    values (${deviceId}, ${deviceId}, ${room}, 'milesight-em300-th', ${householdId}, ${room}, '2026-08-01Z', '{"basis":"consent","by":"them","at":"2026-08-01","until":null}', ${intervalSeconds}, 'active', '2026-08-01Z', 'test', '2026-08-01Z')`;
  devices.set(`${householdId}/${room}`, deviceId);
  return deviceId;
}

/** Hours of a heated home; unheated from a day on, where one is given. */
function climate(deviceId: string, from: string, to: string, offFrom: string | null): LoadedReading[] {
  const out: LoadedReading[] = [];
  let t = 18;
  for (let at = Date.parse(from); at < Date.parse(to); at += hour) {
    const clockHour = new Date(at).getUTCHours();
    t += (5 - t) / 25 + (((clockHour >= 6 && clockHour < 9) || (clockHour >= 16 && clockHour < 22)) && t < 20 && (offFrom === null || at < Date.parse(offFrom)) ? 1.8 : 0);
    out.push({ deviceId, at: new Date(at), metric: 'temperature', value: Math.round(t * 10) / 10 }, { deviceId, at: new Date(at), metric: 'humidity', value: 55 });
  }
  return out;
}

const observed = async (personId: string): Promise<{ code: string; label: string; startAt: string; endAt: string | null; madeAt: Date }[]> =>
  bench.db.writer`select code, label, start_at as "startAt", end_at as "endAt", made_at as "madeAt" from radar.observation where person_id = ${personId} order by code, key`;

beforeAll(async () => {
  bench = await recordsBench('2026-11-20T09:00:00Z');
  const { db } = bench;
  for (const [name, given] of [['cold', 'Cora'], ['warm', 'Walter']] as const) {
    const repair = { kind: 'service-episode' as const, code: 'repair', label: 'Boiler repair: No heating', start: '2026-11-17', body: { status: 'current' as const } };
    const placed = await placePerson(db, [{ feed: 'housing-repairs', category: 'housing', demographics: { family: 'Frost', given: [given], birthDate: '1941-02-03' }, facts: name === 'cold' ? [repair] : [] }]);
    people[name] = placed.personId;
    homes[name] = await placeHousehold(db, { address: `${name} street`, postcode: 'NB4 1AB' }, [{ personId: placed.personId, sources: ['housing-repairs'] }]);
  }
  await bench.records.refresh();
  detectors = createDetectors({ ...bench.kernel, clock });
  const hours = Array.from({ length: 24 * 70 }, (_, i) => new Date(Date.parse('2026-09-15T00:00:00Z') + i * hour).toISOString());
  await keepWeather({ ...bench.kernel, clock }, detectors.settings.weather!, 'past', JSON.stringify({ hourly: { time: hours, temperature_2m: hours.map((at) => (at >= '2026-11-05' && at < '2026-11-08' ? 0 : 5)), relative_humidity_2m: hours.map(() => 80) } }));
  const sensors = createSensors({ ...bench.kernel, clock });
  for (const name of ['cold', 'warm'] as const) {
    const device = await place(homes[name], 'Living room');
    await sensors.load(climate(device, '2026-09-20T00:00:00Z', '2026-11-20T09:00:00Z', name === 'cold' ? '2026-11-17T00:00:00Z' : null));
  }
}, 120_000);
afterAll(() => bench?.close());

test('new readings make a home due; what is seen is recorded, and looking again changes nothing', async () => {
  while (await detectors.step());
  const seen = await observed(people.cold);
  expect(seen.map((o) => o.code)).toEqual(expect.arrayContaining(['heating-off', 'boiler-fault-likely', 'cold-room-serious']));
  expect(seen.find((o) => o.code === 'boiler-fault-likely')?.label).toContain('repair reported on 17 Nov 2026 is open');
  expect((await observed(people.warm)).filter((o) => o.endAt === null && o.code !== 'damp')).toEqual([]);
  clock.set('2026-11-20T09:05:00Z');
  await detectors.lookAtAll();
  expect(await observed(people.cold)).toEqual(seen);
});

test('a home with news every minute rests between looks, and late readings are taken up', async () => {
  const sensors = createSensors({ ...bench.kernel, clock });
  const device = devices.get(`${homes.warm}/Living room`)!;
  await sensors.load([{ deviceId: device, at: new Date('2026-11-20T09:04:00Z'), metric: 'temperature', value: 19 }]);
  await detectors.step();
  const [due] = await bench.db.writer<{ waits: boolean }[]>`select due_at > ${clock.now()} as waits from radar.home_due where household_id = ${homes.warm}`;
  expect(due?.waits).toBe(true);
  clock.set('2026-11-20T09:10:00Z');
  await detectors.step();
  expect(await bench.db.writer`select from radar.home_due`).toHaveLength(0);
});

test('when the heating comes back, the spell ends and the fault is over', async () => {
  const sensors = createSensors({ ...bench.kernel, clock });
  const device = devices.get(`${homes.cold}/Living room`)!;
  const warm = climate(device, '2026-11-20T09:00:00Z', '2026-11-23T09:00:00Z', null);
  await sensors.load(warm);
  clock.set('2026-11-23T09:30:00Z');
  while (await detectors.step());
  const now = await observed(people.cold);
  expect(now.find((o) => o.code === 'heating-off')).toMatchObject({ startAt: expect.stringMatching(/^2026-11-1[78]$/), endAt: '2026-11-19' });
  expect(now.find((o) => o.code === 'boiler-fault-likely')?.endAt).toBe('2026-11-23');
});

test('a silent home is said to be silent, and never cold or unheated for it', async () => {
  clock.set('2026-11-27T09:00:00Z');
  await bench.db.owner`update sensors.device set state = 'silent', state_since = '2026-11-23T12:00:00Z' where household_id = ${homes.warm}`;
  await detectors.lookAtAll();
  const now = await observed(people.warm);
  expect(now.filter((o) => o.endAt === null).map((o) => o.code)).toEqual(['sensor-silent']);
  expect(now.find((o) => o.code === 'sensor-silent')?.label).toMatch(/^Living room sensor not heard for \d+ days: what it would show is not known$/);
});

test('a forecast cold spell is told of the home that did badly in the last one, before it comes, and not twice', async () => {
  const hours = Array.from({ length: 24 * 6 }, (_, i) => new Date(Date.parse('2026-11-27T10:00:00Z') + i * hour).toISOString());
  const forecast = JSON.stringify({ hourly: { time: hours, temperature_2m: hours.map((at) => (at >= '2026-11-29' ? -2 : 6)), relative_humidity_2m: hours.map(() => 85) } });
  await bench.db.owner`update radar.home_state set last_cold = ${bench.db.owner.json({ from: '2026-11-05', to: '2026-11-07', room: 'living room', value: 12.1 })} where household_id = ${homes.cold}`;
  await bench.db.owner`update radar.home_state set last_cold = ${bench.db.owner.json({ from: '2026-11-05', to: '2026-11-07', room: 'living room', value: 18.4 })}, time_constant = 60 where household_id = ${homes.warm}`;
  await keepWeather({ ...bench.kernel, clock }, detectors.settings.weather!, 'forecast', forecast);
  expect(await detectors.watchWeather()).toBe(1);
  const [watch] = (await observed(people.cold)).filter((o) => o.code === 'cold-spell-watch');
  expect(watch?.label).toContain('down to -2.0 °C');
  expect(watch?.label).toContain('fell to 12.1 °C in the last one');
  expect((await observed(people.warm)).some((o) => o.code === 'cold-spell-watch')).toBe(false);
  clock.set('2026-11-27T11:00:00Z');
  await detectors.watchWeather();
  expect((await observed(people.cold)).filter((o) => o.code === 'cold-spell-watch')).toEqual([watch]);
});
