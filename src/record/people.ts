import type { Reading } from '../access/index.ts';
import { peopleRows } from './person.store.ts';
import { identityInFull, shownSummary, visibleFeeds, type Sources } from './present.ts';
import { candidatesById } from './search.store.ts';
import type { FoundPerson } from './types.ts';

/**
 * Who these people are, in the order asked, after deciding and logging each: those whose identity this session sees in
 * full, and by name those who are restricted. Nobody else is there, and nothing tells that anybody was left out.
 */
export async function people(sources: Sources, reading: Reading, personIds: readonly string[]): Promise<FoundPerson[]> {
  await reading.include(personIds);
  const decided = personIds.flatMap((id) => reading.persons.get(id.toLowerCase()) ?? []).filter((person) => !person.sealed);
  const rows = new Map((await peopleRows(reading.sql, decided.filter((p) => !p.restricted).map((p) => p.personId))).map((row) => [row.personId, row]));
  const named = new Map((await candidatesById(reading.sql, decided.filter((p) => p.restricted).map((p) => p.personId))).map((c) => [c.personId, c.displayName]));
  return decided.flatMap(({ personId, restricted }): FoundPerson[] => {
    const displayName = named.get(personId);
    if (restricted) return displayName === undefined ? [] : [{ kind: 'restricted', personId, displayName, matchedOn: [], rank: 1 }];
    const row = rows.get(personId);
    if (row === undefined || !identityInFull(reading, personId)) return [];
    return [{ kind: 'person', summary: shownSummary(reading, sources, row), feeds: visibleFeeds(reading, sources, row), matchedOn: [], rank: 1 }];
  });
}
