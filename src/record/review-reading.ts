import { assertReading, type Access, type Reading, type Session } from '../access/index.ts';
import { KithError, type Demographics } from '../kernel/index.ts';
import { peopleRows } from './person.store.ts';
import { identityInFull, mayKnow, notFound, type Sources } from './present.ts';
import { compareRecords, type ComparedField } from './review-fields.ts';
import { recordStatements } from './review.store.ts';

/** One record of two: which feed it came from, where the reader may know that. */
export interface ReviewSide {
  feed: string | null;
  /** The feed's own number for it, where the feed may be known. */
  localKey: string | null;
  received: string | null;
}
export interface Comparison {
  sides: [ReviewSide, ReviewSide];
  fields: ComparedField[];
  /** Addresses, telephones and the like are left out: somebody's safety depends on it. */
  whereaboutsHidden: boolean;
}

/** What looks at links are logged as. */
export const action = 'link-review';

/** Whether this reading sees who somebody is in full: only about such people may links be decided. */
export function openTo(reading: Reading, id: string): boolean {
  const decision = reading.persons.get(id);
  return decision !== undefined && !decision.sealed && !decision.restricted && identityInFull(reading, id);
}

/** Works under a reading that sees all of these people in full, or answers as if nobody were there. */
export function under<T>(access: Pick<Access, 'reading' | 'may'>, session: Session, persons: readonly (string | null)[], request: string, work: (reading: Reading) => Promise<T>): Promise<T> {
  const ids = persons.filter((id) => id !== null);
  if (access.may(session, action) && (ids.length < persons.length || ids.length === 0)) throw notFound();
  return access.reading(session, { action, persons: ids, request }, async (reading) => {
    assertReading(reading);
    if (!ids.every((id) => openTo(reading, id))) throw notFound();
    return work(reading);
  });
}

export const named = async (reading: Reading, ids: readonly string[]): Promise<Map<string, string>> => new Map((await peopleRows(reading.sql, [...new Set(ids)])).map((row) => [row.personId, row.summary.displayName]));
export const nameOf = (names: ReadonlyMap<string, string>, id: string): string => names.get(id) ?? 'Name not known';

/**
 * What two records say, side by side, as far as this reading may know where they came from.
 * @param blind leaves the feeds' numbers out
 */
export async function compareTwo(sources: Sources, reading: Reading, subjects: readonly [number, number], persons: readonly [string, string], blind: boolean): Promise<Comparison> {
  const rows = await recordStatements(reading.sql, subjects);
  const of = (at: 0 | 1): Demographics[] => rows.filter((row) => row.subject === subjects[at]).map((row) => row.demographics);
  const side = (at: 0 | 1): ReviewSide => {
    const [row] = rows.filter((r) => r.subject === subjects[at]);
    const known = row !== undefined && mayKnow(reading, sources, persons[at], row.feed);
    return { feed: known ? row.feed : null, localKey: known && !blind ? row.localKey : null, received: row?.lastAt.toISOString() ?? null };
  };
  const hideWhereabouts = persons.some((id) => reading.persons.get(id)?.hideWhereabouts === true);
  const sides: [ReviewSide, ReviewSide] = [side(0), side(1)];
  return { sides, whereaboutsHidden: hideWhereabouts, fields: compareRecords(of(0), of(1), { hideWhereabouts, hideNumbers: sides.some((s) => s.feed === null) }) };
}

export const changed = (): KithError => new KithError('conflict.changed', 'This was dealt with by somebody else, or the records have changed.', { mend: 'Go back to the queue and open it again.' });
