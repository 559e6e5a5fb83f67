import type { Access, Decision, Reading } from '../access/index.ts';
import type { FeedState, Kernel } from '../kernel/index.ts';
import { card, inForce, isCurrent, professionalsOf } from './cards.ts';
import { familyMembers } from './family.ts';
import type { Surroundings } from './family.store.ts';
import { overviewRow } from './person.store.ts';
import { mayKnow, notFound, requireOpen, shownContacts, shownFact, shownSummary, type Sources } from './present.ts';
import type { Overview, RecordFact } from './types.ts';

/** Events of a category read for an overview; the rest are the chronology's. */
const eventsRead = 8;
const recentShown = 8;

/**
 * A person's first page: everything of the person in one round trip, the people around them decided in a second.
 * Facts of a category at `summary` give involvement, since and workers only.
 */
export async function overview(kernel: Kernel, sources: Sources, access: Pick<Access, 'categories'>, reading: Reading, personId: string, feeds: readonly FeedState[]): Promise<Overview> {
  requireOpen(reading, personId);
  const today = kernel.clock.today();
  const row = await overviewRow(reading.sql, personId, eventsRead);
  if (row === null) throw notFound();
  const summary = shownSummary(reading, sources, row);
  const decisions = decisionsOf(access, reading, personId);
  const facts = row.facts.map((fact) => shownFact(reading, personId, { ...fact, receivedAt: new Date(fact.receivedAt) }));
  const detailed = facts.filter((fact) => reading.level(personId, fact.category) === 'detail');
  const byCategory = Map.groupBy(facts, (fact) => fact.category);
  const feedsOf = Map.groupBy(feeds, (feed) => feed.category);
  const held = new Set([...row.categories, ...row.feeds.flatMap((feed) => sources.get(feed)?.category ?? [])]);
  // Who the person is stands above the cards, whichever feed says it.
  const [, ...services] = access.categories;
  const cards = services.flatMap(({ id, name }) => {
    const decision = reading.persons.get(personId)?.categories.get(id);
    const ofCategory = feedsOf.get(id) ?? [];
    if (decision === undefined || (ofCategory.length === 0 && !held.has(id))) return [];
    return [card({ category: id, name, decision, facts: byCategory.get(id) ?? [], known: held.has(id), feeds: ofCategory, birthDate: summary.birthDate, today })];
  });
  const names = new Map(access.categories.map((c) => [c.id, c.name]));
  return {
    summary,
    decisions,
    alerts: findings(detailed, ['alert', 'risk'], today).sort(byReview),
    aboutMe: findings(detailed, ['about-me', 'reasonable-adjustment'], today),
    cards,
    whoToRing: facts
      .filter((fact) => isCurrent(fact, today))
      .flatMap((fact) => {
        const body = (fact as RecordFact<'service-episode'>).body;
        const service = reading.level(personId, fact.category) === 'detail' ? (body.service ?? fact.label) : (names.get(fact.category) ?? fact.category);
        return professionalsOf([fact]).map((professional) => ({ category: fact.category, service, professional, since: fact.start }));
      })
      .filter(onceEach((w) => `${w.category}|${w.service}|${w.professional.name ?? ''}|${w.professional.phone ?? ''}`)),
    contacts: shownContacts(reading, sources, row).filter((contact) => mayKnow(reading, sources, personId, contact.feed)),
    recent: detailed
      .filter((fact) => fact.kind !== 'finding' && fact.start !== null && fact.start.slice(0, 10) <= today)
      .sort((a, b) => b.start!.localeCompare(a.start!))
      .slice(0, recentShown),
    household: (await familyMembers(reading, sources, row, livingHere(row.around), today)).filter((member) => member.kind !== 'named' && member.household === 'current'),
  };
}

/** Of those around a person only who lives with them now: nobody is decided and logged who is not to be shown. */
function livingHere({ households, residents, family }: Surroundings): Surroundings {
  const current = residents.filter((resident) => resident.current);
  const here = new Set(current.map((resident) => resident.otherId));
  return { households, residents: current, family: family.filter((stated) => here.has(stated.otherId)) };
}

/** Decisions of a person, in the order pages show categories. */
export const decisionsOf = (access: Pick<Access, 'categories'>, reading: Reading, personId: string): Decision[] =>
  access.categories.flatMap(({ id }) => reading.persons.get(personId)?.categories.get(id) ?? []);

const findings = (facts: readonly RecordFact[], types: readonly string[], today: string): RecordFact<'finding'>[] =>
  facts.filter((f): f is RecordFact<'finding'> => f.kind === 'finding' && inForce(f, today) && types.includes((f as RecordFact<'finding'>).body.type));

/** Soonest review first, then those without one, newest first. */
const byReview = (a: RecordFact<'finding'>, b: RecordFact<'finding'>): number =>
  (a.body.reviewDate ?? '9999').localeCompare(b.body.reviewDate ?? '9999') || (b.start ?? '').localeCompare(a.start ?? '');

function onceEach<T>(key: (value: T) => string): (value: T) => boolean {
  const seen = new Set<string>();
  return (value) => {
    const k = key(value);
    if (seen.has(k)) return false;
    seen.add(k);
    return true;
  };
}
