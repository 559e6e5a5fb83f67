import { assertReading, type Access, type Reading, type Session } from '../access/index.ts';
import { KithError, type Demographics, type Sql } from '../kernel/index.ts';
import type { Linkage, LinkReviews } from '../linkage/index.ts';
import { idOf, likelyPeople, matchRequest, type LikelyPerson } from './likely.ts';
import { identityInFull, notFound } from './present.ts';
import type { Records } from './types.ts';

/** What recording somebody by hand needs of the feeds room. */
export interface TypedFeeds {
  feedOf(organisation: string): string | null;
  read(feed: string, said: Readonly<Record<string, string>>): { demographics: Demographics } | { field: string; reason: string };
  keep(sql: Sql, entry: { entryId: string; feed: string; record: string; said: Record<string, string>; by: { userId: string; name: string; organisation: string }; apart: { subject: number; reason: string }[] }): Promise<void>;
  last(feed: string, record: string): Promise<Record<string, string> | null>;
  subject(feed: string, record: string): Promise<number | null>;
}

/** Somebody to record, or what to put in the place of what was recorded. */
export interface Recording {
  /** The form's own id: the same form sent twice is one entry. */
  entryId: string;
  /** The number of the record to correct; null for a new one. */
  correct: { record: string; personId: string } | null;
  /** Fields as typed, of the names that a `typed` feed maps. */
  said: Readonly<Record<string, string>>;
  /** Why this is nobody that they are told it may be; empty until they say so. */
  nobodyElse: string;
}

export type Recorded =
  /** Kept; `record` numbers it. */
  | { kind: 'kept'; record: string }
  /** Who it may already be: to be looked at, and denied with a reason where `strong`, before anything is kept. */
  | { kind: 'likely'; likely: LikelyPerson[]; strong: boolean }
  /** A field that cannot be used. */
  | { kind: 'unusable'; field: string; reason: string };

/** People recorded by hand. Every function opens a reading as `add-person`: decided and logged, in one transaction with what is kept. */
export interface Intake {
  /** The feed of what this session records; null where its team may not, or its organisation has none. */
  feed(session: Session): string | null;
  /** Who it may be, shown as far as this session may know. Keeps nothing. */
  look(session: Session, recording: Recording): Promise<Recorded>;
  /** Keeps what was typed, unless somebody it very probably is has not been denied. */
  keep(session: Session, recording: Recording): Promise<Recorded>;
  /** Fields last typed of a record of this person, to be corrected. Throws `person.not-found` for what this session may not correct. */
  said(session: Session, personId: string, record: string): Promise<Record<string, string>>;
  /** The person a record is of now; null before it has been brought in and linked. */
  personOf(session: Session, record: string): Promise<string | null>;
}

const action = 'add-person';
const shownAtMost = 10;
/** Why a record is kept from somebody whom whoever typed it may not know of: joining would tell them. */
const unseen = 'Recorded by hand by somebody who may not know of the other record: joining the two is for a person to decide.';

/** The number of a new record, from the id of the form it was typed into. */
const numberOf = (entryId: string): string => `H-${entryId.replaceAll('-', '').slice(-12).toUpperCase().replace(/(.{4})(?=.)/g, '$1-')}`;

const recordOf = ({ correct, entryId }: Recording): string => correct?.record ?? numberOf(entryId);

export function createIntake(access: Pick<Access, 'reading' | 'may'>, linkage: Pick<Linkage, 'match'> & { reviews: Pick<LinkReviews, 'personsOf' | 'recordsOf'> }, records: Pick<Records, 'people'>, typed: TypedFeeds): Intake {
  const feedOf = (session: Session): string => {
    const feed = typed.feedOf(session.organisation);
    if (feed === null) throw new KithError('access.refused', 'Your organisation does not record people here.', { mend: 'Ask whoever looks after Kith to add a feed with the format typed.' });
    return feed;
  };
  const personOf = async (feed: string, record: string): Promise<string | null> => {
    const subject = await typed.subject(feed, record);
    return subject === null ? null : ((await linkage.reviews.personsOf(null, [subject]))[0] ?? null);
  };
  const openTo = (reading: Reading, id: string): boolean => {
    const decision = reading.persons.get(id);
    return decision !== undefined && !decision.sealed && !decision.restricted && identityInFull(reading, id);
  };
  const weigh = (session: Session, recording: Recording, then: (reading: Reading, feed: string, found: { others: LikelyPerson[]; strong: LikelyPerson[]; unshown: string[] }) => Promise<Recorded>): Promise<Recorded> => {
    const { correct } = recording;
    const said = { ...recording.said, record: recordOf(recording) };
    const feed = access.may(session, action) ? feedOf(session) : '';
    const read = feed === '' ? { demographics: {} } : typed.read(feed, said);
    if ('field' in read) return Promise.resolve({ kind: 'unusable', ...read });
    const request = correct === null ? matchRequest(read.demographics) : `correct ${correct.record}`;
    return access.reading(session, { action, persons: correct === null ? [] : [correct.personId], request }, async (reading) => {
      assertReading(reading);
      if (correct !== null && (!openTo(reading, correct.personId) || (await personOf(feed, correct.record)) !== correct.personId)) throw notFound();
      const { shown, unshown } = await likelyPeople(linkage, records, reading, read.demographics, shownAtMost);
      const others = shown.filter(({ person }) => idOf(person) !== correct?.personId);
      return then(reading, feed, { others, strong: others.filter((o) => o.candidate.band === 'join'), unshown: unshown.map((c) => c.personId).filter((id) => id !== correct?.personId) });
    });
  };
  return {
    feed: (session) => (access.may(session, action) ? typed.feedOf(session.organisation) : null),
    look: (session, recording) => weigh(session, recording, async (_reading, _feed, { others, strong }) => ({ kind: 'likely', likely: others, strong: strong.length > 0 })),
    keep: (session, recording) =>
      weigh(session, recording, async (reading, feed, { others, strong, unshown }) => {
        if (strong.length > 0 && recording.nobodyElse === '') return { kind: 'likely', likely: others, strong: true };
        const record = recordOf(recording);
        const apart = async (ids: readonly string[], reason: string): Promise<{ subject: number; reason: string }[]> => (await linkage.reviews.recordsOf(ids)).map((subject) => ({ subject, reason }));
        await typed.keep(reading.sql, {
          entryId: recording.entryId,
          feed,
          record,
          said: { ...recording.said, record },
          by: session,
          apart: [...(await apart(strong.map(({ person }) => idOf(person)), recording.nobodyElse)), ...(await apart(unshown, unseen))],
        });
        return { kind: 'kept', record };
      }),
    said: async (session, personId, record) => {
      if (!access.may(session, action)) throw new KithError('access.refused', `${session.teamName} does not record people.`);
      const feed = feedOf(session);
      return access.reading(session, { action, persons: [personId], request: `correct ${record}` }, async (reading) => {
        const said = openTo(reading, personId) && (await personOf(feed, record)) === personId ? await typed.last(feed, record) : null;
        if (said === null) throw notFound();
        return said;
      });
    },
    personOf: (session, record) => personOf(feedOf(session), record),
  };
}
