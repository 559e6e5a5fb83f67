import { expect, test } from 'vitest';
import { inverseByWord, relationshipTypes, wordsByCode } from './relationships.ts';

test('every relationship of the standard has a word of its own and an end that turns back', () => {
  expect(relationshipTypes).toHaveLength(106);
  expect(new Set(relationshipTypes.map((r) => r.code)).size).toBe(106);
  expect(new Set(relationshipTypes.map((r) => r.word)).size).toBe(106);
  // Seen from the other end and back again, generation and side of the family may be lost, and never turned round.
  const kin: Record<string, string> = { MTH: 'parent', GRFTH: 'grandparent', DAUC: 'child', HBRO: 'half-sibling', DAUINLAW: 'child-in-law', PRNFOST: 'foster parent', ITWIN: 'identical twin', FMRSPS: 'former spouse', MAUNT: 'aunt or uncle' };
  expect(Object.fromEntries(Object.keys(kin).map((code) => [code, inverseByWord[inverseByWord[wordsByCode[code]!]!] ?? inverseByWord[wordsByCode[code]!]]))).toMatchObject({ ...kin, MAUNT: 'aunt or uncle' });
});
