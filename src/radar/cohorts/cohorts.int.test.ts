import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { placeHousehold, placePerson } from '../../../tests/support/people.ts';
import { feedStates } from '../../../tests/support/records.ts';
import { scoringBench, type ScoringBench } from '../../../tests/support/scoring.ts';
import type { Session } from '../../access/index.ts';
import type { Fact } from '../../kernel/index.ts';
import { readGeography } from '../geography/geography.ts';
import { mappedFacts } from '../signals/sources.ts';
import { createCohorts } from './cohorts.ts';
import type { Criterion } from './definition.ts';
import type { Cohorts } from './types.ts';

let bench: ScoringBench;
let cohorts: Cohorts;
let leila: Session;
let helen: Session;
const ward = 'E05999001';
const copd: Fact = { kind: 'finding', code: '13645005', label: 'COPD', start: '2014-03-12', body: { type: 'condition' } };
const old = (given: string, born: string, more: object = {}) => ({ given: [given], family: 'Test', birthDate: born, gender: 'female' as const, ethnicity: 'Bangladeshi', addresses: [{ lines: [`${given} House`], postcode: 'NB1 1AA' }], ...more });
const everybody: Record<string, string> = {};

beforeAll(async () => {
  bench = await scoringBench();
  const { db, kernel, access, records } = bench;
  cohorts = createCohorts({ kernel, access, records, mapped: mappedFacts('areas/demo'), states: async () => feedStates(), geography: readGeography('areas/demo').geography });
  leila = access.session('leila.haddad', 'prevention', 'prevention');
  helen = access.session('helen.marsh');
  await db.writer`insert into feeds.directory (feed, code, name, kind, body, entry_id) values ('postcodes', 'NB1 1AA', 'x', 'postcode', ${db.writer.json({ ward, wardName: 'Abbey', lsoa: 'E01999001', imdDecile: '3' })}, 1)`;
  const place = async (name: string, born: string, more: object = {}, facts: Fact[] = [copd]): Promise<void> => {
    const { personId } = await placePerson(db, [{ feed: 'gp-patients', category: 'gp', demographics: old(name, born, more), facts }]);
    everybody[name] = personId;
    await placeHousehold(db, { postcode: 'NB1 1AA', address: `${name} House` }, [{ personId, sources: ['gp-patients'] }]);
  };
  await place('Ada', '1940-01-01');
  await place('Bea', '1951-11-20');
  await place('Cyn', '1951-11-21');
  await place('Dot', '1930-01-01', {}, []);
  await place('Sealed', '1935-01-01');
  await place('Hidden', '1936-01-01', { restricted: true });
  await place('Staff', '1937-01-01');
  await place('Objects', '1938-01-01');
  await place('Gone', '1932-01-01', { deceased: '2026-01-01' });
  await place('Man', '1941-01-01', { gender: 'male', ethnicity: 'White British' });
  await records.refresh();
  for (const [who, kind] of [['Sealed', 'sealed'], ['Staff', 'staff-client'], ['Objects', 'objection']]) {
    await db.writer`insert into access.mark (person_id, kind, source, since) values (${everybody[who!]!}, ${kind!}, 'test', '2026-01-01')`;
  }
  await bench.scoring.settle();
  await cohorts.keepRoster();
});
afterAll(() => bench.close());

const names = (ids: readonly string[]): string[] => ids.map((id) => Object.entries(everybody).find(([, personId]) => personId === id)?.[0] ?? id).sort();
const ask = (criteria: Criterion[], more: object = {}) => cohorts.count(leila, criteria, { what: 'test', ...more });
const list = (criteria: Criterion[], ids: readonly string[]) => bench.access.reading(leila, { action: 'cohort', persons: [] }, (reading) => cohorts.people(reading, criteria, ids));

describe('who fits', () => {
  test('each criterion narrows, in order, and a birthday is counted on the day', async () => {
    const found = await ask([{ signal: 'breathing-condition' }, { age: { from: 75 } }]);
    expect(found.funnel.map((f) => [f.words, f.left])).toEqual([['Aged 75 or over', 5], ['COPD', 4]]);
    expect(names(found.ids)).toEqual(['Ada', 'Bea', 'Hidden', 'Man']);
    expect(found.people).toBe(4);
  });

  test.each<[string, Criterion[], string[]]>([
    ['a sex and an ethnic group', [{ sex: ['male'] }, { ethnicity: ['white'] }], ['Man']],
    ['an ethnic group by census', [{ ethnicity: ['asian'] }, { age: { from: 85 } }], ['Ada', 'Dot', 'Hidden', 'Objects']],
    ['a ward, in which nobody who is hidden lives', [{ ward: [ward] }, { signal: 'breathing-condition' }], ['Ada', 'Bea', 'Cyn', 'Man']],
    ['deprivation', [{ deprivation: { from: 1, to: 3 } }, { age: { to: 74 } }], ['Cyn']],
    ['somebody who lives alone', [{ household: 'alone' }, { age: { from: 90 } }], ['Dot', 'Hidden']],
    ['what is not so', [{ signal: 'breathing-condition', absent: true }], ['Dot']],
    ['a condition of the area’s own', [{ when: { latest: { category: 'dwelling', code: ['energy-score'], whose: 'person' }, value: { below: 69 } }, label: 'Cold home' }], []],
  ])('%s', async (_name, criteria, who) => {
    expect(names((await ask(criteria)).ids)).toEqual(who);
  });

  test('sealed, staff and those who object are in no count that would tell of them; the dead are in none', async () => {
    const all = names((await ask([{ age: { from: 18 } }])).ids);
    expect(all).toContain('Objects');
    expect(all).not.toContain('Sealed');
    expect(all).not.toContain('Staff');
    expect(all).not.toContain('Gone');
    expect(names((await ask([{ signal: 'breathing-condition' }])).ids)).not.toContain('Objects');
  });

  test('a seal takes effect at once', async () => {
    const { db } = bench;
    await db.writer`insert into access.mark (person_id, kind, source, since) values (${everybody['Ada']!}, 'sealed', 'test', now())`;
    expect(names((await ask([{ age: { from: 75 } }, { signal: 'breathing-condition' }])).ids)).toEqual(['Bea', 'Hidden', 'Man']);
    await db.writer`delete from access.mark where person_id = ${everybody['Ada']!}`;
  });
});

describe('a count and its list', () => {
  test.each<[string, Criterion[]]>([
    ['by age', [{ age: { from: 18 } }]],
    ['by what a practice knows', [{ signal: 'breathing-condition' }]],
    ['by place', [{ ward: [ward] }]],
    ['by contact', [{ contact: { days: 60, with: ['gp'] } }]],
  ])('are of the same people, each with a reason for each criterion: %s', async (_name, criteria) => {
    const { people, ids } = await ask(criteria);
    const shown = await list(criteria, ids);
    expect(shown.map((p) => p.summary.personId)).toEqual(ids);
    expect(people).toBe(shown.length);
    for (const { because } of shown) expect(because).toHaveLength(criteria.length);
  });

  test('a reason tells what is so of the person, without a date where only a summary is shared', async () => {
    const criteria: Criterion[] = [{ age: { from: 80 } }, { signal: 'breathing-condition' }, { sex: ['female'] }];
    const [ada] = await list(criteria, [everybody['Ada']!]);
    expect(ada?.because).toEqual(['Aged 86', 'Female', 'COPD']);
  });

  test('every look is logged: the question by its words, the people by their names', async () => {
    const before = await bench.db.writer`select from access.log_person where person_id = ${everybody['Bea']!}`;
    await ask([{ age: { from: 74 } }]);
    expect(await bench.db.writer`select from access.log_person where person_id = ${everybody['Bea']!}`).toHaveLength(before.length);
    await list([{ age: { from: 74 } }], [everybody['Bea']!]);
    expect(await bench.db.writer`select from access.log_person where person_id = ${everybody['Bea']!}`).toHaveLength(before.length + 1);
    expect(await bench.db.writer`select action, request from access.log where request = 'count: test' limit 1`).toEqual([{ action: 'cohort', request: 'count: test' }]);
  });

  test('a criterion on what the team may not see is refused', async () => {
    await expect(ask([{ when: { some: { category: 'police', whose: 'person' } }, label: 'Police' }])).rejects.toMatchObject({ code: 'access.refused' });
    expect((await cohorts.faults(leila, [{ signal: 'police-vulnerable' }]))[0]?.[0]?.message).toContain('Police');
  });

  test('a team that may only count opens no list, and nothing of cohorts not shared with it', async () => {
    await expect(cohorts.count(helen, [{ age: { from: 18 } }], { what: 'x' })).rejects.toMatchObject({ code: 'access.refused' });
    await expect(cohorts.one(helen, 'older-carers')).rejects.toMatchObject({ code: 'cohort.unknown' });
    const cohort = await cohorts.one(helen, 'cold-and-breathless');
    expect(await cohorts.countOnly(helen, cohort)).toMatchObject({ people: 0 });
    await expect(cohorts.worklist(helen, cohort)).rejects.toMatchObject({ code: 'access.refused' });
  });
});

test('beside everybody: by age, sex, ethnic group, deprivation and ward; who is hidden is in no place', async () => {
  const criteria: Criterion[] = [{ signal: 'breathing-condition' }];
  const { ids } = await ask(criteria);
  const lines = await cohorts.compare({ team: 'prevention', purpose: 'prevention', criteria }, ids);
  const of = (dimension: string) => Object.fromEntries(lines.filter((l) => l.dimension === dimension).map((l) => [l.key, [l.people, l.of]]));
  expect(of('sex')).toEqual({ female: [4, 5], male: [1, 1] });
  expect(of('ward')).toEqual({ '': [1, 1], [ward]: [4, 5] });
  expect(of('ethnicity')).toEqual({ asian: [4, 5], white: [1, 1] });
  expect(names((await ask(criteria, { place: { level: 'ward', code: ward } })).ids)).toEqual(['Ada', 'Bea', 'Cyn', 'Man']);
});

describe('saving', () => {
  let saved: Awaited<ReturnType<Cohorts['save']>>;
  beforeEach(async () => {
    saved = await cohorts.save(leila, { title: 'Mine', about: '', criteria: [{ age: { from: 80 } }], shared: 'own', reason: 'First' });
  });

  test('keeps every version with its reason, and refuses one made on an older one', async () => {
    const next = await cohorts.save(leila, { title: 'Mine', about: '', criteria: [{ age: { from: 85 } }], shared: 'team', reason: 'Fewer', of: { id: saved.id, version: 1 } });
    expect(next.saved?.version).toBe(2);
    await expect(cohorts.save(leila, { title: 'Mine', about: '', criteria: [{ age: { from: 70 } }], shared: 'team', reason: 'More', of: { id: saved.id, version: 1 } })).rejects.toMatchObject({ code: 'conflict.changed' });
    expect((await cohorts.history(leila, saved.id)).map((v) => [v.version, v.reason])).toEqual([[2, 'Fewer'], [1, 'First']]);
    await cohorts.retire(leila, saved.id, 'Done');
    await expect(cohorts.one(leila, saved.id)).rejects.toMatchObject({ code: 'cohort.unknown' });
  });

  test('one’s own is nobody else’s until it is shared, and only its owner changes it', async () => {
    const theirs = (shared: string) => bench.db.writer`update radar.cohort set owner = 'somebody.else', owner_name = 'Somebody Else', shared = ${shared} where cohort_id = ${saved.id}`;
    await theirs('own');
    await expect(cohorts.one(leila, saved.id)).rejects.toMatchObject({ code: 'cohort.unknown' });
    await theirs('team');
    expect((await cohorts.one(leila, saved.id)).title).toBe('Mine');
    await expect(cohorts.retire(leila, saved.id, 'x')).rejects.toMatchObject({ code: 'access.refused', message: 'This cohort is Somebody Else’s.' });
    await expect(cohorts.retire(leila, 'cold-and-breathless', 'x')).rejects.toMatchObject({ code: 'access.refused' });
  });

  test('the trend counts today and looks back at months nobody counted', async () => {
    const trend = await cohorts.trend(saved);
    expect(trend).toHaveLength(13);
    expect(trend.at(-1)).toMatchObject({ day: '2026-11-20', lookedBack: false });
    expect(trend[0]).toMatchObject({ day: '2025-11-30', lookedBack: true });
  });
});

test('a worklist says its purpose, holds just whom the count promised, and logs each as exported', async () => {
  const cohort = await cohorts.save(leila, { title: 'Lungs', about: '', criteria: [{ signal: 'breathing-condition' }, { age: { from: 75 } }], shared: 'team', reason: 'x' });
  const { csv, people, name } = await cohorts.worklist(leila, cohort);
  expect([people, name]).toEqual([4, 'lungs-2026-11-20.csv']);
  expect(csv).toContain('Purpose,Preventing and delaying need');
  expect(csv).toContain('Not shown: whereabouts protected');
  const logged = await bench.db.writer`select p.person_id from access.log l join access.log_person p using (log_id) where l.action = 'export'`;
  expect(names(logged.map((row) => row.person_id as string))).toEqual(['Ada', 'Bea', 'Hidden', 'Man']);
  const joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  await expect(cohorts.worklist(joanna, cohort)).rejects.toMatchObject({ code: 'access.refused' });
});
