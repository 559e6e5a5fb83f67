import type { JoinedRecord, JoinedRecords } from '../../record/index.ts';
import { showNhsNumber, type Demographics } from '../../kernel/index.ts';
import { showBorn } from './dates.ts';
import { showAddress } from './person.ts';

/** What a record is called on pages that part records: `A`, `B`, and after `Z` `A2`. */
export const letterOf = (at: number): string => `${String.fromCharCode(65 + (at % 26))}${at < 26 ? '' : String(Math.floor(at / 26) + 1)}`;

/** The letter of each record, by subject. */
export const lettersOf = (records: readonly JoinedRecord[]): ReadonlyMap<number, string> => new Map(records.map((r, i) => [r.subject, letterOf(i)]));

export const nameIn = (d: Demographics): string => [...(d.given ?? []), d.family].filter(Boolean).join(' ') || 'No name';

/** Who a record says the person is, in one line. */
export function whoIn(d: Demographics, today: string): string {
  return [
    d.birthDate === undefined ? null : `born ${showBorn(d.birthDate, today)}`,
    d.nhsNumber === undefined ? null : `NHS ${showNhsNumber(d.nhsNumber)}`,
    d.addresses?.[0] === undefined ? null : showAddress(d.addresses[0]),
  ]
    .filter((part) => part !== null)
    .join('; ');
}

/** How two records were compared, as a pair of letters: `A and C`. */
export function pairName({ records }: Pick<JoinedRecords, 'records'>, a: number, b: number): string {
  const letters = lettersOf(records);
  return [letters.get(a) ?? '?', letters.get(b) ?? '?'].sort().join(' and ');
}
