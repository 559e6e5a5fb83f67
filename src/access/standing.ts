import { showDate } from '../kernel/index.ts';
import type { Rules } from './rules.ts';

/** Whether an organisation meets the data security standard on this day; without a statement that it does, it does not. */
export function standingOf(rules: Rules, organisation: string, today: string): { met: boolean; says: string } {
  const name = rules.organisations.get(organisation) ?? organisation;
  const stated = rules.standings.get(organisation);
  if (stated === undefined) return { met: false, says: `Nothing says that ${name} meets the Data Security and Protection Toolkit's standards.` };
  if (stated.standing === 'not-met') return { met: false, says: `${name} does not meet the Data Security and Protection Toolkit's standards (${showDate(stated.published)}).` };
  if (stated.published > today || stated.expires < today) return { met: false, says: `${name}'s statement that it meets the Data Security and Protection Toolkit's standards ran from ${showDate(stated.published)} to ${showDate(stated.expires)}.` };
  return { met: true, says: stated.standing === 'exempt' ? `${name} answers to another standard: ${stated.because ?? ''}.` : `${name} meets the Data Security and Protection Toolkit's standards until ${showDate(stated.expires)}.` };
}
