import { decidePerson } from './decide.ts';
import { isMore } from './levels.ts';
import type { Rules } from './rules.ts';
import type { Level, MarkKind, Session } from './types.ts';

/** What is certain of a team before any person is looked at: the least level of each category, by the mark somebody bears. */
export interface LeastLevels {
  /** For somebody with no mark and no relationship. */
  plain: ReadonlyMap<string, Level>;
  marked: ReadonlyMap<MarkKind, ReadonlyMap<string, Level>>;
}

const kinds: readonly MarkKind[] = ['sealed', 'restricted-demographics', 'staff-client', 'objection'];

/**
 * The least that anybody of a team is given for a purpose, of somebody they have no relationship with. Whoever counts
 * people rests on it: what holds for the stranger holds for all, so a count and the list it opens are of the same people.
 */
export function leastLevels(rules: Rules, team: string, purpose: string, today: string): LeastLevels {
  const workers = [...rules.user.values()].flatMap((user) => user.teams.filter((t) => t.team === team).map(({ role }) => ({ userId: user.id, role })));
  const sessions = [...new Map(workers.map((w) => [w.role, w])).values()].map(({ userId, role }): Session => ({ userId, name: '', organisation: '', team, teamName: '', role, purpose, purposeName: '' }));
  const least = (marks: readonly MarkKind[]): ReadonlyMap<string, Level> => {
    const levels = new Map<string, Level>();
    for (const session of sessions) {
      for (const [category, { level }] of decidePerson(rules, session, '', marks.map((kind) => ({ kind })), [], today).categories) {
        const before = levels.get(category);
        if (before === undefined || isMore(before, level)) levels.set(category, level);
      }
    }
    return levels;
  };
  return { plain: least([]), marked: new Map(kinds.map((kind) => [kind, least([kind])])) };
}
