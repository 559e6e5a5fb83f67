import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { feedArea } from '../../tests/support/feed-area.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { demographicsOf } from './feeds.store.ts';
import { createFeeds, type DeliveryReport } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

const at = '2026-11-20T10:00:00Z';
const by = { broughtBy: 'test' };
const short = (report: DeliveryReport): string => `${report.file} ${report.status}${report.because ?? ''} ${report.rows}/${report.rejects}`;

describe('Client Level Data', () => {
  const feeds = () => createFeeds(testKernel(db));

  test('release 2 with 50 columns and ISO dates becomes episodes, events, findings and relationships', async () => {
    const door = feeds();
    const [report] = await door.import('adult-social-care', ['tests/fixtures/cld/release-2-50-iso.csv'], by);
    expect(report).toMatchObject({ status: 'loaded', rows: 7, rejects: 0 });
    const amina = await door.believedAbout('adult-social-care', 'M1001', at);
    expect(amina.filter((f) => f.start !== null).map((f) => [f.kind, f.label, f.start, f.end])).toEqual([
      ['life-event', 'Request for support: Community or other route', '2025-03-03', '2025-03-05'],
      ['life-event', 'Long term assessment', '2025-03-06', '2025-03-20'],
      ['finding', 'Eligible needs identified', '2025-03-20', null],
      ['service-episode', 'Home support or domiciliary care', '2025-04-01', null],
      ['life-event', 'Review: Planned', '2025-09-01', '2025-09-08'],
    ]);
    expect(amina.filter((f) => f.start === null).map((f) => f.label).sort()).toEqual(['Dementia', 'Has an unpaid carer', 'Hearing: Hard of hearing', 'Support with memory and cognition']);
    const service = amina.find((f) => f.kind === 'service-episode');
    expect(service?.body).toMatchObject({
      status: 'current',
      organisation: 'Kindly Home Care',
      professionals: [{ name: 'Grace Hall', team: 'Locality Team East', phone: '020 7946 0131' }],
      detail: 'Long term support: Community, CASSR commissioned support, 14 units a week',
    });
  });

  test('a service still open at a death ends that day; carers are tied to those they care for', async () => {
    const door = feeds();
    const rhys = await door.believedAbout('adult-social-care', 'M1002', at);
    expect(rhys.find((f) => f.kind === 'service-episode')).toMatchObject({ label: 'Long term support: Nursing care', end: '2025-11-30', body: { status: 'historic', outcome: 'NFA: Deceased' } });
    expect((await door.believedAbout('adult-social-care', 'M1004', at)).map((f) => `${String(f.body.role)} ${String(f.body.to)}`).sort()).toEqual(['cared-for M1001', 'cared-for M1002']);
  });

  test('the 48-column form with day-first dates says the same: every row is unchanged', async () => {
    const [report] = await feeds().import('adult-social-care', ['tests/fixtures/cld/release-2-48-day-first.csv'], by);
    // Without its name column, the provider of the one service that named it is known by its number alone.
    expect(report).toMatchObject({ status: 'loaded', rejects: 0, added: 0, changed: 1, withdrawn: 0 });
  });

  test('release 1 words are read as release 2 words', async () => {
    const [report] = await feeds().import('adult-social-care', ['tests/fixtures/cld/release-1-50-day-first.csv'], by);
    expect(report).toMatchObject({ status: 'loaded', rejects: 0, added: 0, changed: 1, withdrawn: 0 });
  });
});

test('SSDA903: each file is known by its columns, and all speak of the same children', async () => {
  const door = createFeeds(testKernel(db));
  const files = ['header', 'episodes', 'reviews', 'missing', 'oc2', 'uasc', 'ad1', 'placed_for_adoption', 'sw_episodes', 'DoLo'].map((f) => `tests/fixtures/ssda903/${f}.csv`);
  const reports = await door.import('ssda903', files, by);
  expect(reports.filter((r) => r.status !== 'loaded' || r.rejects > 0).map(short)).toEqual([]);
  expect((await demographicsOf(db.writer, 'ssda903', '566910')).find((d) => d.demographics.gender)?.demographics).toMatchObject({
    gender: 'female',
    birthDate: '2008-03-27',
    ethnicity: 'Gypsy or Roma',
    identifiers: [{ system: 'childrens-case-id', value: '566910' }, { system: 'upn', value: 'D051910639385' }],
  });
  const facts = await door.believedAbout('ssda903', '566910', at);
  expect(facts.find((f) => f.code === 'child-looked-after')).toMatchObject({ start: '2016-02-15', end: '2017-08-14', body: { status: 'historic', outcome: 'Episode ceased and another began the same day' } });
  expect(facts.map((f) => f.code)).toContain('looked-after-review');
});

test('SSDA903: a dirty file of the same table loads and withdraws nothing it should not', async () => {
  const [report] = await createFeeds(testKernel(db)).import('ssda903', ['tests/fixtures/ssda903/dirty_episodes.csv'], by);
  expect(report).toMatchObject({ status: 'loaded', rows: 5, withdrawn: 0 });
  expect(report?.notice).toMatch(/more than the 30%/);
});

test('CQC: four preamble rows, then locations; a row without a number is kept out', async () => {
  const door = createFeeds(testKernel(db));
  const [report] = await door.import('cqc-locations', ['tests/fixtures/cqc/directory.csv'], by);
  expect(report).toMatchObject({ status: 'loaded', rows: 3, rejects: 1 });
  expect(await door.quarantine.list('cqc-locations')).toMatchObject([{ line: 8, field: 'CQC Location ID', code: 'key.missing', file: 'directory.csv' }]);
  const listed = await db.writer`select code, name, kind, postcode, phone, body ->> 'checked' as checked from feeds.directory where feed = 'cqc-locations' order by code`;
  expect([...listed]).toEqual([
    { code: '1-9990001', name: 'Kindly Home Care', kind: 'Homecare agencies', postcode: 'ZZ1 4AA', phone: '020 7946 0401', checked: '2026-05-14' },
    { code: '1-9990002', name: 'Alder Court', kind: 'Nursing homes', postcode: 'ZZ1 5BB', phone: '020 7946 0402', checked: '2026-02-02' },
  ]);
});

test('Family Context: seven files of another project become people with a mapping file alone', async () => {
  const area = feedArea(['tests/fixtures/family-context/feeds/family-context.yaml', 'tests/fixtures/family-context/feeds/data-sources.yaml']);
  const door = createFeeds(testKernel(db, { area }));
  const files = ['person', 'adult_social_care', 'housing', 'police', 'police_offence', 'school'].map((f) => `tests/fixtures/family-context/${f}.csv`);
  expect((await door.import('family-context', files, by)).map(short)).toEqual([
    'person.csv loaded 10/0',
    'adult_social_care.csv loaded 1/0',
    'housing.csv loaded 1/0',
    'police.csv loaded 1/0',
    'police_offence.csv loaded 3/0',
    'school.csv loaded 1/0',
  ]);
  expect((await demographicsOf(db.writer, 'family-context', '2'))[0]?.demographics).toMatchObject({ given: ['Una'], family: 'Bryant', birthDate: '2000-10-07', gender: 'female' });
  const una = await door.believedAbout('family-context', '2', at);
  expect(una.map((f) => [f.category, f.label, f.start])).toEqual([
    ['police', 'AntiSocial Behaviour', '2015-10-01'],
    ['housing', 'Tenancy', '2016-02-03'],
    ['police', 'Possession of drugs', '2016-10-01'],
    ['police', 'AntiSocial Behaviour', '2017-10-01'],
    ['adult-social-care', 'Adult social care', '2019-04-15'],
    ['housing', 'Notice seeking possession', null],
    ['police', 'Known to the police', null],
  ]);
  const [sources] = await door.import('data-sources', ['tests/fixtures/family-context/datasources.csv'], by);
  expect(sources).toMatchObject({ status: 'loaded', rows: 4, rejects: 3 });
  expect((await door.quarantine.list('data-sources'))[0]).toMatchObject({ line: 2, code: 'row.short', reason: 'The row has 8 fields where the heading has 9.' });
});

test('Hackney: the case viewer’s test persons become people with a mapping file alone', async () => {
  const door = createFeeds(testKernel(db, { area: feedArea(['tests/fixtures/hackney/feeds/hackney.yaml']) }));
  const reports = await door.import('hackney', ['dm_persons', 'dm_addresses', 'dm_telephone_numbers'].map((f) => `tests/fixtures/hackney/${f}.csv`), by);
  expect(reports.filter((r) => r.status !== 'loaded' || r.rejects > 0).map(short)).toEqual([]);
  const said = await demographicsOf(db.writer, 'hackney', '78');
  expect(said.find((d) => d.demographics.family)?.demographics).toMatchObject({ title: 'Ms', given: ['Yank'], family: 'Snelgrove', birthDate: '1998-02-03', gender: 'male', interpreterNeeded: false, restricted: true });
  expect(said.flatMap((d) => d.demographics.phones ?? [])).toContain('6903446318');
  const [people] = await db.writer<{ people: number }[]>`
    select count(distinct s.subject_id)::int as people from feeds.subject s join feeds.demographic d using (subject_id) where s.feed = 'hackney' and d.demographics ? 'family'`;
  expect(people?.people).toBe(10);
});

test.runIf(existsSync('../shared/data/ssda903'))('SSDA903: the whole published set of fake data loads without a rejection', async () => {
  const whole = await testDatabase();
  try {
    const door = createFeeds(testKernel(whole));
    const files = ['header', 'episodes', 'reviews', 'uasc', 'oc2', 'oc3', 'missing', 'ad1', 'placed_for_adoption', 'previous_permanence', 'sw_episodes', 'DoLo'].map((f) => `../shared/data/ssda903/${f}.csv`);
    const reports = await door.import('ssda903', files, by);
    expect(reports.filter((r) => r.status !== 'loaded' || r.rejects > 0).map(short)).toEqual([]);
    expect(reports.reduce((sum, r) => sum + r.rows, 0)).toBe(25_945);
  } finally {
    await whole.close();
  }
});
