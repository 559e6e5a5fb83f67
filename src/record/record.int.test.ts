import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeHousehold, placePerson, placeRelative, type PlacedSubject } from '../../tests/support/people.ts';
import { feedStates, recordsBench, type RecordsBench } from '../../tests/support/records.ts';
import type { Session } from '../access/index.ts';
import { readScis } from './scis/read.ts';
import { validateScis } from './scis/validate.ts';

let bench: RecordsBench;
let frontDoor: Session;
let mash: Session;
let amina: string;
let yusuf: string;
let child: string;
let sealed: string;
let staff: string;
let flagged: string;

const home = { lines: ['14 Acacia Avenue', 'Newbridge'], postcode: 'NB4 1AB' };

const aminas: PlacedSubject[] = [
  {
    feed: 'gp-patients',
    key: 'GP-1',
    category: 'gp',
    demographics: { title: 'Mrs', family: 'Begum', given: ['Amina'], birthDate: '1943-07-14', nhsNumber: '9434765919', gender: 'female', ethnicity: 'Bangladeshi', addresses: [home], contacts: [{ name: 'Rahim Khan', relationship: 'Son', phone: '07700 900123' }] },
    facts: [
      { kind: 'service-episode', label: 'Registered at Larch Street Surgery', start: '2001-05-01', body: { status: 'current', service: 'General practice', professionals: [{ name: 'Dr Lindqvist', phone: '020 7946 0101' }] } },
      { kind: 'finding', label: 'Type 2 diabetes', start: '2012', body: { type: 'condition' } },
    ],
  },
  {
    feed: 'housing-tenancies',
    key: 'T-0012',
    category: 'housing',
    demographics: { family: 'Begum', given: ['Aminah'], birthDate: '1944-07-14', addresses: [{ ...home, start: '2015-04-01' }], identifiers: [{ system: 'northgate', value: 'T-0012' }] },
    facts: [
      { kind: 'service-episode', label: 'Tenancy, secure', start: '2015-04-01', body: { status: 'current', service: 'Tenancy', professionals: [{ name: 'Tom Fletcher', phone: '020 7946 0156', role: 'Housing officer' }] } },
      { kind: 'finding', label: 'Do not visit alone: dog', start: '2024-02-01', body: { type: 'alert', reviewDate: '2027-02-01' } },
      { kind: 'finding', label: 'Old alert', start: '2010-02-01', end: '2011-01-01', body: { type: 'alert' } },
    ],
  },
  {
    feed: 'police-incidents',
    key: 'P-77',
    category: 'police',
    demographics: { family: 'Begum', given: ['Amina'] },
    facts: [{ kind: 'life-event', label: 'Domestic incident', start: '2026-10-30T22:15', body: { place: '14 Acacia Avenue', role: 'victim' } }],
  },
  {
    feed: 'hospital-adt',
    category: 'hospital',
    demographics: { family: 'Begum', given: ['Amina'], nhsNumber: '9434765919' },
    facts: [
      { kind: 'life-event', label: 'Attended A&E after a fall', start: '2026-11-11T02:40', body: {} },
      { kind: 'service-episode', label: 'Inpatient, elderly care', start: '2026-11-11', end: '2026-11-15', body: { status: 'historic' } },
    ],
  },
];

beforeAll(async () => {
  bench = await recordsBench();
  frontDoor = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  mash = bench.access.session('aisha.khan', 'mash', 'child-safeguarding');
  amina = (await placePerson(bench.db, aminas)).personId;
  yusuf = (await placePerson(bench.db, [{ feed: 'housing-tenancies', category: 'housing', demographics: { family: 'Khan', given: ['Yusuf'], birthDate: '1940-02-03', addresses: [home] } }])).personId;
  child = (await placePerson(bench.db, [{ feed: 'school-attendance', category: 'education', demographics: { family: 'Khan', given: ['Zara'], birthDate: '2014-05-06', addresses: [home] } }])).personId;
  sealed = (await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Begum', given: ['Sealed'], birthDate: '1943-01-01' } }])).personId;
  staff = (await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Begum', given: ['Staff'], birthDate: '1980-01-01', addresses: [{ lines: ['2 Elm Road'], postcode: 'NB9 9ZZ' }] } }])).personId;
  flagged = (
    await placePerson(bench.db, [
      { feed: 'gp-patients', category: 'gp', demographics: { family: 'Begum', given: ['Flagged'], birthDate: '1990-01-01', restricted: true, phones: ['07700 900111'], addresses: [home] } },
    ])
  ).personId;
  await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Carter', given: ['William', 'Henry'], preferredName: 'Bill', otherFamily: ['Łuczak'], birthDate: '1961-03-02' } }]);
  await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'de la Cruz', given: ['José'], birthDate: '1972-11-30' } }]);
  await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Ng', given: ['Elizabeth'], birthDate: '1955-06-01' } }]);
  await placeHousehold(bench.db, { address: '14 Acacia Avenue', postcode: 'NB4 1AB' }, [
    { personId: amina, start: '2015-04-01', sources: ['housing-tenancies', 'gp-patients'] },
    { personId: yusuf, start: '2015-04-01', sources: ['housing-tenancies'] },
    { personId: flagged, sources: ['gp-patients'] },
    { personId: sealed, sources: ['gp-patients'] },
    { personId: staff, sources: ['gp-patients'] },
  ]);
  await placeRelative(bench.db, child, amina, 'grandmother', 'school-attendance', 'education');
  await placeRelative(bench.db, amina, child, 'grandchild', 'school-attendance', 'education');
  await placeRelative(bench.db, amina, yusuf, 'husband', 'gp-patients', 'gp');
  await bench.records.refresh();
  await bench.access.setMarks(bench.db.writer, 'test', [{ personId: sealed, kind: 'sealed', reason: '' }, { personId: staff, kind: 'staff-client', reason: '' }], [sealed, staff]);
});
afterAll(() => bench.close());

const open = (id = amina, session = frontDoor) => bench.as(session, 'open', [id], (reading) => bench.records.overview(reading, id, feedStates({ 'housing-alerts': { state: 'late', lastReceived: '2026-11-03T06:00:00Z' } })));
const find = (query: string, session = frontDoor, limit?: number) => bench.as(session, 'search', [], (reading) => bench.records.search(reading, query, limit));
const namesFound = async (query: string, session?: Session): Promise<string[]> => (await find(query, session)).found.map((f) => (f.kind === 'person' ? f.summary.displayName : `${f.kind}: ${f.displayName}`));

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

describe('search', () => {
  test.each([
    ['names in either order', 'begum amina'],
    ['a part of a name', 'amin beg'],
    ['a misspelling', 'amena begam'],
    ['a name and a year', 'begum 1943'],
    ['a name, year and postcode area', 'begum 1943 NB4'],
    ['a date of birth', '14/07/1943'],
    ['a date of birth in digits', '140743'],
    ['an age', 'begum 83y'],
    ['an NHS number with spaces', '943 476 5919'],
    ['a local number', 'T-0012'],
    ['a local number with its system', 'northgate:t0012'],
    ['an address', '14 acacia avenue begum'],
    ['a date with day and month changed, beside a name', 'amina begum 07/14/1943'],
    ['a date a year out, beside a name', 'amina begum 14/07/1944'],
  ])('finds by %s', async (_, query) => {
    const [first] = (await find(query)).found;
    expect(first).toMatchObject({ kind: 'person', summary: { personId: amina } });
  });
  test.each([
    ['bill carter', 'CARTER, William'],
    ['will luczak', 'CARTER, William'],
    ['carter w', 'CARTER, William'],
    ['henry carter', 'CARTER, William'],
    ['jose delacruz', 'DE LA CRUZ, José'],
    ['cruz jose', 'DE LA CRUZ, José'],
    ['betty ng', 'NG, Elizabeth'],
    ['ng', 'NG, Elizabeth'],
    ['elisabeth ng 1955', 'NG, Elizabeth'],
  ])('finds %s', async (query, name) => {
    expect((await namesFound(query))[0]).toBe(name);
  });
  test('says on what it matched, and how it understood', async () => {
    const result = await find('begum 14 Jul 1943');
    expect(result.understood).toMatchObject({ names: ['begum'], birthDate: '1943-07-14' });
    expect(result.found[0]).toMatchObject({ matchedOn: ['name', 'date of birth'], feeds: ['gp-patients', 'hospital-adt', 'housing-tenancies'] });
  });
  test('names the restricted as such, and nothing more of them', async () => {
    const [restricted] = (await find('staff begum')).found;
    expect(restricted).toEqual({ kind: 'restricted', personId: staff, displayName: 'BEGUM, Staff', matchedOn: ['name'], rank: expect.any(Number) });
  });
  test('sealed people are neither found nor counted', async () => {
    expect(await namesFound('sealed begum')).not.toContain('BEGUM, Sealed');
    expect(await find('begum', frontDoor, 3)).toMatchObject({ found: { length: 3 }, more: false });
    expect(await find('begum', frontDoor, 2)).toMatchObject({ found: { length: 2 }, more: true });
  });
  test('does not find by an address whoever is hidden there', async () => {
    expect(await namesFound('14 acacia')).not.toContain('BEGUM, Flagged');
    for (const place of ['NB9', 'NB1', '2 elm road', '3 elm road']) expect(await namesFound(`staff begum ${place}`)).not.toContain('restricted: BEGUM, Staff');
    expect(await namesFound('staff begum')).toContain('restricted: BEGUM, Staff');
    expect(await namesFound('flagged begum')).toContain('BEGUM, Flagged');
  });
  test('does not find by a number of a register that is not shared', async () => {
    expect(await namesFound('P-77')).toEqual([]);
    expect(await namesFound('police-incidents:P-77', mash)).toEqual(['BEGUM, Amina (Mrs)']);
  });
  test('logs everybody it shows', async () => {
    await find('khan yusuf 1940');
    const looks = await bench.db.owner`select p.person_id as id from access.log_person p join access.log l using (log_id) where l.action = 'search' and p.person_id = ${yusuf}`;
    expect(looks.length).toBeGreaterThan(0);
  });
  test.each(['', '   ', 'x', '%_\\', "'; drop table record.person; --", '\u0000', '<script>', '((('])('bears %j', async (query) => {
    expect((await find(query)).found).toEqual([]);
  });
});

describe('overview', () => {
  test('shows involvement, worker and freshness for each source, as far as each is shared', async () => {
    const page = await open();
    const cards = Object.fromEntries(page.cards.map((c) => [c.category, c]));
    expect(cards.housing).toMatchObject({ involvement: 'current', headline: 'Tenancy, secure', since: '2015-04-01', professionals: [{ name: 'Tom Fletcher' }], absence: 'Housing alerts is late: last received 3 November.' });
    expect(cards.hospital).toMatchObject({ involvement: 'historic', headline: 'Inpatient, elderly care', until: '2026-11-15' });
    expect(cards.gp).toMatchObject({ involvement: 'current', headline: null, since: '2001-05-01', professionals: [{ name: 'Dr Lindqvist' }] });
    expect(cards.police).toMatchObject({ involvement: 'something-to-discuss', since: null, professionals: [], feeds: [], headline: expect.stringMatching(/^There may be something to discuss\. Ring .* on 020 7946/) });
    expect(cards['adult-social-care']).toMatchObject({ involvement: 'none-found', absence: 'Not found in Adult social care, checked to 20 November.' });
    expect(cards.education).toMatchObject({ involvement: 'something-to-discuss' });
    expect(cards.identity).toBeUndefined();
    expect(page.summary).toMatchObject({ displayName: 'BEGUM, Amina (Mrs)', nhsNumber: '9434765919', birthDate: '1943-07-14', address: home, identifiers: [{ system: 'northgate', value: 'T-0012' }] });
  });
  test('says the same of a category shared as an alert whether anything is held or not', async () => {
    const [held, nothing] = (await Promise.all([open(amina), open(yusuf)])).map((page) => page.cards.find((c) => c.category === 'police'));
    expect(held).toEqual(nothing);
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
    expect(all.withheld.map((d) => d.category)).toEqual(['childrens-social-care', 'gp', 'mental-health', 'police', 'education']);
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
