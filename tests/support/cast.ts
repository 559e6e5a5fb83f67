import type { Session } from '../../src/access/index.ts';
import { placeHousehold, placePerson, placeRelative, type PlacedSubject } from './people.ts';
import { recordsBench, type RecordsBench } from './records.ts';

/** A small borough: Amina Begum and those around her, and some whom others may not see. */
export interface Cast {
  bench: RecordsBench;
  frontDoor: Session;
  mash: Session;
  /** Known to her GP, landlord, the hospital and the police. */
  amina: string;
  /** Her husband, of whom little is held. */
  yusuf: string;
  /** Her grandchild, 12. */
  child: string;
  sealed: string;
  /** Named as restricted. */
  staff: string;
  /** Whose whereabouts a source hides. */
  flagged: string;
}

export const home = { lines: ['14 Acacia Avenue', 'Newbridge'], postcode: 'NB4 1AB' };

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

/** Puts them all in a database of their own, with their records made. */
export async function recordCast(): Promise<Cast> {
  const bench = await recordsBench();
  const frontDoor = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  const mash = bench.access.session('aisha.khan', 'mash', 'child-safeguarding');
  const amina = (await placePerson(bench.db, aminas)).personId;
  const yusuf = (await placePerson(bench.db, [{ feed: 'housing-tenancies', category: 'housing', demographics: { family: 'Khan', given: ['Yusuf'], birthDate: '1940-02-03', addresses: [home] } }])).personId;
  const child = (await placePerson(bench.db, [{ feed: 'school-attendance', category: 'education', demographics: { family: 'Khan', given: ['Zara'], birthDate: '2014-05-06', addresses: [home] } }])).personId;
  const sealed = (await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Begum', given: ['Sealed'], birthDate: '1943-01-01' } }])).personId;
  const staff = (await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Begum', given: ['Staff'], birthDate: '1980-01-01', addresses: [{ lines: ['2 Elm Road'], postcode: 'NB9 9ZZ' }] } }])).personId;
  const flagged = (
    await placePerson(bench.db, [
      { feed: 'gp-patients', category: 'gp', demographics: { family: 'Begum', given: ['Flagged'], birthDate: '1990-01-01', restricted: true, phones: ['07700 900111'], addresses: [home] } },
    ])
  ).personId;
  await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Carter', given: ['William', 'Henry'], preferredName: 'Bill', otherFamily: ['Łuczak'], birthDate: '1961-03-02' } }]);
  await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'de la Cruz', given: ['José'], birthDate: '1972-11-30' } }]);
  await placePerson(bench.db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'O’Brien', given: ['Sean'], preferredName: 'Mac', birthDate: '1950-02-02' } }]);
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
  return { bench, frontDoor, mash, amina, yusuf, child, sealed, staff, flagged };
}
