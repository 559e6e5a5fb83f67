import type { Decision, Level, Reading } from '../access/index.ts';
import type { OwnRecord } from './own.ts';
import type { Address, ContactPerson, Demographics, FactBodies, FactKind, FeedState, Gender, LocalIdentifier, Professional } from '../kernel/index.ts';

/** Where a value came from. */
export interface Provenance {
  feed: string;
  receivedAt: string;
}

export interface Sourced<T> extends Provenance {
  value: T;
  /** The source's own date for it, where it gives one. */
  asOf: string | null;
}

/** The demographic summary, chosen by the survivorship rules in docs/rooms/record.md. */
export interface PersonSummary {
  personId: string;
  title: string | null;
  given: string[];
  family: string;
  preferredName: string | null;
  /** As the NHS shows a name: `BEGUM, Amina (Mrs)`. */
  displayName: string;
  birthDate: string | null;
  gender: Gender;
  nhsNumber: string | null;
  deceased: string | true | null;
  /** Null when not known or when whereabouts are hidden. */
  address: Address | null;
  phones: string[];
  emails: string[];
  language: string | null;
  interpreterNeeded: boolean | null;
  ethnicity: string | null;
  gpPractice: string | null;
  identifiers: LocalIdentifier[];
  contacts: ContactPerson[];
  whereaboutsHidden: boolean;
}

/** A row of search results: a person the searcher may see, or one named as restricted. */
export type FoundPerson =
  | { kind: 'person'; summary: PersonSummary; feeds: string[]; matchedOn: string[]; rank: number }
  | { kind: 'restricted'; personId: string; displayName: string; matchedOn: string[]; rank: number };

export interface SearchResult {
  /** How the query was understood: `{ names: ['begum'], birthDate: '1943-07-14' }`. */
  understood: {
    names: string[];
    birthDate: string | null;
    year: string | null;
    age: number | null;
    nhsNumber: string | null;
    /** Postcode or part of one, upper case without spaces. */
    postcode: string | null;
    /** House number and first word of the street: `14 acacia`. */
    street: string | null;
    identifier: string | null;
  };
  found: FoundPerson[];
  /** More matched than are returned. */
  more: boolean;
}

export interface RecordFact<K extends FactKind = FactKind> {
  factId: string;
  feed: string;
  category: string;
  kind: K;
  code: string | null;
  system: string | null;
  label: string;
  start: string | null;
  end: string | null;
  body: FactBodies[K];
  receivedAt: string;
}

/** One source category on the overview. */
export interface SourceCard {
  category: string;
  name: string;
  decision: Decision;
  involvement: 'current' | 'historic' | 'held' | 'none-found' | 'not-covered' | 'something-to-discuss' | 'not-shared';
  /** One line of what is held, when detail or summary may be seen. */
  headline: string | null;
  since: string | null;
  until: string | null;
  professionals: Professional[];
  feeds: FeedState[];
  /** Why nothing was found or the person is outside the source's ages: a full sentence, with the date checked to. */
  absence: string | null;
}

export interface Overview {
  summary: PersonSummary;
  decisions: Decision[];
  alerts: RecordFact<'finding'>[];
  aboutMe: RecordFact<'finding'>[];
  cards: SourceCard[];
  whoToRing: { category: string; service: string; professional: Professional; since: string | null }[];
  contacts: Sourced<ContactPerson>[];
  recent: RecordFact[];
  household: FamilyMember[];
}

export interface ChronologyFilter {
  categories?: string[];
  kinds?: FactKind[];
  from?: string;
  to?: string;
  limit: number;
  /** Entries to pass over, for the next page. */
  offset?: number;
}

export interface Chronology {
  summary: PersonSummary;
  entries: RecordFact[];
  /** Categories that exist for this person's area but that this session may not see in detail. */
  withheld: Decision[];
  total: number;
}

/** Somebody in the household or family: shown, restricted, or stated by name only. */
export type FamilyMember =
  | { kind: 'person'; personId: string; displayName: string; birthDate: string | null; deceased: string | true | null; role: string; household: 'current' | 'past' | null; since: string | null; until: string | null; feeds: string[]; alert: boolean }
  | { kind: 'restricted'; role: string; household: 'current' | 'past' | null }
  | { kind: 'named'; name: string; role: string; phone: string | null; feed: string };

export interface Family {
  summary: PersonSummary;
  household: { address: string | null; communal: boolean; since: string | null } | null;
  members: FamilyMember[];
}

export interface SourceDetail {
  summary: PersonSummary;
  sources: {
    feed: FeedState;
    level: Level;
    /** Every identity this source holds for the person. */
    identities: { localKey: string; demographics: Demographics; asOf: string | null; firstAt: string; lastAt: string }[];
    facts: number;
    latestFact: string | null;
  }[];
  /** Where sources disagree: `birthDate`: each value with who says it, the chosen one first. */
  mismatches: { field: string; values: { value: string; feeds: string[]; chosen: boolean }[] }[];
}

/** The record's door. Every function that shows a person takes a `Reading`; there is no other way in. */
export interface Records {
  search(reading: Reading, query: string, limit?: number): Promise<SearchResult>;
  /** Who these people are, of those whose identity is shared in full or who are named as restricted; the rest are not there. */
  people(reading: Reading, personIds: readonly string[]): Promise<FoundPerson[]>;
  /** Any NHS number, local id (`system:value` or bare) or person id, following merges; null when there is none. */
  resolve(reading: Reading, identifier: string): Promise<string | null>;
  overview(reading: Reading, personId: string, feeds: readonly FeedState[]): Promise<Overview>;
  chronology(reading: Reading, personId: string, filter: ChronologyFilter): Promise<Chronology>;
  family(reading: Reading, personId: string): Promise<Family>;
  sources(reading: Reading, personId: string, feeds: readonly FeedState[]): Promise<SourceDetail>;
  /** What a person's own pages say: which services hold something, and since when. */
  own(reading: Reading, personId: string, feeds: readonly FeedState[]): Promise<OwnRecord>;
  /** The person as JSON-LD of the Social Care Interoperability Standards. */
  scis(reading: Reading, personId: string): Promise<Record<string, unknown>>;
  /** Makes the record of every changed person again from linkage's views. Resumable; returns how many people. */
  refresh(progress?: (done: number, total: number) => void): Promise<number>;
  counts(): Promise<{ persons: number; records: number }>;
}
