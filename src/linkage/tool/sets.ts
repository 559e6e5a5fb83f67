/** Sets of ids that grow together. The root of a set is its lowest id. */
export function newSets(): { root(id: number): number; join(x: number, y: number): void } {
  const parent = new Map<number, number>();
  const root = (id: number): number => {
    let at = id;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) {
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  return {
    root,
    join(p, q) {
      const [x, y] = [root(p), root(q)];
      if (x !== y) parent.set(Math.max(x, y), Math.min(x, y));
    },
  };
}
