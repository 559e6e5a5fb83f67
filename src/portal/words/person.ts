import type { PersonSummary } from '../../record/index.ts';
import type { Address, Gender } from '../../kernel/index.ts';

export const genders: Record<Gender, string> = { male: 'Male', female: 'Female', other: 'Other', unknown: 'Not known' };

/** One line: `12 Larch Close, NB4 2QT`. */
export const showAddress = (address: Address): string => [...address.lines, ...(address.postcode === undefined ? [] : [address.postcode])].join(', ');

/** What the address field says when there may or may not be one to show. */
export function showWhereabouts(summary: PersonSummary): string {
  if (summary.whereaboutsHidden) return 'Hidden to keep this person safe';
  return summary.address === null ? 'Not known' : showAddress(summary.address);
}

/** `Amina Begum`, for titles and sentences. */
export const plainName = (summary: PersonSummary): string => [...summary.given.slice(0, 1), summary.family].filter(Boolean).join(' ') || summary.displayName;

/** `a, b and c`. */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1 row`, `2 rows`, `12,400 rows`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A role or kind as a source codes it, in words: `tenancy-member` as `Tenancy member`. */
export const showRole = (role: string): string => capital(role.replace(/[-_]+/g, ' '));
