import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { checkAccess, type Session } from '../../src/access/index.ts';
import { actions } from '../../src/access/definition.ts';
import { stepsOf } from '../../src/cli/work.ts';
import { newId, type Database, type Sql } from '../../src/kernel/index.ts';
import { wireKith, type Kith } from '../../src/main.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { tell } from '../linkage/people.ts';
import { testKernel } from '../support/kernel.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../support/sensors.ts';
import { placeRelative } from '../support/people.ts';
import { categories, factsOf, token, told, traits, victims, type Victim } from './victims.ts';

/** Whom an id may mean: somebody, an id that went over to somebody else's, nobody, or no id at all. */
export type Kind = Victim | 'merged-open' | 'merged-sealed' | 'absent' | 'no-id';

export interface Address {
  method: string;
  url: string;
}

/** All of Kith with the demo area's rules and everybody in it whom somebody may not see. */
export interface World {
  kith: Kith;
  app: FastifyInstance;
  /** Every address of the portal. */
  addresses: Address[];
  /** One for each team and purpose somebody of the area has, and for each role where roles differ in what they may. */
  sessions: Session[];
  persons: Record<Kind, string>;
  /** What is about each of them besides their pages: their alerts, devices, reviews and records. */
  about: { alert: ReadonlyMap<Kind, string>; device: ReadonlyMap<Kind, string>; review: ReadonlyMap<Kind, string>; record: ReadonlyMap<Kind, string>; decision: ReadonlyMap<Kind, string>; emergency: ReadonlyMap<Kind, string> };
  cards: string[];
  cohorts: string[];
  ask(session: Session, address: Address, form?: Record<string, string>): Promise<Answer>;
  /** Takes somebody's records away, as if no feed had ever spoken of them. */
  remove(victim: Victim): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  /** Everything sent, headers first; without the date. */
  bytes: string;
}

/** The world upon a fresh, migrated store; whoever opened the store closes it. */
export async function worldOn(db: Database): Promise<World> {
  const kernel = testKernel(db);
  // A sweep asks more often than anybody may.
  const kith = await wireKith({ ...kernel, config: { ...kernel.config, limits: 'off' } });
  const persons = await people(kith, db.writer);
  const device = await devices(kith, persons);
  for (const step of stepsOf(kith)) while (await step.run());
  await kith.scoring.settle();
  for (const step of stepsOf(kith)) while (await step.run());
  await openInEmergency(kith, persons);
  await hide(kith, persons);

  const addresses: Address[] = [];
  const sessions = whoMayDiffer(kith);
  const app = await buildPortal({
    ...kith,
    onRoute: ({ method, url }) => addresses.push(...[method].flat().map((m) => ({ method: m, url }))),
    signIn: { register: async () => undefined, session: async (request) => sessions[Number(request.headers['x-as'])] ?? null, csrf: () => 'x', requireSession: async () => undefined },
  });
  return {
    kith, app, addresses, sessions, persons,
    about: { device, ...(await found(db.writer, persons)) },
    cards: (await kith.radar.desk.all()).filter((c) => c.state === 'in-force').map((c) => c.card.id),
    cohorts: (await kith.cohorts.list(kith.access.session('leila.haddad', 'prevention', 'prevention'))).map(({ cohort }) => cohort.id),
    async ask(session, { method, url }, form) {
      const headers = { 'x-as': String(sessions.indexOf(session)), ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) };
      const reply = await app.inject({ method: method as 'GET', url, headers, ...(form === undefined ? {} : { payload: new URLSearchParams(form).toString() }) });
      const sent = Object.entries(reply.headers).filter(([name]) => name !== 'date').map(([name, value]) => `${name}: ${String(value)}`);
      return { status: reply.statusCode, bytes: `${sent.join('\n')}\n\n${reply.body}` };
    },
    async remove(victim) {
      const id = persons[victim];
      await db.owner.begin(async (sql) => {
        await sql`delete from feeds.fact where subject_id in (select subject_id from linkage.link where person_id = ${id})`;
        await sql`delete from linkage.link where person_id = ${id}`;
        await sql`delete from linkage.residency where person_id = ${id}`;
        await sql`delete from linkage.family where person_id = ${id} or other_id = ${id}`;
        await sql`insert into linkage.changed_person (person_id, changed_at) values (${id}, now()), (${persons.open}, now()) on conflict do nothing`;
      });
      await kith.records.refresh();
      await kith.scoring.settle();
      await kith.cohorts.keepRoster();
    },
    close: () => app.close(),
  };
}

/** Roles of a team that every rule and permission treats alike are asked as one. */
function whoMayDiffer({ access, kernel }: Kith): Session[] {
  const teams = checkAccess(kernel.area).definitions?.teams ?? [];
  const roles = (team: string): ReadonlySet<string> => new Set(Object.values(teams.find((t) => t.id === team)?.purposes ?? {}).flatMap((rules) => Object.values(rules).flatMap((rule) => (typeof rule === 'object' ? (rule.roles ?? []) : []))));
  const all = access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map((purpose) => access.session(user.id, team.id, purpose.id))));
  const alike = (s: Session): string => [s.team, s.purpose, roles(s.team).has(s.role) ? s.role : '', ...actions.map((action) => access.may(s, action))].join();
  return [...new Map(all.map((session) => [alike(session), session])).values()];
}

/** Linked by linkage itself, from what each service says of each of them. */
async function people(kith: Kith, sql: Sql): Promise<Record<Kind, string>> {
  const subjects = await tell(sql, told());
  for (const victim of victims) {
    for (const category of categories) {
      const [name, subject] = [...subjects].find(([key]) => key.endsWith(`/${token(victim, category, 'key')}`))!;
      for (const [line, fact] of factsOf(victim, category).entries()) {
        const [entry] = await sql<{ id: string }[]>`
          insert into feeds.entry (feed, row_key, hash, delivery_id, line, raw, from_at)
          values (${name.split('/')[0]!}, ${`${name}/${line}`}, ${Buffer.from([line])}, ${newId()}, ${line}, '', '2026-11-20T06:00:00Z') returning entry_id as id`;
        await sql`
          insert into feeds.fact (entry_id, subject_id, kind, category, code, label, start_at, end_at, body)
          values (${entry!.id}, ${subject}, ${fact.kind}, ${category}, ${fact.code ?? null}, ${fact.label}, ${fact.start ?? null}, ${fact.end ?? null}, ${sql.json(fact.body as never)})`;
      }
    }
  }
  await kith.linkage.run();
  const ids = new Map<string, string>();
  for (const victim of victims) {
    const rows = await sql<{ id: string }[]>`select distinct person_id::text as id from linkage.link join feeds.subject using (subject_id) where local_key like ${`Zq${victim}%`}`;
    if (rows.length !== 1) throw new Error(`${victim} is ${rows.length} people; the sweep needs them to be one`);
    ids.set(victim, rows[0]!.id);
  }
  const of = Object.fromEntries(ids) as Record<Victim, string>;
  for (const other of victims.filter((v) => v !== 'open')) await placeRelative(kith.kernel.db, of.open, of[other], 'sister', 'gp-patients', 'gp');
  const merged = { 'merged-open': randomUUID(), 'merged-sealed': randomUUID() };
  for (const [id, to] of [[merged['merged-open'], of.open], [merged['merged-sealed'], of.sealed]] as const) await sql`insert into linkage.person (person_id, created_at, redirect_to) values (${id}, '2026-11-01', ${to})`;
  await kith.records.refresh();
  return { ...of, ...merged, absent: randomUUID(), 'no-id': 'nobody' };
}

/** Emergency access to somebody and to whoever is sealed afterwards, ended and waiting to be judged. */
async function openInEmergency({ access }: Kith, persons: Record<Kind, string>): Promise<void> {
  const session = access.session('joanna.price', 'front-door', 'adult-safeguarding');
  const terms = access.emergency?.terms(session) ?? null;
  if (terms === null) throw new Error('the sweep needs a team that may open a record in an emergency');
  for (const victim of ['open', 'sealed'] as const) {
    const { id } = await access.emergency!.open(session, persons[victim], { reason: terms.reasons[0]!.id, words: 'They did not answer the door, and nobody knows why they did not', keptBack: '' });
    await access.emergency!.end(session, id);
  }
}

/** Marks come after everything else, so that there is something to hide. */
async function hide(kith: Kith, persons: Record<Kind, string>): Promise<void> {
  const [sonia] = await kith.kernel.db.writer<{ id: string }[]>`select person_id::text as id from linkage.link join feeds.subject using (subject_id) where local_key = 'Zqsonia-0'`;
  const marks = [{ personId: persons.sealed, kind: 'sealed' as const, reason: '' }, { personId: sonia!.id, kind: 'sealed' as const, reason: '' }, { personId: persons.staff, kind: 'staff-client' as const, reason: '' }];
  await kith.access.setMarks(kith.kernel.db.writer, 'test', marks, marks.map((m) => m.personId));
}

/** A sensor in everybody's home, and a reading of it. */
async function devices(kith: Kith, persons: Record<Kind, string>): Promise<Map<Kind, string>> {
  const placed = new Map<Kind, string>([['absent', randomUUID()], ['no-id', 'nothing']]);
  const ingest = kith.sensors.ingest();
  for (const [i, victim] of victims.entries()) {
    const [home] = await kith.kernel.db.writer<{ id: string }[]>`select household_id::text as id from linkage.residency where person_id = ${persons[victim]} and current`;
    const devEui = `24E124000000010${i}`;
    placed.set(victim, await placeDevice(kith.kernel.db, { devEui, name: `Climate ${i}`, householdId: home!.id, personId: persons[victim], room: 'Bedroom' }));
    await ingest.receive({ format: 'chirpstack', body: chirpstackUp({ devEui, at: new Date(kith.kernel.clock.now().getTime() - 60_000), payload: climatePayload(14 + i, 55, 90) }), integration: 'test' });
  }
  await ingest.close();
  return placed;
}

async function found(sql: Sql, persons: Record<Kind, string>): Promise<Pick<World['about'], 'alert' | 'review' | 'record' | 'decision' | 'emergency'>> {
  const whose = (id: string): Victim | undefined => victims.find((v) => persons[v] === id);
  const nobody = (): [Kind, string][] => [['absent', randomUUID()], ['no-id', 'nothing']];
  const alerts = await sql<{ id: string; person: string }[]>`select alert_id::text as id, person_id::text as person from radar.alert`;
  const reviews = await sql<{ id: string; family: string }[]>`select review_id::text as id, split_part(local_key, '-', 1) as family from linkage.review join feeds.subject on subject_id = subject_a where closed_at is null`;
  const emergencies = await sql<{ id: string; person: string }[]>`select emergency_id::text as id, person_id::text as person from access.emergency`;
  const records = await sql<{ id: string; key: string }[]>`select subject_id::text as id, local_key as key from feeds.subject where feed = 'gp-patients'`;
  return {
    alert: new Map([...nobody(), ...alerts.flatMap((a): [Kind, string][] => (whose(a.person) === undefined ? [] : [[whose(a.person)!, a.id]]))]),
    review: new Map([...nobody(), ...reviews.map((r): [Kind, string] => [r.family === 'Zqsonia' ? 'sealed' : 'open', r.id])]),
    record: new Map([['absent', '999999999'], ['no-id', 'nothing'], ...victims.flatMap((v): [Kind, string][] => records.filter((r) => r.key === token(v, 'gp', 'key')).map((r) => [v, r.id]))]),
    decision: new Map(nobody()),
    emergency: new Map([...nobody(), ...emergencies.flatMap((e): [Kind, string][] => (whose(e.person) === undefined ? [] : [[whose(e.person)!, e.id]]))]),
  };
}

/** Names of a victim in the letters that pages use; a query is typed in others, so that its echo is not taken for an answer. */
export const typed = (text: string): string => [...text].map((c, i) => (i % 2 === 0 ? c.toLowerCase() : c.toUpperCase())).join('');

export const nameOf = (victim: Victim): string => `${traits[victim].given} ${traits[victim].family}`;
