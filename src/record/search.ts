import type { Reading } from '../access/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { identifierKey } from './keys.ts';
import { likenesses, readings, score, slips, type Score } from './match.ts';
import { nicknameKeys, soundOf } from './names.ts';
import { peopleRows } from './person.store.ts';
import { mayKnow, shownSummary, visibleFeeds, type Sources } from './present.ts';
import { understand, type Question } from './query.ts';
import { candidates, candidatesById, withIdentifiers, wordsFrom, wordsNear, type Candidate, type Condition } from './search.store.ts';
import type { FoundPerson, SearchResult } from './types.ts';

/** Candidates weighed for one search at most; who asks for more than this many people has not yet asked for a person. */
const most = 300;
/** Fewer hits than this, and misspellings are looked for too. */
const enough = 5;
const mostShown = 100;
/** What is less like than this is not worth showing. */
const least = 0.5;

interface Hit extends Score {
  candidate: Candidate;
  /** Registers whose number it was found by; empty when found otherwise, or by a number that is nobody's own. */
  feeds: string[];
  /** The text also named a place. Whoever's whereabouts are hidden is then not shown, right place or wrong: either would tell. */
  withPlace: boolean;
}

/** Searches as the one box does. Every person returned has been decided and logged by `reading.include`. */
export async function search(kernel: Kernel, sources: Sources, reading: Reading, query: string, wanted: number): Promise<SearchResult> {
  const limit = Math.min(Math.max(Math.trunc(wanted), 1), mostShown);
  const today = kernel.clock.today();
  const asked = understand(query, today);
  /** The best of these who may be shown, one more than `most` at most; the others are not there, for what is shown and for what is looked for next. */
  const mayBeShown = async (found: Iterable<Hit>, most: number): Promise<Hit[]> => {
    const ordered = [...found].sort(
      (a, b) => b.rank - a.rank || (a.candidate.displayName < b.candidate.displayName ? -1 : a.candidate.displayName > b.candidate.displayName ? 1 : 0)
        || (a.candidate.birthDate ?? '').localeCompare(b.candidate.birthDate ?? '') || (a.candidate.personId < b.candidate.personId ? -1 : 1),
    );
    const shown: Hit[] = [];
    for (let from = 0; from < ordered.length && shown.length <= most; ) {
      const next = ordered.slice(from, from + most + 1 - shown.length);
      from += next.length;
      await reading.include(next.map((hit) => hit.candidate.personId));
      shown.push(...next.filter((hit) => mayShow(reading, sources, hit)));
    }
    return shown;
  };
  const numbered = await byNumber(kernel, reading, asked);
  const described = await byDescription(kernel, reading, asked, limit, mayBeShown);
  const hits = new Map<string, Hit>();
  for (const hit of [...described, ...numbered]) hits.set(hit.candidate.personId, hit);
  const shown = await mayBeShown(hits.values(), limit);
  const page = shown.slice(0, limit);
  const rows = new Map((await peopleRows(reading.sql, page.map((hit) => hit.candidate.personId))).map((row) => [row.personId, row]));
  const found = page.flatMap((hit): FoundPerson[] => {
    const { personId, displayName } = hit.candidate;
    const matchedOn = hit.matchedOn;
    if (reading.persons.get(personId)?.restricted) return [{ kind: 'restricted', personId, displayName, matchedOn, rank: hit.rank }];
    const row = rows.get(personId);
    return row === undefined ? [] : [{ kind: 'person', summary: shownSummary(reading, sources, row), feeds: visibleFeeds(reading, sources, row), matchedOn, rank: hit.rank }];
  });
  return { understood: understood(asked), found, more: shown.length > limit };
}

/** Sealed people are not there, nor those whose identity (an area's first category) is not shared; nor is anybody found only by what this session may not know of them. */
function mayShow(reading: Reading, sources: Sources, hit: Hit): boolean {
  const { personId } = hit.candidate;
  const decision = reading.persons.get(personId);
  if (decision === undefined || decision.sealed || (!decision.restricted && [...decision.categories.values()][0]?.level === 'none')) return false;
  if (hit.withPlace && (decision.hideWhereabouts || decision.restricted)) return false;
  return hit.feeds.length === 0 || hit.feeds.some((feed) => mayKnow(reading, sources, personId, feed));
}

async function byNumber(kernel: Pick<Kernel, 'clock'>, reading: Reading, asked: Question): Promise<Hit[]> {
  const wanted = asked.identifiers.map((text) => {
    const [system, value] = text.includes(':') ? [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)] : [null, text];
    return { system, value: identifierKey(value) };
  });
  if (asked.nhsNumber !== null) wanted.push({ system: 'nhs-number', value: asked.nhsNumber }, { system: null, value: asked.nhsNumber });
  const values = [...new Set(wanted.map((w) => w.value))].filter((value) => value.length >= 3);
  if (values.length === 0) return [];
  const rows = (await withIdentifiers(reading.sql, kernel.clock.now(), values)).filter((row) => wanted.some((w) => w.value === row.value && (w.system === null || w.system === row.system)));
  const people = Map.groupBy(rows, (row) => row.personId);
  return (await candidatesById(reading.sql, [...people.keys()])).map((candidate) => {
    const own = people.get(candidate.personId) ?? [];
    const everybodys = own.some((row) => row.feed === '');
    return { candidate, rank: 1, matchedOn: [everybodys ? 'NHS number' : 'local number'], withPlace: false, feeds: everybodys ? [] : [...new Set(own.map((row) => row.feed))] };
  });
}

const placeKeysOf = (asked: Question): string[] => {
  const keys: string[] = [];
  if (asked.postcode !== null) {
    // `NB4`, `NB41`, `NB41A`, `NB41AB`: as much as was typed decides which part is looked for.
    const whole = /\d[A-Z]{2}$/.test(asked.postcode);
    keys.push(...(whole ? [`p:${asked.postcode}`] : [`o:${asked.postcode}`, `s:${asked.postcode.replace(/(?<=\d)[A-Z]$/, '')}`]));
  }
  if (asked.house !== null) keys.push(`h:${asked.house.number}${asked.house.street}`);
  return keys;
};

function birthKeysOf(asked: Question, today: string): { exact: string[]; near: string[] } {
  const thisYear = Number(today.slice(0, 4));
  const exact = asked.birthDates.map((date) => `d:${date}`);
  if (asked.month !== null) exact.push(`n:${asked.month}`);
  if (asked.year !== null) exact.push(`y:${asked.year}`);
  if (asked.age !== null) exact.push(`y:${thisYear - asked.age}`, `y:${thisYear - asked.age - 1}`);
  // With a name beside it a date may be off by a year or in its day and month; alone, that would be half the town.
  const named = asked.names.length > 0;
  const near = asked.birthDates.flatMap((date) => [...slips(date).map((d) => `d:${d}`), ...(named ? [`m:${date.slice(5)}`, `y:${date.slice(0, 4)}`] : [])]);
  return { exact, near: exact.length === 0 ? [] : [...exact, ...near] };
}

/**
 * Three nets, each cast only when the one before caught too little: exactly what was asked (whole or begun names,
 * other forms, the date, the place); then misspelt names and slipped dates; then all but one of the things asked.
 */
async function byDescription(
  kernel: Pick<Kernel, 'clock'>,
  reading: Reading,
  asked: Question,
  limit: number,
  mayBeShown: (found: Iterable<Hit>, most: number) => Promise<Hit[]>,
): Promise<Hit[]> {
  const [now, today] = [kernel.clock.now(), kernel.clock.today()];
  const place = placeKeysOf(asked);
  const birth = birthKeysOf(asked, today);
  const parts = asked.names.filter((name) => name.length > 1);
  const around = [birth.exact, place].filter((keys) => keys.length > 0);
  if (parts.length === 0 && around.length === 0) return [];
  const hits = new Map<string, Hit>();
  const like = likenesses();
  const weigh = (found: readonly Candidate[]): void => {
    for (const candidate of found) {
      const scored = score(asked, candidate, place, today, like);
      if (scored.rank >= least && (hits.get(candidate.personId)?.rank ?? 0) < scored.rank) {
        hits.set(candidate.personId, { ...scored, candidate, feeds: [], withPlace: place.length > 0 });
      }
    }
  };
  // A part may stand in the record joined to its neighbour: `o brien`, `mc donald`.
  const joined = readings(asked.names).slice(1).map((reading, i) => ({ of: asked.names.slice(i, i + 2), word: reading[i]! }));
  const exact: Condition[] = parts.map((part) => [part, ...nicknameKeys(part).map((key) => `k:${key}`), ...joined.flatMap((j) => (j.of.includes(part) ? [j.word] : []))]);
  weigh(await candidates(reading.sql, now, [...exact, ...around], most));
  const forms = new Map(exact.map((keys, i) => [parts[i]!, new Set(keys)]));
  // A page full of people who bear exactly the names asked leaves no room for names that only begin so.
  const caught = async (most: number): Promise<number> => (await mayBeShown(hits.values(), most)).length;
  if (parts.length > 0 && (await caught(limit)) <= limit) {
    for (const { asked: part, word } of await wordsFrom(reading.sql, parts, 200)) forms.get(part)?.add(word);
    const begun = parts.map((part) => [...forms.get(part)!]);
    if (begun.some((keys, i) => keys.length > exact[i]!.length)) weigh(await candidates(reading.sql, now, [...begun, ...around], most));
  }
  if ((await caught(enough)) < enough && (parts.length > 0 || birth.near.length > birth.exact.length)) {
    if (parts.length > 0) for (const { asked: part, word } of await wordsNear(reading.sql, parts.map((word) => ({ word, sound: soundOf(word) })), 40)) forms.get(part)?.add(word);
    const loose = [...parts.map((part) => [...forms.get(part)!]), ...[birth.near, place].filter((keys) => keys.length > 0)];
    weigh(await candidates(reading.sql, now, loose, most));
    if (loose.length > 1 && (await caught(1)) === 0) {
      for (let without = 0; without < loose.length; without++) weigh(await candidates(reading.sql, now, loose.filter((_, i) => i !== without), most));
    }
  }
  return [...hits.values()];
}

function understood(asked: Question): SearchResult['understood'] {
  return {
    names: asked.names,
    birthDate: asked.birthDates[0] ?? null,
    year: asked.year ?? asked.month?.slice(0, 4) ?? null,
    age: asked.age,
    nhsNumber: asked.nhsNumber,
    postcode: asked.postcode,
    street: asked.house === null ? null : `${asked.house.number} ${asked.house.street}`,
    identifier: asked.identifiers[0] ?? null,
  };
}
