import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readRetention } from './definition.ts';
import { dueOf, type HeldGroup } from './due.ts';

const { schedules } = readRetention({ dir: resolve('areas/demo') }).definition;
const group = (more: Partial<HeldGroup>): HeldGroup => ({ personId: 'p', birthDate: '1990-05-06', feed: 'adult-social-care', category: 'adult-social-care', kinds: ['service-episode'], last: '2015-03-01', open: false, factIds: ['1'], ...more });
const due = (groups: HeldGroup[], today: string): string[] => dueOf(schedules, groups, today).map((d) => `${d.schedule} ${d.dueOn} ${d.factIds.join(',')}`);

test('a case file goes eight years after the last thing in it, and not a day before', () => {
  expect(due([group({})], '2023-02-28')).toEqual([]);
  expect(due([group({})], '2023-03-01')).toEqual(['adult-social-care 2023-03-01 1']);
  expect(due([group({}), group({ last: '2016-01-01', factIds: ['2'] })], '2023-03-01')).toEqual([]);
  expect(due([group({ last: '2015' })], '2023-12-30')).toEqual([]);
});

test('nothing goes while a service goes on, or where its time cannot be told', () => {
  expect(due([group({ open: true })], '2090-01-01')).toEqual([]);
  expect(due([group({ last: null })], '2090-01-01')).toEqual([]);
  expect(due([group({ feed: 'cin-census', category: 'childrens-social-care', birthDate: null })], '2090-01-01')).toEqual([]);
  expect(due([group({ feed: 'hospital-adt', category: 'hospital' })], '2090-01-01')).toEqual([]);
});

test('contact that led to nothing goes after two years, and a case file among it makes all of it a case file', () => {
  const contact = group({ kinds: ['life-event'], last: '2020-06-01', factIds: ['7'] });
  expect(due([contact], '2022-06-01')).toEqual(['adult-contact-only 2022-06-01 7']);
  expect(due([contact, group({ last: '2019-01-01' })], '2022-06-01')).toEqual([]);
  expect(due([contact, group({ last: '2019-01-01' })], '2028-06-01')).toEqual(['adult-social-care 2028-06-01 7,1']);
});

test('a child’s file goes at 25, and what says that they were looked after stays until 75', () => {
  const child = group({ birthDate: '2001-04-18', feed: 'cin-census', category: 'childrens-social-care', factIds: ['3'] });
  const looked = group({ birthDate: '2001-04-18', feed: 'ssda903', category: 'childrens-social-care', factIds: ['4'] });
  expect(due([child, looked], '2026-04-17')).toEqual([]);
  expect(due([child, looked], '2026-04-18')).toEqual(['childrens-social-care 2026-04-18 3']);
  expect(due([child, looked], '2076-04-18').toSorted()).toEqual(['childrens-social-care 2026-04-18 3', 'looked-after 2076-04-18 4']);
});
