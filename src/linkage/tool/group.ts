import type { Edges } from '../engine.store.ts';
import { newHeap } from './heap.ts';
import { newSets } from './sets.ts';
import type { Settings } from './settings.ts';

/** Between two groups of records: total weight of the pairs weighed, how many, whether one of them joins, whether one forbids it. */
interface Bond {
  sum: number;
  pairs: number;
  draws: boolean;
  barred: boolean;
  /** Pairs of its two units seen so far; their mean weight is the bond's. */
  seen: number;
}

/** Connected components over the pairs that join. Only those of two records or more, each in order. */
export function components(edges: Edges, join: number, records: number): number[][] {
  const sets = newSets();
  for (let i = 0; i < edges.a.length; i++) if (edges.guard[i]! < 0 && edges.weight[i]! >= join) sets.join(edges.a[i]!, edges.b[i]!);
  const groups = new Map<number, number[]>();
  for (let id = 1; id <= records; id++) {
    const at = sets.root(id);
    if (at === id) continue;
    const group = groups.get(at);
    if (group === undefined) groups.set(at, [at, id]);
    else group.push(id);
  }
  return [...groups.values()];
}

/** The largest size up to which every pair of every component can be weighed. */
export function completeUpTo(parts: readonly (readonly number[])[], settings: Settings['cluster'], records: number): number {
  const sizes = parts.map((ids) => ids.length).sort((p, q) => p - q);
  let left = settings.perRecord * Math.max(records, 25_000);
  let most = 2;
  for (const size of sizes) {
    left -= (size * (size - 1)) / 2;
    if (left < 0 || size > settings.most) return most;
    most = size;
  }
  return settings.most;
}

/** Larger groups are not looked at pair by pair. */
const chainsIn = 300;

/**
 * How surely other records of a group hold two of its records together: the weakest link of the strongest chain of
 * joining pairs between them. Groups too large to be looked at pair by pair are left out.
 */
export function strongestChains(groups: readonly (readonly number[])[], edges: Edges, join: number): { a: number; b: number; weight: number }[] {
  const inside = edgesInside(groups, edges);
  return groups.flatMap((ids, g) => {
    if (ids.length < 3 || ids.length > chainsIn) return [];
    const links = inside[g]!.filter((i) => edges.guard[i]! < 0 && edges.weight[i]! >= join).sort((p, q) => edges.weight[q]! - edges.weight[p]!);
    const chain = new Map(ids.map((id) => [id, [id]]));
    const found: { a: number; b: number; weight: number }[] = [];
    for (const i of links) {
      const [x, y] = [chain.get(edges.a[i]!)!, chain.get(edges.b[i]!)!];
      if (x === y) continue;
      for (const p of x) for (const q of y) found.push({ a: Math.min(p, q), b: Math.max(p, q), weight: edges.weight[i]! });
      x.push(...y);
      for (const id of y) chain.set(id, x);
    }
    return found;
  });
}

/** Which edges lie inside each group. */
function edgesInside(groups: readonly (readonly number[])[], edges: Edges): number[][] {
  const place = new Map<number, number>();
  for (const [g, ids] of groups.entries()) for (const id of ids) place.set(id, g);
  const inside = groups.map((): number[] => []);
  for (let i = 0; i < edges.a.length; i++) {
    const g = place.get(edges.a[i]!);
    if (g !== undefined && g === place.get(edges.b[i]!)) inside[g]!.push(i);
  }
  return inside;
}

export interface Known {
  /** Guards that forbid two records ever to be of one person, also by way of others. */
  barred: ReadonlySet<number>;
  /** Components of up to so many records have had every pair weighed. */
  completeUpTo: number;
  /** Pairs, by key, alike in all but one thing. */
  alike: ReadonlySet<number>;
}

/** One number for a pair of record ids, each below 2^26. */
export const pairKey = (a: number, b: number): number => a * 2 ** 26 + b;

/**
 * Parts each component into people by average linkage: the two groups with the highest mean weight between their
 * records merge first, for as long as one pair joins them, none forbids it, and the mean reaches the setting. A pair
 * that was not weighed counts as the lowest weight there is.
 * @param edges every weighed pair with both records in one component
 */
export function averageLinkage(parts: readonly (readonly number[])[], edges: Edges, settings: Settings['cluster'], join: number, known: Known): number[][] {
  const inside = edgesInside(parts, edges);
  return parts.flatMap((ids, g) => part(ids.length > known.completeUpTo ? sureSets(ids, inside[g]!, edges, settings.sure, join, known) : ids.map((id) => [id]), inside[g]!, edges, settings, join, known.barred));
}

/** Records joined by sure pairs, or by joining pairs alike in all but one thing, unless a veto stands between two that they would bring together. */
function sureSets(ids: readonly number[], inside: readonly number[], edges: Edges, sure: number, join: number, { alike, barred }: Known): number[][] {
  const sets = newSets();
  for (const i of inside) {
    const [a, b, weight] = [edges.a[i]!, edges.b[i]!, edges.weight[i]!];
    if (edges.guard[i]! < 0 && (weight >= sure || (weight >= join && alike.has(pairKey(a, b))))) sets.join(a, b);
  }
  const vetoed = new Set(inside.filter((i) => barred.has(edges.guard[i]!) && sets.root(edges.a[i]!) === sets.root(edges.b[i]!)).map((i) => sets.root(edges.a[i]!)));
  const units = new Map<number, number[]>();
  for (const id of ids) {
    const root = sets.root(id);
    const at = vetoed.has(root) ? id : root;
    const unit = units.get(at);
    if (unit === undefined) units.set(at, [id]);
    else unit.push(id);
  }
  return [...units.values()];
}

/** @param units records that are one to begin with: each counts as one in a mean */
function part(units: readonly (readonly number[])[], inside: readonly number[], edges: Edges, settings: Settings['cluster'], join: number, forbids: ReadonlySet<number>): number[][] {
  const unitOf = new Map(units.flatMap((ids) => ids.map((id) => [id, ids[0]!])));
  const groups = new Map(units.map((ids) => [ids[0]!, [ids]]));
  const bonds = new Map(units.map((ids) => [ids[0]!, new Map<number, Bond>()]));
  const heap = newHeap();
  const mean = (x: number, y: number, bond: Bond): number => {
    const all = groups.get(x)!.length * groups.get(y)!.length;
    return (bond.sum + (all - bond.pairs) * settings.floor) / all;
  };
  const offer = (x: number, y: number, bond: Bond): void => {
    if (!bond.draws || bond.barred) return;
    const strength = mean(x, y, bond);
    if (strength >= settings.average) heap.push({ strength, x: Math.min(x, y), y: Math.max(x, y), size: groups.get(x)!.length + groups.get(y)!.length });
  };
  for (const i of inside) {
    const [a, b, guard] = [unitOf.get(edges.a[i]!)!, unitOf.get(edges.b[i]!)!, edges.guard[i]!];
    if (a === b) continue;
    const weight = Math.min(guard >= 0 ? settings.guarded : settings.ceiling, Math.max(settings.floor, edges.weight[i]!));
    const bond = bonds.get(a)!.get(b) ?? { sum: 0, pairs: 1, draws: false, barred: false, seen: 0 };
    bond.sum += (weight - bond.sum) / ++bond.seen;
    bond.draws ||= guard < 0 && edges.weight[i]! >= join;
    bond.barred ||= forbids.has(guard);
    bonds.get(a)!.set(b, bond);
    bonds.get(b)!.set(a, bond);
  }
  for (const [a, others] of bonds) for (const [b, bond] of others) if (a < b) offer(a, b, bond);
  for (let best = heap.pop(); best !== undefined; best = heap.pop()) {
    const { x, y, size } = best;
    // Stale: one of the two has merged or grown since it was offered.
    if (!groups.has(x) || !groups.has(y) || groups.get(x)!.length + groups.get(y)!.length !== size) continue;
    const [keep, go] = bonds.get(x)!.size >= bonds.get(y)!.size ? [x, y] : [y, x];
    groups.get(keep)!.push(...groups.get(go)!);
    groups.delete(go);
    bonds.get(keep)!.delete(go);
    for (const [z, bond] of bonds.get(go)!) {
      if (z === keep) continue;
      const has = bonds.get(keep)!.get(z);
      const sum = has === undefined ? bond : { sum: has.sum + bond.sum, pairs: has.pairs + bond.pairs, draws: has.draws || bond.draws, barred: has.barred || bond.barred, seen: has.seen + bond.seen };
      bonds.get(z)!.delete(go);
      bonds.get(z)!.set(keep, sum);
      bonds.get(keep)!.set(z, sum);
    }
    bonds.delete(go);
    for (const [z, bond] of bonds.get(keep)!) offer(keep, z, bond);
  }
  return [...groups.values()].map((group) => group.flat().sort((p, q) => p - q));
}
