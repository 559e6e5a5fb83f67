import { expect, test } from 'vitest';
import { indexOrganisations, type Organisation } from './match.ts';
import { readName } from './names.ts';

const towns = ['Ashby', 'Belford', 'Corley', 'Denholm', 'Elsdon', 'Farley', 'Gosford', 'Hexley', 'Ilton', 'Kelby'];
const streets = ['Mill Road', 'High Street', 'Church Lane', 'Park Avenue'];
/** A directory of the usual names: every town has a surgery, a home, a school and a pharmacy. */
const usual = towns.flatMap((town, t): Organisation[] =>
  ['Surgery', 'House Care Home', 'Primary School', 'Pharmacy', 'Dental Practice'].map((what, w) => ({
    code: `T${t}${w}001`, name: `${town} ${what}`, kind: '', postcode: `NB${t} ${w}AA`, address: `${t + 10} ${streets[w % 4]}, ${town}`, phone: `01632 96${t}${w}00`,
  })),
);
const own: Organisation[] = [
  { code: '1-100000001', name: 'Willow Tree Nursing Home', kind: 'Care home service with nursing', postcode: 'NB20 1AB', address: '12-14 Station Road, Newbridge', phone: '01632 960777' },
  { code: '1-100000002', name: 'Willow Tree Domiciliary Care', kind: 'Homecare agencies', postcode: 'NB20 1AB', address: '12-14 Station Road, Newbridge' },
  { code: 'A81001', name: 'The Saint Anne Medical Centre', kind: 'Prescribing cost centre', postcode: 'NB21 2CD', address: '3 Quay Street, Newbridge' },
  { code: 'A81002', name: 'The Saint Anne Medical Centre', kind: 'Prescribing cost centre', postcode: 'NB29 9ZZ', address: '80 Long Lane, Farther' },
  { code: '102000', name: "St. Mary's Church of England Primary School", kind: 'Voluntary aided school', postcode: 'NB22 3EF' },
  { code: '1-100000003', name: 'Kestrel Care Limited', kind: 'Care home service without nursing', postcode: 'NB23 4GH', address: 'Kestrel Lodge, 9 Fell Lane, Newbridge' },
  { code: '1-100000004', name: 'Brightwater Ltd (trading as Harbour View)', kind: 'Residential homes', postcode: 'NB24 5JK' },
];
const index = indexOrganisations([...usual, ...own]);
const best = (asked: Organisation): string => {
  const [first] = index.match(asked);
  return first === undefined || first.band === 'apart' ? 'nobody' : `${first.band} ${first.entry.code}`;
};

test.each<[string, Organisation, string]>([
  ['code and name', { code: 'a81001', name: 'St Annes Medical Ctr' }, 'join A81001'],
  ['legal form and article', { name: 'Willow Tree Nursing Home Ltd.', postcode: 'nb201ab' }, 'join 1-100000001'],
  ['Saint, and postcode', { name: 'St Anne Med Centre', postcode: 'NB21 2CD' }, 'join A81001'],
  ['CofE written out', { name: 'St Marys C of E Primary', postcode: 'NB22 3EF' }, 'join 102000'],
  ['trading name only', { name: 'Harbour View', postcode: 'NB24 5JK' }, 'join 1-100000004'],
  ['misspelt, with the address', { name: 'Kestral Care', address: '9 Fell Ln, Newbridge, NB23 4GH' }, 'join 1-100000003'],
  ['a kind tells two at one address apart', { name: 'Willow Tree', kind: 'Nursing home', postcode: 'NB20 1AB' }, 'join 1-100000001'],
  ['name and telephone', { name: 'Willow Tree Nursing', phone: '+44 1632 960777' }, 'join 1-100000001'],
])('%s: taken for one', (_, asked, found) => expect(best(asked)).toBe(found));

test.each<[string, Organisation, RegExp]>([
  ['a name that two have', { name: 'Saint Anne Medical Centre' }, /^(review|nobody)/],
  ['a code under another name', { code: '102000', name: 'Willow Tree Nursing Home' }, /^review/],
  ['two at one address and nothing to tell them apart', { name: 'Willow Tree', postcode: 'NB20 1AB' }, /^review/],
  ['another kind at the same place', { name: 'Ashby Pharmacy', postcode: 'NB0 0AA' }, /^(?!join T00001|join T01001)/],
  ['nobody there', { name: 'Nonesuch Hall', postcode: 'ZE1 0AA' }, /^nobody$/],
  ['nothing said', { name: '' }, /^nobody$/],
])('%s: not taken for one', (_, asked, found) => expect(best(asked)).toMatch(found));

test('a code finds its one entry, however it is written', () => {
  expect(index.byCode(' a81001 ')?.postcode).toBe('NB21 2CD');
  expect(index.byCode('1-100000003')?.name).toBe('Kestrel Care Limited');
  expect(index.byCode('Z99999')).toBeNull();
});

test.each([
  ['The Oaks Care Home Ltd', 'OAKS CARE HOME LIMITED'],
  ['St. John & Partners', 'Saint John and Partners'],
  ['Newbridge Pri. Sch.', 'Newbridge Primary School'],
])('%s is %s', (one, other) => expect(readName(one).names[0]).toEqual(readName(other).names[0]));
