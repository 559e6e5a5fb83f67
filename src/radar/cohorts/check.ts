import { checkAccess, levelsOf, type TeamDefinition } from '../../access/index.ts';
import { readDefinitions, type Area, type Problem } from '../../kernel/index.ts';
import { readRadarFiles } from '../cards/read.ts';
import { readGeography } from '../geography/geography.ts';
import { mappedFacts } from '../signals/sources.ts';
import { cohortSchema } from './definition.ts';
import { faultsOf } from './faults.ts';
import type { Ground } from './ground.ts';

export const readCohortFiles = (areaDir: string) => readDefinitions(areaDir, 'radar/cohorts/*.yaml', cohortSchema);

/** Checks the area's outlines, and `radar/cohorts/*.yaml` against signals, scorecards, outlines and what their team may see of anybody. */
export function checkCohorts(area: Area): Problem[] {
  const { definitions: files, problems } = readCohortFiles(area.dir);
  const { geography, problems: outlines } = readGeography(area.dir);
  const { definitions: access } = checkAccess(area);
  if (access === null) return [...problems, ...outlines];
  const { signals, cards } = readRadarFiles(area.dir);
  const ground: Ground = { signals: signals.map((s) => s.signal), cards: cards.map((c) => c.value), mapped: mappedFacts(area.dir), categories: access.categories, geography };
  const seen = new Map<string, string>();
  return [
    ...outlines,
    ...problems,
    ...files.flatMap((cohort): Problem[] => {
      const { file, value } = cohort;
      const found: Problem[] = [];
      const before = seen.get(value.id);
      if (before !== undefined) found.push(cohort.problem(['id'], `Cohort "${value.id}" is already in ${before}.`, 'Give each cohort an id of its own.'));
      seen.set(value.id, file);
      const team = access.teams.find((t) => t.id === value.team);
      if (team === undefined) return [...found, cohort.problem(['team'], `There is no team "${value.team}".`, `Use one of those in access/teams.yaml: ${access.teams.map((t) => t.id).join(', ')}.`)];
      const rules = team.purposes[value.purpose];
      if (rules === undefined) return [...found, cohort.problem(['purpose'], `${team.id} has no purpose "${value.purpose}".`, `Use one of: ${Object.keys(team.purposes).join(', ')}.`)];
      return [...found, ...value.criteria.flatMap((criterion, i) => faultsOf(criterion, ground, (needs) => hiddenFrom(rules, needs)).map(({ at, message, mend }) => cohort.problem(['criteria', i, ...at], message, mend)))];
    }),
  ];
}

/** Categories of which some member of the team, or without a relationship, sees less than a summary; less than detail of identity. */
const hiddenFrom = (rules: TeamDefinition['purposes'][string], needs: readonly string[]): string[] =>
  needs.filter((category) => {
    const rule = rules[category];
    return rule === undefined || !levelsOf(rule).every((level) => level === 'detail' || (level === 'summary' && category !== 'identity'));
  });
