import type { Access, Reading, Session } from '../access/index.ts';
import { isUuid, KithError } from '../kernel/index.ts';
import type { DrawnPair, Label, Linkage, LinkReviews, Override, PairEvidence, PrecisionRecall, Review } from '../linkage/index.ts';
import { notFound, type Sources } from './present.ts';
import type { FeedSource } from './refresh.ts';
import { action, changed, compareTwo, named, nameOf, openTo, under, type Comparison } from './review-reading.ts';

/** A review in the queue: both people are ones the reader sees in full. */
export type QueuedReview = Review & { names: [string, string] };
/** A decision in force that the reader may undo. */
export type MadeDecision = Override & { names: string[] };
export interface ReviewDetail extends Comparison {
  review: QueuedReview;
  /** The person of each record, in the records' order. */
  persons: [string, string];
  /** Null where no rule ever compared the two. */
  evidence: PairEvidence | null;
}

/** Reviewing links: every function decides, opens and logs as `link-review`, and reaches only people whose identity this session sees in full. */
export interface Reviews {
  /** Reviews from `offset` of the queue on, and where the next page starts; null at the end. */
  queue(session: Session, offset: number): Promise<{ items: QueuedReview[]; next: number | null; decisions: MadeDecision[] }>;
  /** Throws `person.not-found` for what there is not, or may not be seen: the two are told alike. */
  one(session: Session, reviewId: string): Promise<ReviewDetail>;
  /** Decides a review and gives the decision's id. Throws `conflict.changed` when it was dealt with meanwhile. */
  decide(session: Session, reviewId: string, decision: 'join' | 'apart', reason: string): Promise<string>;
  /** Decides about any two records. */
  decideRecords(session: Session, about: { a: number; b: number; decision: 'join' | 'apart'; reason: string }): Promise<string>;
  undo(session: Session, overrideId: string, reason: string): Promise<void>;
  /** A drawn pair to label, without anything the model made of it; null when none waits that this session may see. */
  nextLabel(session: Session): Promise<({ labelId: string } & Comparison) | null>;
  label(session: Session, labelId: string, label: Label): Promise<void>;
  sample(session: Session, n: number): Promise<number>;
  precisionRecall(session: Session): Promise<PrecisionRecall>;
}

const atOnce = 20;
const batch = 25;
const batchesAtMost = 8;

/** @param feeds each feed's category: a reader who may not know a service is not told that it holds the record */
export function createReviews(access: Pick<Access, 'reading' | 'may'>, linkage: Pick<Linkage, 'explain'> & { reviews: LinkReviews }, feeds: readonly FeedSource[]): Reviews {
  const { reviews } = linkage;
  const sources: Sources = new Map(feeds.map((feed) => [feed.id, feed]));

  /** Whether this session may know what every safeguarding category holds of somebody: else neither mark nor order tells that one does. */
  const knowsSafeguarding = (reading: Reading, id: string): boolean => reviews.safeguarding.every((category) => ['detail', 'summary'].includes(reading.level(id, category)));
  const told = (reading: Reading, r: Review): boolean => r.safeguarding && knowsSafeguarding(reading, r.personId) && knowsSafeguarding(reading, r.otherId);
  const compare = (reading: Reading, subjects: readonly [number, number], persons: readonly [string, string], blind: boolean): Promise<Comparison> => compareTwo(sources, reading, subjects, persons, blind);
  /** The two people a review is about. Whoever may not review is refused before it is known whether there is one. */
  const about = async (session: Session, id: string): Promise<[string, string]> => {
    if (!access.may(session, action)) await under(access, session, [], `review ${id}`, async () => undefined);
    const found = isUuid(id) ? await reviews.about(id) : null;
    if (found === null) throw notFound();
    return [found.personId, found.otherId];
  };
  const keep = async (reading: Reading, persons: readonly (string | null)[], given: { a: number; b: number; decision: 'join' | 'apart'; reason: string }): Promise<string> => {
    const now = await reviews.personsOf(reading.sql, [given.a, given.b]);
    if (!now.every((id) => id !== null && persons.includes(id))) throw changed();
    return reviews.decide(reading.sql, given, reading.session);
  };
  const drawn = (pair: DrawnPair): (string | null)[] => [pair.personId, pair.otherId];

  return {
    queue: (session, offset) =>
      access.reading(session, { action, persons: [], request: 'queue' }, async (reading) => {
        const ids: string[] = [];
        let at = offset;
        let next: number | null = null;
        const worst = await reviews.open(0, batch, false);
        await reading.include(worst.flatMap((r) => [r.personId, r.otherId]));
        const plain = !worst.flatMap((r) => [r.personId, r.otherId]).every((id) => !openTo(reading, id) || knowsSafeguarding(reading, id));
        for (let i = 0; i < batchesAtMost; i++) {
          const found = await reviews.open(at, batch, plain);
          await reading.include(found.flatMap((r) => [r.personId, r.otherId]));
          for (const [place, { reviewId, personId, otherId }] of found.entries()) {
            if (!openTo(reading, personId) || !openTo(reading, otherId)) continue;
            if (ids.length === atOnce) {
              next ??= at + place;
              break;
            }
            ids.push(reviewId);
          }
          at += found.length;
          if (next !== null || found.length < batch) break;
          if (i === batchesAtMost - 1) next = at;
        }
        const decisions = await latest(reading);
        const items = await reviews.read(reading.sql, ids);
        const names = await named(reading, items.flatMap((r) => [r.personId, r.otherId]));
        return { items: items.map((r) => ({ ...r, safeguarding: told(reading, r), names: [nameOf(names, r.personId), nameOf(names, r.otherId)] })), next, decisions };
      }),
    one: async (session, reviewId) => {
      const persons = await about(session, reviewId);
      return under(access, session, persons, `review ${reviewId}`, async (reading) => {
        const [review] = await reviews.read(reading.sql, [reviewId]);
        if (review === undefined) throw notFound();
        const subjects = [review.subjectA, review.subjectB] as const;
        const of = await reviews.personsOf(reading.sql, subjects);
        const [first, second] = persons.includes(of[0] ?? '') && persons.includes(of[1] ?? '') ? [of[0]!, of[1]!] : persons;
        const names = await named(reading, persons);
        const comparison = await compare(reading, subjects, [first, second], false);
        return { ...comparison, persons: [first, second], review: { ...review, safeguarding: told(reading, review), names: [nameOf(names, first), nameOf(names, second)] }, evidence: comparison.sides.every((side) => side.received !== null) ? await linkage.explain(...subjects) : null };
      });
    },
    decide: async (session, reviewId, decision, reason) => {
      const persons = await about(session, reviewId);
      return under(access, session, persons, `${decision} ${reviewId}`, async (reading) => {
        const [review] = await reviews.read(reading.sql, [reviewId]);
        if (review === undefined || review.closedAt !== null) throw changed();
        return keep(reading, persons, { a: review.subjectA, b: review.subjectB, decision, reason });
      });
    },
    decideRecords: async (session, given) => {
      const persons = await reviews.personsOf(null, [given.a, given.b]);
      return under(access, session, persons, `${given.decision} records`, (reading) => keep(reading, persons, given));
    },
    undo: async (session, overrideId, reason) => {
      const made = isUuid(overrideId) ? await reviews.decided(overrideId) : [];
      if (made.length === 0) throw notFound();
      const persons = await reviews.personsOf(null, made);
      await under(access, session, persons, `undo ${overrideId}`, async (reading) => {
        if (!(await reviews.undo(reading.sql, overrideId, reason, session))) throw changed();
      });
    },
    nextLabel: (session) =>
      access.reading(session, { action, persons: [], request: 'label' }, async (reading) => {
        for (const pair of await reviews.waiting(batch)) {
          const { personId, otherId } = pair;
          if (personId === null || otherId === null) continue;
          await reading.include([personId, otherId]);
          if (!openTo(reading, personId) || !openTo(reading, otherId)) continue;
          return { labelId: pair.labelId, ...(await compare(reading, [pair.subjectA, pair.subjectB], [personId, otherId], true)) };
        }
        return null;
      }),
    label: async (session, labelId, label) => {
      const pair = isUuid(labelId) ? await reviews.drawn(labelId) : null;
      if (pair === null) throw notFound();
      await under(access, session, drawn(pair), `label ${labelId}`, async (reading) => {
        if (!(await reviews.label(reading.sql, labelId, label, session))) throw changed();
      });
    },
    sample: async (session, n) => {
      refuseUnless(access, session);
      return reviews.sample(Math.min(Math.max(Math.floor(n), 1), 400));
    },
    precisionRecall: async (session) => {
      refuseUnless(access, session);
      return reviews.precisionRecall();
    },
  };

  async function latest(reading: Reading): Promise<MadeDecision[]> {
    const found: { override: Override; persons: string[] }[] = [];
    for (const overrideId of await reviews.latest(atOnce)) {
      const persons = [...new Set((await reviews.personsOf(null, await reviews.decided(overrideId))).filter((id) => id !== null))];
      await reading.include(persons);
      if (persons.length === 0 || !persons.every((id) => openTo(reading, id))) continue;
      const override = await reviews.override(reading.sql, overrideId);
      if (override !== null) found.push({ override, persons });
    }
    const names = await named(reading, found.flatMap((f) => f.persons));
    return found.map(({ override, persons }) => ({ ...override, names: persons.map((id) => nameOf(names, id)) }));
  }
}

function refuseUnless(access: Pick<Access, 'may'>, session: Session): void {
  if (!access.may(session, action)) throw new KithError('access.refused', `${session.teamName} does not review links.`);
}
