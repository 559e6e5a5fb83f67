import type { Reading } from '../../access/index.ts';
import type { FoundPerson } from '../../record/index.ts';
import type { CardDefinition } from '../cards/definition.ts';
import type { NotKnown, Reason } from '../scoring/types.ts';

/** A reason as one reader may know it. Without `detail` only its label and points are told. */
export interface ListedReason extends Omit<Reason, 'dated' | 'source' | 'facts' | 'about'> {
  detail: boolean;
  dated: string | null;
  source: string | null;
  facts: string[];
  /** It rests on somebody else's data too. */
  others: boolean;
}

export interface ListRow {
  person: FoundPerson & { kind: 'person' };
  reasons: ListedReason[];
  /** Sum of the reasons shown. */
  score: number;
  band: { id: string; title: string };
  /** ISO date and time since when they are in their band. */
  since: string;
  /** The score as it would have stood on the same day of each of the last twelve months, and today. */
  trend: number[];
  /** ISO day of the newest contact with any service this reader may see. */
  lastContact: string | null;
  notKnown: NotKnown[];
}

export interface ListFilter {
  band?: string;
  /** Name of a ward. */
  ward?: string;
  from?: number;
  to?: number;
  signal?: string;
  /** In their band since this ISO day. */
  since?: string;
  sort?: 'score' | 'newest';
  /** Candidates to pass over: `next` of the page before. */
  offset?: number;
  limit?: number;
}

export interface CardList {
  card: CardDefinition;
  version: number;
  rows: ListRow[];
  /** Where the next page begins; null at the end. */
  next: number | null;
  /** Signals of the card by id and label, for filtering. */
  signals: { id: string; label: string }[];
  wards: string[];
  /** Titles of feeds the card needs that are late or never came. */
  waiting: string[];
}

/** One signal of a card for one person, as this reader may know it. */
export interface ExplainedSignal {
  signal: string;
  label: string;
  about: string;
  of: number;
  holds: 'yes' | 'no' | 'not-known';
  points: number;
  notKnown: NotKnown | null;
  reason: ListedReason | null;
  /** How points go down: "halve every 90 days"; null when they do not. */
  decay: string | null;
  /** ISO day on which it stops giving points if nothing new happens; null while it does not end by itself. */
  ends: string | null;
}

/** Everything one card says of one person. */
export interface Explained {
  card: CardDefinition;
  version: number;
  person: FoundPerson & { kind: 'person' };
  score: number;
  band: { id: string; title: string } | null;
  since: string | null;
  outside: 'age' | 'no-birth-date' | 'dead' | null;
  signals: ExplainedSignal[];
  /** Labels and dates of what the reasons rest on, by id, of what this reader sees in detail. */
  evidence: Map<string, { label: string; date: string | null; feed: string; own: boolean }>;
  /** The score shown, on each of these ISO days. */
  trend: { day: string; score: number }[];
  /** If nothing new happens: when the person leaves each band, until they are off the list. */
  ahead: { day: string; band: { id: string; title: string } | null }[];
}

/** Reading scorecards about people. Each takes a `Reading`, and decides and logs everybody it shows. */
export interface Lists {
  /** Cards whose list this session's team reads for its purpose. */
  cards(session: Reading['session']): Promise<{ id: string; title: string; about: string; version: number }[]>;
  /** One page of a list. Throws `radar.unknown-card`. */
  list(reading: Reading, card: string, filter: ListFilter): Promise<CardList>;
  /** What one card says of somebody already in the reading; null when they may not be shown. */
  explain(reading: Reading, card: string, personId: string): Promise<Explained | null>;
  /** What every card of this team and purpose says of somebody in the reading. */
  risk(reading: Reading, personId: string): Promise<Explained[]>;
}
