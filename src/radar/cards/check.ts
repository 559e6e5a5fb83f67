import { checkAccess, levelsOf, type TeamDefinition } from '../../access/index.ts';
import type { Area, Definition, Problem } from '../../kernel/index.ts';
import type { SignalDefinition } from '../signals/definition.ts';
import { needsOf } from '../signals/needs.ts';
import { mappedFacts, mappedFor, type MappedFact } from '../signals/sources.ts';
import { selectorsOf } from '../signals/walk.ts';
import { observableCodes, readDetectors } from '../settings.ts';
import type { CardDefinition } from './definition.ts';
import { readRadarFiles, type ReadSignal } from './read.ts';

/** A fault of a card, at a path inside it. The editor shows the words; `kith check` adds file and line. */
export interface CardFault {
  at: (string | number)[];
  message: string;
  mend: string;
}

/** What a card is held against. */
export interface CardGround {
  signals: readonly SignalDefinition[];
  teams: readonly TeamDefinition[];
  mapped: readonly MappedFact[];
}

/** Somebody younger than this is a child. */
const adult = 18;

/** Everything wrong with a card that its schema does not say. */
export function faultsOf(card: CardDefinition, { signals, teams, mapped }: CardGround): CardFault[] {
  const faults: CardFault[] = [];
  const say = (at: CardFault['at'], message: string, mend: string): void => void faults.push({ at, message, mend });
  const { ages, bands } = card;
  if (ages.from !== undefined && ages.to !== undefined && ages.to < ages.from) say(['ages', 'to'], `Nobody is ${ages.from} or over and ${ages.to} or under.`, 'Give `to` an age no lower than `from`.');
  if (card.fitted && (ages.from ?? 0) < adult) {
    say(['fitted'], 'A card that can list children may not be fitted to outcomes.', `Set fitted: false and state the rules, or give ages: { from: ${adult} }.`);
  }
  for (const [i, band] of bands.entries()) {
    if (bands.findIndex((b) => b.id === band.id) < i) say(['bands', i, 'id'], `Band "${band.id}" stands here twice.`, 'Give each band an id of its own.');
    const before = bands[i - 1];
    if (before !== undefined && band.from <= before.from) say(['bands', i, 'from'], `Bands overlap: "${band.id}" begins at ${band.from}, and "${before.id}" before it at ${before.from}.`, 'Write bands from the lowest up, each beginning above the one before.');
    if (band.from < 0.1) say(['bands', i, 'from'], 'A band must begin above nothing, or everybody is in it.', 'Give it a score of 0.1 or more.');
  }
  if (!bands.some((b) => b.id === card.alertFrom)) say(['alertFrom'], `There is no band "${card.alertFrom}".`, `Use one of: ${bands.map((b) => b.id).join(', ')}.`);
  const rules = teams.find((t) => t.id === card.team)?.purposes[card.purpose];
  if (!teams.some((t) => t.id === card.team)) say(['team'], `There is no team "${card.team}".`, `Use one of those in access/teams.yaml: ${teams.map((t) => t.id).join(', ')}.`);
  else if (rules === undefined) say(['purpose'], `${card.team} has no purpose "${card.purpose}".`, `Use one of: ${Object.keys(teams.find((t) => t.id === card.team)!.purposes).join(', ')}.`);
  for (const [i, { use }] of card.signals.entries()) {
    const at = ['signals', i, 'use'];
    if (card.signals.findIndex((s) => s.use === use) < i) say(at, `Signal "${use}" stands here twice.`, 'Keep one, with the points that both should give.');
    const signal = signals.find((s) => s.id === use);
    if (signal === undefined) {
      say(at, `There is no signal "${use}".`, `Name one of radar/signals: ${signals.map((s) => s.id).join(', ')}.`);
      continue;
    }
    if (rules === undefined) continue;
    for (const category of needsOf(signal, mapped)) {
      const rule = rules[category];
      if (rule === undefined || !levelsOf(rule).some((level) => level === 'detail' || level === 'summary')) {
        say(at, `"${use}" rests on ${category}, which ${card.team} may not see for ${card.purpose}.`, 'Take the signal out, or choose a team and purpose that may see it in detail or summary.');
      }
    }
  }
  return faults;
}

/** Checks `radar/signals/*.yaml` and `radar/cards/*.yaml` of an area against each other, its feeds and its access files. */
export function checkRadarCards(area: Area): Problem[] {
  const { signals, cards, problems } = readRadarFiles(area.dir);
  const { definitions } = checkAccess(area);
  if (definitions === null) return problems;
  const ground: CardGround = { signals: signals.map((s) => s.signal), teams: definitions.teams, mapped: mappedFacts(area.dir) };
  const categories = new Set(definitions.categories.map((c) => c.id));
  const observable = observableCodes(readDetectors(area.dir).settings);
  return [
    ...problems,
    ...twice(signals.map(({ signal, file, at }) => ({ id: signal.id, file, at }))),
    ...twice(cards.map((file) => ({ id: file.value.id, file, at: [] }))),
    ...signals.flatMap((signal) => checkSignal(signal, ground.mapped, categories, observable)),
    ...cards.flatMap((file) => faultsOf(file.value, ground).map(({ at, message, mend }) => file.problem(at, message, mend))),
  ];
}

function twice(all: readonly { id: string; file: Definition<unknown>; at: (string | number)[] }[]): Problem[] {
  return all.flatMap(({ id, file, at }, i) => (all.findIndex((other) => other.id === id) < i ? [file.problem([...at, 'id'], `"${id}" stands in this area twice.`, 'Give one of them an id of its own.')] : []));
}

function checkSignal({ signal, file, at }: ReadSignal, mapped: readonly MappedFact[], categories: ReadonlySet<string>, observable: ReadonlySet<string>): Problem[] {
  const feeds = new Set(mapped.map((fact) => fact.feed));
  return [...selectorsOf(signal.when, [...at, 'when'])].flatMap(({ selector, path }) => {
    const { category, feed, code } = selector;
    if (category !== undefined && !categories.has(category)) return [file.problem([...path, 'category'], `There is no category "${category}".`, `Use one of those in access/categories.yaml: ${[...categories].join(', ')}.`)];
    if (feed !== undefined && !feeds.has(feed)) return [file.problem([...path, 'feed'], `There is no feed "${feed}" that says anything of people.`, `Use one of: ${[...feeds].join(', ')}.`)];
    if (selector.observed !== undefined) {
      if (category === undefined) return [file.problem(path, 'It does not say under which category the observation is shown.', 'Add category beside observed, such as home-sensors.')];
      const never = selector.observed.filter((one) => !observable.has(one));
      return never.map((one) => file.problem([...path, 'observed', selector.observed!.indexOf(one)], `Nothing in this area observes "${one}".`, `Use one of: ${[...observable].toSorted().join(', ')}.`));
    }
    if (selector.kind === 'relationship') return [];
    if (mappedFor(selector, mapped).length > 0) {
      const never = (code ?? []).filter((one) => mappedFor({ ...selector, code: [one] }, mapped).length === 0);
      return never.map((one) => file.problem([...path, 'code', code!.indexOf(one)], `No feed gives the code "${one}" there.`, 'Correct its spelling as the feed’s file or its code list has it, or take it out.'));
    }
    return [file.problem(path, 'No feed of this area gives anything like that.', 'Compare category, kind, code and system with the facts of the feeds in feeds/*.yaml.')];
  });
}
