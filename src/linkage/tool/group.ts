import type { Edges } from '../engine.store.ts';
import type { Settings } from './settings.ts';

/** Between two groups of records: total weight of the pairs weighed, how many, whether one of them joins, whether one forbids it. */
interface Bond {
  sum: number;
  pairs: number;
  draws: boolean;
  barred: boolean;
}

/** Connected components over the pairs that join. Only those of two records or more, each in order. */
export function components(edges: Edges, join: number, records: number): number[][] {
  const parent = Int32Array.from({ length: records + 1 }, (_, i) => i);
  const root = (id: number): number => {
    let at = id;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let i = 0; i < edges.a.length; i++) {
    if (edges.guard[i]! >= 0 || edges.weight[i]! < join) continue;
    const [x, y] = [root(edges.a[i]!), root(edges.b[i]!)];
    if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
  }
  const groups = new Map<number, number[]>();
  for (let id = 1; id <= records; id++) {
    const at = root(id);
    if (at === id) continue;
    const group = groups.get(at);
    if (group === undefined) groups.set(at, [at, id]);
    else group.push(id);
  }
  return [...groups.values()];
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

/**
 * Parts each component into people by average linkage: the two groups with the highest mean weight between their
 * records merge first, for as long as one pair joins them, none forbids it, and the mean reaches the setting. A pair
 * that was not weighed counts as the lowest weight there is.
 * @param edges every weighed pair with both records in one component
 */
export function averageLinkage(parts: readonly (readonly number[])[], edges: Edges, settings: Settings['cluster'], join: number, barred: ReadonlySet<number>): number[][] {
  const inside = edgesInside(parts, edges);
  return parts.flatMap((ids, g) => part(ids, inside[g]!, edges, settings, join, barred));
}

function part(ids: readonly number[], inside: readonly number[], edges: Edges, settings: Settings['cluster'], join: number, forbids: ReadonlySet<number>): number[][] {
  const groups = new Map(ids.map((id) => [id, [id]]));
  const bonds = new Map(ids.map((id) => [id, new Map<number, Bond>()]));
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
    const [a, b, guard] = [edges.a[i]!, edges.b[i]!, edges.guard[i]!];
    const weight = Math.min(guard >= 0 ? settings.guarded : settings.ceiling, Math.max(settings.floor, edges.weight[i]!));
    const bond: Bond = { sum: weight, pairs: 1, draws: guard < 0 && edges.weight[i]! >= join, barred: forbids.has(guard) };
    bonds.get(a)!.set(b, bond);
    bonds.get(b)!.set(a, bond);
    offer(a, b, bond);
  }
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
      const sum = has === undefined ? bond : { sum: has.sum + bond.sum, pairs: has.pairs + bond.pairs, draws: has.draws || bond.draws, barred: has.barred || bond.barred };
      bonds.get(z)!.delete(go);
      bonds.get(z)!.set(keep, sum);
      bonds.get(keep)!.set(z, sum);
    }
    bonds.delete(go);
    for (const [z, bond] of bonds.get(keep)!) offer(keep, z, bond);
  }
  return [...groups.values()].map((group) => group.sort((p, q) => p - q));
}

interface Offer {
  strength: number;
  x: number;
  y: number;
  size: number;
}

const before = (p: Offer, q: Offer): boolean => p.strength > q.strength || (p.strength === q.strength && (p.x < q.x || (p.x === q.x && p.y < q.y)));

function newHeap() {
  const items: Offer[] = [];
  const swap = (i: number, j: number): void => void ([items[i], items[j]] = [items[j]!, items[i]!]);
  return {
    push(offer: Offer): void {
      items.push(offer);
      for (let i = items.length - 1; i > 0; ) {
        const up = (i - 1) >> 1;
        if (!before(items[i]!, items[up]!)) break;
        swap(i, up);
        i = up;
      }
    },
    pop(): Offer | undefined {
      const [top] = items;
      const last = items.pop();
      if (last === undefined || items.length === 0) return top;
      items[0] = last;
      for (let i = 0; ; ) {
        let best = i;
        for (const child of [2 * i + 1, 2 * i + 2]) if (child < items.length && before(items[child]!, items[best]!)) best = child;
        if (best === i) return top;
        swap(i, best);
        i = best;
      }
    },
  };
}
