import type { FeedDefinition } from '../definition.ts';

/** A place in a file that a reader can go on from. Only the reader that made it understands it; it is kept as JSON. */
export type Checkpoint = Readonly<Record<string, string | number>>;

/** What the whole-file check found. `head` is kept with the delivery, so that one quarantined row can be read again without its file. */
export interface Inspection {
  encoding: string;
  /** Records in the file, when the check counted them. */
  rows?: number;
  /** Record type of every row, where a file holds one table only. A snapshot then withdraws rows of that table alone. */
  type?: string;
  head: Readonly<Record<string, unknown>>;
}

/** Why one row cannot be read: `field` is what the source calls it (empty for the row as a whole); `code` is stable, e.g. `row.width`. */
export interface Rejection {
  field: string;
  code: string;
  reason: string;
}

/** One record of a file, or what was wrong with it. `line` counts from 1 in the file; `raw` is the record exactly as received. */
export type ReadItem<N = unknown> =
  | { line: number; raw: string; type: string; node: N; rejected?: undefined }
  | { line: number; raw: string; rejected: Rejection };

/** Records in file order, and where to go on from once they are stored. */
export interface ReadChunk<N = unknown> {
  items: ReadItem<N>[];
  checkpoint: Checkpoint;
  /** Bytes of the file read so far, for progress. */
  bytes: number;
}

/**
 * One format of file. It turns a file into nodes; the mapping language then works alike on the nodes of every
 * format. `N` is the reader's own: a CSV row, an HL7 message or segment, an XML element, a FHIR resource or part.
 */
export interface FormatReader<N = unknown> {
  /**
   * Whole-file check before a row is loaded: encoding, heading, well-formedness, truncation, hostile content.
   * Throws KithError('delivery.refused') with a message for the person who sent the file.
   */
  inspect(file: string, definition: FeedDefinition): Promise<Inspection>;
  /** Nodes in order, after `from` (a checkpoint this reader gave), in chunks of some 1,000 to 5,000. A bad record is yielded as a rejection, never thrown. */
  read(file: string, definition: FeedDefinition, inspection: Inspection, from: Checkpoint | null): AsyncIterable<ReadChunk<N>>;
  /** Reads one quarantined record again from its raw text and the `head` of its delivery. */
  reread(raw: string, line: number, definition: FeedDefinition, head: Inspection['head']): ReadItem<N>;
  /**
   * Compiles a field path once: CSV column name; HL7 `PID-5.1`; XML element path `ChildIdentifiers/PersonBirthDate`;
   * FHIRPath. The function gives every value, trimmed, empties dropped.
   * Throws an Error whose message says what is wrong with the path.
   */
  path(expression: string, definition: FeedDefinition): (node: N) => string[];
  /** The first value of a path, where a reader can give it faster than by `path`. */
  first?(expression: string, definition: FeedDefinition): (node: N) => string | undefined;
  /** Repeating groups: HL7 segments `NK1`, XML child elements, FHIR sub-elements. Throws when the format has none. */
  each(expression: string, definition: FeedDefinition): (node: N) => N[];
}
