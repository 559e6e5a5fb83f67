import { describe, expect, it } from 'vitest';
import { birthValue, monthFirst } from './dates.ts';

describe('dates of birth', () => {
  it.each([
    ['1980-01-02'], ['19800102'], ['1980/1/2'], ['1980.01.02'], ['02/01/1980'], ['2/1/1980'], ['02-01-1980'], ['02.01.1980 00:00'], ['2/1/80'], ['02011980'],
    ['2 Jan 1980'], ['02-JAN-1980'], ['2nd January 1980'], ['02-Jan-80'], ['Jan 2, 1980'], ['January 2 1980'], ['Wed 2 January 1980'], ['1980-01-02T00:00:00Z'], ['1980-01-02 00:00:00.000'],
  ])('%s is the second of January 1980', (text) => expect(birthValue(text)).toBe('1980-01-02'));

  it('keeps a date that is not real, for it may be one digit from one that is', () => {
    expect(birthValue('19271331')).toBe('1927-13-31');
    expect(birthValue('31/13/1927')).toBe('1927-13-31');
  });

  it('takes a placeholder or no date for nothing, and keeps a part of one', () => {
    expect(['1900-01-01', '01/01/1900', 'unknown', '', '00000000', 'March'].map((text) => birthValue(text))).toEqual([null, null, null, null, null, null]);
    expect(['1980', '1980-02', 'Feb 1980'].map((text) => birthValue(text))).toEqual(['1980', '1980-02', '1980-02']);
  });

  it('tells the order of day and month from the file', () => {
    expect(monthFirst(['1/31/1980', '2/3/1981', '12/25/1990'])).toBe(true);
    expect(monthFirst(['31/1/1980', '2/3/1981'])).toBe(false);
    expect(monthFirst(['1/2/1980', '1980-01-31'])).toBe(false);
    expect(birthValue('1/31/1980', true)).toBe('1980-01-31');
  });
});
