import { readDate, readNhsNumber, readPostcode } from '../../kernel/index.ts';
import { headings, headingWords, manyColumns, type ColumnUse, type Role } from './roles.ts';

/** What is known of a column before it is guessed at. */
export interface ColumnProfile {
  heading: string;
  /** Rows with something in it, of all rows. */
  filled: number;
  rows: number;
  distinct: number;
  /** Up to a few hundred values, spread over the file. */
  sample: readonly string[];
}

const shareOf = (values: readonly string[], test: (value: string) => boolean): number => (values.length === 0 ? 0 : values.filter(test).length / values.length);
const isEmail = (v: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(v);
const isPhone = (v: string): boolean => /^[+(]?[\d][\d\s().-]{8,17}$/.test(v) && !/^\d{4}-\d{2}-\d{2}/.test(v) && v.replace(/\D/g, '').length >= 9;
const isSex = (v: string): boolean => /^(m|f|male|female|man|woman|boy|girl|1|2|9|0|x|other|unknown|u|n|i)$/i.test(v);
const isBirth = (v: string): boolean => {
  const date = readDate(v);
  return date !== null && Number(date.slice(0, 4)) >= 1500 && Number(date.slice(0, 4)) <= 2100;
};

/** What a column's content must look like for its heading to be believed: share of its values, and what to say where it is not so. */
const proof: Partial<Record<Role, { test: (value: string) => boolean; share: number; what: string }>> = {
  'date-of-birth': { test: (v) => isBirth(v) || /\d{2,}/.test(v), share: 0.5, what: 'dates' },
  email: { test: (v) => v.includes('@'), share: 0.5, what: 'email addresses' },
  phone: { test: (v) => /\d{5}/.test(v.replace(/\D/g, '')), share: 0.5, what: 'telephone numbers' },
  'nhs-number': { test: (v) => readNhsNumber(v) !== null, share: 0.3, what: 'valid NHS numbers' },
  postcode: { test: (v) => /\d/.test(v), share: 0.5, what: 'postcodes' },
  'given-name': { test: (v) => /\p{L}/u.test(v), share: 0.5, what: 'names' },
  surname: { test: (v) => /\p{L}/u.test(v), share: 0.5, what: 'names' },
  'full-name': { test: (v) => /\p{L}\S*\s+\S*\p{L}/u.test(v), share: 0.3, what: 'full names' },
};

/** Content that says what a column is whatever its heading, surest first. */
const telling: readonly { role: Role; test: (value: string) => boolean; share: number; what: string }[] = [
  { role: 'email', test: isEmail, share: 0.8, what: 'email addresses' },
  { role: 'nhs-number', test: (v) => /^\d{3}[ -]?\d{3}[ -]?\d{4}$/.test(v) && readNhsNumber(v) !== null, share: 0.8, what: 'valid NHS numbers' },
  { role: 'postcode', test: (v) => readPostcode(v) !== null, share: 0.8, what: 'UK postcodes' },
];

/** Guesses what each column is, from its heading and then its content. `id` is never evidence; `given` is what a person has said. */
export function guessColumns(profiles: readonly ColumnProfile[], id: string | null, given: readonly ColumnUse[] = []): ColumnUse[] {
  const said = new Map(given.map((use) => [use.heading, use]));
  const taken = new Set<Role>(given.map((use) => use.role).filter((role) => !manyColumns.has(role)));
  const uses = profiles.map((profile): ColumnUse => {
    if (profile.heading === id) return { heading: profile.heading, role: 'ignore', because: 'the --id column' };
    const use = said.get(profile.heading) ?? guess(profile, taken);
    if (!manyColumns.has(use.role)) taken.add(use.role);
    return use;
  });
  return uses;
}

function guess(profile: ColumnProfile, taken: ReadonlySet<Role>): ColumnUse {
  const { heading, sample } = profile;
  const ignore = (because: string): ColumnUse => ({ heading, role: 'ignore', because });
  if (profile.filled === 0) return ignore('empty');
  const words = headingWords(heading);
  const named = headings.find((h) => h.is.test(words) && h.not?.test(words) !== true);
  if (named?.role === 'ignore') return ignore('numbers or labels rows, by its heading');
  if (named !== undefined) {
    if (taken.has(named.role)) return ignore(`another column is already the ${named.role}`);
    const wants = proof[named.role];
    if (named.role === 'sex' && profile.distinct > 12) return ignore('its heading says sex, but it holds many values');
    if (named.role === 'nhs-number' && shareOf(sample, (v) => readNhsNumber(v) !== null) < 0.3) {
      return { heading, role: 'identifier', because: 'its heading; few of its values are valid NHS numbers' };
    }
    if (wants === undefined || shareOf(sample, wants.test) >= wants.share) return { heading, role: named.role, because: 'its heading' };
    return ignore(`its heading says ${named.role}, but it does not hold ${wants.what}`);
  }
  for (const { role, test, share, what } of telling) {
    if (!taken.has(role) && shareOf(sample, test) >= share) return { heading, role, because: `it holds ${what}` };
  }
  if (!taken.has('date-of-birth') && !/\bdate\b/.test(words) && profile.distinct > 20 && shareOf(sample, (v) => isBirth(v) && v.length >= 8) >= 0.9 && spreadOfYears(sample) > 40) {
    return { heading, role: 'date-of-birth', because: 'it holds dates over many years' };
  }
  if (!taken.has('phone') && shareOf(sample, isPhone) >= 0.9 && shareOf(sample, (v) => /^(\+44|0)/.test(v)) >= 0.8) return { heading, role: 'phone', because: 'it holds telephone numbers' };
  if (!taken.has('sex') && profile.distinct <= 6 && shareOf(sample, (v) => /^(m|f|male|female)$/i.test(v)) >= 0.8 && shareOf(sample, isSex) >= 0.95) return { heading, role: 'sex', because: 'it holds sexes' };
  return ignore('not known; use it with --column exact=… or fuzzy=…');
}

function spreadOfYears(sample: readonly string[]): number {
  const years = sample.map((v) => Number(readDate(v)?.slice(0, 4) ?? Number.NaN)).filter((y) => !Number.isNaN(y)).sort((a, b) => a - b);
  return years.length === 0 ? 0 : years[Math.floor(years.length * 0.95)]! - years[Math.floor(years.length * 0.05)]!;
}
