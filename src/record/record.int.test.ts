import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { home, recordCast, type Cast } from '../../tests/support/cast.ts';
import { feedStates, type RecordsBench } from '../../tests/support/records.ts';
import type { Session } from '../access/index.ts';
import { readScis } from './scis/read.ts';
import { validateScis } from './scis/validate.ts';

let bench: Cast['bench'];
let frontDoor: Session;
let mash: Session;
let amina: string;
let yusuf: string;
let child: string;
let sealed: string;
let staff: string;
let flagged: string;
beforeAll(async () => void ({ bench, frontDoor, mash, amina, yusuf, child, sealed, staff, flagged } = await recordCast()));
afterAll(() => bench.close());

const open = (id = amina, session = frontDoor) => bench.as(session, 'open', [id], (reading) => bench.records.overview(reading, id, feedStates({ 'housing-alerts': { state: 'late', lastReceived: '2026-11-03T06:00:00Z' } })));

describe('row-level security', () => {
  test('gives the reader nothing without a decision', async () => {
    const rows = ['person', 'demographic', 'fact'].map(async (table) => (await bench.db.reader`select 1 from ${bench.db.reader(`record.${table}`)}`).length);
    expect(await Promise.all(rows)).toEqual([0, 0, 0]);
  });
  test('gives no fact of a category that is not opened, whoever asks for it', async () => {
    const categories = await bench.as(frontDoor, 'open', [amina], async (reading) => reading.sql<{ category: string }[]>`select distinct category from record.fact where person_id = ${amina} order by 1`);
    expect(categories.map((c) => c.category)).toEqual(['gp', 'hospital', 'housing']);
  });
});

test('nothing is read but under a reading that access opened', async () => {
  const kept = await bench.as(frontDoor, 'open', [amina], (reading) => Promise.resolve(reading));
  await expect(bench.records.overview(kept, amina, [])).rejects.toMatchObject({ code: 'access.refused' });
  await expect(bench.records.search({ ...kept, sql: bench.db.writer }, 'begum')).rejects.toMatchObject({ code: 'access.refused' });
});

describe('overview', () => {
  test('shows involvement, worker and freshness for each source, as far as each is shared', async () => {
    const page = await open();
    const cards = Object.fromEntries(page.cards.map((c) => [c.category, c]));
    expect(cards.housing).toMatchObject({ involvement: 'current', headline: 'Tenancy, secure', since: '2015-04-01', professionals: [{ name: 'Tom Fletcher' }], absence: 'Housing alerts is late: last received 3 November.' });
    expect(cards.hospital).toMatchObject({ involvement: 'historic', headline: 'Inpatient, elderly care', until: '2026-11-15' });
    expect(cards.gp).toMatchObject({ involvement: 'current', headline: null, since: '2001-05-01', professionals: [{ name: 'Dr Lindqvist' }] });
    expect(cards.police).toMatchObject({ involvement: 'something-to-discuss', since: null, professionals: [], feeds: [], headline: expect.stringMatching(/^There is something to discuss\. Ring .* on 020 7946/) });
    expect(cards['adult-social-care']).toMatchObject({ involvement: 'none-found', absence: 'Not found in Adult social care, checked to 20 November.' });
    expect(cards.identity).toBeUndefined();
    expect(page.summary).toMatchObject({ displayName: 'BEGUM, Amina (Mrs)', nhsNumber: '9434765919', birthDate: '1943-07-14', address: home, identifiers: [{ system: 'northgate', value: 'T-0012' }] });
  });
  test('says of a category shared as an alert only whether there is something to discuss', async () => {
    const [held, nothing] = (await Promise.all([open(amina), open(yusuf)])).map((page) => page.cards.find((c) => c.category === 'police'));
    expect(held).toMatchObject({ involvement: 'something-to-discuss', since: null, until: null, professionals: [], feeds: [] });
    expect(nothing).toMatchObject({ involvement: 'none-found', headline: null });
  });
  test('says when somebody is outside the ages of a source', async () => {
    expect((await open(child)).cards.find((c) => c.category === 'housing')).toMatchObject({ involvement: 'not-covered', absence: 'Not covered: Housing holds people aged 16 and over, and this person is 12.' });
  });
  test('lists alerts in force with their review, and nothing of what is shared in summary only', async () => {
    const page = await open();
    expect(page.alerts.map((a) => [a.label, a.body.reviewDate])).toEqual([['Do not visit alone: dog', '2027-02-01']]);
    expect(page.recent.map((f) => f.label)).toEqual(['Attended A&E after a fall', 'Inpatient, elderly care', 'Tenancy, secure']);
    expect(JSON.stringify(page)).not.toMatch(/diabetes|Domestic|Registered at/);
  });
  test('says whom to ring, without naming a service shared in summary only', async () => {
    expect((await open()).whoToRing.map((w) => [w.service, w.professional.name])).toEqual(expect.arrayContaining([['Tenancy', 'Tom Fletcher'], ['GP', 'Dr Lindqvist']]));
  });
  test('shows the household through the same decision', async () => {
    expect((await open()).household).toEqual([expect.objectContaining({ kind: 'person', displayName: 'KHAN, Yusuf', household: 'current', role: 'husband' })]);
  });
  test('decides and logs of those around a person only who is shown', async () => {
    await open(child);
    const [look] = await bench.db.owner`select array(select person_id from access.log_person p where p.log_id = l.log_id) as people from access.log l order by log_id desc limit 1`;
    expect(look?.people).toEqual([child]);
  });
  test('shows who is meant and no more where identity is shared in summary', async () => {
    const desk = bench.access.session('priya.nair', 'vulnerability-desk');
    const page = await open(amina, desk);
    expect(page.summary).toMatchObject({ displayName: 'BEGUM, Amina (Mrs)', birthDate: '1943-07-14', address: home, ethnicity: null, phones: [], identifiers: [], contacts: [] });
    const detail = await bench.as(desk, 'open', [amina], (reading) => bench.records.sources(reading, amina, feedStates()));
    expect([detail.mismatches, ...detail.sources.map((s) => s.identities)].flat()).toEqual([]);
  });
  test('hides whereabouts everywhere', async () => {
    const page = await open(flagged);
    expect(page.summary).toMatchObject({ address: null, phones: [], whereaboutsHidden: true });
    expect(page.household).toEqual([]);
    expect(JSON.stringify(page)).not.toMatch(/Acacia|NB4|900111/);
  });
  test('refuses the sealed as if they were nobody, and the restricted by name', async () => {
    await expect(open(sealed)).rejects.toMatchObject({ code: 'person.not-found' });
    await expect(open(staff)).rejects.toMatchObject({ code: 'access.refused' });
    await expect(open('018f0000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'person.not-found' });
  });
});

describe('chronology', () => {
  const told = (filter: Partial<Parameters<RecordsBench['records']['chronology']>[2]>, session = frontDoor) =>
    bench.as(session, 'chronology', [amina], (reading) => bench.records.chronology(reading, amina, { limit: 50, ...filter }));
  test('is newest first, keeps times as given and names what is withheld', async () => {
    const all = await told({});
    expect(all.entries.map((e) => e.start)).toEqual(['2026-11-11T02:40', '2026-11-11', '2024-02-01', '2015-04-01', '2010-02-01']);
    expect(all.total).toBe(5);
    expect(all.withheld.map((d) => d.category)).toEqual(['childrens-social-care', 'gp', 'mental-health', 'police', 'education', 'sexual-health']);
  });
  test('filters by category, kind and date, and pages', async () => {
    expect((await told({ categories: ['housing', 'police', 'gp'] })).entries.map((e) => e.category)).toEqual(['housing', 'housing', 'housing']);
    expect((await told({ kinds: ['life-event'] })).entries.map((e) => e.label)).toEqual(['Attended A&E after a fall']);
    expect((await told({ from: '2015-01-01', to: '2024-12-31' })).entries.map((e) => e.start)).toEqual(['2024-02-01', '2015-04-01']);
    expect(await told({ limit: 2, offset: 2 })).toMatchObject({ total: 5, entries: [{ start: '2024-02-01' }, { start: '2015-04-01' }] });
    expect(await told({ limit: 2, offset: 20 })).toMatchObject({ total: 5, entries: [] });
  });
});

describe('family', () => {
  test('passes everybody through the decision, leaves out the sealed and the hidden', async () => {
    const shown = await bench.as(mash, 'family', [amina], (reading) => bench.records.family(reading, amina));
    expect(shown.household).toEqual({ address: '14 Acacia Avenue', communal: false, since: '2015-04-01' });
    expect(shown.members.map((m) => (m.kind === 'restricted' ? m.kind : `${m.kind === 'named' ? m.name : m.displayName}: ${m.role}`))).toEqual(expect.arrayContaining(['KHAN, Zara: grandchild']));
    expect(JSON.stringify(shown)).not.toMatch(/Sealed|Flagged|Staff/);
  });
  test('does not tell a relationship stated by a source that is not shared', async () => {
    const shown = await bench.as(frontDoor, 'family', [amina], (reading) => bench.records.family(reading, amina));
    expect(JSON.stringify(shown)).not.toContain('Zara');
    expect(shown.members.at(-1)).toEqual({ kind: 'named', name: 'Rahim Khan', role: 'Son', phone: '07700 900123', feed: 'gp-patients' });
  });
});

describe('sources', () => {
  test('tells what each holds and where they disagree, and nothing of those not shared', async () => {
    const detail = await bench.as(frontDoor, 'sources', [amina], (reading) => bench.records.sources(reading, amina, feedStates()));
    const bySource = Object.fromEntries(detail.sources.map((s) => [s.feed.feed, s]));
    expect(bySource['housing-tenancies']).toMatchObject({ level: 'detail', facts: 3, latestFact: '2024-02-01', identities: [{ localKey: 'T-0012' }] });
    expect(bySource['police-incidents']).toMatchObject({ level: 'alert', facts: 0, latestFact: null, identities: [] });
    expect(detail.mismatches).toEqual([
      { field: 'name', values: [{ value: 'Amina Begum', feeds: ['gp-patients', 'hospital-adt'], chosen: true }, { value: 'Aminah Begum', feeds: ['housing-tenancies'], chosen: false }] },
      { field: 'birthDate', values: [{ value: '14-Jul-1943', feeds: ['gp-patients'], chosen: true }, { value: '14-Jul-1944', feeds: ['housing-tenancies'], chosen: false }] },
    ]);
  });
});

describe('export', () => {
  const exported = (id: string) => bench.as(frontDoor, 'export', [id], (reading) => bench.records.scis(reading, id));
  test('follows the standard’s shapes, as a subject of care or with less as a connected person', async () => {
    const whole = await exported(amina);
    expect(whole).toMatchObject({
      conformsTo: 'https://ns.socialcaredata.io/person/subject-of-care-shape',
      dateOfBirth: { date: '1943-07-14', accuracyIndicator: 'AAA' },
      address: [{ line1: '14 Acacia Avenue', city: 'Newbridge', postcode: 'NB4 1AB' }],
      ethnicityCode: '1',
      relatedPerson: [{ identifier: { value: `urn:uuid:${yusuf}` }, relationship: ['HUSB'] }],
    });
    expect(await validateScis(whole, 'subject-of-care')).toEqual([]);
    const less = await exported(yusuf);
    expect(less).toMatchObject({ conformsTo: 'https://ns.socialcaredata.io/person/connected-shape' });
    expect(await validateScis(less, 'connected')).toEqual([]);
    expect((await validateScis(less, 'subject-of-care')).map((p) => p.jsonPath)).toEqual(['ethnicityCode']);
  });
  test('says no more than the page does', async () => {
    expect(JSON.stringify(await exported(flagged))).not.toMatch(/Acacia|NB4|900111/);
    expect(JSON.stringify(await exported(amina))).not.toContain('P-77');
    await expect(exported(staff)).rejects.toMatchObject({ code: 'access.refused' });
  });
  test('comes back in as it went out', async () => {
    const { people } = await readScis(await exported(amina));
    expect(people).toEqual([expect.objectContaining({ family: 'Begum', given: ['Amina'], nhsNumber: '9434765919', birthDate: '1943-07-14', gender: 'female' })]);
  });
});

describe('resolve', () => {
  const resolve = (identifier: string, session = frontDoor) => bench.as(session, 'open', [], (reading) => bench.records.resolve(reading, identifier));
  test('leads from any number to the person', async () => {
    const led = await Promise.all(['9434765919', '943 476 5919', 'T-0012', 'northgate:T-0012', 'housing-tenancies:T0012', amina, amina.toUpperCase()].map((identifier) => resolve(identifier)));
    expect(led).toEqual(led.map(() => amina));
  });
  test('leads nowhere from a number nobody has, the sealed have, or that is not shared', async () => {
    const led = await Promise.all(['9000000009', 'P-77', 'mosaic:T-0012', sealed, '', '018f0000-0000-7000-8000-000000000000'].map((identifier) => resolve(identifier)));
    expect(led).toEqual(led.map(() => null));
    expect(await resolve('P-77', mash)).toBe(amina);
  });
  test('follows a merge', async () => {
    const old = '018f0000-0000-7000-8000-00000000000a';
    await bench.db.writer`insert into linkage.person values (${old}, now(), ${amina})`;
    expect(await resolve(old)).toBe(amina);
  });
});
