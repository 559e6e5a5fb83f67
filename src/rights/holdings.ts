import type { Reading } from '../access/index.ts';
import { suggestionsFor, type OwnNames } from './suggest.ts';

/** One thing that is held of a person, in words and rows: what a copy is made of. */
export interface Held {
  /** Who holds it, in words. */
  source: string;
  title: string;
  /** ISO day or instant, as precise as known. */
  happened: string | null;
  rows: { name: string; value: string }[];
}

/** A room's part of what is held of a person. A room that holds something more adds one of these. */
export interface Holding {
  id: string;
  title: string;
  /** Everything of the person, under a reading that shows every kind of data in detail. */
  gather(reading: Reading, personId: string): Promise<Held[]>;
}

export interface Gathered extends Held {
  holding: string;
  suggested: string[];
}

/** Everything every room holds, with what somebody should look closely at. */
export async function gatherAll(holdings: readonly Holding[], reading: Reading, personId: string, own: OwnNames): Promise<Gathered[]> {
  const all: Gathered[] = [];
  for (const holding of holdings) {
    for (const held of await holding.gather(reading, personId)) all.push({ ...held, holding: holding.id, suggested: suggestionsFor(held, own) });
  }
  return all;
}
