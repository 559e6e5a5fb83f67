import type { Reading } from '../access/index.ts';
import { KithError } from '../kernel/index.ts';
import type { FactRow, PersonRow } from './person.store.ts';
import type { FeedSource } from './refresh.ts';
import type { PersonSummary, RecordFact, Sourced } from './types.ts';
import type { ContactPerson } from '../kernel/index.ts';

/** Each feed's category of data. */
export type Sources = ReadonlyMap<string, FeedSource>;

/** Whether this session may know that a feed holds the person at all. A feed nobody describes is not known to anybody. */
export function mayKnow(reading: Reading, sources: Sources, personId: string, feed: string): boolean {
  const category = sources.get(feed)?.category;
  if (category === undefined) return false;
  const level = reading.level(personId, category);
  return level === 'detail' || level === 'summary';
}

export const visibleFeeds = (reading: Reading, sources: Sources, row: PersonRow): string[] => row.feeds.filter((feed) => mayKnow(reading, sources, row.personId, feed));

/** Whether this session sees all of who the person is, or only enough to know who is meant. An area's first category is identity. */
export const identityInFull = (reading: Reading, personId: string): boolean => [...(reading.persons.get(personId)?.categories.values() ?? [])][0]?.level === 'detail';

/** People a source names, as far as this session may know that source; without phone and address where whereabouts are hidden. */
export function shownContacts(reading: Reading, sources: Sources, row: PersonRow): Sourced<ContactPerson>[] {
  const hidden = reading.persons.get(row.personId)?.hideWhereabouts === true;
  if (!identityInFull(reading, row.personId)) return [];
  return row.summary.contacts
    .filter((contact) => mayKnow(reading, sources, row.personId, contact.feed))
    .map((contact) => {
      if (!hidden) return contact;
      const { phone: _phone, address: _address, ...value } = contact.value;
      return { ...contact, value };
    });
}

/**
 * The summary as this session may see it: without whereabouts where they are hidden, and without what would name a
 * source it may not know. Where identity is shared in summary only, who is meant and no more: name, birth, death,
 * gender, NHS number and address.
 */
export function shownSummary(reading: Reading, sources: Sources, row: PersonRow): PersonSummary {
  const hidden = reading.persons.get(row.personId)?.hideWhereabouts === true;
  const full = identityInFull(reading, row.personId);
  const { identifiers, contacts: _, ...summary } = row.summary;
  return {
    ...summary,
    ...(full ? {} : { language: null, interpreterNeeded: null, ethnicity: null }),
    personId: row.personId,
    address: hidden ? null : summary.address,
    phones: hidden || !full ? [] : summary.phones,
    emails: hidden || !full ? [] : summary.emails,
    gpPractice: hidden || !full ? null : summary.gpPractice,
    identifiers: full ? identifiers.filter((i) => mayKnow(reading, sources, row.personId, i.feed)).map(({ system, value }) => ({ system, value })) : [],
    contacts: shownContacts(reading, sources, row).map((contact) => contact.value),
    whereaboutsHidden: hidden,
  };
}

/** A fact as pages show it. Where whereabouts are hidden, the place of an event is not told. */
export function shownFact(reading: Reading, personId: string, row: FactRow): RecordFact {
  const fact: RecordFact = { ...row, receivedAt: row.receivedAt.toISOString() };
  if (row.kind !== 'life-event' || reading.persons.get(personId)?.hideWhereabouts !== true) return fact;
  const { place: _, ...body } = row.body as RecordFact<'life-event'>['body'];
  return { ...fact, body };
}

/** Refuses what may not be opened: nobody by that id, sealed (no different), or restricted. */
export function requireOpen(reading: Reading, personId: string): void {
  const decision = reading.decided(personId);
  if (decision === undefined || decision.sealed) throw notFound();
  if (decision.restricted) {
    throw new KithError('access.refused', 'This record is restricted.', { mend: 'If you need it for this person’s care, confirm your access and say why; it is logged and looked at.' });
  }
}

export const notFound = (): KithError =>
  new KithError('person.not-found', 'There is no record of this person that you may see.', { mend: 'Search again; a person may also be known to services that do not share with you.' });
