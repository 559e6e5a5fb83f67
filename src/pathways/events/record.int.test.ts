import { afterAll, beforeAll, expect, test } from 'vitest';
import { travel } from '../../../tests/support/case-definitions.ts';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';
import { newId } from '../../kernel/index.ts';
import { placePerson } from '../../../tests/support/people.ts';
import { resolve } from 'node:path';
import { eventsIn } from './facts.ts';
import { readEvents } from './definition.ts';
import type { FactVersion } from './facts.store.ts';

let bench: CasesBench;
beforeAll(async () => void (bench = await casesBench([travel.replace('- { topic: school-move, offers: true }', '- { topic: hospital-admission, where: { reason: \'"Fall"\' }, with: { wish: label } }')])));
afterAll(() => bench?.close());

const { events } = readEvents(resolve('areas/demo'));
const stay = (more: Partial<FactVersion> = {}): FactVersion => ({
  personId: 'p', feed: 'hospital-adt', identity: 'i', kind: 'service-episode', category: 'hospital', code: 'hospital-stay', label: 'In hospital, Ash ward', start: '2026-11-18T22:10:00+00:00', end: null,
  body: { outcome: null, reason: 'Fall' }, receivedAt: new Date('2026-11-19T01:00:00Z'), withdrawnAt: null, atFirst: false, ...more,
});
const now = new Date('2026-11-20T09:00:00Z');
const topics = (...facts: FactVersion[]): string[] => eventsIn(events, facts, now).map((h) => h.topic);

test('an admission, a move of ward, a discharge and their withdrawal are heard once each; history and a first delivery are not', () => {
  expect(topics(stay())).toEqual(['hospital-admission']);
  expect(topics(stay({ withdrawnAt: new Date('2026-11-19T08:00:00Z') }), stay({ label: 'In hospital, Elm ward', receivedAt: new Date('2026-11-19T08:00:00Z') }))).toEqual(['hospital-admission', 'hospital-transfer']);
  expect(topics(stay({ end: '2026-11-20' }))).toEqual(['hospital-discharge']);
  expect(topics(stay({ end: '2026-11-20', body: { outcome: 'Died' } }))).toEqual([]);
  expect(topics(stay({ withdrawnAt: new Date('2026-11-19T08:00:00Z') }))).toEqual(['admission-withdrawn']);
  expect(topics(stay({ atFirst: true }))).toEqual([]);
  expect(topics(stay({ start: '2026-10-01' }))).toEqual([]);
  expect(topics(stay({ code: 'hospital-stay-planned' }), stay({ category: 'gp' }))).toEqual([]);
});

test('what a feed brings after its first day begins a case, once, of those whom it concerns', async () => {
  const { db, clock } = bench;
  const delivery = async (at: string): Promise<string> => {
    const id = newId();
    await db.writer`insert into feeds.delivery (delivery_id, feed, file_name, sha256, bytes, brought_by, received_at, status) values (${id}, 'hospital-adt', ${at}, ${at}, 1, 'test', ${at}, 'loaded')`;
    return id;
  };
  await delivery('2026-10-01T06:00:00Z');
  const today = await delivery('2026-11-20T06:00:00Z');
  const place = (given: string, reason: string) =>
    placePerson(db, [{ feed: 'hospital-adt', category: 'hospital', demographics: { family: 'Zed', given: [given], birthDate: '1940-01-01' }, facts: [{ kind: 'service-episode', code: 'hospital-stay', label: 'In hospital, Ash ward', start: '2026-11-19', body: { status: 'current', reason } }] }]);
  const [fell, other] = [await place('Una', 'Fall'), await place('Vic', 'Chest pain')];
  await db.writer`update feeds.entry set delivery_id = ${today}, from_at = '2026-11-20T06:00:00Z' where feed = 'hospital-adt'`;
  for (let i = 0; i < 2; i++) {
    await bench.records.refresh();
    await bench.later(clock.now().toISOString());
    await db.writer`insert into linkage.changed_person (person_id, changed_at) values (${fell.personId}, now()) on conflict do nothing`;
  }
  const open = await db.writer<{ personId: string }[]>`select person_id::text as "personId" from pathways."case"`;
  expect(open.map((c) => c.personId)).toEqual([fell.personId]);
  const heard = await db.writer<{ personId: string; topic: string; opened: string[] }[]>`select person_id::text as "personId", topic, opened from pathways.heard order by cardinality(opened) desc`;
  expect(heard).toEqual([{ personId: fell.personId, topic: 'hospital-admission', opened: [expect.stringMatching(/^TRV-/)] }, { personId: other.personId, topic: 'hospital-admission', opened: [] }]);
  const [draft] = await db.writer<{ answers: object }[]>`select answers from pathways.draft`;
  expect(draft?.answers).toEqual({ wish: 'In hospital, Ash ward' });
});
