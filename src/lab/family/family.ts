import type { Borough } from '../borough.ts';
import { makeDraft, type Draft } from './draft.ts';
import { giveTitles, relate } from './relations.ts';
import { careHomeResident, coupleAlone, elders, loneParent, parentsAndChildren, sharers, single, threeGenerations } from './shapes.ts';

/** Kinds of clan with their weights, after household composition of outer London boroughs in the 2021 census. */
const shapes: readonly (readonly [(draft: Draft) => void, number])[] = [
  [(d) => single(d, adultAge(d)), 200],
  [(d) => coupleAlone(d, d.random.int(24, 62)), 95],
  [(d) => parentsAndChildren(d, Math.round(Math.min(62, Math.max(22, d.random.normal(41, 8.5))))), 250],
  [(d) => loneParent(d, Math.round(Math.min(58, Math.max(20, d.random.normal(38, 8))))), 80],
  [(d) => elders(d, elderAge(d, 63), false), 92],
  [(d) => elders(d, elderAge(d, 70), true), 66],
  [(d) => threeGenerations(d, d.random.int(60, 82)), 28],
  [(d) => sharers(d), 70],
  [(d) => careHomeResident(d, d.random.int(78, 97)), 9],
];

const adultAge = (draft: Draft): number => Math.floor(20 + draft.random.next() ** 1.25 * 45);
const elderAge = (draft: Draft, from: number): number => Math.floor(from + draft.random.next() ** 1.7 * (96 - from));

/** The n-th clan: depends on the seed and on the clans before it, never on how many come after. */
export function makeFamily(borough: Borough, ordinal: number, alone: boolean): Draft {
  const draft = makeDraft(borough, ordinal);
  if (alone) single(draft, adultAge(draft));
  else draft.random.weighted(shapes)(draft);
  return finish(draft);
}

export function finish(draft: Draft): Draft {
  relate(draft);
  giveTitles(draft);
  return draft;
}
