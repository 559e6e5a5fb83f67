import { describe, expect, it } from 'vitest';
import { fullValues, givenValues, plainValue, surnameFirst } from './values.ts';

describe('standard values', () => {
  it('parts full names either way about', () => {
    expect(fullValues('Sir Thomas Clifford', false).slice(0, 2)).toEqual(['thomas', 'clifford']);
    expect(fullValues('Clifford, Thomas', true).slice(0, 2)).toEqual(['thomas', 'Clifford']);
    expect(fullValues('John Mc Donald', false).slice(0, 2)).toEqual(['john', 'mc donald']);
    expect(surnameFirst(['Lee, Ann', 'Smith, Bob'])).toBe(true);
    expect(surnameFirst(['Ann Lee'])).toBe(false);
  });

  it('finds the middle name', () => {
    expect(givenValues('Ann Marie')[4]).toBe('marie');
    expect(givenValues('Ann')[4]).toBeNull();
  });

  it('takes words for nothing as nothing', () => {
    expect(['N/A', 'unknown', '  ', 'Leeds'].map(plainValue)).toEqual([null, null, null, 'leeds']);
  });
});
