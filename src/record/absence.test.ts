import { expect, test } from 'vitest';
import { feedStates } from '../../tests/support/records.ts';
import type { FeedState } from '../kernel/index.ts';
import { absence, sayDay } from './absence.ts';

const today = '2026-11-20';
const feed = (changes: Partial<FeedState> = {}): FeedState => ({ ...feedStates()[2]!, title: 'Tenancies', ages: { from: null, to: null }, ...changes });
const said = (feeds: FeedState[], birthDate: string | null = '1943-07-14') => absence('Housing', feeds, birthDate, today);

test.each<[string, FeedState[], string]>([
  ['one source, on time', [feed()], 'Not found in Housing, checked to 20 November.'],
  ['of last year', [feed({ lastReceived: '2025-11-03T06:00:00Z' })], 'Not found in Housing, checked to 3 November 2025.'],
  ['no further than the oldest of several', [feed(), feed({ lastReceived: '2026-11-01T06:00:00Z' })], 'Not found in Housing, checked to 1 November.'],
  ['a late one', [feed(), feed({ title: 'Repairs', state: 'late', lastReceived: '2026-11-03T06:00:00Z' })], 'Not found in Housing, checked to 3 November. Repairs is late: last received 3 November.'],
  ['a failed one', [feed({ state: 'failed' })], 'Not found in Housing, checked to 20 November. The last delivery of Tenancies could not be read; what is here is from 20 November.'],
  ['one of several never received', [feed(), feed({ title: 'Repairs', state: 'never', lastReceived: null })], 'Not found in Housing, checked to 20 November. Repairs has not been received yet.'],
  ['nothing ever received', [feed({ state: 'never', lastReceived: null })], 'Nothing can be said of Housing: nothing has been received.'],
  ['no source at all', [], 'No source of Housing is connected, so nothing can be said.'],
])('says absence: %s', (_, feeds, sentence) => {
  expect(said(feeds)).toEqual({ outside: false, sentence });
});

test('says when somebody is outside the ages a source covers, and only then', () => {
  expect(said([feed({ ages: { from: 16, to: null } })], '2014-05-06')).toEqual({ outside: true, sentence: 'Not covered: Housing holds people aged 16 and over, and this person is 12.' });
  expect(said([feed({ ages: { from: 4, to: 20 } })])).toEqual({ outside: true, sentence: 'Not covered: Housing holds people aged 4 to 20, and this person is 83.' });
  expect(said([feed({ ages: { from: null, to: 17 } })])).toMatchObject({ outside: true, sentence: 'Not covered: Housing holds people aged up to 17, and this person is 83.' });
  expect(said([feed({ ages: { from: null, to: 25 } }), feed({ ages: { from: 4, to: 21 } })]).sentence).toBe('Not covered: Housing holds people aged up to 25, and this person is 83.');
  expect(said([feed({ ages: { from: 16, to: null } })], '2010-11-20').outside).toBe(false);
  expect(said([feed({ ages: { from: 16, to: null } })], '2010-11-21').outside).toBe(true);
  expect(said([feed({ ages: { from: 4, to: 20 } }), feed()]).outside).toBe(false);
  expect(said([feed({ ages: { from: 16, to: null } })], null).outside).toBe(false);
});

test('says days in words', () => {
  expect(sayDay('2026-01-05T23:59:00Z', today)).toBe('5 January');
});
