import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { readDefinition, type Area, type Definition, type Problem } from '../kernel/index.ts';
import { checkBreakGlass } from './check-break-glass.ts';
import { files, optionalFiles, type AccessDefinitions, type RuleDefinition } from './definition.ts';
import { readSecurity } from './safety/security.ts';
import { isMore } from './levels.ts';
import { checkOwn } from './own/check.ts';
import { checkViews } from './views.ts';
import type { Level } from './types.ts';

type Read = { [K in keyof typeof files]: Definition<z.infer<(typeof files)[K]>> };

/**
 * Reads `access/*.yaml` of an area and checks that every id one file names stands in another.
 * @returns definitions, or null with the problems when any file could not be read
 */
export function checkAccess(area: Area): { definitions: AccessDefinitions | null; problems: Problem[] } {
  const problems: Problem[] = readSecurity(area).problems;
  const take = <K extends keyof typeof files>(name: K): Read[K] | null => {
    const read = readDefinition(area.dir, join(area.dir, 'access', `${name}.yaml`), files[name]);
    if (!Array.isArray(read)) return read as Read[K];
    problems.push(...read);
    return null;
  };
  const categories = take('categories');
  const purposes = take('purposes');
  const agreements = take('agreements');
  const teams = take('teams');
  const users = take('users');
  const standings = take('standings');
  const breakGlass = takeOptional(area, 'break-glass', problems);
  if (!categories || !purposes || !agreements || !teams || !users || !standings) return { definitions: null, problems };
  const read: Read = { categories, purposes, agreements, teams, users, standings };
  problems.push(...checkCategories(read, area), ...checkAgreements(read, area), ...checkTeams(read, area), ...checkUsers(read), ...checkStandings(read, area));
  if (breakGlass !== null) problems.push(...checkBreakGlass(breakGlass, { categories: categories.value.categories, teams: teams.value.teams, users: users.value.users }));
  const own = takeOptional(area, 'own', problems);
  if (own !== null) problems.push(...checkOwn(own, ids(categories.value.categories), ids(purposes.value.purposes)));
  const views = takeOptional(area, 'views', problems);
  if (views !== null) problems.push(...checkViews(views, [...ids(teams.value.teams)], [...ids(categories.value.categories)]));
  const definitions: AccessDefinitions = {
    categories: categories.value.categories,
    purposes: purposes.value.purposes,
    agreements: agreements.value.agreements,
    desks: teams.value.desks,
    teams: teams.value.teams,
    users: users.value.users,
    standings: standings.value.standings,
    breakGlass: breakGlass?.value ?? null,
    own: own?.value ?? null,
    views: views?.value ?? null,
  };
  return { definitions, problems };
}

/** A file that an area may be without; null too when it cannot be read, which is then among the problems. */
function takeOptional<K extends keyof typeof optionalFiles>(area: Area, name: K, problems: Problem[]): Definition<z.infer<(typeof optionalFiles)[K]>> | null {
  const path = join(area.dir, 'access', `${name}.yaml`);
  if (!existsSync(path)) return null;
  const read = readDefinition(area.dir, path, optionalFiles[name]);
  if (!Array.isArray(read)) return read as Definition<z.infer<(typeof optionalFiles)[K]>>;
  problems.push(...read);
  return null;
}

const ids = (of: readonly { id: string }[]): Set<string> => new Set(of.map((x) => x.id));

/** A check that says where an id that should stand elsewhere does not. */
function unknown(definition: Definition<unknown>, known: ReadonlySet<string>, what: string, where: string): (at: (string | number)[], id: string) => Problem[] {
  return (at, id) => (known.has(id) ? [] : [definition.problem(at, `There is no ${what} "${id}".`, `Use one of those in ${where}: ${[...known].join(', ')}.`)]);
}

function twice(definition: Definition<unknown>, list: string, keys: readonly string[], field = 'id'): Problem[] {
  return keys.flatMap((key, i) => (keys.indexOf(key) === i ? [] : [definition.problem([list, i, field], `"${key}" stands here twice.`, 'Keep one of them, or give this one an id of its own.')]));
}

function checkCategories({ categories, purposes }: Read, area: Area): Problem[] {
  const list = categories.value.categories;
  const organisation = unknown(categories, ids(area.organisations), 'organisation', 'area.yaml');
  return [
    ...twice(categories, 'categories', list.map((c) => c.id)),
    ...twice(purposes, 'purposes', purposes.value.purposes.map((p) => p.id)),
    ...(list[0]?.id === 'identity' ? [] : [categories.problem(['categories', 0], 'The first category is not identity.', 'Put the category "identity" first: who a person is decides whether anything is shown.')]),
    ...list.flatMap((c, i) => c.heldBy.flatMap((id, j) => organisation(['categories', i, 'heldBy', j], id))),
  ];
}

function checkAgreements({ agreements, categories, purposes }: Read, area: Area): Problem[] {
  const list = agreements.value.agreements;
  const party = unknown(agreements, ids(area.organisations), 'organisation', 'area.yaml');
  const category = unknown(agreements, ids(categories.value.categories), 'category', 'categories.yaml');
  const purpose = unknown(agreements, ids(purposes.value.purposes), 'purpose', 'purposes.yaml');
  const holders = new Map(categories.value.categories.map((c) => [c.id, c.heldBy]));
  return [
    ...twice(agreements, 'agreements', list.map((a) => `${a.id} v${a.version}`)),
    ...list.flatMap((agreement, i) => {
      const at = (...path: (string | number)[]): (string | number)[] => ['agreements', i, ...path];
      const clash = list.findIndex((other, j) => j < i && other.id === agreement.id && other.starts <= agreement.expires && agreement.starts <= other.expires);
      return [
        ...agreement.parties.flatMap((id, j) => party(at('parties', j), id)),
        ...agreement.categories.flatMap((id, j) => category(at('categories', j), id)),
        ...agreement.purposes.flatMap((id, j) => purpose(at('purposes', j), id)),
        ...(agreement.expires >= agreement.starts ? [] : [agreements.problem(at('expires'), `It expires on ${agreement.expires}, before it starts.`, 'Give a last day on or after the first.')]),
        ...(clash < 0 ? [] : [agreements.problem(at('starts'), `Version ${agreement.version} overlaps version ${list[clash]!.version}.`, `End version ${list[clash]!.version} the day before this one starts.`)]),
        ...agreement.categories.flatMap((id, j) =>
          (holders.get(id) ?? agreement.parties).some((holder) => agreement.parties.includes(holder))
            ? []
            : [agreements.problem(at('categories', j), `Nobody who holds ${id} is a party.`, `Add ${holders.get(id)!.join(' or ')} to the parties, or take ${id} out.`)],
        ),
      ];
    }),
  ];
}

function checkTeams({ teams, categories, purposes, agreements }: Read, area: Area): Problem[] {
  const list = teams.value.teams;
  const organisation = unknown(teams, ids(area.organisations), 'organisation', 'area.yaml');
  const category = unknown(teams, ids(categories.value.categories), 'category', 'categories.yaml');
  const purpose = unknown(teams, ids(purposes.value.purposes), 'purpose', 'purposes.yaml');
  const offences = new Set(categories.value.categories.filter((c) => c.offenceData).map((c) => c.id));
  const purposeOf = new Map(purposes.value.purposes.map((p) => [p.id, p]));
  const problems = [...twice(teams, 'teams', list.map((t) => t.id)), ...Object.keys(teams.value.desks).flatMap((id) => category(['desks', id], id))];
  for (const [i, team] of list.entries()) {
    problems.push(...organisation(['teams', i, 'organisation'], team.organisation));
    const role = unknown(teams, new Set(team.roles), 'role', `this team's roles`);
    for (const [purposeId, rules] of Object.entries(team.purposes)) {
      const at = ['teams', i, 'purposes', purposeId];
      problems.push(...purpose(at, purposeId));
      const stated = purposeOf.get(purposeId);
      if (stated?.persons === false && Object.keys(rules).length > 0) {
        problems.push(teams.problem(at, `${stated.name} may look at no person.`, 'Leave its categories empty ({}), or let the purpose look at persons.'));
      }
      if (stated?.persons !== false && !agreements.value.agreements.some((a) => a.parties.includes(team.organisation) && a.purposes.includes(purposeId))) {
        problems.push(teams.problem(at, `No agreement lets ${team.organisation} look for ${purposeId}.`, 'Add the organisation and purpose to an agreement, or take the purpose away from this team.'));
      }
      if (team.may.includes('add-person') && stated?.persons !== false && rules['identity'] !== 'detail') {
        problems.push(teams.problem(at, `${team.name} may add people, but for this purpose does not see who everybody is.`, 'Give identity the level detail, or take add-person away: they would add people who are there already.'));
      }
      for (const [categoryId, rule] of Object.entries(rules)) {
        const here = [...at, categoryId];
        problems.push(...category(here, categoryId));
        for (const [j, id] of (typeof rule === 'string' ? [] : (rule.roles ?? [])).entries()) problems.push(...role([...here, 'roles', j], id));
        const may = levelsOf(rule);
        if (typeof rule !== 'string' && isMore(rule.otherwise, rule.level)) {
          problems.push(teams.problem([...here, 'otherwise'], `Without what it needs the level would be more (${rule.otherwise}) than with it (${rule.level}).`, 'Give "otherwise" a level no higher than "level".'));
        }
        if (categoryId === 'identity' && may.includes('alert')) problems.push(teams.problem(here, 'Identity cannot be an alert.', 'Use detail, summary or none: an alert about somebody without a name says nothing.'));
        if (categoryId !== 'identity' && may.includes('alert') && teams.value.desks[categoryId] === undefined) {
          problems.push(teams.problem(here, `An alert about ${categoryId} has nobody to ring.`, `Add a desk for ${categoryId} under "desks".`));
        }
        if (offences.has(categoryId) && stated !== undefined && stated.article10 === undefined && may.some((l) => l === 'detail' || l === 'summary')) {
          problems.push(teams.problem(here, `${categoryId} is criminal offence data and ${stated.name} states no condition for it.`, `Give ${purposeId} an article10 in purposes.yaml, or share no more than an alert.`));
        }
      }
    }
  }
  return problems;
}

/** Every level a rule can come to. */
export function levelsOf(rule: RuleDefinition): Level[] {
  return typeof rule === 'string' ? [rule] : [rule.level, rule.otherwise];
}

function checkUsers({ users, teams }: Read): Problem[] {
  const list = users.value.users;
  const team = unknown(users, ids(teams.value.teams), 'team', 'teams.yaml');
  const rolesOf = new Map(teams.value.teams.map((t) => [t.id, new Set(t.roles)]));
  return [
    ...twice(users, 'users', list.map((u) => u.id)),
    ...twice(users, 'users', list.map((u) => u.email.toLowerCase()), 'email'),
    ...list.flatMap((user, i) =>
      user.teams.flatMap((membership, j) => {
        const at = ['users', i, 'teams', j];
        const roles = rolesOf.get(membership.team);
        return roles ? unknown(users, roles, 'role', `team ${membership.team}`)([...at, 'role'], membership.role) : team([...at, 'team'], membership.team);
      }),
    ),
  ];
}

function checkStandings({ standings, teams }: Read, area: Area): Problem[] {
  const list = standings.value.standings;
  const codes = new Set(area.organisations.map((o) => o.code));
  const code = unknown(standings, codes, 'organisation with the code', 'area.yaml');
  const stated = new Set(list.map((s) => s.code));
  const working = area.organisations.filter((o) => teams.value.teams.some((t) => t.organisation === o.id));
  return [
    ...twice(standings, 'standings', list.map((s) => s.code), 'code'),
    ...list.flatMap((s, i) => [
      ...code(['standings', i, 'code'], s.code),
      ...(s.standing === 'exempt' && s.because === undefined ? [standings.problem(['standings', i], `${s.code} is exempt, and nothing says why.`, 'Add because: the standard it answers to instead.')] : []),
      ...(s.expires < s.published ? [standings.problem(['standings', i, 'expires'], 'It ends before it begins.', 'Give the last day for which it counts.')] : []),
    ]),
    ...working.filter((o) => !stated.has(o.code)).map((o) => standings.problem(['standings'], `Nothing says how ${o.name} (${o.code}) stands.`, 'Add it with its standing, or its teams are shown nothing but their own data.')),
  ];
}
