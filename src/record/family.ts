import type { Reading } from '../access/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { peopleWithAlerts, personAndSurroundings, type Resident, type Surroundings } from './family.store.ts';
import { foldWords } from './names.ts';
import type { PersonRow } from './person.store.ts';
import { mayKnow, notFound, requireOpen, shownContacts, shownSummary, visibleFeeds, type Sources } from './present.ts';
import type { Family, FamilyMember } from './types.ts';

/** Family and household of a person; each other person passes the same decision as the first, and is logged. */
export async function family(kernel: Kernel, sources: Sources, reading: Reading, personId: string): Promise<Family> {
  requireOpen(reading, personId);
  const row = await personAndSurroundings(reading.sql, personId);
  if (row === null) throw notFound();
  const { around } = row;
  const hidden = reading.persons.get(personId)?.hideWhereabouts === true;
  const home = hidden ? undefined : around.households.find((h) => h.current && h.sources.some((feed) => mayKnow(reading, sources, personId, feed)));
  return {
    summary: shownSummary(reading, sources, row),
    household: home === undefined ? null : { address: home.address, communal: home.communal, since: home.start },
    members: await familyMembers(reading, sources, row, around, kernel.clock.today()),
  };
}

interface Tie {
  roles: Set<string>;
  household: 'current' | 'past' | null;
  since: string | null;
  until: string | null;
}

/** Those around a person, as far as this session may know each source that says so; people merely named come last. */
export async function familyMembers(reading: Reading, sources: Sources, row: PersonRow, around: Surroundings, today: string): Promise<FamilyMember[]> {
  const ties = gather(reading, sources, row.personId, around);
  const others = [...ties.keys()].filter((id) => id !== row.personId);
  if (others.length > 0) await reading.include(others);
  const open = others.filter((id) => reading.persons.get(id)?.sealed === false && !reading.persons.get(id)?.restricted);
  const rows = await peopleWithAlerts(reading.sql, open, today);
  const byId = new Map(rows.map((r) => [r.personId, r]));
  const members = others.flatMap((id): FamilyMember[] => {
    const decision = reading.persons.get(id);
    const tie = ties.get(id)!;
    if (decision === undefined || decision.sealed) return [];
    // Saying that somebody whose whereabouts are hidden lives here would tell where they live.
    const other = byId.get(id);
    const deceased = other?.summary.deceased ?? null;
    const lived = deceased !== null && tie.household === 'current' ? 'past' : tie.household;
    const household = decision.hideWhereabouts || decision.restricted ? null : lived;
    const role = [...tie.roles].join(', ');
    if (role === '' && household === null) return [];
    if (decision.restricted) return [{ kind: 'restricted', role, household }];
    if (other === undefined) return [];
    return [
      {
        kind: 'person',
        personId: id,
        displayName: other.summary.displayName,
        birthDate: other.summary.birthDate,
        deceased,
        role: role === '' ? 'lives at the same address' : role,
        household,
        since: household === null ? null : tie.since,
        until: household === 'past' ? (tie.until ?? (typeof deceased === 'string' ? deceased : null)) : null,
        feeds: visibleFeeds(reading, sources, other),
        alert: other.alerts.some((category) => reading.level(id, category) === 'detail'),
      },
    ];
  });
  const place = { current: 0, past: 2 } as const;
  const orderOf = (m: FamilyMember): number => (m.kind === 'named' || m.household === null ? 1 : place[m.household]);
  members.sort((a, b) => orderOf(a) - orderOf(b) || birthOf(a).localeCompare(birthOf(b)));
  const linked = new Set(rows.map((r) => nameKey(r.summary.displayName)));
  const named = shownContacts(reading, sources, row)
    .filter((contact) => !linked.has(nameKey(contact.value.name)))
    .map((contact): FamilyMember => ({ kind: 'named', name: contact.value.name, role: contact.value.relationship ?? 'contact', phone: contact.value.phone ?? null, feed: contact.feed }));
  return [...members, ...named];
}

const birthOf = (m: FamilyMember): string => (m.kind === 'person' ? (m.birthDate ?? '9999') : '9999');
const nameKey = (name: string): string => foldWords(name.replace(/\(.*\)$/, '')).sort().join(' ');

/** Who is tied to the person and how, from what this session may know. */
function gather(reading: Reading, sources: Sources, personId: string, around: Surroundings): Map<string, Tie> {
  const ties = new Map<string, Tie>();
  const tie = (id: string): Tie => {
    const known = ties.get(id) ?? { roles: new Set(), household: null, since: null, until: null };
    ties.set(id, known);
    return known;
  };
  if (reading.persons.get(personId)?.hideWhereabouts !== true) {
    for (const resident of around.residents) if (mayKnowHome(reading, sources, personId, resident)) live(tie(resident.otherId), resident);
  }
  for (const stated of around.family) {
    const level = reading.level(personId, stated.category);
    if (level === 'detail' || level === 'summary') tie(stated.otherId).roles.add(stated.role);
  }
  return ties;
}

/** Somebody is shown as living here only if a source this session may know places the person here. */
const mayKnowHome = (reading: Reading, sources: Sources, personId: string, resident: Resident): boolean =>
  resident.ownSources.some((feed) => mayKnow(reading, sources, personId, feed));

function live(tie: Tie, { current, start, end }: Resident): void {
  if (tie.household === 'current' || (tie.household === 'past' && !current)) return;
  tie.household = current ? 'current' : 'past';
  tie.since = start;
  tie.until = current ? null : end;
}
