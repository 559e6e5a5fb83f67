import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysBetween, plusMonths, termOf } from './term.ts';

describe('a month', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-01-29', 1, '2026-02-28'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-09-03', 1, '2026-10-03'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-31'],
  ])('%s and %i', (day, months, then) => expect(plusMonths(day, months)).toBe(then));
});

describe('a request', () => {
  const due = (received: string, events: Parameters<typeof termOf>[1] = [], today = received): string => termOf(received, events, today).due;

  test('is due in a month, on the next day that offices are open', () => {
    expect(due('2026-09-03')).toBe('2026-10-05'); // 3 October 2026 is a Saturday
    expect(due('2026-11-25')).toBe('2026-12-29'); // Christmas Day, Boxing Day on a Saturday, so Monday 28th off as well
    expect(due('2027-02-26')).toBe('2027-03-30'); // 26 March 2027 is Good Friday, and Easter Monday follows
    expect(due('2026-01-31')).toBe('2026-03-02'); // the last day of February is a Saturday
  });

  test('may take two months more when it is extended', () => {
    expect(due('2026-11-02', [{ kind: 'extended', on: '2026-11-20' }])).toBe('2027-02-02');
    expect(termOf('2026-11-02', [{ kind: 'extended', on: '2026-11-20' }], '2026-11-20')).toMatchObject({ extended: true, pausedDays: 0 });
  });

  test('has the days on which an answer was awaited added, and says how many', () => {
    const asked = [{ kind: 'clarity-asked', on: '2026-11-10' }, { kind: 'clarity-given', on: '2026-11-20' }] as const;
    expect(termOf('2026-11-02', asked, '2026-11-25')).toMatchObject({ pausedDays: 10, due: '2026-12-14', awaiting: null, daysLeft: 19 }); // the 12th is a Saturday
    expect(termOf('2026-11-02', [...asked, { kind: 'clarity-asked', on: '2026-11-24' }, { kind: 'clarity-given', on: '2026-11-25' }], '2026-11-25')).toMatchObject({ pausedDays: 11 });
  });

  test('while something is awaited the last day moves with today', () => {
    const waiting = [{ kind: 'clarity-asked', on: '2026-11-10' }] as const;
    expect(termOf('2026-11-02', waiting, '2026-11-10')).toMatchObject({ pausedDays: 0, awaiting: 'clarity', due: '2026-12-02' });
    expect(termOf('2026-11-02', waiting, '2026-11-17')).toMatchObject({ pausedDays: 7, awaiting: 'clarity', due: '2026-12-09' });
    expect(termOf('2026-11-02', [{ kind: 'identity-asked', on: '2026-11-02' }], '2026-11-30')).toMatchObject({ awaiting: 'identity', from: '2026-11-30', due: '2026-12-30' });
  });

  test('runs from the day identity was seen, where it had to be asked for', () => {
    const seen = [{ kind: 'identity-asked', on: '2026-11-03' }, { kind: 'identity-seen', on: '2026-11-16' }] as const;
    expect(termOf('2026-11-02', seen, '2026-11-20')).toMatchObject({ from: '2026-11-16', due: '2026-12-16', pausedDays: 0 });
    // What was unclear meanwhile is not counted twice.
    expect(termOf('2026-11-02', [...seen, { kind: 'clarity-asked', on: '2026-11-04' }, { kind: 'clarity-given', on: '2026-11-18' }], '2026-11-20')).toMatchObject({ pausedDays: 2, due: '2026-12-18' });
  });

  test('is late the day after, and no pause makes it due sooner', () => {
    expect(termOf('2026-11-02', [], '2026-12-03').daysLeft).toBe(-1);
    assert(
      property(integer({ min: 0, max: 60 }), integer({ min: 0, max: 60 }), (start, length) => {
        const day = (n: number): string => new Date(Date.UTC(2026, 10, 2) + n * 86_400_000).toISOString().slice(0, 10);
        const plain = termOf('2026-11-02', [], day(120));
        const paused = termOf('2026-11-02', [{ kind: 'clarity-asked', on: day(start) }, { kind: 'clarity-given', on: day(start + length) }], day(120));
        expect(paused.pausedDays).toBe(length);
        expect(daysBetween(plain.due, paused.due)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 100 },
    );
  });
});
