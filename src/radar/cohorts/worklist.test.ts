import { expect, test } from 'vitest';
import type { CohortPerson } from './types.ts';
import { worklistCsv } from './worklist.ts';

const head = { title: '=cmd|calc', criteria: ['Aged 75 or over', 'COPD'], purpose: 'Prevention', basis: 'Care Act 2014 s2', by: 'Leila Haddad', team: 'Prevention', at: '2026-11-20T09:00:00Z', today: '2026-11-20' };
const person = (displayName: string, more: object = {}): CohortPerson => ({ summary: { displayName, birthDate: '1943-07-14', nhsNumber: '9990123454', address: { lines: ['12 Larch Close'], postcode: 'NB4 2QT' }, phones: ['020 7946 0001'], whereaboutsHidden: false, ...more } as never, because: ['Aged 83', 'COPD'] });

test('says what it is for before anybody is named, and how many', () => {
  const csv = worklistCsv(head, [person('BEGUM, Amina (Mrs)')]);
  expect(csv.split('\r\n').slice(1, 6)).toEqual(['Purpose,Prevention', 'Lawful basis,Care Act 2014 s2', 'Made by,"Leila Haddad, Prevention"', 'Made at,2026-11-20T09:00:00Z', 'People,1']);
  expect(csv).toContain('"BEGUM, Amina (Mrs)",14-Jul-1943,83,999 012 3454,12 Larch Close,NB4 2QT,020 7946 0001,Aged 83; COPD');
});

test.each(['=1+1', '+44', '-2', '@sum', '\t=1', '  =1'])('a cell that a spreadsheet would run is text: %j', (name) => {
  expect(worklistCsv(head, [person(name)])).toContain(`"'${name}"`);
});

test('no address of somebody whose whereabouts are protected', () => {
  expect(worklistCsv(head, [person('PRIOR, Leanne', { address: null, phones: [], whereaboutsHidden: true })])).toContain('Not shown: whereabouts protected');
});
