import { createHash } from 'node:crypto';
import { KithError } from '../kernel/index.ts';
import type { AccessDefinitions, AgreementDefinition, CategoryDefinition, PurposeDefinition, StandingDefinition, TeamDefinition, UserDefinition } from './definition.ts';
import { opensOf, type BreakGlassDefinition } from './emergency/definition.ts';
import type { OwnDefinition } from './own/definition.ts';
import type { ViewsDefinition } from './views.ts';
import type { Session, UserProfile } from './types.ts';

/** An area's access files, arranged for deciding. */
export interface Rules {
  categories: readonly CategoryDefinition[];
  category: ReadonlyMap<string, CategoryDefinition>;
  purpose: ReadonlyMap<string, PurposeDefinition>;
  team: ReadonlyMap<string, TeamDefinition>;
  user: ReadonlyMap<string, UserDefinition>;
  agreements: readonly AgreementDefinition[];
  desks: AccessDefinitions['desks'];
  /** How each organisation stands with the data security standard, by its id in the area. */
  standings: ReadonlyMap<string, StandingDefinition>;
  /** Names of organisations by id, for sentences. */
  organisations: ReadonlyMap<string, string>;
  /** Emergency access: its terms, and how far each category opens. Null where there is none. */
  breakGlass: (BreakGlassDefinition & { levels: ReturnType<typeof opensOf> }) | null;
  /** What people see of their own record; null where the area has no such side. */
  own: OwnDefinition | null;
  /** How pages are laid out for each team; decides nothing, and so is not in the fingerprint. */
  views: ViewsDefinition | null;
  /** Which rules decided, as the log keeps it: changes when any access file does. */
  fingerprint: string;
}

export function arrangeRules(definitions: AccessDefinitions, organisations: readonly { id: string; name: string; code: string }[]): Rules {
  const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> => new Map(list.map((x) => [x.id, x]));
  return {
    categories: definitions.categories,
    category: byId(definitions.categories),
    purpose: byId(definitions.purposes),
    team: byId(definitions.teams),
    user: byId(definitions.users),
    agreements: definitions.agreements,
    desks: definitions.desks,
    standings: new Map(definitions.standings.flatMap((s) => organisations.filter((o) => o.code === s.code).map((o) => [o.id, s] as const))),
    organisations: new Map(organisations.map((o) => [o.id, o.name])),
    breakGlass: definitions.breakGlass === null ? null : { ...definitions.breakGlass, levels: opensOf(definitions.breakGlass) },
    own: definitions.own,
    views: definitions.views,
    fingerprint: createHash('sha256').update(JSON.stringify({ ...definitions, views: undefined })).digest('hex').slice(0, 16),
  };
}

/** What makes a purpose lawful: `Care Act 2014 s9; UK GDPR 6(1)(e), 9(2)(h)`. */
export const basisOf = (purpose: Pick<PurposeDefinition, 'statute' | 'article6' | 'article9'>): string => `${purpose.statute}; UK GDPR ${purpose.article6}, ${purpose.article9}`;

/** Every user with what they may act as. */
export function profiles(rules: Rules): UserProfile[] {
  return [...rules.user.values()].map((user) => ({
    id: user.id,
    name: user.name,
    email: user.email,
    jobTitle: user.jobTitle,
    about: user.about,
    teams: user.teams.flatMap(({ team: id, role }) => {
      const team = rules.team.get(id);
      if (!team) return [];
      const purposes = Object.keys(team.purposes).flatMap((p) => {
        const purpose = rules.purpose.get(p);
        return purpose ? [{ id: p, name: purpose.name, basis: basisOf(purpose) }] : [];
      });
      return [{ id, name: team.name, organisation: team.organisation, role, purposes }];
    }),
  }));
}

/**
 * The session of a user for a team and purpose. Either may be left out where only one is possible; a purpose is never
 * guessed among several.
 */
export function makeSession(users: readonly UserProfile[], userId: string, teamId?: string, purposeId?: string): Session {
  const user = users.find((u) => u.id === userId);
  if (!user) throw new KithError('access.unknown-user', `There is no user "${userId}" in this area.`, { mend: 'Ask the information-governance lead to add you to access/users.yaml.' });
  const teams = user.teams.filter((t) => teamId === undefined || t.id === teamId);
  if (teams.length === 0) throw new KithError('access.refused', `${user.name} does not work in team "${teamId}".`, { mend: `Choose one of: ${user.teams.map((t) => t.id).join(', ')}.` });
  const choices = teams.flatMap((team) => team.purposes.filter((p) => purposeId === undefined || p.id === purposeId).map((purpose) => ({ team, purpose })));
  const [choice, another] = choices;
  const offered = [...new Set(teams.flatMap((t) => t.purposes.map((p) => p.id)))].join(', ');
  if (!choice) throw new KithError('access.unknown-purpose', `${user.name} has no purpose "${purposeId}".`, { mend: `Choose one of: ${offered}.` });
  if (another && another.purpose.id !== choice.purpose.id) throw new KithError('access.unknown-purpose', 'Say what you are looking for: every look at a person has a purpose.', { mend: `Choose one of: ${offered}.` });
  const { team, purpose } = choice;
  return {
    userId: user.id,
    name: user.name,
    organisation: team.organisation,
    team: team.id,
    teamName: team.name,
    role: team.role,
    purpose: purpose.id,
    purposeName: purpose.name,
  };
}
