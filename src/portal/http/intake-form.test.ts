import { describe, expect, test } from 'vitest';
import { readForm, readValues, valuesOf } from './intake-form.ts';

const by = { name: 'Joanna Price', team: 'Front door team', purpose: 'Care Act request for support', today: '2026-11-20' };
const form = (typed: Record<string, string>) => readForm(readValues((name) => ({ family: 'Begum', source: 'She said so', reason: 'She rang.', ...typed })[name] ?? ''), by);
const errors = (typed: Record<string, string>) => form(typed).errors.map((e) => `${e.href} ${e.text}`);

describe('date of birth', () => {
  test.each([
    [{ 'birth-day': '14', 'birth-month': '7', 'birth-year': '1943' }, '1943-07-14'],
    [{ 'birth-month': '7', 'birth-year': '1943' }, '1943-07'],
    [{ 'birth-month': 'July', 'birth-year': '1943' }, '1943-07'],
    [{ 'birth-day': '14', 'birth-month': 'jul', 'birth-year': '1943' }, '1943-07-14'],
    [{ 'birth-year': '1943' }, '1943'],
  ])('%j is %s', (typed, date) => {
    expect(form(typed)).toMatchObject({ errors: [], said: { birthDate: date } });
  });

  test('of an estimate only the year is compared, and what was typed is kept', () => {
    const { said, errors: found } = form({ 'birth-day': '1', 'birth-month': '1', 'birth-year': '1950', estimated: 'yes' });
    expect([found, said['birthDate'], said['birthDateSaid']]).toEqual([[], '1950', '1950-01-01']);
    expect(valuesOf(said)).toMatchObject({ 'birth-day': '01', 'birth-month': '01', 'birth-year': '1950', estimated: 'yes' });
  });

  test.each([
    [{ 'birth-day': '31', 'birth-month': '2', 'birth-year': '1943' }, '#birth Date of birth must be a real date, such as 14 7 1943, or part of one'],
    [{ 'birth-day': '14', 'birth-year': '1943' }, '#birth Give the month of birth too, or the year alone'],
    [{ 'birth-month': '7' }, '#birth Give the year of birth too'],
    [{ 'birth-year': '2027' }, '#birth Date of birth must be in the past'],
    [{ 'birth-year': '43' }, '#birth Date of birth must be a real date, such as 14 7 1943, or part of one'],
    [{ 'birth-year': '1843' }, '#birth Nobody alive was born before 1890: look at the year again'],
    [{ estimated: 'yes' }, '#birth Give the year you estimate'],
  ])('%j is refused', (typed, text) => {
    expect(errors(typed)).toEqual([text]);
  });
});

test('an NHS number with one digit wrong is told apart from one that is too short', () => {
  expect(errors({ nhsNumber: '943 476 5918' })).toEqual(['#nhsNumber This NHS number fails its check: one digit is wrong, or two are the wrong way round']);
  expect(errors({ nhsNumber: '943 476' })).toEqual(['#nhsNumber An NHS number has 10 digits, such as 999 012 3456']);
  expect(form({ nhsNumber: '943-476-5919' }).said['nhsNumber']).toBe('9434765919');
});

test('what is missing or cannot be read is said field by field, in the order of the form', () => {
  expect(errors({ family: '', source: '', reason: '', postcode: 'NB', phone: 'none', email: 'x', uprn: 'abc', contactPhone: '07700 900123' }).map((e) => e.split(' ')[0])).toEqual(['#given', '#postcode', '#uprn', '#phone', '#email', '#contactName', '#source', '#reason']);
});

test('given names and other surnames become several values, and nothing but the form’s fields is taken', () => {
  const { said } = form({ given: 'Amina  Jahan', otherFamily: 'Khatun, Bibi', recordedBy: 'Somebody Else', gender: 'robot' });
  expect(said).toMatchObject({ given: 'Amina\nJahan', otherFamily: 'Khatun\nBibi', recordedBy: 'Joanna Price', reason: 'She rang.', source: 'She said so' });
  expect(said).not.toHaveProperty('gender');
});
