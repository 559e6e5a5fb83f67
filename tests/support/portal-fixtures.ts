import type { Decision, Level } from '../../src/access/index.ts';
import { KithError, type FeedState } from '../../src/kernel/index.ts';
import type { Family, Overview, PersonSummary, RecordFact, SourceDetail } from '../../src/record/index.ts';

/** People and answers for the portal's own tests: what the rooms behind it might say, without a store. All invented. */

export const now = '2026-11-20T09:00:00Z';

export const ids = {
  amina: '01935f6e-0000-7000-8000-000000000001',
  yusuf: '01935f6e-0000-7000-8000-000000000002',
  nasreen: '01935f6e-0000-7000-8000-000000000003',
  hidden: '01935f6e-0000-7000-8000-000000000004',
  restricted: '01935f6e-0000-7000-8000-000000000005',
  sealed: '01935f6e-0000-7000-8000-000000000006',
  absent: '01935f6e-0000-7000-8000-000000000007',
  merged: '01935f6e-0000-7000-8000-000000000008',
  hostile: '01935f6e-0000-7000-8000-000000000009',
  dead: '01935f6e-0000-7000-8000-00000000000a',
} as const;

export const hostileText = `"><script>alert(1)</script><img src=x onerror=alert(2)>'&amp;`;

export const categories = [
  ['identity', 'Who the person is'],
  ['adult-social-care', 'Adult social care'],
  ['childrens-social-care', 'Children’s social care'],
  ['housing', 'Housing'],
  ['hospital', 'Hospital'],
  ['gp', 'GP'],
  ['community-health', 'Community health'],
  ['mental-health', 'Mental health'],
  ['police', 'Police'],
  ['education', 'Education'],
  ['ambulance', 'Ambulance'],
].map(([id = '', name = '']) => ({ id, name }));

const feed = (id: string, title: string, category: string, organisationName: string, more: Partial<FeedState> = {}): FeedState => ({
  feed: id,
  title,
  category,
  organisation: organisationName.toLowerCase().replace(/ /g, '-'),
  organisationName,
  lastReceived: '2026-11-20T06:10:00Z',
  nextExpected: '2026-11-21T06:10:00Z',
  state: 'on-time',
  rows: 12_400,
  rejects: 0,
  coverage: 'All residents since 2012',
  ages: { from: null, to: null },
  covers: { from: '2012-04-01', to: null },
  ...more,
});

export const feedStates: FeedState[] = [
  feed('adult-social-care', 'Adult social care services', 'adult-social-care', 'Newbridge Council', { coverage: 'All adults with a service since 2012', ages: { from: 18, to: null } }),
  feed('cin-census', 'Children in need', 'childrens-social-care', 'Newbridge Council', { coverage: 'Children referred since 2015', ages: { from: null, to: 17 } }),
  feed('housing-tenancies', 'Tenancies', 'housing', 'Newbridge Homes', { coverage: 'Tenants aged 16 and over, from April 2015' }),
  feed('housing-repairs', 'Repairs', 'housing', 'Newbridge Homes', { lastReceived: '2026-11-18T23:55:00Z', coverage: 'Repairs to Newbridge Homes properties', rejects: 3 }),
  feed('hospital-adt', 'Admissions and A&E', 'hospital', 'St Bride’s Hospital NHS Trust', { lastReceived: '2026-11-20T08:57:00Z', coverage: 'St Bride’s only' }),
  feed('gp-patients', 'Registered patients', 'gp', 'Larch Street Surgery', { coverage: 'Patients registered now' }),
  feed('community-health', 'Community caseload', 'community-health', 'Newbridge Community and Mental Health NHS Trust'),
  feed('mental-health', 'Mental health referrals', 'mental-health', 'Newbridge Community and Mental Health NHS Trust', { lastReceived: '2026-11-19T05:00:00Z', coverage: 'Referrals since 2018' }),
  feed('police-incidents', 'Incidents', 'police', 'Newbridge Police'),
  feed('school-attendance', 'Attendance', 'education', 'Newbridge Schools Partnership', { ages: { from: 4, to: 18 }, coverage: 'Pupils aged 4 to 18' }),
  feed('ambulance-conveyances', 'Conveyances', 'ambulance', 'Capital Ambulance Service NHS Trust', { state: 'late', lastReceived: '2026-11-14T05:00:00Z', nextExpected: '2026-11-15T05:00:00Z', rejects: 41 }),
  feed('cqc-locations', 'Care locations', '', 'Newbridge Council', { state: 'never', lastReceived: null, nextExpected: null, rows: 0 }),
];

export function summary(personId: string, more: Partial<PersonSummary> = {}): PersonSummary {
  return {
    personId,
    title: 'Mrs',
    given: ['Amina'],
    family: 'Begum',
    preferredName: 'Ammi',
    displayName: 'BEGUM, Amina (Mrs)',
    birthDate: '1943-07-14',
    gender: 'female',
    nhsNumber: '9990123456',
    deceased: null,
    address: { lines: ['12 Larch Close'], postcode: 'NB4 2QT', uprn: '10001234' },
    phones: ['020 7946 0412'],
    emails: [],
    language: 'Sylheti',
    interpreterNeeded: true,
    ethnicity: null,
    gpPractice: 'Larch Street Surgery',
    identifiers: [{ system: 'mosaic', value: '100234' }],
    contacts: [],
    whereaboutsHidden: false,
    ...more,
  };
}

export const people: Record<string, PersonSummary> = {
  [ids.amina]: summary(ids.amina),
  [ids.yusuf]: summary(ids.yusuf, { displayName: 'ALI, Yusuf', title: null, given: ['Yusuf'], family: 'Ali', preferredName: null, birthDate: '2015-03-02', gender: 'male', nhsNumber: null, language: null, interpreterNeeded: null }),
  [ids.nasreen]: summary(ids.nasreen, { displayName: 'BEGUM, Nasreen', title: null, given: ['Nasreen'], preferredName: null, birthDate: '1972-01-30' }),
  [ids.hidden]: summary(ids.hidden, { displayName: 'HART, Joan (Ms)', given: ['Joan'], family: 'Hart', whereaboutsHidden: true, address: null, phones: [] }),
  [ids.dead]: summary(ids.dead, { displayName: 'BEGUM, Rafiq (Mr)', given: ['Rafiq'], gender: 'male', deceased: '2024-03-05', birthDate: '1939-01' }),
  [ids.hostile]: summary(ids.hostile, { displayName: hostileText, family: hostileText, given: [hostileText], preferredName: hostileText, address: { lines: [hostileText] }, language: hostileText, birthDate: null, gender: 'unknown', nhsNumber: null }),
};

let lastFact = 0;
function fact<K extends RecordFact['kind']>(kind: K, feedId: string, label: string, start: string | null, body: RecordFact<K>['body'], end: string | null = null): RecordFact<K> {
  const category = feedStates.find((f) => f.feed === feedId)?.category ?? 'identity';
  return { factId: String(++lastFact), feed: feedId, category, kind, code: null, system: null, label, start, end, body, receivedAt: '2026-11-19T05:00:00Z' };
}

export const alerts: RecordFact<'finding'>[] = [
  fact('finding', 'hospital-adt', 'Falls: 2 in 90 days', '2026-11-11', { type: 'risk', severity: 'High', detail: 'Both on the stairs' }),
  fact('finding', 'housing-tenancies', 'Two to visit', '2025-12-03', { type: 'alert', reviewDate: '2026-12-03', recordedBy: 'T Osei, housing officer' }),
  fact('finding', 'gp-patients', 'Large print, longer appointments', '2024-05', { type: 'reasonable-adjustment', reviewDate: '2026-05-01' }),
];

export const recent: RecordFact[] = [
  fact('life-event', 'hospital-adt', 'A&E: fall, no fracture, discharged home', '2026-11-11T02:40', { place: 'St Bride’s', outcome: 'Discharged home' }),
  fact('life-event', 'housing-repairs', 'Boiler repair reported', '2026-11-09', { detail: 'No heating or hot water' }),
  fact('finding', 'ambulance-conveyances', 'Fall at home, neighbour called ambulance', '2026-10-27', { type: 'risk' }),
  fact('service-episode', 'community-health', 'Community nursing, leg ulcer', '2026-09-02', { status: 'current', professionals: [{ name: 'Sister Paul Okafor', phone: '020 7946 0112' }] }),
];

export const older: RecordFact[] = [
  fact('service-episode', 'adult-social-care', 'Reablement', '2024-12-10', { status: 'historic', outcome: 'Ended as planned', professionals: [{ name: 'J Doyle', role: 'Occupational therapist' }] }, '2025-02-03'),
  fact('plan', 'adult-social-care', 'Care and support plan', '2024-12', { status: 'completed', reviewDate: '2025-02-01' }),
  fact('service-episode', 'housing-tenancies', 'Tenancy, secure', '2009', { status: 'current' }),
  fact('finding', 'gp-patients', 'Type 2 diabetes', null, { type: 'condition' }),
];

const levels: Record<string, Level> = { 'mental-health': 'none', police: 'alert', 'childrens-social-care': 'none', education: 'none', ambulance: 'summary' };

export function decision(category: string): Decision {
  const level = levels[category] ?? 'detail';
  const name = categories.find((c) => c.id === category)?.name ?? category;
  return {
    category,
    level,
    because: level === 'none' ? `${name} is not shared with Front door for Care Act request for support.` : level === 'alert' ? 'Front door is told only whether there is something to discuss, and whom to ring.' : `Front door sees ${level} of ${name} for anyone who asks for support.`,
    basis: level === 'none' ? null : 'Care Act 2014 s9; UK GDPR 6(1)(e), 9(2)(h); Newbridge core sharing agreement v4',
    ...(level === 'alert' ? { desk: { name: 'the vulnerability desk', phone: '020 7946 0190' } } : {}),
  };
}

export function overview(personId: string): Overview {
  const found = people[personId];
  if (found === undefined) throw new KithError('person.not-found', 'There is no such person.');
  const of = (category: string): FeedState[] => feedStates.filter((f) => f.category === category);
  const card = (category: string, more: Partial<Overview['cards'][number]>): Overview['cards'][number] => ({
    category,
    name: categories.find((c) => c.id === category)?.name ?? category,
    decision: decision(category),
    involvement: 'none-found',
    headline: null,
    since: null,
    until: null,
    professionals: [],
    feeds: of(category),
    absence: null,
    ...more,
  });
  return {
    summary: found,
    decisions: categories.map(({ id }) => decision(id)),
    alerts,
    aboutMe: [fact('finding', 'adult-social-care', 'About me', '2026-11-02', { type: 'about-me', detail: 'Please speak slowly and ask my daughter if I look confused. I pray five times a day. I am frightened of the stairs since I fell.', recordedBy: 'Nasreen Begum (daughter)' })],
    cards: [
      card('adult-social-care', { involvement: 'historic', headline: 'Reablement, ended as planned', since: '2024-12-10', until: '2025-02-03', professionals: [{ name: 'J Doyle', role: 'Occupational therapist', phone: '020 7946 0100' }] }),
      card('childrens-social-care', { involvement: 'not-covered', absence: 'Covers children up to 17, and this person is 83.' }),
      card('housing', { involvement: 'current', headline: 'Secure tenancy; boiler repair open', since: '2009', professionals: [{ name: 'T Osei', role: 'Housing officer', phone: '020 7946 0155' }] }),
      card('hospital', { involvement: 'current', headline: 'A&E 11 Nov 2026, home the same day; outpatients 2 Dec 2026', since: '2026-11-11' }),
      card('gp', { involvement: 'current', headline: 'Registered', since: '1998', professionals: [{ name: 'Dr H Lindqvist', phone: '020 7946 0101' }] }),
      card('community-health', { involvement: 'current', headline: 'Community nursing, leg ulcer', since: '2026-09-02' }),
      card('mental-health', { involvement: 'not-shared' }),
      card('police', { involvement: 'something-to-discuss' }),
      card('education', { involvement: 'none-found', absence: 'Not found in Education, checked to 20 Nov 2026. Pupils aged 4 to 18 only; a person may be known elsewhere.' }),
      card('ambulance', { involvement: 'historic', headline: 'Conveyed to hospital once', since: '2026-10-27', until: '2026-10-27' }),
    ],
    whoToRing: [
      { category: 'community-health', service: 'Community nursing', professional: { name: 'Sister Paul Okafor', phone: '020 7946 0112' }, since: '2026-09-02' },
      { category: 'housing', service: 'Tenancy', professional: { name: 'T Osei', role: 'Housing officer', phone: '020 7946 0155' }, since: '2009' },
      { category: 'gp', service: 'GP, Larch Street Surgery', professional: { name: 'Dr H Lindqvist', phone: '020 7946 0101' }, since: '1998' },
    ],
    contacts: [{ value: { name: 'Nasreen Begum', relationship: 'daughter', phone: '07700 900412' }, feed: 'adult-social-care', receivedAt: now, asOf: null }],
    recent,
    household: [{ kind: 'person', personId: ids.yusuf, displayName: 'ALI, Yusuf', birthDate: '2015-03-02', deceased: null, role: 'grandson', household: 'current', since: '2024-03', until: null, feeds: ['housing-tenancies'], alert: true }, { kind: 'restricted', role: 'tenancy-member', household: 'current' }],
  };
}

export function family(personId: string): Family {
  return {
    summary: overview(personId).summary,
    household: { address: '12 Larch Close, NB4 2QT', communal: false, since: '2009-06-01' },
    members: [
      { kind: 'person', personId: ids.yusuf, displayName: 'ALI, Yusuf', birthDate: '2015-03-02', deceased: null, role: 'grandson', household: 'current', since: '2024-03', until: null, feeds: ['housing-tenancies', 'school-attendance'], alert: true },
      { kind: 'person', personId: ids.nasreen, displayName: 'BEGUM, Nasreen', birthDate: '1972-01-30', deceased: null, role: 'daughter', household: 'past', since: null, until: '1995', feeds: ['adult-social-care'], alert: false },
      { kind: 'person', personId: ids.dead, displayName: 'BEGUM, Rafiq (Mr)', birthDate: '1939-01', deceased: '2024-03-05', role: 'husband', household: 'past', since: '2009-06-01', until: '2024-03-05', feeds: ['housing-tenancies'], alert: false },
      { kind: 'restricted', role: 'tenancy-member', household: 'current' },
      { kind: 'named', name: 'Mrs P Lowe', role: 'neighbour', phone: '01632 960123', feed: 'adult-social-care' },
    ],
  };
}

export function sources(personId: string): SourceDetail {
  return {
    summary: overview(personId).summary,
    sources: feedStates
      .filter((f) => f.category !== '')
      .map((state, index) => ({
        feed: state,
        level: levels[state.category] ?? 'detail',
        facts: index < 4 && index !== 1 ? 3 + index : 0,
        latestFact: index < 4 && index !== 1 ? '2026-11-09' : null,
        identities:
          index < 4 && index !== 1
            ? [{ localKey: `10023${index}`, demographics: { title: 'Mrs', given: ['Amina'], family: index === 2 ? 'Begam' : 'Begum', birthDate: index === 2 ? '1943-07-04' : '1943-07-14', gender: 'female' as const, nhsNumber: '9990123456', addresses: [{ lines: ['12 Larch Close'], postcode: 'NB4 2QT' }] }, asOf: '2026-11-01', firstAt: '2026-11-01T05:00:00Z', lastAt: '2026-11-20T06:10:00Z' }]
            : [],
      })),
    mismatches: [
      { field: 'birthDate', values: [{ value: '1943-07-14', feeds: ['adult-social-care', 'gp-patients'], chosen: true }, { value: '1943-07-04', feeds: ['housing-tenancies'], chosen: false }] },
      { field: 'family', values: [{ value: 'Begum', feeds: ['adult-social-care', 'gp-patients'], chosen: true }, { value: 'Begam', feeds: ['housing-tenancies'], chosen: false }] },
    ],
  };
}
