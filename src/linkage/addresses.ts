import { readPostcode, readUprn, type Address } from '../kernel/index.ts';
import { fold } from './names.ts';

const abbreviations: Record<string, string> = {
  rd: 'road', ave: 'avenue', av: 'avenue', ln: 'lane', cl: 'close', dr: 'drive', ct: 'court', crt: 'court', pl: 'place', cres: 'crescent', cr: 'crescent',
  gdns: 'gardens', gdn: 'gardens', gds: 'gardens', ter: 'terrace', terr: 'terrace', gr: 'grove', grv: 'grove', sq: 'square', pk: 'park', hse: 'house', apt: 'flat', apartment: 'flat', unit: 'flat', no: '', number: '', blvd: 'boulevard',
};
export const streetWords = new Set(
  'road street avenue lane close drive court place crescent gardens terrace grove square walk way hill park view rise mews row green mount parade boulevard circuit heol ffordd stryd'.split(' '),
);

/** One address as it is compared. */
export interface StandardAddress {
  uprn: string | null;
  /** UK postcode as `OUT IN`, or whatever stood there, folded. */
  postcode: string | null;
  /** Postcode less its last two letters: some 3,000 homes. */
  sector: string | null;
  /** Street, then flat and number: likeness then tells streets apart first. */
  line: string | null;
  /** What follows the street: village, town. */
  locality: string | null;
  /** All of it, folded: for words that mark a communal place. */
  text: string;
}

/** Folds an address and parts it at its street word; null when it says nothing. */
export function readAddress(address: Address): StandardAddress | null {
  const lines = address.lines.map((line) => fold(line)).filter((line) => line !== '' && !/^(nfa|no fixed (abode|address)|unknown|not known)$/.test(line));
  const tokens = lines.flatMap((line) => line.split(' ').map((token, i, all) => expand(token, i, all.length)).filter((token) => token !== ''));
  const uprn = readUprn(address.uprn ?? '');
  const given = (address.postcode ?? '').trim();
  const valid = readPostcode(given);
  const postcode = isPlaceholder(valid) ? null : (valid ?? (fold(given).replaceAll(' ', '').slice(0, 10) || null));
  if (tokens.length === 0 && uprn === null && postcode === null) return null;
  const street = tokens.findIndex((token, i) => i > 0 && streetWords.has(token));
  const hasNumber = tokens.slice(0, 4).some((token) => /\d/.test(token));
  const cut = street >= 0 ? street + 1 : hasNumber ? Math.min(tokens.length, (lines[0]?.split(' ').length ?? 0) > 1 ? lines[0]!.split(' ').length : 3) : 0;
  return {
    uprn,
    postcode,
    sector: valid === null ? postcode : valid.slice(0, -2),
    line: cut === 0 ? null : numbersLast(tokens.slice(0, cut)).join(' '),
    locality: tokens.slice(cut).join(' ') || null,
    text: tokens.join(' '),
  };
}

/** `ZZ99 …` says "no fixed abode" or "not known" (ONS pseudo-postcodes). */
const isPlaceholder = (postcode: string | null): boolean => postcode !== null && postcode.startsWith('ZZ99');

export function expand(token: string, at: number, of: number): string {
  if (token === 'st') return at === of - 1 || at > 1 ? 'street' : 'saint';
  return abbreviations[token] ?? token;
}

const numbersLast = (tokens: readonly string[]): string[] => [...tokens.filter((t) => !/\d/.test(t)), ...tokens.filter((t) => /\d/.test(t))];

/** Ends in a street word, perhaps closed up by mistake: `Mill Road`, `millroad`. */
const endsInStreet = new RegExp(`(${[...streetWords].join('|')})$`);

/**
 * The house number, the street, and the rest (a building, a village), whatever line each stands in. Street and rest
 * have no spaces and no numbers, so that words wrongly joined or parted are still alike.
 */
export function partStreet(lines: readonly string[]): { number: string | null; street: string | null; rest: string | null } {
  const parts = lines
    .flatMap((line) => line.split(/[,;\n]/))
    .map((part) => fold(part).split(' ').map((token, i, all) => expand(token, i, all.length)).filter((token) => token !== ''))
    .filter((part) => part.length > 0);
  const words = parts.map((part) => part.filter((token) => !/\d/.test(token)).join(''));
  const named = words.findIndex((word, i) => parts[i]!.length + Number(word.length > 8) > 1 && endsInStreet.test(word));
  const at = named >= 0 ? named : words.findIndex((word) => word !== '');
  const numberIn = (part: readonly string[] | undefined): string | undefined => part?.find((token) => /^\d+[a-z]?$/.test(token));
  const number = numberIn(parts[at]) ?? numberIn(parts.flat()) ?? null;
  const rest = words.filter((word, i) => i !== at && word !== '').join('');
  return { number, street: (at >= 0 && words[at]) || null, rest: rest || null };
}
