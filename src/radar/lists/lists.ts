import { assertReading, type Reading } from '../../access/index.ts';
import { KithError, type Kernel } from '../../kernel/index.ts';
import type { FoundPerson, Records } from '../../record/index.ts';
import { dayOf } from '../scoring/days.ts';
import type { Standing } from '../scoring/engine.ts';
import { packedOf } from '../scoring/gather.store.ts';
import { mappedFor, type MappedFact } from '../signals/sources.ts';
import { selectorsOf } from '../signals/walk.ts';
import { bandOf, notKnownOf, reasonsOf } from '../scoring/result.ts';
import type { Scoring } from '../scoring/scoring.ts';
import { see } from '../scoring/sight.ts';
import { candidates, evidenceRows, lastContacts, sinceOf, wardNames, type Candidate } from './list.store.ts';
import { ahead, decayWords, endings, monthly, scoresOn } from './past.ts';
import { shownNotKnown, shownReasons, sumOf } from './shown.ts';
import type { CardList, Explained, ExplainedSignal, ListFilter, ListRow, Lists } from './types.ts';

const pageSize = 25;
const trendMonths = 12;

export interface ListServices {
  kernel: Kernel;
  records: Pick<Records, 'people'>;
  scoring: Pick<Scoring, 'engine'>;
  mapped: readonly MappedFact[];
}

type Person = FoundPerson & { kind: 'person' };

/** The reading side of scorecards: lists, explanations and what a person's record shows. */
export function createLists({ kernel, records, scoring, mapped }: ListServices): Lists {
  const { engine } = scoring;
  const standing = (): Promise<Standing> => kernel.db.writer.begin((sql) => engine.standing(sql));
  const own = (stand: Standing, session: Reading['session']): number[] =>
    stand.versions.flatMap(({ card }, i) => (card.team === session.team && card.purpose === session.purpose ? [i] : []));
  const indexOf = (stand: Standing, reading: Reading, id: string): number => {
    const index = own(stand, reading.session).find((i) => stand.versions[i]!.card.id === id);
    if (index === undefined) throw new KithError('radar.unknown-card', 'There is no such list for your team and purpose.', { mend: 'Go to Radar for the lists there are.' });
    return index;
  };
  const shownPeople = async (reading: Reading, ids: readonly string[]): Promise<Map<string, Person>> =>
    new Map((await records.people(reading, ids)).flatMap((p) => (p.kind === 'person' ? [[p.summary.personId, p] as const] : [])));

  /** One candidate as a row; null when what this reader may see of them puts them on no list. */
  const rowOf = (stand: Standing, index: number, reading: Reading, candidate: Candidate, person: Person, filter: ListFilter): Omit<ListRow, 'trend' | 'lastContact'> | null => {
    const { card } = stand.versions[index]!;
    const reasons = shownReasons(reading, candidate.personId, candidate.reasons);
    const score = sumOf(reasons);
    const band = card.bands.find((b) => b.id === bandOf(card, Math.round(score * 10)));
    if (band === undefined || (filter.band !== undefined && band.id !== filter.band) || (filter.signal !== undefined && !reasons.some((r) => r.signal === filter.signal))) return null;
    return { person, reasons, score, band, since: candidate.since.toISOString(), notKnown: shownNotKnown(reading, candidate.personId, candidate.notKnown) };
  };

  const list: Lists['list'] = async (reading, id, filter) => {
    assertReading(reading);
    const stand = await standing();
    const index = indexOf(stand, reading, id);
    const { card, version } = stand.versions[index]!;
    const { uses } = stand.compiled.cards[index]!;
    const today = kernel.clock.today();
    const limit = Math.min(filter.limit ?? pageSize, 1000);
    const rows: Omit<ListRow, 'trend' | 'lastContact'>[] = [];
    let offset = filter.offset ?? 0;
    let next: number | null = null;
    // What is decided about comes in small parts: nobody is looked at who is not to be shown.
    for (let more = true; more && next === null; ) {
      const found = await candidates(reading.sql, id, filter, bornWithin(filter, today), offset, pageSize);
      more = found.length === pageSize;
      const people = await shownPeople(reading, found.map((c) => c.personId));
      await reading.include([...new Set(found.filter((c) => people.has(c.personId)).flatMap((c) => c.reasons.flatMap((r) => r.about)))]);
      for (const candidate of found) {
        if (rows.length === limit) {
          next = offset;
          break;
        }
        offset++;
        const person = people.get(candidate.personId);
        const row = person === undefined ? null : rowOf(stand, index, reading, candidate, person, filter);
        if (row !== null) rows.push(row);
      }
    }
    const ids = rows.map((row) => row.person.summary.personId);
    const [packed, contacts, wards] = await Promise.all([packedOf(kernel.db.writer, ids), lastContacts(reading.sql, ids, inDetail(reading, ids), today), wardNames(reading.sql)]);
    const days = monthly(today, trendMonths).map((day) => dayOf(day));
    const needed = new Set(uses.flatMap(({ signal }) => [...selectorsOf(stand.compiled.signals[signal]!.definition.when)].flatMap(({ selector }) => mappedFor(selector, mapped).map((f) => f.feed))));
    return {
      card, version, next, wards,
      rows: rows.map((row) => {
        const bytes = packed.get(row.person.summary.personId);
        const shown = new Set(row.reasons.map((r) => r.signal));
        const trend = bytes !== undefined && see(engine.sight, bytes) ? scoresOn(stand, engine.sight, index, days, shown) : [];
        return { ...row, trend, lastContact: contacts.get(row.person.summary.personId) ?? null };
      }),
      signals: uses.map(({ signal }) => ({ id: stand.compiled.signals[signal]!.definition.id, label: stand.compiled.signals[signal]!.definition.label })),
      waiting: stand.states.filter((s) => needed.has(s.feed) && s.state !== 'on-time').map((s) => s.title),
    } satisfies CardList;
  };

  const explainOne = async (reading: Reading, stand: Standing, index: number, person: Person): Promise<Explained | null> => {
    const { personId } = person.summary;
    const today = kernel.clock.today();
    const day = dayOf(today);
    const bytes = (await packedOf(kernel.db.writer, [personId])).get(personId);
    if (bytes === undefined || !see(engine.sight, bytes)) return null;
    const { card, version } = stand.versions[index]!;
    const { uses } = stand.compiled.cards[index]!;
    const outcome = stand.evaluate(engine.sight, day);
    const all = reasonsOf(stand.compiled, engine.dictionary.shapes, engine.sight, outcome, index);
    const unknown = shownNotKnown(reading, personId, notKnownOf(stand.compiled, outcome, index));
    const { outside } = outcome.cards[index]!;
    const truths = uses.map(({ signal }) => outcome.signals[signal]!.truth);
    const about = [...new Set(all.flatMap((r) => r.about))];
    const ends = endings(stand, engine.sight, index, day);
    await reading.include(about);
    const reasons = shownReasons(reading, personId, all);
    const shown = new Set(reasons.map((r) => r.signal));
    // Another page may have looked at somebody else with the same room for one person in between.
    see(engine.sight, bytes);
    const days = monthly(today, trendMonths);
    const trend = scoresOn(stand, engine.sight, index, days.map((d) => dayOf(d)), shown);
    const score = sumOf(reasons);
    const titleOf = (band: string) => card.bands.find((b) => b.id === band) ?? null;
    const coming = ahead(stand, engine.sight, index, day, shown);
    const stored = (await sinceOf(reading.sql, personId)).get(card.id);
    const rows = await evidenceRows(reading.sql, [personId, ...about], reasons.flatMap((r) => r.facts).filter((f) => /^\d+$/.test(f)), reasons.flatMap((r) => r.facts).filter((f) => !/^\d+$/.test(f)));
    const band = titleOf(bandOf(card, Math.round(score * 10)));
    return {
      card, version, person, score, band, outside,
      since: stored !== undefined && stored.band === band?.id ? stored.since.toISOString() : null,
      signals: uses.flatMap(({ signal, points: of }, u): ExplainedSignal[] => {
        const { definition, categories } = stand.compiled.signals[signal]!;
        const visible = categories.every((c) => ['detail', 'summary'].includes(reading.level(personId, c)));
        const reason = reasons.find((r) => r.signal === definition.id) ?? null;
        const notKnown = unknown.find((n) => n.signal === definition.id) ?? null;
        // What holds and is not shown is left out as if the card did not have it, and so is what the reader may not know of.
        if (!visible || (truths[u] === 1 && reason === null && outside === null)) return [];
        return [{ signal: definition.id, label: definition.label, about: definition.about, of, holds: reason !== null ? 'yes' : notKnown !== null ? 'not-known' : 'no', points: reason?.points ?? 0, notKnown, reason, decay: decayWords(definition.decay), ends: ends[u] ?? null }];
      }),
      evidence: new Map(rows.map((row) => [row.ref, { label: row.label, date: row.date, feed: row.feed, own: row.personId === personId }])),
      trend: days.map((d, i) => ({ day: d, score: trend[i]! })),
      ahead: coming.map(({ day: on, band: to }) => ({ day: on, band: titleOf(to) })),
    };
  };

  const personIn = async (reading: Reading, personId: string): Promise<Person | null> => (await shownPeople(reading, [personId])).get(personId) ?? null;
  return {
    async cards(session) {
      const stand = await standing();
      return own(stand, session).map((i) => {
        const { card, version } = stand.versions[i]!;
        return { id: card.id, title: card.title, about: card.about, version };
      });
    },
    list,
    async explain(reading, id, personId) {
      assertReading(reading);
      const stand = await standing();
      const index = indexOf(stand, reading, id);
      const person = await personIn(reading, personId);
      return person === null ? null : explainOne(reading, stand, index, person);
    },
    async risk(reading, personId) {
      assertReading(reading);
      const stand = await standing();
      const person = await personIn(reading, personId);
      if (person === null) return [];
      const explained: Explained[] = [];
      for (const index of own(stand, reading.session)) {
        const one = await explainOne(reading, stand, index, person);
        if (one !== null) explained.push(one);
      }
      return explained.sort((a, b) => b.score - a.score);
    },
  };
}

/** Categories of these people that the reader sees in detail, as `id/category`: a summary tells no dates. */
const inDetail = (reading: Reading, ids: readonly string[]): string[] =>
  ids.flatMap((id) => [...(reading.persons.get(id)?.categories.values() ?? [])].flatMap(({ category, level }) => (level === 'detail' ? [`${id}/${category}`] : [])));

/** Birth dates of those within a filter's ages: after one, up to and with the other; null without ages. */
function bornWithin({ from, to }: ListFilter, today: string): { after: string; before: string } | null {
  if (from === undefined && to === undefined) return null;
  const years = (n: number): string => `${String(Number(today.slice(0, 4)) - n).padStart(4, '0')}${today.slice(4)}`;
  return { after: to === undefined ? '0000' : years(to + 1), before: from === undefined ? today : years(from) };
}
