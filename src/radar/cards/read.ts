import { readDefinitions, type Definition, type Problem } from '../../kernel/index.ts';
import { signalsFileSchema, type SignalDefinition } from '../signals/definition.ts';
import type { CardVersion } from '../scoring/compile.ts';
import { cardSchema, type CardDefinition } from './definition.ts';

export interface ReadSignal {
  signal: SignalDefinition;
  file: Definition<unknown>;
  /** Where it stands in its file. */
  at: (string | number)[];
}

export interface RadarFiles {
  signals: ReadSignal[];
  cards: Definition<CardDefinition>[];
  problems: Problem[];
}

/** Reads `radar/signals/*.yaml` and `radar/cards/*.yaml` of an area. Files that cannot be read become problems. */
export function readRadarFiles(areaDir: string): RadarFiles {
  const signals = readDefinitions(areaDir, 'radar/signals/*.yaml', signalsFileSchema);
  const cards = readDefinitions(areaDir, 'radar/cards/*.yaml', cardSchema);
  return {
    signals: signals.definitions.flatMap((file) => file.value.signals.map((signal, i) => ({ signal, file, at: ['signals', i] }))),
    cards: cards.definitions,
    problems: [...signals.problems, ...cards.problems],
  };
}

/** The signals a card uses, as they are now; those it names that there are not, left out. */
export const signalsFor = (card: CardDefinition, all: readonly SignalDefinition[]): SignalDefinition[] => card.signals.flatMap(({ use }) => all.find((s) => s.id === use) ?? []);

/** A card of the area's files with its signals, as a version to be numbered. */
export const versionOf = (card: CardDefinition, all: readonly SignalDefinition[], version: number): CardVersion => ({ card, version, signals: signalsFor(card, all) });
