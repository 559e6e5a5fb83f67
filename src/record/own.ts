import type { Access, Reading } from '../access/index.ts';
import type { FeedState, Kernel } from '../kernel/index.ts';
import { card } from './cards.ts';
import { decisionsOf } from './overview.ts';
import { chronologyFacts, peopleRows } from './person.store.ts';
import { notFound, requireOpen, type Sources } from './present.ts';

/** A service that holds something of a person, as the person is told it: no codes, no labels, no workers' names. */
export interface OwnHolding {
  category: string;
  name: string;
  organisations: string[];
  involvement: 'current' | 'historic' | 'held';
  since: string | null;
  until: string | null;
}

/** What a person's own pages say of them. */
export interface OwnRecord {
  given: string;
  family: string;
  holdings: OwnHolding[];
}

const read = 1_000;

/** Which services hold something, of the kinds of data this reading opens, and since when. Nobody else is read on the way. */
export async function ownRecord(kernel: Kernel, sources: Sources, access: Pick<Access, 'categories'>, reading: Reading, personId: string, feeds: readonly FeedState[]): Promise<OwnRecord> {
  requireOpen(reading, personId);
  const today = kernel.clock.today();
  const [, ...services] = access.categories;
  const open = decisionsOf(access, reading, personId).filter((d) => d.level === 'summary' || d.level === 'detail');
  const [[row], { rows }] = await Promise.all([
    peopleRows(reading.sql, [personId]),
    chronologyFacts(reading.sql, personId, { categories: open.map((d) => d.category), kinds: ['service-episode', 'life-event', 'finding', 'plan'], from: null, to: null, offset: 0, limit: read }),
  ]);
  if (row === undefined) throw notFound();
  const held = new Set([...row.categories, ...row.feeds.flatMap((feed) => sources.get(feed)?.category ?? [])]);
  const holdings = services.flatMap(({ id, name }): OwnHolding[] => {
    const decision = open.find((d) => d.category === id);
    if (decision === undefined || !held.has(id)) return [];
    const facts = rows.filter((fact) => fact.category === id).map((fact) => ({ ...fact, receivedAt: fact.receivedAt.toISOString() }));
    const ofCategory = feeds.filter((feed) => feed.category === id);
    const { involvement, since, until } = card({ category: id, name, decision, facts, known: true, feeds: ofCategory, birthDate: row.summary.birthDate, today });
    const organisations = [...new Set(ofCategory.filter((feed) => row.feeds.includes(feed.feed) || facts.some((f) => f.feed === feed.feed)).map((feed) => feed.organisationName))];
    return [{ category: id, name, organisations, involvement: involvement === 'historic' || involvement === 'held' ? involvement : 'current', since, until }];
  });
  return { given: row.summary.preferredName ?? row.summary.given[0] ?? '', family: row.summary.family, holdings };
}
