import { expect, test } from 'vitest';
import type { Seen } from '../home/types.ts';
import { reconcile } from './reconcile.ts';

const seen = (key: string, detector: string, startAt: string, endAt: string | null = null): Seen => ({ key, detector, code: detector, label: '', startAt, endAt, value: 1, unit: null, evidence: {} });
const before = (key: string, detector: string, startAt: string, endAt: string | null = null) => ({ personId: 'p', key, detector, startAt, endAt });

test('what began before the days looked at keeps its key and its beginning', () => {
  const { seen: now, gone, over } = reconcile([seen('cold:c:bedroom:2026-10-01', 'cold', '2026-10-01')], [before('cold:c:bedroom:2026-08-20', 'cold', '2026-08-20')], '2026-10-01', '2026-11-20');
  expect(now).toMatchObject([{ key: 'cold:c:bedroom:2026-08-20', startAt: '2026-08-20' }]);
  expect([gone, over]).toEqual([[], []]);
});

test('what late readings undo is taken back; what fell out of sight while open is ended', () => {
  const { gone, over } = reconcile([], [before('cold:c:bedroom:2026-11-01', 'cold', '2026-11-01'), before('cold:c:hall:2026-08-20', 'cold', '2026-08-20')], '2026-10-01', '2026-11-20');
  expect(gone.map((g) => g.key)).toEqual(['cold:c:bedroom:2026-11-01']);
  expect(over).toMatchObject([{ key: 'cold:c:hall:2026-08-20', endAt: '2026-10-01' }]);
});

test('what is seen only now is over when it is seen no more, and goes on under its first key', () => {
  expect(reconcile([], [before('boiler:2026-11-18', 'boiler-fault', '2026-11-18')], '2026-10-01', '2026-11-20').over).toMatchObject([{ endAt: '2026-11-20' }]);
  expect(reconcile([seen('boiler:2026-11-19', 'boiler-fault', '2026-11-19')], [before('boiler:2026-11-18', 'boiler-fault', '2026-11-18')], '2026-10-01', '2026-11-20').seen).toMatchObject([{ key: 'boiler:2026-11-18', startAt: '2026-11-18' }]);
});
