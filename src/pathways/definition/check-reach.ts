import { checkAccess } from '../../access/index.ts';
import { readDefinitions, type Area, type Problem } from '../../kernel/index.ts';
import { pathwaySchema } from './pathway-schema.ts';

/**
 * Whether somebody can act where a pathway needs them: a role in a state, a task or a deadline must be held in a team that may see the
 * pathway's category of data in detail and may work on cases. Also names a category or a team that there is not.
 */
export function checkReach(area: Area): Problem[] {
  const { definitions } = checkAccess(area);
  if (definitions === null) return [];
  const { teams, users, categories } = definitions;
  const held = new Set(users.flatMap((user) => user.teams.map((one) => `${one.team} ${one.role}`)));
  return readDefinitions(area.dir, 'pathways/!(events).yaml', pathwaySchema).definitions.flatMap((definition): Problem[] => {
    const { category, states, tasks, deadlines, roles } = definition.value;
    if (category === undefined || Object.keys(states).length === 0) return [];
    if (!categories.some(({ id }) => id === category)) return [definition.problem(['category'], `There is no category "${category}".`, `Use one of those in access/categories.yaml: ${categories.map(({ id }) => id).join(', ')}.`)];
    const may = (team: (typeof teams)[number]): boolean => team.may.includes('case') && Object.values(team.purposes).some((rules) => levelOf(rules[category]) === 'detail');
    const reached = new Set(teams.filter(may).flatMap((team) => team.roles.filter((role) => held.has(`${team.id} ${role}`))));
    const check = (path: (string | number)[], role: string | undefined): Problem[] =>
      role === undefined || reached.has(role) || !Object.hasOwn(roles, role) ? [] : [definition.problem(path, `Nobody who is ${role} may see ${category} in detail and work on cases.`, 'Let a team with this role see the category in detail and add case to what it may do, or give the step to another role.')];
    return [
      ...Object.entries(states).flatMap(([id, state]) => [
        ...check(['states', id, 'role'], state.role),
        ...(state.team === undefined || teams.some((team) => team.id === state.team) ? [] : [definition.problem(['states', id, 'team'], `There is no team "${state.team}".`, `Its teams: ${teams.map((team) => team.id).join(', ')}.`)]),
        ...state.transitions.flatMap((t, i) => check(['states', id, 'transitions', i, 'role'], t.role)),
      ]),
      ...Object.entries(tasks).flatMap(([id, task]) => check(['tasks', id, 'role'], task.role)),
      ...Object.entries(deadlines).flatMap(([id, deadline]) => check(['deadlines', id, 'owner'], deadline.owner)),
    ];
  });
}

const levelOf = (rule: string | { level: string } | undefined): string | undefined => (typeof rule === 'string' ? rule : rule?.level);
