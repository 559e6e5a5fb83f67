import type { Address } from '../kernel/index.ts';
import { readAddress, type StandardAddress } from './addresses.ts';

/** An address that a source gives for somebody's home, as it is compared and as it is written. */
export interface StatedHome {
  /** Folded: for words that mark a communal place, and with the postcode to know the place again. */
  text: string;
  uprn: string | null;
  postcode: string | null;
  /** As a source writes it. */
  address: string;
  use?: NonNullable<Address['use']>;
  start?: string;
  end?: string;
}

/** One thing a source has said about where a person lives. */
export interface ResidenceStatement {
  feed: string;
  /** Whether it is the source's latest word on the subject. */
  latest: boolean;
  /** Source's own date for it, or the day it was first received. */
  since: string;
  homes: StatedHome[];
}

export interface Residence {
  /** `u:` and UPRN, or `a:` and folded address and postcode. */
  key: string;
  uprn: string | null;
  postcode: string | null;
  /** As a source writes it. */
  address: string;
  start: string | null;
  end: string | null;
  current: boolean;
  sources: string[];
  /** The source's own words or use say it is not one household's home. */
  marked: boolean;
}

interface Gathered extends Residence {
  /** Feeds that say the person lives here now. */
  held: Set<string>;
  since: string;
}

/** Longest address kept as written, in characters. */
const longest = 400;

/** What an address says of a home: none where it is a place of work, or says nothing. */
export function readHome(address: Address, read: StandardAddress | null = readAddress(address)): StatedHome[] {
  if (read === null || address.use === 'work') return [];
  const written = address.lines.map((line) => line.trim()).filter((line) => line !== '').join(', ').slice(0, longest);
  const { use, start, end } = address;
  return [{ text: read.text, uprn: read.uprn, postcode: read.postcode, address: written, ...(use === undefined ? {} : { use }), ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) }];
}

/** Folded address and postcode, by which a UPRN stated elsewhere is found; null where either is missing. */
export const placeOf = (home: StatedHome): string | null => (home.text !== '' && home.postcode !== null ? `${home.text}|${home.postcode}` : null);

/**
 * A person's residences by dated statements. The current one is where most feeds hold them now; of equals, the one
 * moved into, or first heard of, last. An address without a UPRN takes the only one ever stated for it.
 * @param uprnOf the only UPRN known for a place, if there is just one
 */
export function residencesOf(statements: readonly ResidenceStatement[], uprnOf: (place: string) => string | undefined, communal: readonly string[], today: string): Residence[] {
  const found = new Map<string, Gathered>();
  for (const statement of statements) {
    for (const stated of statement.homes) {
      const { use, start, end } = stated;
      const place = placeOf(stated);
      const uprn = stated.uprn ?? (place === null ? undefined : uprnOf(place)) ?? null;
      if (uprn === null && place === null) continue;
      const key = uprn === null ? `a:${place}` : `u:${uprn}`;
      const home = found.get(key) ?? { key, uprn, postcode: stated.postcode, address: '', start: null, end: null, current: false, sources: [], marked: false, held: new Set<string>(), since: '' };
      found.set(key, home);
      home.postcode ??= stated.postcode;
      if (home.address === '') home.address = stated.address;
      if (!home.sources.includes(statement.feed)) home.sources.push(statement.feed);
      if (use === 'care-home' || communal.some((word) => ` ${stated.text} `.includes(` ${word} `))) home.marked = true;
      const ended = end !== undefined && end < today;
      if (start !== undefined && (home.start === null || start < home.start)) home.start = start;
      if (ended && (home.end === null || end > home.end)) home.end = end;
      if (statement.latest && !ended && use !== 'old' && use !== 'temp') home.held.add(statement.feed);
      const since = start ?? statement.since;
      if (since > home.since) home.since = since;
    }
  }
  const homes = [...found.values()];
  const [now] = homes.filter((h) => h.held.size > 0).sort((a, b) => b.held.size - a.held.size || (a.since < b.since ? 1 : a.since > b.since ? -1 : a.key < b.key ? -1 : 1));
  return homes.map(({ held, since: _since, ...home }) => ({ ...home, sources: home.sources.sort(), end: held.size > 0 ? null : home.end, current: home.key === now?.key }));
}
