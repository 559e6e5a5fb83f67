import { readDefinitions, type Problem } from '../../kernel/index.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { counted, nothingCovered, uncovered, type Covered, type Uncovered } from './coverage.ts';
import { runScenarios } from './run.ts';
import { scenariosSchema, type Scenarios } from './schema.ts';

/** How the scenarios of one pathway went. */
export interface ScenarioReport {
  pathway: string;
  title: string;
  scenarios: number;
  tables: number;
  has: ReturnType<typeof counted>;
  uncovered: Uncovered[];
  problems: Problem[];
}

/**
 * Runs `pathways/scenarios/*.yaml` of an area over its pathways: what is not as they say, and what of each pathway none of
 * them passes through. Pathways without states are forms alone, and need none.
 * @param only id of the one pathway whose scenarios are run
 */
export function checkScenarios(dir: string, pathways: readonly PathwayDefinition[], only?: string): { reports: ScenarioReport[]; problems: Problem[] } {
  const { definitions, problems } = readDefinitions(dir, 'pathways/scenarios/*.yaml', scenariosSchema);
  const ran = new Map<string, { covered: Covered; scenarios: number; tables: number; problems: Problem[] }>();
  for (const file of definitions.filter(({ value }) => only === undefined || value.pathway === only)) {
    const pathway = pathways.find((one) => one.id === file.value.pathway);
    if (pathway === undefined) {
      problems.push(file.problem(['pathway'], `There is no pathway "${file.value.pathway}".`, `Pathways of this area: ${pathways.map((one) => one.id).join(', ')}.`));
      continue;
    }
    const one = ran.get(pathway.id) ?? { covered: nothingCovered(), scenarios: 0, tables: 0, problems: [] };
    one.problems.push(...runScenarios(pathway, file, one.covered));
    one.scenarios += file.value.scenarios.length;
    one.tables += file.value.tables.reduce((n, table) => n + table.rows.length, 0);
    ran.set(pathway.id, one);
  }
  const reports = pathways.map((pathway): ScenarioReport => {
    const { covered, ...rest } = ran.get(pathway.id) ?? { covered: nothingCovered(), scenarios: 0, tables: 0, problems: [] };
    return { pathway: pathway.id, title: pathway.title, ...rest, has: counted(pathway), uncovered: uncovered(pathway, covered) };
  });
  return { reports, problems: [...problems, ...reports.flatMap((report) => report.problems)] };
}

/** The scenarios of an area, as its files have them. */
export const readScenarios = (dir: string): Scenarios[] => readDefinitions(dir, 'pathways/scenarios/*.yaml', scenariosSchema).definitions.map((d) => d.value);
