import { ageOn } from '../kernel/index.ts';
import { foldWords, nicknameKeys, soundOf } from './names.ts';
import type { Question } from './query.ts';
import type { Candidate } from './search.store.ts';

/** How well a candidate answers a question: 0 to 1, and what it was matched on, in words. */
export interface Score {
  rank: number;
  matchedOn: string[];
}

/** Letters to insert, drop, change or swap with a neighbour between two words; stops counting above 2. */
export function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return Math.min(last[b.length]!, 3);
}

type Likeness = { worth: number; reason: string };
const unlike: Likeness = { worth: 0, reason: '' };

/** How like a name part what was typed is. Weights are ordered by how surely each finds the person meant. */
export function likeness(asked: string, word: string, sound = soundOf): Likeness {
  if (asked === word) return { worth: 1, reason: 'name' };
  if (asked.length === 1) return word.startsWith(asked) ? { worth: 0.6, reason: 'initial' } : unlike;
  if (word.startsWith(asked)) return { worth: 0.8 + 0.15 * (asked.length / word.length), reason: 'start of the name' };
  const keys = nicknameKeys(asked);
  if (nicknameKeys(word).some((key) => keys.includes(key))) return { worth: 0.88, reason: 'another form of the name' };
  const distance = edits(asked, word);
  if (distance === 1 && asked.length >= 4) return { worth: 0.8, reason: 'similar name' };
  if (asked.length >= 3 && word.length >= 3 && sound(asked) === sound(word)) return { worth: 0.76, reason: 'name that sounds alike' };
  return distance === 2 && asked.length >= 6 ? { worth: 0.7, reason: 'similar name' } : unlike;
}

const remembering = <T>(find: (word: string) => T): ((word: string) => T) => {
  const known = new Map<string, T>();
  return (word) => {
    const found = known.get(word) ?? find(word);
    known.set(word, found);
    return found;
  };
};

/** Remembers each likeness and sound found in one search: hundreds of candidates share the same few words. */
export function likenesses(): (asked: string, word: string) => Likeness {
  const sound = remembering(soundOf);
  const of = remembering((asked) => remembering((word) => likeness(asked, word, sound)));
  return (asked, word) => of(asked)(word);
}

/** The asked names as typed, and with each two neighbours written as one: `o brien` is `obrien` too. */
export const readings = (asked: readonly string[]): string[][] => [[...asked], ...asked.slice(1).map((part, i) => [...asked.slice(0, i), `${asked[i]}${part}`, ...asked.slice(i + 2)])];

/** The best reading of the asked names among a person's names, as a share of all that was asked. */
function scoreNames(asked: readonly string[], names: string, like: (asked: string, word: string) => Likeness): { worth: number; reasons: string[] } {
  const [typed, ...joined] = readings(asked).map((parts) => scoreReading(parts, names, like));
  return joined.reduce((best, other) => (other.worth > best.worth ? other : best), typed!);
}

/** Each word of a name answers one asked part at most. */
function scoreReading(asked: readonly string[], names: string, like: (asked: string, word: string) => Likeness): { worth: number; reasons: string[] } {
  let best: { worth: number; reasons: string[] } = { worth: 0, reasons: [] };
  for (const name of names.split('|')) {
    const words = name.split(' ');
    if (words.length > 1) words.push(words.slice(-2).join(''));
    let worth = 0;
    const reasons: string[] = [];
    const free = new Set(words.keys());
    for (const part of asked) {
      let found: { at: number; like: Likeness } | null = null;
      for (const at of free) {
        const alike = like(part, words[at]!);
        if (alike.worth > (found?.like.worth ?? 0)) found = { at, like: alike };
      }
      if (found === null) continue;
      free.delete(found.at);
      worth += found.like.worth;
      reasons.push(found.like.reason);
    }
    // A name wholly named is likelier meant than a longer one of which it is a part.
    worth -= 0.004 * Math.min(free.size, 5);
    if (worth / asked.length > best.worth) best = { worth: worth / asked.length, reasons };
  }
  return best;
}

/** Birth dates that are easily typed for another: day and month changed places. */
export function slips(date: string): string[] {
  const [y = '', m = '', d = ''] = date.split('-');
  return Number(d) <= 12 && d !== m ? [`${y}-${d}-${m}`] : [];
}

const weights = { name: 1, birth: 1.2, place: 0.8 } as const;

/** Scores one candidate. `placeKeys` are the search keys of the place asked for, if any. */
export function score(asked: Question, candidate: Candidate, placeKeys: readonly string[], today: string, like: (asked: string, word: string) => Likeness = likeness): Score {
  const matchedOn = new Set<string>();
  let got = 0;
  let of = 0;
  const held = new Set(candidate.keys);
  if (asked.names.length > 0) {
    const { worth, reasons } = scoreNames(asked.names, candidate.names, like);
    got += worth * asked.names.length * weights.name;
    of += asked.names.length * weights.name;
    const shown = foldWords(candidate.displayName);
    const elsewhere = !readings(asked.names).flat().some((part) => shown.includes(part));
    for (const reason of reasons) matchedOn.add(reason === 'name' && elsewhere ? 'another of their names' : reason);
  }
  const born = asked.birthDates.length > 0 || asked.month !== null || asked.year !== null || asked.age !== null;
  if (born) {
    of += weights.birth;
    const [worth, reason] = scoreBirth(asked, candidate, held, today);
    got += worth * weights.birth;
    if (reason !== null) matchedOn.add(reason);
  }
  if (placeKeys.length > 0) {
    of += weights.place;
    const hit = placeKeys.find((key) => held.has(key));
    if (hit !== undefined) {
      got += weights.place;
      matchedOn.add(hit.startsWith('h:') ? 'address' : 'postcode');
    }
  }
  return { rank: of === 0 ? 0 : Math.max(0, got / of), matchedOn: [...matchedOn] };
}

function scoreBirth(asked: Question, { birthDate }: Candidate, held: ReadonlySet<string>, today: string): [number, string | null] {
  for (const [i, date] of asked.birthDates.entries()) {
    if (birthDate === date) return [1 - i * 0.02, 'date of birth'];
    if (held.has(`d:${date}`)) return [0.95 - i * 0.02, 'date of birth in one source'];
    if (slips(date).some((d) => held.has(`d:${d}`))) return [0.7, 'date of birth with day and month changed'];
    if (held.has(`m:${date.slice(5)}`)) return [0.5, 'day and month of birth'];
    if (held.has(`y:${date.slice(0, 4)}`)) return [0.35, 'year of birth'];
  }
  if (asked.month !== null && held.has(`n:${asked.month}`)) return [1, 'month of birth'];
  if (asked.year !== null && held.has(`y:${asked.year}`)) return [1, 'year of birth'];
  if (asked.age !== null && birthDate !== null) {
    const age = ageOn(birthDate, today);
    if (age === asked.age) return [1, 'age'];
    if (age !== null && Math.abs(age - asked.age) <= 1) return [0.6, 'age, about'];
  }
  return [0, null];
}
