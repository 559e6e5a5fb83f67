import { readArea, refuseProblems } from '../kernel/index.ts';
import { checkAccess } from './check.ts';
import { diffAccess, type AccessChange } from './diff.ts';
import { arrangeRules, type Rules } from './rules.ts';

export type { AccessChange, Standing } from './diff.ts';

/**
 * Who gains and who loses what when the access files of one folder take the place of another's.
 * @param on ISO day in London on which both are applied
 * Throws `area.invalid` with every problem of either.
 */
export const compareAccess = (before: string, after: string, on: string): AccessChange[] => diffAccess(rulesOf(before), rulesOf(after), on);

function rulesOf(dir: string): Rules {
  const { area, problems } = readArea(dir);
  refuseProblems(problems);
  if (area === null) throw new Error('an area without problems can be read');
  const checked = checkAccess(area);
  refuseProblems(checked.problems);
  if (checked.definitions === null) throw new Error('access files without problems can be read');
  return arrangeRules(checked.definitions, area.organisations);
}
