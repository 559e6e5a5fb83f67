import { assertReading, type Access, type Reading } from '../access/index.ts';
import { isUuid, readNhsNumber, refuseProblems, type FeedState, type Kernel, type Sql } from '../kernel/index.ts';
import { chronology } from './chronology.ts';
import { family } from './family.ts';
import { identifierKey } from './keys.ts';
import { overview } from './overview.ts';
import { ownRecord } from './own.ts';
import { people } from './people.ts';
import { mayKnow, type Sources } from './present.ts';
import { refresh, type FeedSource } from './refresh.ts';
import { counts } from './refresh.store.ts';
import { scis } from './scis/export.ts';
import { search } from './search.ts';
import { standingId, withIdentifiers } from './search.store.ts';
import { sourcesOf } from './sources.ts';
import { readSurvivorship } from './survivorship.ts';
import type { ChronologyFilter, Records } from './types.ts';

const pageOfResults = 20;

/**
 * The record room. `feeds` says each feed's category of data and organisation: a feed not among them is nobody's to
 * see, and gives no relationship. `before` is what must be true of people before their record is made, in each
 * transaction that makes some: see `carryMoves`.
 */
export function createRecords(kernel: Kernel, access: Pick<Access, 'categories' | 'setMarks' | 'setRelationships'>, feeds: readonly FeedSource[], before: (sql: Sql) => Promise<void> = async () => undefined): Records {
  const { rules, problems } = readSurvivorship(kernel.area.dir);
  refuseProblems(problems);
  const sources: Sources = new Map(feeds.map((feed) => [feed.id, feed]));
  /** Nothing of a person is read but under a reading that access made and that is still open. */
  const under =
    <A extends unknown[], T>(read: (reading: Reading, ...rest: A) => Promise<T>) =>
    async (reading: Reading, ...rest: A): Promise<T> => {
      assertReading(reading);
      return read(reading, ...rest);
    };
  return {
    search: under((reading, query: string, limit: number = pageOfResults) => search(kernel, sources, reading, query, limit)),
    people: under((reading, personIds: readonly string[]) => people(sources, reading, personIds)),
    resolve: under((reading, identifier: string) => resolve(kernel, sources, reading, identifier)),
    overview: under((reading, personId: string, states: readonly FeedState[]) => overview(kernel, sources, access, reading, personId, states)),
    chronology: under((reading, personId: string, filter: ChronologyFilter) => chronology(sources, access, reading, personId, filter)),
    family: under((reading, personId: string) => family(kernel, sources, reading, personId)),
    sources: under((reading, personId: string, states: readonly FeedState[]) => sourcesOf(kernel, sources, access, rules, reading, personId, states)),
    own: under((reading, personId: string, states: readonly FeedState[]) => ownRecord(kernel, sources, access, reading, personId, states)),
    scis: under((reading, personId: string) => scis(kernel, sources, reading, personId)),
    refresh: (progress) => refresh({ kernel, access, rules, feeds, before }, progress),
    counts: () => counts(kernel.db.writer),
  };
}

/** The one person an identifier leads to, decided and logged; null when there is none, when it is shared by several, or when this session may not know. */
async function resolve(kernel: Pick<Kernel, 'clock'>, sources: Sources, reading: Reading, identifier: string): Promise<string | null> {
  const text = identifier.trim();
  const decided = async (personId: string, feeds: readonly string[]): Promise<boolean> => {
    await reading.include([personId]);
    const decision = reading.persons.get(personId);
    return decision !== undefined && !decision.sealed && (feeds.length === 0 || feeds.some((feed) => mayKnow(reading, sources, personId, feed)));
  };
  if (isUuid(text)) {
    const standing = await standingId(reading.sql, kernel.clock.now(), text.toLowerCase());
    return standing !== null && (await decided(standing, [])) ? standing : null;
  }
  const colon = text.indexOf(':');
  const [system, value] = colon > 0 ? [text.slice(0, colon), text.slice(colon + 1)] : [null, readNhsNumber(text) ?? text];
  const rows = await withIdentifiers(reading.sql, kernel.clock.now(), [identifierKey(value)]);
  const people = Map.groupBy(rows.filter((row) => system === null || row.system === system), (row) => row.personId);
  const open: string[] = [];
  for (const [personId, own] of people) {
    if (await decided(personId, own.some((row) => row.feed === '') ? [] : own.map((row) => row.feed))) open.push(personId);
  }
  return open.length === 1 ? open[0]! : null;
}
