import { afterAll, beforeAll, expect, test } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import { placePerson } from '../../../tests/support/people.ts';
import { feedStates } from '../../../tests/support/records.ts';
import { scoringBench, type ScoringBench } from '../../../tests/support/scoring.ts';
import { checkAccess, type Session } from '../../access/index.ts';
import { mappedFacts } from '../signals/sources.ts';
import { createCardDesk, type CardDesk } from './desk.ts';
import type { CardDefinition } from './definition.ts';
import { atrsMarkdown, cardYaml } from './atrs.ts';
import { parse } from 'yaml';

let bench: ScoringBench;
let desk: CardDesk;
let leila: Session;

beforeAll(async () => {
  bench = await scoringBench();
  const services = { kernel: bench.kernel, mapped: mappedFacts(bench.kernel.area.dir), states: async () => feedStates(), carryMoves: async () => undefined };
  desk = createCardDesk({ ...services, access: bench.access, scoring: bench.scoring, teams: checkAccess(bench.kernel.area).definitions!.teams });
  leila = bench.access.session('leila.haddad');
  for (const [i, day] of ['2026-11-10', '2026-10-01', '2026-02-01'].entries()) {
    await placePerson(bench.db, [{ feed: 'hospital-adt', category: 'hospital', at: `${day}T09:00:00Z`, demographics: { given: [`P${i}`], family: 'Marsh', birthDate: '1940-02-01' }, facts: [{ kind: 'life-event', code: 'ae-attendance', label: 'Emergency department: Fall', start: day, body: {} }] }]);
  }
  await bench.records.refresh();
  await bench.scoring.settle();
});
afterAll(() => bench.close());

const inForce = async (card: string): Promise<CardDefinition> => (await desk.one(card)).find((v) => v.state === 'in-force')!.card;

test('cards of the area’s files are in force from the start, each under version 1', async () => {
  const all = await desk.all();
  expect(all).toHaveLength(13);
  expect(all.every((c) => c.state === 'in-force' && c.version === 1)).toBe(true);
});

test('nothing is put in force untried, or by a team that may not, and the version in force stays kept', async () => {
  const joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  const card = await inForce('falls');
  const stricter = { ...card, bands: [{ id: 'soon', title: 'See this week', from: 4.5 }], alertFrom: 'soon' };
  await expect(desk.draft(joanna, stricter, 'Fewer people')).rejects.toMatchObject({ code: 'access.refused' });
  const version = await desk.draft(leila, stricter, 'Fewer people');
  expect((await inForce('falls')).bands).toHaveLength(3);
  await expect(desk.putInForce(leila, 'falls', version, 'Agreed')).rejects.toMatchObject({ code: 'conflict.changed' });
  await desk.try(leila, 'falls', version);
  let preview = await desk.preview('falls', version);
  for (let i = 0; i < 300 && preview?.state === 'running'; i++, preview = await desk.preview('falls', version)) await wait(100);
  // Three were in a band of some kind that the draft no longer has.
  expect(preview).toMatchObject({ state: 'done', result: { people: 3, listed: { draft: 1 } } });
  expect(preview!.result!.dropOff).toHaveLength(preview!.result!.listed.current - 1);
  await desk.putInForce(leila, 'falls', version, 'Agreed at the falls board');
  expect(await desk.one('falls')).toMatchObject([{ version: 2, state: 'in-force', inForceBy: 'Leila Haddad, Prevention and warm homes', reason: 'Agreed at the falls board' }, { version: 1, state: 'retired' }]);
  await bench.scoring.rescore();
  const bands = await bench.db.writer<{ band: string }[]>`select band from radar.score where card = 'falls' order by score desc`;
  expect(bands.map((b) => b.band)).toEqual(['soon']);
});

test('a look back lists people on the days they were known, and not before', async () => {
  const result = await desk.tryNow(await inForce('falls'));
  const listed = new Map(result.months.map((m) => [m.day, m.draft]));
  expect(listed.get('2026-01-20')).toBe(0);
  expect(listed.get('2026-02-20')).toBe(1);
  expect(result.months.at(-1)).toMatchObject({ day: '2026-11-20', draft: 1, joined: 1 });
  expect(result.groups.find((g) => g.by === 'age')?.shares).toEqual([{ group: '85 and over', people: 3, listed: 1 }]);
});

test('a card that is not right is refused, saying where', () => {
  const wrong = desk.faults({ id: 'x', title: 'X' });
  expect(wrong.card).toBeNull();
  expect(wrong.faults.map((f) => f.at[0])).toContain('atrs');
});

test('a retired card lists nobody, and the area’s file does not bring it back', async () => {
  await desk.retire(leila, 'loneliness', 'Replaced by visits');
  await bench.scoring.rescore();
  expect(await bench.db.writer`select 1 from radar.score where card = 'loneliness'`).toHaveLength(0);
  await bench.scoring.settle();
  expect((await desk.one('loneliness')).map((v) => v.state)).toEqual(['retired']);
});

test('what is in force is written back as a file and as a transparency record', async () => {
  const stored = (await desk.one('falls')).find((v) => v.state === 'in-force')!;
  expect(desk.faults(parse(cardYaml(stored)))).toEqual({ card: stored.card, faults: [] });
  expect(atrsMarkdown(stored)).toContain('## Decisions');
});
