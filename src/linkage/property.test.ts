import { expect, test } from 'vitest';
import { nearness, readProperty } from './property.ts';

const of = (text: string) => readProperty([text]);

test.each([
  ['Flat 2, 14 High Street, Newbridge, NB1 1AA', { unit: '2', number: { from: 14, to: 14 }, street: 'high street', town: 'newbridge', postcode: 'NB1 1AA' }],
  ['Rose Cottage, Mill Lane, Ashby, Newbridge NB1 1AA', { building: 'rose cottage', number: null, street: 'mill lane', locality: 'ashby', town: 'newbridge' }],
  ['12-14 Station Rd, NB1 1AA', { number: { from: 12, to: 14 }, unit: null, street: 'station road' }],
  ['Ground Floor Flat, 9A St Johns Rd', { unit: 'ground', number: { from: 9, to: 9 }, street: 'saint johns road' }],
  ['Apt 7 Albion House, 3 Quay St., Newbridge', { unit: '7', building: 'albion house', number: { from: 3, to: 3 }, street: 'quay street', town: 'newbridge' }],
  ['', { unit: null, building: null, number: null, street: null, postcode: null }],
])('%s', (text, parts) => expect(of(text)).toMatchObject(parts));

test.each([
  ['Flat 2, 14 High Street, Newbridge, NB1 1AA', 'APARTMENT 2, 14 HIGH ST., NB11AA'],
  ['Flat A, 14 High Street, NB1 1AA', '14a High St, NB1 1AA'],
  ['14 High Street, Flat 2, NB1 1AA', 'Flat 2, 14 High Street, NB1 1AA'],
  ['14 High Street Flat 2, NB1 1AA', 'Flat 2 14 High Street, NB1 1AA'],
  ['12 - 14 Station Road, NB1 1AA', '12 to 14 Station Rd, Newbridge, NB1 1AA'],
  ['12-14 Station Road, NB1 1AA', '12 Station Rd, NB1 1AA'],
  ['1st Floor Flat, 9 Park Av, NB1 1AA', 'First Floor Flat, 9 Park Avenue, NB1 1AA'],
  ['Rose Cottage, Mill Lane, NB1 1AA', 'Rose Cottage Mill Ln, NB1 1AA'],
  ['5 Highstreet, NB1 1AA', '5 High Street, Newbridge, NB1 1AA'],
  ['5 High Street, Newbridge', '5 High Street, Newbridge, NB1 1AA'],
])('%s is %s', (one, other) => {
  expect(nearness(of(one), of(other))).toBe('same');
  expect(nearness(of(other), of(one))).toBe('same');
});

test.each([
  ['Flat 2, 14 High Street, NB1 1AA', 'Flat 3, 14 High Street, NB1 1AA', 'building'],
  ['14 High Street, NB1 1AA', 'Flat 3, 14 High Street, NB1 1AA', 'building'],
  ['14a High Street, NB1 1AA', '14b High Street, NB1 1AA', 'building'],
  ['Ground Floor Flat, 9 Park Road, NB1 1AA', 'Top Floor Flat, 9 Park Road, NB1 1AA', 'building'],
  ['Flat 1, Albion House, Quay Street, NB1 1AA', 'Flat 1, Bristol House, Quay Street, NB1 1AA', 'street'],
  ['14 High Street, NB1 1AA', '16 High Street, NB1 1AA', 'street'],
  ['14 High Street, NB1 1AA', '14 Low Road, NB1 1AA', 'postcode'],
  ['14 High Street, NB1 1AA', '14 High Street, NB9 9ZZ', 'different'],
  ['', '14 High Street, NB9 9ZZ', 'different'],
] as const)('%s and %s are %s', (one, other, near) => {
  expect(nearness(of(one), of(other))).toBe(near);
  expect(nearness(of(other), of(one))).toBe(near);
});
