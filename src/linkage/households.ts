import type { Address } from '../kernel/index.ts';
import { readAddress } from './addresses.ts';

/** One thing a source has said about where a person lives. */
export interface ResidenceStatement {
  feed: string;
  /** Whether it is the source's latest word on the subject. */
  latest: boolean;
  /** Source's own date for it, or the day it was first received. */
  since: string;
  addresses: Address[];
}

export interface Residence {
  /** `u:` and UPRN, or `a:` and folded address and postcode. */
  key: string;
  /** Folded address and postcode, by which a UPRN stated elsewhere is found. */
  place: string | null;
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

/**
 * A person's residences by dated statements. The current one is where most feeds hold them now; of equals, the one
 * moved into, or first heard of, last. An address without a UPRN takes the only one ever stated for it.
 * @param uprnOf the only UPRN known for a place, if there is just one
 */
export function residencesOf(statements: readonly ResidenceStatement[], uprnOf: (place: string) => string | undefined, communal: readonly string[], today: string): Residence[] {
  const found = new Map<string, Gathered>();
  for (const statement of statements) {
    for (const address of statement.addresses) {
      const read = address.use === 'work' ? null : readAddress(address);
      if (read === null) continue;
      const place = read.text !== '' && read.postcode !== null ? `${read.text}|${read.postcode}` : null;
      const uprn = read.uprn ?? (place === null ? undefined : uprnOf(place)) ?? null;
      if (uprn === null && place === null) continue;
      const key = uprn === null ? `a:${place}` : `u:${uprn}`;
      const home = found.get(key) ?? { key, place, uprn, postcode: read.postcode, address: '', start: null, end: null, current: false, sources: [], marked: false, held: new Set<string>(), since: '' };
      found.set(key, home);
      home.place ??= place;
      home.postcode ??= read.postcode;
      if (home.address === '') home.address = address.lines.map((line) => line.trim()).filter((line) => line !== '').join(', ');
      if (!home.sources.includes(statement.feed)) home.sources.push(statement.feed);
      if (address.use === 'care-home' || communal.some((word) => ` ${read.text} `.includes(` ${word} `))) home.marked = true;
      const ended = address.end !== undefined && address.end < today;
      if (address.start !== undefined && (home.start === null || address.start < home.start)) home.start = address.start;
      if (ended && (home.end === null || address.end! > home.end)) home.end = address.end!;
      if (statement.latest && !ended && address.use !== 'old' && address.use !== 'temp') home.held.add(statement.feed);
      const since = address.start ?? statement.since;
      if (since > home.since) home.since = since;
    }
  }
  const homes = [...found.values()];
  const [now] = homes.filter((h) => h.held.size > 0).sort((a, b) => b.held.size - a.held.size || (a.since < b.since ? 1 : a.since > b.since ? -1 : a.key < b.key ? -1 : 1));
  return homes.map(({ held, since: _since, ...home }) => ({ ...home, sources: home.sources.sort(), end: held.size > 0 ? null : home.end, current: home.key === now?.key }));
}
