import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeHousehold, placePerson } from '../../tests/support/people.ts';
import { feedStates, recordsBench, type RecordsBench } from '../../tests/support/records.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../../tests/support/sensors.ts';
import type { Session } from '../access/index.ts';
import { createLinkage } from '../linkage/index.ts';
import { createSensors, type Sensors } from '../sensors/index.ts';
import { buildPortal } from './index.ts';
import { paths } from './paths.ts';

let bench: RecordsBench;
let app: FastifyInstance;
let sensors: Sensors;
let sessions: Session[];
let worker: Session;
const people: Record<'open' | 'hidden' | 'sealed', string> = { open: '', hidden: '', sealed: '' };
const devices: Record<'open' | 'hidden' | 'sealed', string> = { open: '', hidden: '', sealed: '' };

const who = (key: string) => [{ feed: 'gp-patients', category: 'gp', demographics: { family: `Zq${key}`, given: ['Olive'], birthDate: '1950-02-03', ...(key === 'hidden' ? { restricted: true } : {}) } }];

beforeAll(async () => {
  bench = await recordsBench();
  const { db, access, kernel } = bench;
  for (const key of ['open', 'hidden', 'sealed'] as const) {
    people[key] = (await placePerson(db, who(key))).personId;
    await placeHousehold(db, { address: `1 Zq${key} Street`, postcode: 'NB4 9ZZ' }, [{ personId: people[key], sources: ['gp-patients'] }]);
    const [home] = await db.writer<{ id: string }[]>`select household_id::text as id from linkage.residency where person_id = ${people[key]}`;
    devices[key] = await placeDevice(db, { devEui: `24E12400000000${key === 'open' ? '01' : key === 'hidden' ? '02' : '03'}`, name: `Climate ${devices[key].length}`, householdId: home!.id, room: 'Bedroom' });
  }
  await bench.records.refresh();
  await access.setMarks(db.writer, 'test', [{ personId: people.sealed, kind: 'sealed', reason: '' }], [people.sealed]);
  sensors = createSensors(kernel);
  const ingest = sensors.ingest();
  for (const [i, devEui] of ['24E1240000000001', '24E1240000000002', '24E1240000000003', '24E12400000000FF'].entries()) {
    await ingest.receive({ format: 'chirpstack', body: chirpstackUp({ devEui, at: new Date(kernel.clock.now().getTime() - 12_000), payload: climatePayload(13.7 + i, 61, 80) }), integration: 'test' });
  }
  await ingest.close();
  sessions = access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map((purpose) => access.session(user.id, team.id, purpose.id))));
  worker = access.session('leila.haddad', 'prevention', 'prevention');
  sessions.push(worker);
  app = await buildPortal({
    kernel, access, records: bench.records, sensors, feeds: { states: async () => feedStates() }, linkage: createLinkage(kernel),
    signIn: { register: async () => undefined, session: async (request) => sessions[Number(request.headers['x-as'])] ?? null, csrf: () => 'x', requireSession: async () => undefined },
  });
});
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

const get = (session: Session, url: string) => app.inject({ url, headers: { 'x-as': String(sessions.indexOf(session)) } });
const post = (session: Session, url: string, fields: Record<string, string>) =>
  app.inject({ method: 'POST', url, headers: { 'x-as': String(sessions.indexOf(session)), 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString() });

test('only a team that looks after devices sees them, and the pages about devices name nobody and show nothing measured', async () => {
  for (const session of sessions) {
    for (const url of [paths.devices, `${paths.devices}?state=silent&q=climate`, paths.device(devices.open), paths.registerDevice]) {
      const reply = await get(session, url);
      expect([session.team, url, reply.statusCode]).toEqual([session.team, url, bench.access.may(session, 'device-health') ? 200 : 403]);
      expect(reply.body).not.toMatch(/Zq|NB4|13\.7/);
    }
  }
  const list = await get(worker, paths.devices);
  expect(list.body).toContain('12 s ago');
  expect(list.body).toContain('24E12400000000FF');
  expect((await get(worker, paths.device(devices.open))).body).toContain('Yes. It was last heard 12 s ago. Signal -97 dBm at 2 gateways.');
});

test('whose home it is, and what was measured there, is decided and logged; an address only where nobody must be kept safe', async () => {
  const looks = async (id: string): Promise<number> => (await bench.db.owner<{ n: number }[]>`select count(*)::int as n from access.log_person join access.log using (log_id) where person_id = ${id} and action = 'home'`)[0]?.n ?? 0;
  const open = await get(worker, paths.deviceHome(devices.open));
  expect([open.statusCode, open.body.includes('Zqopen'), open.body.includes('1 Zqopen Street'), open.body.includes('13.7')]).toEqual([200, true, true, true]);
  expect(await looks(people.open)).toBe(1);
  expect(open.body).toContain('{&quot;battery&quot;:80,&quot;temperature&quot;:13.7,&quot;humidity&quot;:61}');
  const hidden = await get(worker, paths.deviceHome(devices.hidden));
  expect([hidden.body.includes('Olive Zqhidden'), hidden.body.includes('Zqhidden Street'), hidden.body.includes('Not shown to you')]).toEqual([true, false, true]);
  const sealed = await get(worker, paths.deviceHome(devices.sealed));
  expect([sealed.body.includes('Zqsealed'), sealed.body.includes('15.7') || sealed.body.includes('humidity'), sealed.body.includes('Nobody you may see')]).toEqual([false, false, true]);
  for (const session of sessions.filter((s) => !bench.access.may(s, 'home'))) expect((await get(session, paths.deviceHome(devices.open))).statusCode).toBe(403);
});

test('a device that was heard is claimed: mistakes are linked to their fields, and its readings then stand in its home', async () => {
  const claim = { csrf: 'x', devEui: '24E12400000000FF', name: 'Hall climate', codec: 'milesight-em300-th', uprn: '', room: 'Hall', installed: '20/11/2026 08:30', basis: 'consent', consentBy: 'the tenant', consentAt: '1/11/2026', intervalMinutes: '10' };
  const wrong = await post(worker, paths.registerDevice, { ...claim, name: '', basis: '', consentAt: '32/13' });
  expect([wrong.statusCode, ...['name', 'basis', 'consentAt'].map((field) => wrong.body.includes(`href="#${field}"`))]).toEqual([400, true, true, true]);
  const done = await post(worker, paths.registerDevice, claim);
  expect([done.statusCode, done.headers.location]).toEqual([303, expect.stringMatching(/\/devices\/[\w-]+\/home\?done=registered/)]);
  const id = String(done.headers.location).split('/')[2]!;
  expect((await get(worker, paths.device(id))).body).toContain('Yes. It was last heard');
  const again = await post(worker, paths.registerDevice, claim);
  expect([again.statusCode, again.body.includes('stands somewhere already')]).toEqual([400, true]);
  expect((await post(worker, paths.withdrawDevice(id), { csrf: 'x' })).statusCode).toBe(303);
  expect((await get(worker, paths.device(id))).body).toContain('Nothing may be kept since');
  expect((await post(worker, paths.retireDevice(id), { csrf: 'x' })).statusCode).toBe(303);
  expect((await get(worker, paths.device(id))).body).toContain('Taken away');
  const other = sessions.find((s) => !bench.access.may(s, 'device-health'))!;
  expect((await post(other, paths.retireDevice(devices.open), { csrf: 'x' })).statusCode).toBe(403);
});
