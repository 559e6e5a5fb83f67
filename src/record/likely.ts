import { assertReading, type Reading } from '../access/index.ts';
import type { Demographics } from '../kernel/index.ts';
import type { Linkage, MatchCandidate } from '../linkage/index.ts';
import type { FoundPerson, Records } from './types.ts';

/** Somebody who may be the one asked for, as far as the reader may know of them. */
export interface LikelyPerson {
  person: FoundPerson;
  candidate: MatchCandidate;
}

/** What a look-up is called in the log. */
export const matchRequest = (asked: Demographics): string => `match: ${Object.entries(asked).map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(', ')}`;

/** People decided on for each one shown at most: those left out leave room for those after them. */
const spare = 3;
const order = { join: 0, review: 1, apart: 2 } as const;

/**
 * Who these demographics may be of, likeliest first, of those this reading may know of. `unshown` are people whom a run
 * would join with them and who are not shown, or not so likely: for the store alone, never for a page.
 */
export async function likelyPeople(
  linkage: Pick<Linkage, 'match'>,
  records: Pick<Records, 'people'>,
  reading: Reading,
  asked: Demographics,
  limit: number,
): Promise<{ shown: LikelyPerson[]; unshown: MatchCandidate[] }> {
  assertReading(reading);
  const { addresses: _, phones: __, emails: ___, ...elsewhere } = asked;
  const saysWhere = asked.addresses !== undefined || asked.phones !== undefined || asked.emails !== undefined;
  const found = await linkage.match(asked, { limit: limit * spare });
  // Where somebody may be reached must neither find nor raise a person whose whereabouts are hidden: right or wrong, either would tell.
  const without = saysWhere ? await linkage.match(elsewhere, { limit: limit * spare }) : found;
  const people = await records.people(reading, [...new Set([...found, ...without].map((c) => c.personId))]);
  const shown = people
    .flatMap((person): LikelyPerson[] => {
      const personId = idOf(person);
      const hidden = person.kind === 'restricted' || reading.persons.get(personId)?.hideWhereabouts === true;
      const candidate = (hidden ? without : found).find((c) => c.personId === personId);
      return candidate === undefined ? [] : [{ person, candidate }];
    })
    .sort((x, y) => order[x.candidate.band] - order[y.candidate.band] || y.candidate.weight - x.candidate.weight)
    .slice(0, limit);
  const joined = new Set(shown.filter((s) => s.candidate.band === 'join').map((s) => s.candidate.personId));
  return { shown, unshown: [...new Map([...found, ...without].filter((c) => c.band === 'join' && !joined.has(c.personId)).map((c) => [c.personId, c])).values()] };
}

export const idOf = (person: FoundPerson): string => (person.kind === 'restricted' ? person.personId : person.summary.personId);
