import { resolve } from 'node:path';
import { readArea } from '../../src/kernel/index.ts';
import { checkAccess } from '../../src/access/check.ts';
import { arrangeRules, makeSession, profiles, type Rules } from '../../src/access/rules.ts';
import type { Session } from '../../src/access/index.ts';

/** The demo area's rules, without a store. */
export function demoRules(): { rules: Rules; session: (user: string, team: string, purpose: string) => Session } {
  const { area } = readArea(resolve('areas/demo'));
  if (area === null) throw new Error('the demo area cannot be read');
  const { definitions, problems } = checkAccess(area);
  if (definitions === null || problems.length > 0) throw new Error(problems.map((p) => p.message).join('; '));
  const rules = arrangeRules(definitions, area.organisations);
  return { rules, session: (user, team, purpose) => makeSession(profiles(rules), user, team, purpose) };
}
