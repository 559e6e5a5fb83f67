import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertBench, card, reason, type AlertBench } from '../../tests/support/alerts.ts';
import { feedStates } from '../../tests/support/records.ts';
import type { Session } from '../access/index.ts';
import { createNotices } from '../exchange/index.ts';
import { createLinkage } from '../linkage/index.ts';
import { buildPortal } from './index.ts';
import { paths } from './paths.ts';

/** Every page of alerts, for every demo user in every team and purpose they have. */

let bench: AlertBench;
let app: FastifyInstance;
let sessions: Session[];
let alertOf: Map<string, string>;
let sealed: string;
let staff: string;

const categories = ['adult-social-care', 'housing', 'hospital', 'gp', 'mental-health', 'police', 'education', 'home-sensors'];
const teams = ['prevention', 'front-door', 'discharge-hub', 'mash', 'tenancy-services'];
const marker = (person: string, category: string): string => `Zq${person}${category.replaceAll('-', '')}`;

beforeAll(async () => {
  bench = await alertBench({ cards: teams.map((team) => ({ ...card, id: `card-${team}`, team, title: `Card of ${team}` })) });
  const { kernel, access, records, alerts, db } = bench;
  const open = await bench.person('Olive');
  sealed = await bench.person('Selma');
  staff = await bench.person('Stella');
  for (const team of teams) {
    for (const [person, id] of [['open', open], ['sealed', sealed], ['staff', staff]] as const) {
      await bench.score(id, 12, categories.map((category) => reason(category, { label: marker(person, category), category, categories: [category] })), `card-${team}`);
    }
  }
  await bench.round();
  await access.setMarks(db.writer, 'test', [{ personId: sealed, kind: 'sealed', reason: '' }, { personId: staff, kind: 'staff-client', reason: '' }], [sealed, staff]);
  const rows = await db.writer<{ key: string; id: string }[]>`select team || ' ' || person_id as key, alert_id::text as id from radar.alert`;
  alertOf = new Map(rows.map((r) => [r.key.replace(open, 'open').replace(sealed, 'sealed').replace(staff, 'staff'), r.id]));
  sessions = access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map((purpose) => access.session(user.id, team.id, purpose.id))));
  app = await buildPortal({
    kernel, access, records, alerts, notices: createNotices(kernel, {}), linkage: createLinkage(kernel), feeds: { states: async () => feedStates() },
    signIn: { register: async () => undefined, session: async (request) => sessions[Number(request.headers['x-as'])] ?? null, csrf: () => 'x', requireSession: async () => undefined },
  });
});
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

const headers = (session: Session) => ({ 'x-as': String(sessions.indexOf(session)) });
const get = (session: Session, url: string) => app.inject({ url, headers: headers(session) });
const post = (session: Session, url: string, form: Record<string, string>) =>
  app.inject({ method: 'POST', url, headers: { ...headers(session), 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(form).toString() });
const name = (s: Session): string => `${s.userId} as ${s.team} for ${s.purpose}`;

test('the list and how alerts are doing are for teams that have alerts, and only they have the link', async () => {
  for (const session of sessions) {
    const may = bench.access.may(session, 'alert');
    const { statusCode, body } = await get(session, paths.alerts);
    expect([name(session), statusCode]).toEqual([name(session), may ? 200 : 403]);
    expect([name(session), (await get(session, paths.alertPerformance)).statusCode]).toEqual([name(session), may ? 200 : 403]);
    expect([name(session), body.includes(`href="${paths.alerts}"`)]).toEqual([name(session), may]);
  }
});

test('nobody sealed is in a list, a count, the badge or a page; a sealed person’s alert is as one that never was', async () => {
  for (const session of sessions.filter((s) => bench.access.may(s, 'alert'))) {
    const { body } = await get(session, paths.alerts);
    expect([name(session), body.includes('Selma'), body.includes('Zqsealed'), body.includes(sealed)]).toEqual([name(session), false, false, false]);
    expect([name(session), />2<span class="nhsuk-u-visually-hidden"> not seen/.test(body)]).toEqual([name(session), teams.includes(session.team)]);
    const id = alertOf.get(`${session.team} sealed`) ?? '01935f6e-0000-7000-8000-00000000ffff';
    const hidden = await get(session, paths.alert(id));
    const never = await get(session, paths.alert('01935f6e-0000-7000-8000-00000000fffe'));
    expect([name(session), hidden.statusCode, hidden.body]).toEqual([name(session), never.statusCode, never.body]);
  }
});

test('somebody restricted is a number in the list, and opens for nobody', async () => {
  for (const session of sessions.filter((s) => teams.includes(s.team) && bench.access.may(s, 'alert'))) {
    const { body } = await get(session, paths.alerts);
    expect([name(session), body.includes('Restricted record'), body.includes('Stella'), body.includes('Zqstaff'), body.includes(staff)]).toEqual([name(session), true, false, false, false]);
    const opened = await get(session, paths.alert(alertOf.get(`${session.team} staff`)!));
    expect([name(session), opened.statusCode, opened.body.includes('Stella')]).toEqual([name(session), 403, false]);
  }
});

test('another team’s alert is as one that never was, also for whoever sends its form', async () => {
  for (const session of sessions.filter((s) => bench.access.may(s, 'alert'))) {
    for (const team of teams.filter((t) => t !== session.team)) {
      const id = alertOf.get(`${team} open`)!;
      expect([name(session), team, (await get(session, paths.alert(id))).statusCode]).toEqual([name(session), team, 404]);
      expect([name(session), team, (await post(session, paths.alert(id), { do: 'see', revision: '1' })).statusCode]).toEqual([name(session), team, 404]);
    }
  }
  expect(await bench.db.writer`select 1 from radar.alert where state <> 'raised'`).toHaveLength(0);
});

test('a reason is shown to those who may know its category, and points to nobody else', async () => {
  for (const session of sessions.filter((s) => teams.includes(s.team) && bench.access.may(s, 'alert'))) {
    const url = paths.alert(alertOf.get(`${session.team} open`)!);
    const open = (await bench.db.writer<{ id: string }[]>`select person_id::text as id from radar.alert where alert_id = ${alertOf.get(`${session.team} open`)!}`)[0]!.id;
    const levels = await bench.as(session, 'alert', [open], async (reading) => new Map(categories.map((c) => [c, reading.level(open, c)])));
    const { body } = await get(session, url);
    for (const [category, level] of levels) {
      expect([name(session), category, level, body.includes(marker('open', category))]).toEqual([name(session), category, level, level === 'detail' || level === 'summary']);
    }
  }
});

test('each look at an alert, and each thing done about it, is one look in the person’s log', async () => {
  const leila = sessions.find((s) => s.userId === 'leila.haddad')!;
  const id = alertOf.get('prevention open')!;
  const [{ person } = { person: '' }] = await bench.db.writer<{ person: string }[]>`select person_id::text as person from radar.alert where alert_id = ${id}`;
  const looks = async (): Promise<number> => (await bench.db.owner`select 1 from access.log_person where person_id = ${person}`).length;
  for (const look of [() => get(leila, paths.alert(id)), () => get(leila, paths.alerts), () => post(leila, paths.alert(id), { do: 'see', revision: '1' })]) {
    const before = await looks();
    expect([200, 303]).toContain((await look()).statusCode);
    expect(await looks()).toBe(before + 1);
  }
});
