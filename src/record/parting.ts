import type { Access, Reading, Session } from '../access/index.ts';
import { isUuid, newId, type Demographics } from '../kernel/index.ts';
import type { Linkage, LinkReviews, PairEvidence } from '../linkage/index.ts';
import { mayKnow, notFound, type Sources } from './present.ts';
import type { FeedSource } from './refresh.ts';
import { changed, compareTwo, named, nameOf, under, type Comparison } from './review-reading.ts';
import { recordsOfPeople } from './review.store.ts';

/** One of the records joined as a person, of a source that the reader may know. */
export interface JoinedRecord {
  subject: number;
  feed: string;
  localKey: string;
  /** The newest it says of each thing; where whereabouts are hidden, without them. */
  says: Demographics;
  received: string;
  /** Dated entries of it that the reader may see. */
  facts: number;
}

export interface JoinedRecords {
  name: string;
  records: JoinedRecord[];
  /** Evidence kept between two of them, the weakest first. Pairs without any weigh less than anything kept. */
  pairs: PairEvidence[];
  whereaboutsHidden: boolean;
}

/** What parting would make; of the records that the reader may know. */
export interface PartingPreview {
  joined: JoinedRecords;
  /** The first keeps the id and the page; each other becomes a person of its own, unless somebody else claims it. */
  parts: { keepsId: boolean; subjects: number[] }[];
}

/** Two people side by side, by the records of theirs that say most about whether they are one. */
export interface TwoPeople extends Comparison {
  persons: [string, string];
  names: [string, string];
  subjects: [number, number];
  /** Null where no rule ever compared the two. */
  evidence: PairEvidence | null;
}

/** Parting records that the model joined by itself, and joining people whom it did not. Decided, opened and logged as `link-review`. */
export interface Parting {
  /** Throws `person.not-found` for whom this session may not see in full. */
  joined(session: Session, personId: string): Promise<JoinedRecords>;
  /** Throws `conflict.changed` when the records are not all of this person any more, or none or all of them are chosen. */
  preview(session: Session, personId: string, others: readonly number[]): Promise<PartingPreview>;
  /** Decides that these records are somebody else's than the rest, and gives a decision's id: undoing it undoes all. Throws as `preview`. */
  part(session: Session, personId: string, others: readonly number[], reason: string): Promise<string>;
  /** Two people to be joined by hand. */
  two(session: Session, personId: string, otherId: string): Promise<TwoPeople>;
  /** Decides that two people are one, and undoes what kept their records apart. Throws `conflict.changed` when one of them is nobody any more. */
  join(session: Session, personId: string, otherId: string, reason: string): Promise<string>;
}

export function createParting(
  access: Pick<Access, 'reading' | 'may'>,
  linkage: Pick<Linkage, 'explain' | 'explainAmong'> & { reviews: Pick<LinkReviews, 'decide' | 'foresee' | 'personsOf' | 'undoApart'> },
  feeds: readonly FeedSource[],
): Parting {
  const sources: Sources = new Map(feeds.map((feed) => [feed.id, feed]));
  const checked = (id: string): string => {
    if (!isUuid(id)) throw notFound();
    return id.toLowerCase();
  };
  const knownOf = async (reading: Reading, people: readonly string[]) => (await recordsOfPeople(reading.sql, people)).filter((r) => mayKnow(reading, sources, r.personId, r.feed));

  const joinedIn = async (reading: Reading, personId: string): Promise<JoinedRecords> => {
    const hidden = reading.persons.get(personId)?.hideWhereabouts === true;
    const known = await knownOf(reading, [personId]);
    const names = await named(reading, [personId]);
    if (!names.has(personId)) throw notFound();
    const records = known.map(({ subject, feed, localKey, statements, receivedAt, facts }): JoinedRecord => ({ subject, feed, localKey, says: shown(newest(statements), hidden), received: receivedAt.toISOString(), facts }));
    const pairs = (await linkage.explainAmong(records.map((r) => r.subject))).sort((x, y) => x.weight - y.weight);
    return { name: nameOf(names, personId), records, pairs, whereaboutsHidden: hidden };
  };
  /** Each pair across the parting, of records the reader may know; refuses what is no parting of this person. */
  const across = ({ records }: JoinedRecords, others: readonly number[]): [number, number][] => {
    const chosen = new Set(others);
    const rest = records.filter((r) => !chosen.has(r.subject));
    if (chosen.size === 0 || rest.length === 0 || rest.length + chosen.size !== records.length) throw changed();
    return [...chosen].flatMap((a) => rest.map((r): [number, number] => [a, r.subject]));
  };
  const twoIn = async (reading: Reading, personId: string, otherId: string): Promise<TwoPeople> => {
    const names = await named(reading, [personId, otherId]);
    if (names.size < 2) throw notFound();
    const records = await recordsOfPeople(reading.sql, [personId, otherId]);
    const of = (id: string): number[] => records.filter((r) => r.personId === id).sort((x, y) => y.receivedAt.getTime() - x.receivedAt.getTime()).map((r) => r.subject);
    const [mine, theirs] = [of(personId), of(otherId)];
    const own = new Set(mine);
    const best = (await linkage.explainAmong(records.map((r) => r.subject))).filter((p) => own.has(p.subjectA) !== own.has(p.subjectB)).sort((x, y) => y.weight - x.weight)[0];
    const [a, b] = best === undefined ? [mine[0], theirs[0]] : own.has(best.subjectA) ? [best.subjectA, best.subjectB] : [best.subjectB, best.subjectA];
    if (a === undefined || b === undefined) throw changed();
    return { ...(await compareTwo(sources, reading, [a, b], [personId, otherId], false)), persons: [personId, otherId], subjects: [a, b], names: [nameOf(names, personId), nameOf(names, otherId)], evidence: best ?? null };
  };
  const pair = <T>(session: Session, personId: string, otherId: string, request: string, work: (reading: Reading, mine: string, theirs: string) => Promise<T>): Promise<T> => {
    const [mine, theirs] = [checked(personId), checked(otherId)];
    if (mine === theirs) throw notFound();
    return under(access, session, [mine, theirs], request, (reading) => work(reading, mine, theirs));
  };

  return {
    joined: async (session, id) => {
      const personId = checked(id);
      return under(access, session, [personId], 'joined records', (reading) => joinedIn(reading, personId));
    },
    preview: async (session, id, others) => {
      const personId = checked(id);
      return under(access, session, [personId], 'preview of parting', async (reading) => {
        const joined = await joinedIn(reading, personId);
        const known = new Set(joined.records.map((r) => r.subject));
        const parts = await linkage.reviews.foresee(personId, across(joined, others));
        return { joined, parts: parts.map((p) => ({ ...p, subjects: p.subjects.filter((s) => known.has(s)) })).filter((p) => p.subjects.length > 0) };
      });
    },
    part: async (session, id, others, reason) => {
      const personId = checked(id);
      return under(access, session, [personId], 'part records', async (reading) => {
        const pairs = across(await joinedIn(reading, personId), others);
        const now = await linkage.reviews.personsOf(reading.sql, [...new Set(pairs.flat())]);
        if (!now.every((person) => person === personId)) throw changed();
        const batch = newId();
        const made: string[] = [];
        for (const [a, b] of pairs) made.push(await linkage.reviews.decide(reading.sql, { a, b, decision: 'apart', reason, batch }, reading.session));
        return made[0]!;
      });
    },
    two: (session, personId, otherId) => pair(session, personId, otherId, 'compare two people', twoIn),
    join: (session, personId, otherId, reason) =>
      pair(session, personId, otherId, 'join two people', async (reading, mine, theirs) => {
        const { subjects: [a, b] } = await twoIn(reading, mine, theirs);
        const now = await linkage.reviews.personsOf(reading.sql, [a, b]);
        if (now[0] !== mine || now[1] !== theirs) throw changed();
        await linkage.reviews.undoApart(reading.sql, mine, theirs, `Joined by hand: ${reason}`, reading.session);
        return linkage.reviews.decide(reading.sql, { a, b, decision: 'join', reason }, reading.session);
      }),
  };
}

/** The newest value of each thing: rows of one feed may say different things of somebody. */
const newest = (statements: readonly Demographics[]): Demographics => Object.assign({}, ...statements.toReversed()) as Demographics;

function shown(says: Demographics, hidden: boolean): Demographics {
  if (!hidden) return says;
  const { addresses: _addresses, phones: _phones, emails: _emails, gpPractice: _gp, contacts: _contacts, ...rest } = says;
  return rest;
}
