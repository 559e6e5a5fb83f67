import { describe, expect, it } from 'vitest';
import { guessColumns, type ColumnProfile } from './guess.ts';

const column = (heading: string, ...sample: string[]): ColumnProfile => ({ heading, filled: sample.length, rows: Math.max(sample.length, 1), distinct: new Set(sample).size, sample });
const roles = (columns: ColumnProfile[], id: string | null = null): Record<string, string> => Object.fromEntries(guessColumns(columns, id).map((u) => [u.heading, u.role]));

describe('guessing columns', () => {
  it('knows headings however they are written', () => {
    expect(
      roles([
        column('given_name', 'ann'), column('Surname', 'lee'), column('dateOfBirth', '1980-01-02'), column('POSTCODE', 'LS1 1AA'), column('street_number', '7'), column('address_1', 'high street'),
        column('suburb', 'leeds'), column('soc_sec_id', '1804974'), column('Mobile', '07700900123'), column('birth_place', 'devon'), column('first_and_surname', 'ann lee'), column('gender', 'f'),
      ]),
    ).toEqual({
      given_name: 'given-name', Surname: 'surname', dateOfBirth: 'date-of-birth', POSTCODE: 'postcode', street_number: 'address', address_1: 'address', suburb: 'town', soc_sec_id: 'identifier',
      Mobile: 'phone', birth_place: 'birth-place', first_and_surname: 'full-name', gender: 'sex',
    });
  });

  it.each([
    ['forename', 'given-name'], ['givenname', 'given-name'], ['FIRST NAME', 'given-name'], ['FirstName', 'given-name'], ['fname', 'given-name'], ['last_name', 'surname'], ['lastname', 'surname'], ['Family Name', 'surname'],
    ['middle_names', 'middle-name'], ['maiden_name', 'other-surname'], ['previousSurname', 'other-surname'], ['full_name', 'full-name'], ['name', 'full-name'], ['state', 'region'], ['County', 'region'],
    ['town_of_birth', 'birth-place'], ['nationalId', 'identifier'], ['NI_NO', 'identifier'], ['Address1', 'address'], ['addr_line_2', 'address'], ['HouseName', 'address'], ['city', 'town'], ['job_title', 'occupation'],
    ['mothers_maiden_name', 'ignore'], ['gp_postcode', 'ignore'], ['date_of_death', 'ignore'], ['patient_id', 'ignore'], ['record_id', 'ignore'],
  ])('%s is %s', (heading, role) => expect(roles([column(heading, 'Ann Lee'), column('other', '1')])[heading]).toBe(role));

  it.each(['dob', 'DOB', 'birth_date', 'DateOfBirth', 'date_of_birth', 'birthday', 'born', 'D.O.B.'])('%s is a date of birth', (heading) => expect(roles([column(heading, '12/05/1980')])[heading]).toBe('date-of-birth'));

  it('does not believe a heading that the content denies', () => {
    expect(roles([column('dob', 'yes', 'no', 'no'), column('email', 'none', 'n/a')])).toEqual({ dob: 'ignore', email: 'ignore' });
  });

  it('knows some content whatever its heading', () => {
    expect(roles([column('x', 'a@b.org', 'c@d.org'), column('y', 'LS1 1AA', 'N1 9GU')])).toEqual({ x: 'email', y: 'postcode' });
  });

  it('never takes the id, a truth or an empty column as evidence', () => {
    expect(roles([column('surname', 'lee'), column('cluster', '1'), column('unique_id', '7'), column('email')], 'surname')).toEqual({ surname: 'ignore', cluster: 'ignore', unique_id: 'ignore', email: 'ignore' });
  });

  it('takes an NHS number column of invalid numbers for an identifier', () => {
    expect(roles([column('nhs_number', '123', '456')])).toEqual({ nhs_number: 'identifier' });
    expect(roles([column('nhs_number', '9434765919')])).toEqual({ nhs_number: 'nhs-number' });
  });

  it('uses a role of one column once, and what a person says before what it guesses', () => {
    const uses = guessColumns([column('surname', 'lee'), column('last_name', 'lee')], null, [{ heading: 'last_name', role: 'surname', because: 'said' }]);
    expect(uses.map((u) => u.role)).toEqual(['ignore', 'surname']);
  });
});
