import type { Identities } from './identity.ts';

/** What became of a person in one run: their records, or some of them, are another's now. */
export interface PersonMove {
  /** Order among all moves. */
  sequence: number;
  /** `split`: `to` was made out of `from`. `moved`: some records of `from` went to `to`; both stand. `merged`: `from` redirects to `to` for ever. */
  kind: 'split' | 'moved' | 'merged';
  from: string;
  to: string;
  /** The records that went; ids of subjects. */
  subjects: number[];
  at: Date;
}

const order = { split: 0, moved: 1, merged: 2 } as const;

/**
 * The moves of one run, each two people once. What leaves a person comes before what joins them, so that nothing of
 * those who join is carried on to those who left.
 */
export function movesOf({ created, merged, moved }: Identities): Pick<PersonMove, 'kind' | 'from' | 'to' | 'subjects'>[] {
  const made = new Set(created);
  const gone = new Map(merged.map(({ from, to }) => [from, to]));
  const moves = new Map<string, Pick<PersonMove, 'kind' | 'from' | 'to' | 'subjects'>>();
  for (const { subjectId, from, to } of moved) {
    if (from === null) continue;
    const kind = gone.get(from) === to ? 'merged' : made.has(to) ? 'split' : 'moved';
    const move = moves.get(`${from} ${to}`);
    if (move === undefined) moves.set(`${from} ${to}`, { kind, from, to, subjects: [subjectId] });
    else move.subjects.push(subjectId);
  }
  return [...moves.values()].sort((x, y) => order[x.kind] - order[y.kind]);
}
