/** Which person each cluster is, and what became of the ids there were. */
export interface Identities {
  /** Person of each cluster, in the clusters' order. */
  persons: string[];
  created: string[];
  /** Ids that lost all their subjects: each goes to the person that took most of them. */
  merged: { from: string; to: string }[];
  /** Subjects now under another person than before, the newly linked among them. */
  moved: { subjectId: number; from: string | null; to: string }[];
}

/**
 * Gives each cluster the id of the person it overlaps most, ties to the oldest id (ids are in time order); a cluster
 * that inherits none gets a new one. `before` must cover every subject of every person it names.
 */
export function assignPersons(clusters: readonly (readonly number[])[], before: ReadonlyMap<number, string>, mint: () => string): Identities {
  const overlaps = new Map<string, Map<number, number>>();
  for (const [c, ids] of clusters.entries()) {
    for (const id of ids) {
      const person = before.get(id);
      if (person === undefined) continue;
      const row = overlaps.get(person) ?? new Map<number, number>();
      overlaps.set(person, row.set(c, (row.get(c) ?? 0) + 1));
    }
  }
  const claims = [...overlaps].flatMap(([person, row]) => [...row].map(([at, shared]) => ({ person, at, shared })));
  claims.sort((x, y) => y.shared - x.shared || (x.person < y.person ? -1 : x.person > y.person ? 1 : x.at - y.at));
  const persons = clusters.map(() => '');
  const kept = new Set<string>();
  for (const { person, at } of claims) {
    if (persons[at] !== '' || kept.has(person)) continue;
    persons[at] = person;
    kept.add(person);
  }
  const created: string[] = [];
  for (const [c, person] of persons.entries()) {
    if (person !== '') continue;
    persons[c] = mint();
    created.push(persons[c]);
  }
  const merged: Identities['merged'] = [];
  for (const [person, row] of overlaps) {
    if (kept.has(person)) continue;
    const [largest] = [...row].sort((x, y) => y[1] - x[1] || (persons[x[0]]! < persons[y[0]]! ? -1 : 1));
    merged.push({ from: person, to: persons[largest![0]]! });
  }
  const moved = clusters.flatMap((ids, c) => ids.filter((id) => before.get(id) !== persons[c]).map((subjectId) => ({ subjectId, from: before.get(subjectId) ?? null, to: persons[c]! })));
  return { persons, created, merged: merged.sort((x, y) => (x.from < y.from ? -1 : 1)), moved };
}
