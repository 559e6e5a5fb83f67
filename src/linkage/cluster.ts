import type { Edges } from './engine.store.ts';
import { joinDecided, type Decided } from './decided.ts';
import type { Model } from './model.ts';

/** The records to place, and what was and is said of them. */
export interface Placing {
  /** Every subject to place, in ascending order. */
  ids: ArrayLike<number>;
  /** Person each subject was linked to before, for hysteresis. */
  before: ReadonlyMap<number, string>;
  /** What people have said; without it, nothing. */
  decided?: Decided;
}

export interface ClusterInput extends Placing {
  edges: Edges;
  /** Valid NHS numbers by subject. */
  numbers: ReadonlyMap<number, readonly string[]>;
}

/** Whether a pair draws its two records together: strong enough to join, or to stay where they already are one. */
function draws(model: Model, { before, decided }: Placing, { a, b, weight, guard }: Edges, i: number): boolean {
  if (guard[i]! >= 0 || decided?.apart.get(a[i]!)?.has(b[i]!) === true) return false;
  if (weight[i]! >= model.bands.join) return true;
  const person = weight[i]! >= model.bands.stay ? before.get(a[i]!) : undefined;
  return person !== undefined && person === before.get(b[i]!) && decided?.persons.has(person) !== true;
}

/** Place of an id in ascending ids; -1 where it is not among them. */
function placeIn(ids: ArrayLike<number>, id: number): number {
  let [low, high] = [0, ids.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = ids[middle]!;
    if (at === id) return middle;
    if (at < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Connected components of two records or more over the pairs that draw together, each sorted, in order of their first id. */
export function components(model: Model, placing: Placing, edges: Edges): number[][] {
  const { ids } = placing;
  const parent = new Int32Array(ids.length).map((_, i) => i);
  const root = (of: number): number => {
    let at = of;
    while (parent[at]! !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let i = 0; i < edges.a.length; i++) {
    if (!draws(model, placing, edges, i)) continue;
    const [a, b] = [placeIn(ids, edges.a[i]!), placeIn(ids, edges.b[i]!)];
    if (a < 0 || b < 0) continue;
    const [x, y] = [root(a), root(b)];
    if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
  }
  const groups = new Map<number, number[]>();
  for (let at = 0; at < ids.length; at++) {
    const first = root(at);
    if (first === at) continue;
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [ids[first]!, ids[at]!]);
    else group.push(ids[at]!);
  }
  return [...groups.values()].sort((x, y) => x[0]! - y[0]!);
}

/** Between two groups: mean-to-be of their pairs' weights, whether any pair draws them, and whether a rule forbids it. */
interface Bond {
  sum: number;
  pairs: number;
  draws: boolean;
  veto: boolean;
}

/**
 * Parts each component into people by average linkage. Two groups merge, strongest first, while some pair draws them
 * together, the mean weight of all their pairs reaches the model's average, no guard holds them apart, and no third
 * group held apart from one of them has as good a claim on the other.
 */
export function cluster(model: Model, input: ClusterInput, groups: readonly number[][]): number[][] {
  const { ids, edges, decided } = input;
  const place = new Map<number, number>();
  for (const [g, members] of groups.entries()) for (const id of members) place.set(id, g);
  const inside = groups.map((): number[] => []);
  for (let i = 0; i < edges.a.length; i++) {
    const g = place.get(edges.a[i]!);
    if (g !== undefined && g === place.get(edges.b[i]!)) inside[g]!.push(i);
  }
  const parts = groups.flatMap((members, g) => (agree(model, input, members, inside[g]!) ? [members] : part(model, input, members, inside[g]!)));
  for (let at = 0; at < ids.length; at++) if (!place.has(ids[at]!)) parts.push([ids[at]!]);
  parts.sort((x, y) => x[0]! - y[0]!);
  return decided === undefined ? parts : joinDecided(parts, decided);
}

/** Whether every two of a group draw each other and no two have NHS numbers that differ: then it is one, without more ado. */
function agree(model: Model, input: ClusterInput, ids: readonly number[], edges: readonly number[]): boolean {
  if (edges.length !== (ids.length * (ids.length - 1)) / 2 || model.bands.stay < model.cluster.average) return false;
  const numbers = new Set(ids.flatMap((id) => input.numbers.get(id)?.join(' ') ?? []));
  return numbers.size <= 1 && edges.every((i) => draws(model, input, input.edges, i));
}

function part(model: Model, input: ClusterInput, ids: number[], edges: number[]): number[][] {
  const { floor, ceiling, average, margin } = model.cluster;
  const groups = new Map<number, number[]>(ids.map((id) => [id, [id]]));
  const bonds = new Map<number, Map<number, Bond>>(ids.map((id) => [id, new Map()]));
  for (const i of edges) {
    const [a, b] = [input.edges.a[i]!, input.edges.b[i]!];
    const guard = input.edges.guard[i]!;
    const bond: Bond = { sum: Math.min(ceiling, Math.max(floor, input.edges.weight[i]!)), pairs: 1, draws: draws(model, input, input.edges, i), veto: guard >= 0 && model.guards[guard]!.band === 'apart' };
    bonds.get(a)!.set(b, bond);
    bonds.get(b)!.set(a, bond);
  }
  const numbers = new Map(ids.map((id) => [id, new Set(input.numbers.get(id))]));
  const kept = new Map(ids.map((id) => [id, new Set(input.decided?.apart.get(id))]));
  const barred = (x: number, y: number): boolean => {
    if (groups.get(y)!.some((id) => kept.get(x)!.has(id))) return true;
    if (bonds.get(x)!.get(y)?.veto === true) return true;
    const [p, q] = [numbers.get(x)!, numbers.get(y)!];
    return p.size > 0 && q.size > 0 && p.isDisjointFrom(q);
  };
  const mean = (x: number, y: number, bond: Bond): number => {
    const all = groups.get(x)!.length * groups.get(y)!.length;
    return (bond.sum + (all - bond.pairs) * floor) / all;
  };
  const contested = (x: number, y: number, strength: number): boolean => {
    for (const [from, claimed] of [[x, y], [y, x]] as const) {
      for (const [other, bond] of bonds.get(claimed)!) {
        if (other !== from && bond.draws && barred(from, other) && !barred(claimed, other) && strength - mean(claimed, other, bond) < margin) return true;
      }
    }
    return false;
  };
  // Records that share an NHS number are one first. Where that shows one person to go by two names, a pair that agrees
  // with the one is not held apart by the other.
  for (const i of edges) {
    const [a, b] = [holder(input.edges.a[i]!), holder(input.edges.b[i]!)];
    if (a === b || !draws(model, input, input.edges, i) || !sharesNumber(input, i) || barred(a, b)) continue;
    merge(Math.min(a, b), Math.max(a, b), true);
  }
  const left = new Set<string>();
  for (;;) {
    let best: { x: number; y: number; strength: number } | null = null;
    for (const [x, row] of bonds) {
      for (const [y, bond] of row) {
        if (x > y || !bond.draws || left.has(`${x}-${y}`)) continue;
        const strength = mean(x, y, bond);
        if (strength < average || (best !== null && (strength < best.strength || (strength === best.strength && (x > best.x || (x === best.x && y > best.y)))))) continue;
        best = { x, y, strength };
      }
    }
    if (best === null) break;
    if (barred(best.x, best.y) || contested(best.x, best.y, best.strength)) {
      left.add(`${best.x}-${best.y}`);
      continue;
    }
    merge(best.x, best.y, false);
    // A claim that was contested may be settled now that one side has grown.
    for (const key of left) if (key.startsWith(`${best.x}-`) || key.endsWith(`-${best.x}`)) left.delete(key);
  }
  return [...groups.values()].map((group) => group.sort((p, q) => p - q));

  function holder(id: number): number {
    return groups.has(id) ? id : [...groups].find(([, members]) => members.includes(id))![0];
  }

  function merge(x: number, y: number, sure: boolean): void {
    groups.get(x)!.push(...groups.get(y)!);
    for (const number of numbers.get(y)!) numbers.get(x)!.add(number);
    for (const id of kept.get(y)!) kept.get(x)!.add(id);
    for (const [z, bond] of bonds.get(y)!) {
      bonds.get(z)!.delete(y);
      if (z === x) continue;
      const has = bonds.get(x)!.get(z);
      const both = has === undefined ? bond : { sum: has.sum + bond.sum, pairs: has.pairs + bond.pairs, draws: has.draws || bond.draws, veto: has.veto || bond.veto };
      const joined: Bond = sure && both.draws ? { ...both, veto: false } : both;
      bonds.get(x)!.set(z, joined);
      bonds.get(z)!.set(x, joined);
    }
    groups.delete(y);
    bonds.delete(y);
  }
}

function sharesNumber(input: ClusterInput, i: number): boolean {
  const [a, b] = [input.numbers.get(input.edges.a[i]!), input.numbers.get(input.edges.b[i]!)];
  return a !== undefined && b !== undefined && a.some((number) => b.includes(number));
}
