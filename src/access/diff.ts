import { decidePerson, type Mark, type Relationship } from './decide.ts';
import { isMore } from './levels.ts';
import { makeSession, profiles, type Rules } from './rules.ts';
import type { Level, MarkKind, UserProfile } from './types.ts';

/** How somebody stands to whom access is compared: with or without a tie to the team's organisation, and what is marked. */
export interface Standing {
  relationship: 'none' | 'organisation' | 'team';
  mark: MarkKind | null;
}

/** One user, team and purpose that knows more or less of a category than before, of people who stand so. */
export interface AccessChange {
  user: string;
  name: string;
  team: string;
  purpose: string;
  category: string;
  before: Level;
  after: Level;
  gains: boolean;
  /** Of whom it is true. */
  of: Standing[];
}

const standings: Standing[] = (['none', 'organisation', 'team'] as const).flatMap((relationship) =>
  ([null, 'staff-client', 'objection'] as const).map((mark) => ({ relationship, mark })),
);

/**
 * Who gains and who loses what between two versions of an area's access files, over every user, team, purpose and
 * category, and everybody a person may stand to them as.
 * @param on ISO day in London on which both are applied
 */
export function diffAccess(before: Rules, after: Rules, on: string): AccessChange[] {
  const changes = new Map<string, AccessChange>();
  const [was, is] = [profiles(before), profiles(after)];
  for (const { user, name, team, purpose } of acting([...was, ...is])) {
    for (const standing of standings) {
      const [old, now] = [levelsOf(before, was, user, team, purpose, standing, on), levelsOf(after, is, user, team, purpose, standing, on)];
      for (const category of new Set([...old.keys(), ...now.keys()])) {
        const [a, b] = [old.get(category) ?? 'none', now.get(category) ?? 'none'];
        if (a === b) continue;
        const key = [user, team, purpose, category, a, b].join('\n');
        const change = changes.get(key) ?? { user, name, team, purpose, category, before: a, after: b, gains: isMore(b, a), of: [] };
        change.of.push(standing);
        changes.set(key, change);
      }
    }
  }
  return [...changes.values()];
}

/** Every user, team and purpose of either version, once. */
function acting(users: readonly UserProfile[]): { user: string; name: string; team: string; purpose: string }[] {
  const all = users.flatMap((u) => u.teams.flatMap((t) => t.purposes.map((p) => ({ user: u.id, name: u.name, team: t.id, purpose: p.id }))));
  return [...new Map(all.map((one) => [`${one.user}\n${one.team}\n${one.purpose}`, one])).values()];
}

function levelsOf(rules: Rules, users: readonly UserProfile[], user: string, team: string, purpose: string, standing: Standing, on: string): Map<string, Level> {
  const acts = users.find((u) => u.id === user)?.teams.some((t) => t.id === team && t.purposes.some((p) => p.id === purpose)) ?? false;
  if (!acts) return new Map();
  const session = makeSession(users, user, team, purpose);
  const marks: Mark[] = standing.mark === null ? [] : [{ kind: standing.mark }];
  const kinds = kindsNeeded(rules, team, purpose);
  const ties: Relationship[] = standing.relationship === 'none' ? [] : kinds.map((kind) => ({ organisation: session.organisation, team: standing.relationship === 'team' ? team : '', kind, since: '0001-01-01', until: null }));
  return new Map([...decidePerson(rules, session, '', marks, ties, on).categories].map(([category, { level }]) => [category, level]));
}

/** Kinds of tie that any rule of this team and purpose asks for, and one of no kind in particular. */
function kindsNeeded(rules: Rules, team: string, purpose: string): string[] {
  const asked = Object.values(rules.team.get(team)?.purposes[purpose] ?? {}).flatMap((rule) => (typeof rule === 'string' || rule.needs === undefined || rule.needs === 'relationship' ? [] : rule.needs));
  return [...new Set(['service-episode', ...asked])];
}
