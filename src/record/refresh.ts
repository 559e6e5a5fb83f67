import type { Access, MarkKind } from '../access/index.ts';
import type { Kernel, Sql } from '../kernel/index.ts';
import type { Linkage } from '../linkage/index.ts';
import { identifierKey, namesOf, postcodeKeys, searchKeys, wordsOf } from './keys.ts';
import { soundOf } from './names.ts';
import {
  addWords,
  countChanged,
  forgetChanged,
  goByIndex,
  openEpisodes,
  remakeRows,
  removePeople,
  statementsOf,
  takeChanged,
  tellRemade,
  withFacts,
  writePeople,
  type MadePerson,
  type StatementRow,
} from './refresh.store.ts';
import { summarise } from './summary.ts';
import type { Survivorship } from './survivorship.ts';

/** What the record needs to know of a feed: its category of data and whose it is. */
export interface FeedSource {
  id: string;
  category: string;
  organisation: string;
  /** What an open episode of it is to whoever runs it; `service-episode` when not given. */
  tie?: string;
}

/** Under this name the record tells access of marks and relationships that sources state. */
const source = 'record';
const batchSize = 2_000;

/** What making records needs. */
export interface Making {
  kernel: Kernel;
  access: Pick<Access, 'setMarks' | 'setRelationships'>;
  rules: Survivorship;
  feeds: readonly FeedSource[];
  /** Runs in each transaction that makes people, after they are taken and before they are made. */
  before: (sql: Sql) => Promise<void>;
}

/**
 * Makes the record of every changed person again, a batch to a transaction: a kill loses at most the batch under
 * way, and the next call goes on from there. Making an unchanged person again changes nothing.
 * @returns how many people were made
 */
export async function refresh(making: Making, progress?: (done: number, total: number) => void): Promise<number> {
  const { writer } = making.kernel.db;
  const total = await countChanged(writer);
  let done = 0;
  for (;;) {
    const took = await writer.begin((sql) => refreshBatch(sql, making));
    if (took === 0) return done;
    done += took;
    progress?.(done, Math.max(total, done));
  }
}

/**
 * Brings marks, ties and the log along with people that linkage split, moved or merged. Run in the transaction that
 * makes records, no page shows a person before a seal or an S-flag of theirs has followed them.
 */
export const carryMoves = (access: Pick<Access, 'movePersons'>, linkage: Pick<Linkage, 'takeMoves'>) => async (sql: Sql): Promise<void> => {
  for (let moves = await linkage.takeMoves(sql, 'access'); moves.length > 0; moves = await linkage.takeMoves(sql, 'access')) await access.movePersons(sql, moves);
};

async function refreshBatch(sql: Sql, { kernel, access, rules, feeds, before }: Making): Promise<number> {
  await goByIndex(sql);
  const people = await takeChanged(sql, batchSize);
  await before(sql);
  if (people.length === 0) return 0;
  const today = kernel.clock.today();
  await remakeRows(sql, people);
  const statements = Map.groupBy(await statementsOf(sql, people), (s) => s.personId);
  const known = new Set([...statements.keys(), ...(await withFacts(sql, people))]);
  const made = people.filter((id) => known.has(id)).map((id) => make(id, statements.get(id) ?? [], rules, today));
  await writePeople(sql, made, kernel.clock.now());
  const words = new Set([...statements.values()].flatMap((all) => wordsOf(all.map((s) => s.demographics))));
  await addWords(sql, [...words].filter((word) => /^\p{L}{2,40}$/u.test(word)).map((word) => ({ word, sound: soundOf(word) })));
  await removePeople(sql, people.filter((id) => !known.has(id)));
  await access.setMarks(sql, source, [...statements].flatMap(([id, all]) => marksOf(id, all)), people);
  const owners = new Map(feeds.map((feed) => [feed.id, feed.organisation]));
  const kinds = new Map(feeds.map((feed) => [feed.id, feed.tie]));
  const named = new Map(kernel.area.organisations.flatMap(({ id, name, code }) => [[name.toLowerCase(), id], [code.toLowerCase(), id]]));
  const relationships = (await openEpisodes(sql, people, today)).flatMap(({ personId, feed, provider, since, until, endedAt }) => {
    const held = [owners.get(feed), provider === null ? undefined : named.get(provider.trim().toLowerCase())].filter((id) => id !== undefined);
    return [...new Set(held)].map((organisation) => ({ personId, organisation, team: '', kind: kinds.get(feed) ?? 'service-episode', since, until, endedAt }));
  });
  await access.setRelationships(sql, source, relationships, people);
  await tellRemade(sql, people, kernel.clock.now());
  await forgetChanged(sql, people);
  return people.length;
}

const isRestricted = (all: readonly StatementRow[]): StatementRow | undefined => all.find((s) => s.demographics.restricted === true);

function marksOf(personId: string, all: readonly StatementRow[]): { personId: string; kind: MarkKind; reason: string }[] {
  return isRestricted(all) ? [{ personId, kind: 'restricted-demographics', reason: 'A source restricts who may see where this person lives.' }] : [];
}

function make(personId: string, rows: readonly StatementRow[], rules: Survivorship, today: string): MadePerson {
  const all = rows.map((s) => s.demographics);
  const hidden = isRestricted(rows) !== undefined;
  const summary = summarise(rows.map((s) => ({ ...s, firstAt: s.firstAt.toISOString(), lastAt: s.lastAt.toISOString() })), rules, today);
  const identifiers = rows.flatMap((s) => [
    { value: identifierKey(s.demographics.nhsNumber ?? ''), system: 'nhs-number', feed: '' },
    { value: identifierKey(s.localKey), system: s.feed, feed: s.feed },
    ...(s.demographics.identifiers ?? []).map((i) => ({ value: identifierKey(i.value), system: i.system, feed: s.feed })),
  ]);
  return {
    personId,
    summary,
    identityFeeds: [...new Set(rows.map((s) => s.feed))],
    names: namesOf(all).join('|'),
    keys: searchKeys(all, hidden),
    birthDate: summary.birthDate,
    postcodes: hidden ? [] : [...new Set(all.flatMap((d) => (d.addresses ?? []).flatMap((a) => postcodeKeys(a.postcode ?? '').slice(2).map((key) => key.slice(2)))))],
    identifiers: identifiers.filter((i) => i.value !== ''),
  };
}
