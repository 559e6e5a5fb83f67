import { readNhsNumber, type Demographics } from '../kernel/index.ts';
import { readAddress, type StandardAddress } from './addresses.ts';
import { fold, givenKeys, readFamily, readGiven, soundOf, wanderingNames } from './names.ts';

/** A subject as it is compared: the best value of each kind, and every other the source has held. Lists are empty, never null. */
export interface LinkageRecord {
  id: number;
  given: string | null;
  family: string | null;
  /** Every name part in alphabetical order: equal when given name and surname changed places. */
  nameKey: string | null;
  givens: string[];
  /** All given names, the middle ones too. */
  middles: string[];
  families: string[];
  /** Names the given ones are used for. */
  nicks: string[];
  /** How each name sounds. */
  sounds: string[];
  /** Sound of given name and of surname together, in either order. */
  pairSounds: string[];
  /** ISO date, as precise as known. */
  birth: string | null;
  /** Every full date of birth. */
  births: string[];
  /** Year with day and month in numerical order, so that a swap falls on the same key. */
  birthKeys: string[];
  birthYear: string | null;
  birthDays: string[];
  gender: string | null;
  nhs: string[];
  /** `system|value` */
  ids: string[];
  /** The first of them. */
  register: string | null;
  /** Systems that number this person. */
  systems: string[];
  /** Anything at all about where they live. */
  address: string | null;
  line: string | null;
  postcode: string | null;
  locality: string | null;
  uprns: string[];
  /** `line|postcode` */
  homes: string[];
  lines: string[];
  postcodes: string[];
  sectors: string[];
  phones: string[];
  emails: string[];
  /** What stands before the `@`. */
  mailboxes: string[];
}

/** Changes whenever the same demographics would standardise differently: part of the model's version. */
export const standardVersion = '2';

const mostValues = 12;
/** Characters; RFC 5321 allows no more. */
const longestEmail = 254;
const unique = (values: readonly string[]): string[] => (values.length < 2 ? [...values] : [...new Set(values)].slice(0, mostValues));

/**
 * Makes one linkage record of everything a feed has said about a subject.
 * @param statements newest first: the first value of a kind is the best, later ones are alternatives
 * @param places each statement's addresses, where they were read already
 */
export function standardise(id: number, statements: readonly Demographics[], places = statements.map((s) => (s.addresses ?? []).map(readAddress))): LinkageRecord {
  const given = statements.map((s) => readGiven(s.given ?? [], s.preferredName));
  const family = statements.flatMap((s) => [s.family ?? '', ...(s.otherFamily ?? [])]).map(readFamily);
  const allGiven = unique(given.flatMap((g) => g.all));
  const bestGiven = given.find((g) => g.first !== null)?.first ?? null;
  const bestFamily = family.find((f) => f.whole !== null)?.whole ?? null;
  const givens = unique(given.flatMap((g) => g.any));
  const families = unique([...family.flatMap((f) => f.any), ...given.flatMap((g) => wanderingNames(g.all))]);
  const births = unique(statements.map((s) => s.birthDate ?? '').filter((date) => /^[\d-]{4,10}$/.test(date)));
  const addresses = statements.flatMap((s, i) => places[i]!.filter((place, j) => place !== null && s.addresses![j]!.use !== 'work')).filter((place) => place !== null);
  const nhs = unique(statements.map((s) => readNumber(s.nhsNumber ?? '')).filter((n) => n !== null));
  const ids = unique(statements.flatMap((s) => s.identifiers ?? []).map(identifier).filter((i) => i !== ''));
  const emails = unique(statements.flatMap((s) => s.emails ?? []).map((e) => e.trim().toLowerCase()).filter((e) => e.length <= longestEmail && /^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+$/u.test(e)));
  return {
    id,
    given: bestGiven,
    family: bestFamily,
    nameKey: bestGiven === null || bestFamily === null ? null : [...new Set([bestGiven, ...bestFamily.split(' ')])].sort().join(' '),
    givens,
    middles: allGiven.filter((name) => name.length > 1),
    families,
    nicks: unique(givens.flatMap(givenKeys)),
    sounds: unique([...givens.flatMap((g) => [g, ...givenKeys(g)]), ...families].map(soundOf)),
    pairSounds: pairSounds(bestGiven, bestFamily),
    birth: births[0] ?? null,
    births: births.filter((b) => b.length === 10),
    birthKeys: unique(births.filter((b) => b.length === 10).map(birthKey)),
    birthYear: births[0]?.slice(0, 4) ?? null,
    birthDays: unique(births.filter((b) => b.length === 10).map((b) => b.slice(5))),
    gender: statements.map((s) => s.gender).find((g) => g === 'male' || g === 'female' || g === 'other') ?? null,
    nhs,
    ids,
    register: ids[0] ?? null,
    systems: unique(ids.map((i) => i.slice(0, i.indexOf('|')))),
    ...placesOf(addresses),
    phones: unique(statements.flatMap((s) => s.phones ?? []).map(readPhone).filter((p) => p !== null)),
    emails,
    mailboxes: unique(emails.map((e) => e.slice(0, e.indexOf('@')))),
  };
}

function placesOf(addresses: StandardAddress[]): Pick<LinkageRecord, 'address' | 'line' | 'postcode' | 'locality' | 'uprns' | 'homes' | 'lines' | 'postcodes' | 'sectors'> {
  const some = (pick: (a: StandardAddress) => string | null): string[] => unique(addresses.map(pick).filter((value) => value !== null));
  return {
    address: addresses.length === 0 ? null : addresses[0]!.text || addresses[0]!.postcode || addresses[0]!.uprn,
    line: addresses.find((a) => a.line !== null)?.line ?? null,
    postcode: addresses.find((a) => a.postcode !== null)?.postcode ?? null,
    locality: addresses.find((a) => a.locality !== null)?.locality ?? null,
    uprns: some((a) => a.uprn),
    homes: some((a) => (a.line !== null && a.postcode !== null ? `${a.line}|${a.postcode}` : null)),
    lines: some((a) => a.line),
    postcodes: some((a) => a.postcode),
    sectors: some((a) => a.sector),
  };
}

function pairSounds(given: string | null, family: string | null): string[] {
  if (given === null || family === null) return [];
  return unique(givenKeys(given).slice(0, 3).flatMap((g) => family.split(' ').map((part) => [soundOf(g), soundOf(part)].sort().join('~'))));
}

const birthKey = (date: string): string => {
  const [year = '', month = '', day = ''] = date.split('-');
  return month < day ? `${year}-${month}-${day}` : `${year}-${day}-${month}`;
};

/** A valid NHS number that was really issued to somebody: one digit repeated, or a run of digits, is a placeholder. */
function readNumber(text: string): string | null {
  const number = readNhsNumber(text);
  return number === null || /^(\d)\1{9}$/.test(number) || number === '1234567890' || number === '0123456789' ? null : number;
}

const identifier = (id: { system: string; value: string }): string => {
  const value = fold(id.value).replaceAll(' ', '');
  return value === '' || /^(0+|9+|na|none|unknown|null)$/.test(value) ? '' : `${fold(id.system).replaceAll(' ', '-')}|${value}`;
};

/** UK telephone number as its national digits without the leading 0; null when it is too short to be one or a placeholder. */
export function readPhone(text: string): string | null {
  const digits = text.replace(/\(0\)/, '').replace(/\D/g, '').replace(/^(00)?44/, '').replace(/^0+/, '');
  return digits.length < 9 || digits.length > 12 || /^(\d)\1+$/.test(digits) ? null : digits;
}
