import type { Definition, Problem } from '../kernel/index.ts';
import type { CategoryDefinition, TeamDefinition, UserDefinition } from './definition.ts';
import { opensOf, type BreakGlassDefinition } from './emergency/definition.ts';

/** Checks that every team, category and role of `break-glass.yaml` stands elsewhere, and that somebody can judge what was opened. */
export function checkBreakGlass(
  file: Definition<BreakGlassDefinition>,
  { categories, teams, users }: { categories: readonly CategoryDefinition[]; teams: readonly TeamDefinition[]; users: readonly UserDefinition[] },
): Problem[] {
  const { value } = file;
  const known = (at: (string | number)[], id: string, among: readonly string[], what: string, where: string): Problem[] =>
    among.includes(id) ? [] : [file.problem(at, `There is no ${what} "${id}".`, `Use one of those in ${where}: ${among.join(', ')}.`)];
  const teamIds = teams.map((t) => t.id);
  const categoryIds = categories.map((c) => c.id);
  const roles = [...new Set(teams.flatMap((t) => t.roles))];
  const held = new Set(users.flatMap((u) => u.teams.map((t) => t.role)));
  const opens = opensOf(value);
  const offences = categories.filter((c) => c.offenceData && opens.has(c.id) && opens.get(c.id) !== 'alert').map((c) => c.id);
  const reasons = value.reasons.map((r) => r.id);
  return [
    ...value.teams.flatMap((id, i) => known(['teams', i], id, teamIds, 'team', 'teams.yaml')),
    ...value.teams.flatMap((id, i) =>
      teams.some((t) => t.id === id && !t.may.includes('open')) ? [file.problem(['teams', i], `The team "${id}" opens no records.`, 'Give it "open" under may in teams.yaml, or take it out here.')] : [],
    ),
    ...reasons.flatMap((id, i) => (reasons.indexOf(id) === i ? [] : [file.problem(['reasons', i, 'id'], `"${id}" stands here twice.`, 'Keep one of them, or give this one an id of its own.')])),
    ...value.opens.flatMap((o, i) => (typeof o === 'string' ? known(['opens', i], o, categoryIds, 'category', 'categories.yaml') : known(['opens', i, 'category'], o.category, categoryIds, 'category', 'categories.yaml'))),
    ...(opens.get('identity') === undefined || opens.get('identity') === 'alert'
      ? [file.problem(['opens'], 'It does not open identity, so a restricted record would stay closed.', 'Add identity to what it opens, in detail or summary.')]
      : []),
    ...(offences.length > 0 && value.basis.article10 === undefined
      ? [file.problem(['basis'], `It opens criminal offence data (${offences.join(', ')}) and states no condition for it.`, 'Add article10 to the basis, or open no more than an alert.')]
      : []),
    ...(['by', 'escalatesTo'] as const).flatMap((key) => {
      const role = value.review[key];
      const none = known(['review', key], role, roles, 'role', 'teams.yaml');
      return none.length > 0 || held.has(role) ? none : [file.problem(['review', key], `Nobody has the role "${role}".`, 'Give it to somebody in users.yaml, or name another role.')];
    }),
  ];
}
