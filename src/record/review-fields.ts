import { showDate, showNhsNumber, type Demographics } from '../kernel/index.ts';

/** One thing that two records say, side by side. */
export interface ComparedField {
  field: string;
  a: string[];
  b: string[];
  /** `part`: they share a value and differ in another. */
  verdict: 'same' | 'part' | 'different' | 'one-only';
}

type Say = (d: Demographics) => string[];
const genders = { male: 'Male', female: 'Female', other: 'Other', unknown: '' } as const;
const whereabouts = new Set(['Address', 'Telephone', 'Email', 'GP practice']);

const fields: readonly (readonly [string, Say])[] = [
  ['Given names', (d) => [(d.given ?? []).join(' ')]],
  ['Surname', (d) => [d.family ?? '']],
  ['Other names', (d) => [...(d.otherFamily ?? []), d.preferredName ?? '']],
  ['Date of birth', (d) => [d.birthDate === undefined ? (d.birthDateRaw ?? '') : showDate(d.birthDate)]],
  ['Gender', (d) => [d.gender === undefined ? '' : genders[d.gender]]],
  ['NHS number', (d) => [d.nhsNumber === undefined ? '' : showNhsNumber(d.nhsNumber)]],
  ['Address', (d) => (d.addresses ?? []).map((a) => [...a.lines, a.postcode ?? ''].filter(Boolean).join(', '))],
  ['Telephone', (d) => d.phones ?? []],
  ['Email', (d) => d.emails ?? []],
  ['GP practice', (d) => [d.gpPractice ?? '']],
  ['Died', (d) => [d.deceased === undefined ? '' : d.deceased === true ? 'Yes, date not given' : showDate(d.deceased)]],
  ['Local numbers', (d) => (d.identifiers ?? []).map((i) => `${i.system} ${i.value}`)],
];

const gather = (statements: readonly Demographics[], say: Say): string[] => [...new Set(statements.flatMap(say).map((v) => v.trim()).filter((v) => v !== ''))];
const folded = (values: readonly string[]): Set<string> => new Set(values.map((v) => v.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')));

/** What two records say, field by field, newest value first; what neither says is left out. */
export function compareRecords(a: readonly Demographics[], b: readonly Demographics[], options: { hideWhereabouts: boolean; hideNumbers: boolean }): ComparedField[] {
  return fields.flatMap(([field, say]): ComparedField[] => {
    if ((options.hideWhereabouts && whereabouts.has(field)) || (options.hideNumbers && field === 'Local numbers')) return [];
    const [x, y] = [gather(a, say), gather(b, say)];
    if (x.length === 0 && y.length === 0) return [];
    return [{ field, a: x, b: y, verdict: verdictOf(folded(x), folded(y)) }];
  });
}

function verdictOf(a: ReadonlySet<string>, b: ReadonlySet<string>): ComparedField['verdict'] {
  if (a.size === 0 || b.size === 0) return 'one-only';
  if (a.isDisjointFrom(b)) return 'different';
  return a.isSubsetOf(b) && b.isSubsetOf(a) ? 'same' : 'part';
}
