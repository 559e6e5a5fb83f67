import { readNhsNumber, type Address, type ContactPerson, type Demographics, type Gender } from '../kernel/index.ts';
import { identifierKey } from './keys.ts';
import { foldWords } from './names.ts';
import { ethnicityCode } from './scis/codes.ts';
import type { ChosenField, Rule, Survivorship } from './survivorship.ts';
import type { PersonSummary, Sourced } from './types.ts';

/** One statement of who a person is, by one source. */
export interface Statement {
  feed: string;
  localKey: string;
  demographics: Demographics;
  asOf: string | null;
  /** ISO instants. */
  firstAt: string;
  lastAt: string;
}

/** A summary as it is kept: gathered values carry their feed, so that a reader sees only what they may know the source of. */
export interface StoredSummary extends Omit<PersonSummary, 'personId' | 'whereaboutsHidden' | 'identifiers' | 'contacts'> {
  identifiers: { system: string; value: string; feed: string }[];
  contacts: Sourced<ContactPerson>[];
}

interface Candidate<T> {
  value: T;
  /** What makes two sources' values the same. */
  key: string;
  feed: string;
  /** ISO date or instant of the newest statement. */
  at: string;
  /** Higher is better, before any ground: a whole date before a year alone. */
  worth: number;
}

/** Values of one field, best first, by the field's rule. Equal values from several sources are one, ranked by its best. */
export function ranked<T>(candidates: readonly Candidate<T>[], rule: Rule): { value: T; key: string; feeds: string[] }[] {
  const groups = Map.groupBy(candidates, (c) => c.key);
  const scored = [...groups].map(([key, group]) => {
    const best = group.toSorted((a, b) => b.worth - a.worth || rule.rank(a.feed) - rule.rank(b.feed) || (a.at < b.at ? 1 : -1))[0]!;
    const feeds = [...new Set(group.map((c) => c.feed))].sort((a, b) => rule.rank(a) - rule.rank(b) || (a < b ? -1 : 1));
    const newest = group.reduce((at, c) => (c.at > at ? c.at : at), '');
    return { value: best.value, key, feeds, worth: best.worth, reliability: rule.rank(best.feed), recency: newest.slice(0, 10), frequency: feeds.length };
  });
  return scored.sort((a, b) => {
    if (a.worth !== b.worth) return b.worth - a.worth;
    for (const ground of rule.by) {
      const order = ground === 'reliability' ? a.reliability - b.reliability : ground === 'frequency' ? b.frequency - a.frequency : b.recency.localeCompare(a.recency);
      if (order !== 0) return order;
    }
    return a.key < b.key ? -1 : 1;
  });
}

/** What makes two spellings of an address one: the postcode and house number, or the whole line. */
export const addressKey = (a: Address): string => {
  const words = foldWords(a.lines.join(' '));
  const numbers = words.filter((w) => /^\d+[a-z]?$/.test(w)).join('/');
  return a.postcode !== undefined && numbers !== '' ? `${identifierKey(a.postcode)} ${numbers}` : `${identifierKey(a.postcode ?? '')} ${words.join(' ')}`;
};

/** What each field's value is. */
interface Values {
  name: Demographics;
  birthDate: string;
  gender: Gender;
  nhsNumber: string;
  deceased: string | true;
  address: Address;
  language: string;
  interpreterNeeded: boolean;
  ethnicity: string;
  gpPractice: string;
}

const nameWorth = (d: Demographics): number => Number((d.family ?? '') !== '') * 2 + Number((d.given ?? []).length > 0);

/** How each field is read from a statement. */
const readers: { [F in ChosenField]: (s: Statement, today: string) => { value: unknown; key: string; worth?: number; at?: string }[] } = {
  name: ({ demographics: d }) =>
    nameWorth(d) === 0 ? [] : [{ value: d, key: [...foldWords((d.given ?? []).join(' ')), '/', ...foldWords(d.family ?? '')].join(' '), worth: nameWorth(d) }],
  birthDate: ({ demographics: d }) => (d.birthDate === undefined ? [] : [{ value: d.birthDate, key: d.birthDate, worth: d.birthDate.length }]),
  gender: ({ demographics: d }) => (d.gender === undefined ? [] : [{ value: d.gender, key: d.gender, worth: d.gender === 'unknown' ? 0 : 1 }]),
  nhsNumber: ({ demographics: d }) => {
    const number = readNhsNumber(d.nhsNumber ?? '');
    return number === null ? [] : [{ value: number, key: number }];
  },
  deceased: ({ demographics: d }) => (d.deceased === undefined ? [] : [{ value: d.deceased, key: String(d.deceased), worth: d.deceased === true ? 0 : d.deceased.length }]),
  address: ({ demographics: d }, today) =>
    (d.addresses ?? []).flatMap((a) =>
      a.use === 'old' || a.use === 'work' || (a.end !== undefined && a.end < today) || (a.lines.length === 0 && a.postcode === undefined)
        ? []
        : [{ value: a, key: addressKey(a), worth: a.lines.length === 0 ? 0 : a.use === 'temp' ? 1 : 2, ...(a.start === undefined ? {} : { at: a.start }) }],
    ),
  language: ({ demographics: d }) => plain(d.language),
  interpreterNeeded: ({ demographics: d }) => plain(d.interpreterNeeded),
  ethnicity: ({ demographics: d }) => plain(d.ethnicity).map((e) => ({ ...e, key: ethnicityCode(e.value as string) ?? e.key })),
  gpPractice: ({ demographics: d }) => plain(d.gpPractice),
};

const plain = (value: string | boolean | undefined): { value: string | boolean; key: string }[] =>
  value === undefined || value === '' ? [] : [{ value, key: foldWords(String(value)).join(' ') }];

/** What each source says now: the newest statement of each of its identities, the older ones being its own history. */
export const standing = (statements: readonly Statement[]): Statement[] =>
  [...Map.groupBy(statements, (s) => `${s.feed}\n${s.localKey}`).values()].map((own) =>
    own.reduce((best, s) => (s.lastAt > best.lastAt || (s.lastAt === best.lastAt && (s.asOf ?? '') > (best.asOf ?? '')) ? s : best)),
  );

/** Fields in which a shorter value may be the same one said less exactly: a year of a date, the postcode of an address. */
const inexact: ReadonlySet<ChosenField> = new Set(['birthDate', 'deceased', 'address']);

/** Every value of one field among the statements, the chosen one first. Whoever says it less exactly says the same. */
export function valuesOf(field: ChosenField, statements: readonly Statement[], rules: Survivorship, today: string): { value: unknown; key: string; feeds: string[] }[] {
  const values = ranked(
    statements.flatMap((s) => readers[field](s, today).map((r) => ({ value: r.value, key: r.key, feed: s.feed, at: r.at ?? s.asOf ?? s.lastAt, worth: r.worth ?? 0 }))),
    rules[field],
  );
  if (!inexact.has(field)) return values;
  const kept: typeof values = [];
  for (const value of values) {
    const exact = kept.find((other) => other.key.startsWith(value.key) || (field === 'deceased' && value.value === true));
    if (exact === undefined) kept.push(value);
    else exact.feeds = [...new Set([...exact.feeds, ...value.feeds])];
  }
  return kept;
}

/** `BEGUM, Amina (Mrs)`, as the NHS shows a name (NHS Common User Interface). */
export function displayName(family: string, given: readonly string[], title: string | null): string {
  const name = [family.toUpperCase(), given[0] ?? ''].filter((part) => part !== '').join(', ');
  return name === '' ? 'Name not known' : title === null ? name : `${name} (${title})`;
}

/** Chooses the summary of one person by the survivorship rules. */
export function summarise(all: readonly Statement[], rules: Survivorship, today: string): StoredSummary {
  const statements = standing(all).sort((a, b) => rules.name.rank(a.feed) - rules.name.rank(b.feed) || (a.feed < b.feed ? -1 : 1));
  const chosen = <F extends ChosenField>(field: F): Values[F] | null => (valuesOf(field, statements, rules, today)[0]?.value as Values[F] | undefined) ?? null;
  const name = chosen('name') ?? {};
  const gather = <T>(read: (d: Demographics) => T[] | undefined, key: (value: T) => string): { value: T; from: Statement }[] => [
    ...new Map(statements.flatMap((s) => (read(s.demographics) ?? []).map((value) => [key(value), { value, from: s }] as const)).toReversed()).values(),
  ].toReversed();
  const family = name.family ?? '';
  const given = name.given ?? [];
  const title = name.title ?? statements.find((s) => s.demographics.title !== undefined)?.demographics.title ?? null;
  return {
    title,
    given,
    family,
    preferredName: name.preferredName ?? statements.find((s) => s.demographics.preferredName !== undefined)?.demographics.preferredName ?? null,
    displayName: displayName(family, given, title),
    birthDate: chosen('birthDate'),
    gender: chosen('gender') ?? 'unknown',
    nhsNumber: chosen('nhsNumber'),
    deceased: chosen('deceased'),
    address: chosen('address'),
    phones: gather((d) => d.phones, (phone) => phone.replace(/\D/g, '')).map((p) => p.value),
    emails: gather((d) => d.emails, (email) => email.toLowerCase()).map((e) => e.value),
    language: chosen('language'),
    interpreterNeeded: chosen('interpreterNeeded'),
    ethnicity: chosen('ethnicity'),
    gpPractice: chosen('gpPractice'),
    identifiers: gather((d) => d.identifiers, (i) => `${i.system}:${i.value}`).map(({ value, from }) => ({ ...value, feed: from.feed })),
    contacts: gather((d) => d.contacts, (c) => foldWords(c.name).join(' ')).map(({ value, from }) => ({ value, feed: from.feed, receivedAt: from.lastAt, asOf: from.asOf })),
  };
}
