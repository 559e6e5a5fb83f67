import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Session } from '../../src/access/index.ts';
import type { Kith } from '../../src/main.ts';
import { commandLines, tellsWhy, type } from './commands.ts';
import { leaks, mayKnow, type May } from './expect.ts';
import { requestsOf, type Asked } from './requests.ts';
import { testDatabase } from '../support/database.ts';
import type { Victim } from './victims.ts';
import { worldOn, type Answer, type Kind, type World } from './world.ts';

/**
 * Every address of the portal and every command, for everybody who may sign in, of everybody they may not know of. Which there
 * are is asked of the portal and of the command line, so that one added later is swept without a word here.
 */

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const opened = vi.hoisted((): { kith: Kith | null } => ({ kith: null }));
/** Commands find the world's store open, with everybody scored, and leave it so. */
vi.mock('../../src/main.ts', async (original) => ({
  ...(await original<object>()),
  createKith: async () => ({ ...opened.kith, scoring: { ...opened.kith?.scoring, settle: async () => 0 }, close: async () => undefined }),
}));

let db: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
const may = new Map<Session, Record<Victim, May>>();
const counts = { asked: 0, shown: 0, compared: 0 };

beforeAll(async () => {
  db = await testDatabase();
  world = await worldOn(db);
  opened.kith = world.kith;
  for (const session of world.sessions) may.set(session, await mayKnow(world, session));
});
afterAll(async () => {
  await world?.close();
  await db?.close();
});

/** Whether a session may know that what is asked for is there at all. */
function unknown(session: Session, kind: Kind): boolean {
  if (kind === 'sealed' || kind === 'merged-sealed' || kind === 'absent') return true;
  if (kind === 'no-id') return false;
  const of = may.get(session)![kind === 'merged-open' ? 'open' : kind];
  return of.sealed || (!of.restricted && (of.levels.get('identity') ?? 'none') === 'none');
}

interface One {
  /** Answers of one group are compared where it means somebody unknown. */
  group: string;
  says: string;
  of: Kind[];
  /** What is typed in the answer's place of an id. */
  ids: string[];
  echoes: readonly string[];
  /** Whether only somebody sealed is as nobody to it. */
  whyToo?: boolean;
  ask(session: Session): Promise<Answer>;
}

/** Asks everything, and returns what leaked, and what told somebody hidden from nobody. Who is unknown comes first: it changes nothing. */
async function sweep(all: readonly One[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const session of world.sessions) {
    const name = `${session.team} as ${session.role} for ${session.purpose}`;
    const nobody = new Map<string, string>();
    const hides = (kind: Kind, one: One): boolean => (one.whyToo === true ? kind === 'sealed' || kind === 'merged-sealed' || kind === 'absent' : unknown(session, kind));
    const place = (one: One): string => `${one.group} ${one.of.map((kind) => (hides(kind, one) ? 'unknown' : kind)).join(' ')}`;
    const rank = (one: One): number => (one.of.includes('absent') ? 0 : place(one).includes('unknown') ? 1 : 2);
    for (const one of all.toSorted((a, b) => rank(a) - rank(b))) {
      const answer = await one.ask(session);
      counts.asked += 1;
      if (answer.status === 200) counts.shown += 1;
      for (const leak of leaks(answer, may.get(session)!, world, one.echoes)) wrong.push(`${name}: ${one.says} (${answer.status}) tells of ${leak}`);
      if (answer.status >= 500) wrong.push(`${name}: ${one.says} failed with ${answer.status}`);
      if (!place(one).includes('unknown')) continue;
      const alike = one.ids.reduce((text, id) => text.replaceAll(id, 'IT'), `${answer.status}\n${answer.bytes}`);
      const first = nobody.get(place(one)) ?? alike;
      nobody.set(place(one), first);
      counts.compared += 1;
      if (alike !== first) wrong.push(`${name}: ${one.says} (${one.of.join(' ')}) is not answered as nobody is`);
    }
  }
  return wrong;
}

const requests = (method: 'GET' | 'POST'): One[] =>
  world.addresses
    .filter((address) => address.method === method)
    .flatMap((address) => requestsOf(world, address))
    .map((asked: Asked) => ({
      group: `${asked.route} ${asked.address.url.split('?')[1] ?? ''}`,
      says: `${method} ${asked.address.url}`,
      of: asked.of,
      ids: asked.address.url.split('?')[0]!.split('/').filter((part) => part.length > 8 && /\d/.test(part)),
      echoes: asked.echoes ?? [],
      ask: (session) => world.ask(session, asked.address, asked.form),
    }));

test('there is something to look for: everybody is found by somebody who may, with an alert, a device and a review about them', async () => {
  expect(world.sessions.length).toBeGreaterThan(10);
  expect([world.about.alert.size, world.about.device.size, world.about.review.size, world.about.record.size]).toEqual([8, 8, 4, 8]);
  const worker = world.sessions.find((s) => s.team === 'front-door' && s.purpose === 'care-act-request')!;
  const page = await world.ask(worker, { method: 'GET', url: `/person/${world.persons.open}/chronology` });
  expect(page.bytes).toContain('Zqopenhousingfact');
  const known = may.get(worker)!;
  expect(leaks(page, known, world)).toEqual([]);
  expect(leaks(page, { ...known, open: { ...known.open, levels: new Map([['identity', 'detail']]) } }, world)).toContain('open: housing in detail at none');
  expect(leaks(page, { ...known, open: { ...known.open, sealed: true } }, world)).toEqual(expect.arrayContaining(['open: Olive', 'open: their id', 'open: whereabouts 1 Zqshared Street']));
});

test('every page that is read tells nobody what they may not know, and answers for somebody hidden as for nobody', async () => {
  expect(await sweep(requests('GET'))).toEqual([]);
});

test('so does every command that asks who is asking', async () => {
  const lines = commandLines(world);
  expect(new Set(lines.map((l) => l.command)).size).toBeGreaterThanOrEqual(7);
  const asked = lines.map((line): One => ({
    group: `${line.command} ${line.words.filter((w) => w.startsWith('-')).join(' ')} ${line.words.some((w) => /^999\d{7}$/.test(w)) ? 'by number' : ''}`,
    whyToo: line.command === tellsWhy,
    says: `kith ${line.command} ${line.words.join(' ')}`,
    of: line.of === null ? [] : [line.of],
    ids: line.echoes,
    echoes: line.echoes,
    ask: (session) => type(session, line),
  }));
  expect(await sweep(asked)).toEqual([]);
});

test('so does every form that is sent', async () => {
  expect(await sweep(requests('POST'))).toEqual([]);
  expect(counts.asked).toBeGreaterThan(2_000);
  expect(counts.shown).toBeGreaterThan(300);
  expect(counts.compared).toBeGreaterThan(500);
});

test('with somebody sealed there and with nobody there, what finds, lists, counts and exports says the same', async () => {
  const about = requests('GET').filter(({ says }) => /^GET \/(find|radar|cohorts|alerts|person\/[^/]+\/join\?q=)/.test(says));
  const told = async (): Promise<Map<string, string>> => {
    const all = new Map<string, string>();
    for (const [i, session] of world.sessions.entries()) for (const one of about) all.set(`${i} ${one.says}`, (await one.ask(session)).bytes);
    return all;
  };
  const there = await told();
  expect(there.size).toBeGreaterThan(500);
  const before = (await world.kith.records.counts()).persons;
  await world.remove('sealed');
  expect((await world.kith.records.counts()).persons).toBe(before - 1);
  const gone = await told();
  expect([...there].filter(([says, bytes]) => gone.get(says) !== bytes).map(([says]) => says)).toEqual([]);
});
