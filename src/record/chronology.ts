import type { Access, Reading } from '../access/index.ts';
import type { FactKind } from '../kernel/index.ts';
import { decisionsOf } from './overview.ts';
import { chronologyFacts, peopleRows } from './person.store.ts';
import { notFound, requireOpen, shownFact, shownSummary, type Sources } from './present.ts';
import type { Chronology, ChronologyFilter } from './types.ts';

/** Relationships have a page of their own; a chronology tells what happened. */
const told: readonly FactKind[] = ['service-episode', 'life-event', 'finding', 'plan'];

const mostShown = 1_000;

/** Everything dated of a person in the categories this session sees in detail, newest first; the others are named as withheld. */
export async function chronology(sources: Sources, access: Pick<Access, 'categories'>, reading: Reading, personId: string, filter: ChronologyFilter): Promise<Chronology> {
  requireOpen(reading, personId);
  const decisions = decisionsOf(access, reading, personId);
  const open = decisions.filter((d) => d.level === 'detail').map((d) => d.category);
  const categories = filter.categories === undefined || filter.categories.length === 0 ? open : open.filter((c) => filter.categories?.includes(c));
  const kinds = filter.kinds === undefined || filter.kinds.length === 0 ? told : filter.kinds;
  const [[row], { rows, total }] = await Promise.all([
    peopleRows(reading.sql, [personId]),
    chronologyFacts(reading.sql, personId, { categories, kinds, from: filter.from ?? null, to: filter.to ?? null, offset: Math.max(Math.trunc(filter.offset ?? 0), 0), limit: Math.min(Math.max(Math.trunc(filter.limit), 1), mostShown) }),
  ]);
  if (row === undefined) throw notFound();
  return {
    summary: shownSummary(reading, sources, row),
    entries: rows.map((fact) => shownFact(reading, personId, fact)),
    withheld: decisions.filter((d) => d.level !== 'detail'),
    total,
  };
}
