/** What people have decided about records, as clustering takes it. */
export interface Decided {
  /** Records said to be of one person, in the order it was said. */
  join: readonly (readonly [number, number])[];
  /** For each record, those it was said not to be of one person with; both ways round. */
  apart: ReadonlyMap<number, ReadonlySet<number>>;
  /**
   * Persons with a record that anything was ever decided about, since undone or not. Nothing in them stays joined
   * merely because it was: undoing a decision must leave what there would be without it.
   */
  persons: ReadonlySet<string>;
}

/** A decision in force between two records. */
export interface Standing {
  a: number;
  b: number;
  decision: 'join' | 'apart';
}

export function arrangeDecided(standing: readonly Standing[], persons: Iterable<string>): Decided {
  const apart = new Map<number, Set<number>>();
  const keep = (x: number, y: number): void => void apart.set(x, (apart.get(x) ?? new Set()).add(y));
  const join: [number, number][] = [];
  for (const { a, b, decision } of standing) {
    if (decision === 'join') join.push([a, b]);
    else {
      keep(a, b);
      keep(b, a);
    }
  }
  return { join, apart, persons: new Set(persons) };
}

/**
 * Joins clusters that hold records said to be of one person, whatever their weight, unless that would bring two records
 * together that were said not to be: that contradiction is a person's to settle. Earlier decisions go first.
 */
export function joinDecided(clusters: readonly number[][], decided: Decided): number[][] {
  if (decided.join.length === 0) return [...clusters];
  const said = new Set([...decided.join.flat(), ...decided.apart.keys()]);
  const group = new Map<number, number[]>();
  for (const ids of clusters) for (const id of ids) if (said.has(id)) group.set(id, ids);
  const gone = new Set<number[]>();
  for (const [a, b] of decided.join) {
    const [x, y] = [group.get(a), group.get(b)];
    if (x === undefined || y === undefined || x === y) continue;
    if (x.some((id) => decided.apart.get(id)?.values().some((other) => group.get(other) === y))) continue;
    const both = [...x, ...y].sort((p, q) => p - q);
    gone.add(x).add(y);
    for (const id of both) if (said.has(id)) group.set(id, both);
  }
  return [...new Set(clusters.map((ids) => (gone.has(ids) ? group.get(ids.find((id) => said.has(id))!)! : ids)))];
}
