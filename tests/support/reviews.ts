import { createLinkage, type Linkage } from '../../src/linkage/index.ts';
import { createFeeds, type Feeds } from '../../src/feeds/index.ts';
import { sharing } from '../../src/kernel/index.ts';
import { keepApart } from '../../src/main.ts';
import { carryMoves, createIntake, createParting, createRecords, createReviews, type Intake, type Parting, type Reviews } from '../../src/record/index.ts';
import { at, tell, type Told } from '../linkage/people.ts';
import { feedSources, recordsBench, type RecordsBench } from './records.ts';

/**
 * Two records that a model cannot tell to be one person: the same birthday and address, and one has no given name.
 * @param day 1 to 9, and another for each family, so that families are not like each other
 */
export const unsurePair = (family: string, given: string, day: number, more: Told['says'] = {}): Told[] =>
  [
    { feed: 'gp-patients', name: given, says: [given] },
    { feed: 'housing-tenancies', name: given.charAt(0), says: [] },
  ].map(({ feed, name, says }) => ({
    feed,
    key: `${family}-${name}`,
    says: { given: says, family, birthDate: `${1950 + 7 * day}-0${day}-1${day}`, addresses: [at(`${day} ${family} Road`, `NB${day} 1CD`)], phones: [`07700 90012${day}`], ...more },
  }));

export interface ReviewBench extends RecordsBench {
  linkage: Linkage;
  reviews: Reviews;
  feeds: Feeds;
  parting: Parting;
  intake: Intake;
  /** Ids of subjects by `feed/key`. */
  ids: Map<string, number>;
  settle: () => Promise<void>;
  /** The open review about people of this surname. */
  reviewOf(family: string): Promise<string>;
  /** The persons of a surname. */
  personsOf(family: string): Promise<string[]>;
}

/** The records bench with linkage beneath it, standing on what feeds said of these people. */
export async function reviewBench(told: readonly Told[]): Promise<ReviewBench> {
  const bench = await recordsBench();
  const { db, access, kernel } = bench;
  const linkage = createLinkage(kernel);
  const records = createRecords(kernel, access, feedSources, carryMoves(access, linkage));
  const feeds = createFeeds(kernel);
  const settle = sharing(async (): Promise<void> => {
    await feeds.typed.bringIn(keepApart(linkage));
    await linkage.run();
    await records.refresh();
  });
  const ids = await tell(db.writer, told);
  await settle();
  return {
    ...bench,
    records,
    linkage,
    feeds,
    parting: createParting(access, linkage, feedSources),
    intake: createIntake(access, linkage, records, feeds.typed),
    settle,
    ids,
    reviews: createReviews(access, linkage, feedSources),
    async reviewOf(family) {
      const [row] = await db.writer<{ id: string }[]>`
        select review_id::text as id from linkage.review r join feeds.subject s on s.subject_id = r.subject_a where closed_at is null and s.local_key like ${`${family}-%`}`;
      if (row === undefined) throw new Error(`no review about ${family}`);
      return row.id;
    },
    async personsOf(family) {
      const rows = await db.writer<{ id: string }[]>`select distinct person_id::text as id from linkage.link join feeds.subject using (subject_id) where local_key like ${`${family}-%`}`;
      return rows.map((row) => row.id);
    },
  };
}
