import { readPostcode, type Address, type Demographics } from '../kernel/index.ts';
import { foldWords, nicknameKeys } from './names.ts';

/** An identifier as it is looked up: capitals and digits only, so that spacing and punctuation do not matter. */
export const identifierKey = (value: string): string => value.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Search keys of a postcode: outward part, sector and whole; nothing when it is not a postcode. */
export function postcodeKeys(postcode: string): string[] {
  const whole = readPostcode(postcode);
  if (whole === null) return [];
  const [outward = '', inward = ''] = whole.split(' ');
  return [`o:${outward}`, `s:${outward}${inward.charAt(0)}`, `p:${outward}${inward}`];
}

/** Search keys of a birth date as precise as it is known. */
export function birthKeys(date: string): string[] {
  const [year = '', month, day] = date.split('-');
  if (month === undefined) return [`y:${year}`];
  return day === undefined ? [`y:${year}`, `n:${year}-${month}`] : [`y:${year}`, `n:${year}-${month}`, `m:${month}-${day}`, `d:${date}`];
}

/** Search keys of an address's lines: each house number with the word after it (`h:14acacia`). */
export function houseKeys(address: Address): string[] {
  const words = foldWords(address.lines.join(' '));
  return words.flatMap((word, i) => (/^\d+[a-z]?$/.test(word) && /^[a-z]{2,}$/.test(words[i + 1] ?? '') ? [`h:${word}${words[i + 1]}`] : []));
}

/** Every name a person goes by, folded: one text for each, without repeats. */
export function namesOf(all: readonly Demographics[]): string[] {
  const names = new Set<string>();
  for (const d of all) {
    const called = [(d.given ?? []).join(' '), d.preferredName ?? ''].filter((given) => given !== '');
    for (const given of called.length > 0 ? called : ['']) {
      for (const family of [d.family, ...(d.otherFamily ?? [])]) names.add(foldWords(`${given} ${family ?? ''}`).join(' '));
    }
  }
  names.delete('');
  return [...names];
}

/** Compound surnames also found when written as one (`de la cruz` → `delacruz`). */
const joined = (d: Demographics): string[] =>
  [d.family, ...(d.otherFamily ?? [])].flatMap((family) => {
    const words = foldWords(family ?? '');
    return words.length > 1 ? [words.join('')] : [];
  });

/** Name words of a person: what the vocabulary of misspellings is made of. */
export const wordsOf = (all: readonly Demographics[]): string[] => [...new Set([...namesOf(all).flatMap((name) => name.split(' ')), ...all.flatMap(joined)])];

/**
 * All search keys of a person. Where a source restricts who may see where they live, none is made of an address:
 * a search that matched one would say it.
 */
export function searchKeys(all: readonly Demographics[], whereaboutsRestricted: boolean): string[] {
  const keys = new Set(wordsOf(all));
  for (const d of all) {
    for (const given of foldWords([...(d.given ?? []), d.preferredName ?? ''].join(' '))) for (const key of nicknameKeys(given)) keys.add(`k:${key}`);
    if (d.birthDate !== undefined) for (const key of birthKeys(d.birthDate)) keys.add(key);
    for (const address of whereaboutsRestricted ? [] : (d.addresses ?? [])) {
      for (const key of [...postcodeKeys(address.postcode ?? ''), ...houseKeys(address)]) keys.add(key);
    }
  }
  return [...keys];
}
