/**
 * `node bench/alerts.ts [--homes N] [--gap MS]`
 *
 * From a sensor's uplink to an alert in a team's list: N homes with a person, a repair and a sensor, each a quarter of an
 * hour short of a cold day. One uplink each, by HTTPS's door, while the loop of "kith start" runs with all its steps. Measured
 * from before the request is sent until the alert can be read, looked for every 10 ms.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import fastify from 'fastify';
import { checkAccess, createAccess } from '../src/access/index.ts';
import { createDoors, createNotices } from '../src/exchange/index.ts';
import { createLogger, londonInstant, migrate, openDatabase, outboxChannel, readArea, readConfig, startLoop, type Clock, type Kernel } from '../src/kernel/index.ts';
import { createAlerts, createDetectors, createScoring, mappedFacts } from '../src/radar/index.ts';
import { createRecords } from '../src/record/index.ts';
import { createSensors, freshReadings } from '../src/sensors/index.ts';
import { placeHousehold, placePerson } from '../tests/support/people.ts';
import { feedSources, feedStates } from '../tests/support/records.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../tests/support/sensors.ts';
import { machine } from './measure.ts';

const { values } = parseArgs({ options: { homes: { type: 'string', default: '200' }, gap: { type: 'string', default: '250' } } });
const homes = Number(values.homes);
const quarter = 15 * 60_000;
const data = mkdtempSync(join(tmpdir(), 'kith-bench-'));
chmodSync(data, 0o755);

const { area } = readArea('areas/demo');
if (area === null) throw new Error('the demo area cannot be read');
const config = readConfig({}, { data, area: 'areas/demo', logLevel: 'error' });
const db = await openDatabase(config);
await migrate(db);
// A day has to have been cold for hours, whatever the hour the bench is run at: its clock starts at two in the afternoon.
const begun = performance.now();
const noon = londonInstant('2026-11-20', 14 * 60 + 5).getTime();
const at = (): Date => new Date(noon + performance.now() - begun);
const clock: Clock = { now: at, today: () => '2026-11-20' };
const kernel: Kernel = { config, db, clock, log: createLogger('error'), area };
const access = createAccess(kernel);
const records = createRecords(kernel, access, feedSources);
const sensors = createSensors(kernel);
const alerts = createAlerts(kernel, access, checkAccess(area).definitions?.teams ?? []);
const scoring = createScoring({ kernel, mapped: mappedFacts(area.dir), states: async () => feedStates(), carryMoves: async () => undefined });
const detectors = createDetectors(kernel);
const notices = createNotices(kernel, {});
const doors = createDoors(kernel, sensors);
const app = fastify();
await doors.addTo(app);
const url = await app.listen({ port: 0, host: '127.0.0.1' });
const token = await sensors.integrations.issue('council-network', 'bench', 'bench');

const people: { personId: string; devEui: string }[] = [];
for (let i = 0; i < homes; i++) {
  const repair = { kind: 'service-episode' as const, code: 'repair', label: 'Boiler repair: No heating', start: '2026-11-18', body: { status: 'current' as const } };
  const { personId } = await placePerson(db, [{ feed: 'housing-repairs', category: 'housing', demographics: { family: 'Frost', given: [`Cora${i}`], birthDate: '1941-02-03' }, facts: [repair] }]);
  const householdId = await placeHousehold(db, { address: `${i} Zinnia Way`, postcode: 'NB4 1AB' }, [{ personId, sources: ['housing-repairs'] }]);
  const devEui = `F2${i.toString(16).toUpperCase().padStart(14, '0')}`;
  const deviceId = await placeDevice(db, { devEui, householdId, room: 'Living room' });
  const now = Math.floor(noon / quarter) * quarter;
  await sensors.load(Array.from({ length: 60 }, (_, q) => ({ deviceId, at: new Date(now - (q + 1) * quarter + 60_000), metric: 'temperature' as const, value: q < 11 ? 10.5 : 20 })));
  people.push({ personId, devEui });
}
await records.refresh();
await scoring.settle();
const steps = [{ name: 'radar.homes', run: () => detectors.step() }, { name: 'radar.score', run: () => scoring.step() }, ...alerts.steps, ...notices.steps];
const loop = await startLoop(db, steps, kernel.log, { channels: [outboxChannel, freshReadings] });
// A home that was looked at rests for a minute before new readings make it due again.
await wait(75_000);
const [early] = await db.writer<{ n: number }[]>`select count(*)::int as n from radar.alert where card = 'cold-home'`;

const took: number[] = [];
for (const { personId, devEui } of people) {
  const sent = performance.now();
  const answer = await fetch(`${url}/uplinks/chirpstack?event=up`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: new Uint8Array(chirpstackUp({ devEui, at: at(), payload: climatePayload(10.4, 60) })) });
  if (answer.status !== 200) throw new Error(`the door answered ${answer.status}`);
  for (;;) {
    const [found] = await db.writer`select 1 from radar.alert where person_id = ${personId} and card = 'cold-home'`;
    if (found !== undefined) break;
    if (performance.now() - sent > 30_000) throw new Error('no alert within 30 s');
    await wait(10);
  }
  took.push(performance.now() - sent);
  await wait(Number(values.gap) * Math.random() * 2);
}
took.sort((a, b) => a - b);
const p = (share: number): string => `${Math.round(took[Math.min(took.length - 1, Math.ceil(share * took.length) - 1)] ?? 0).toLocaleString('en-GB')} ms`;
console.log(`# Uplink to alert\n\n${machine()}; load average ${loadavg().map((l) => l.toFixed(1)).join(' ')}; ${homes} homes, ${early?.n ?? 0} alerts before.\n\nhalf within ${p(0.5)}, p95 ${p(0.95)}, p99 ${p(0.99)}, longest ${p(1)}`);
await loop.stop();
await app.close();
await doors.close();
await db.close();
rmSync(data, { recursive: true, force: true });
