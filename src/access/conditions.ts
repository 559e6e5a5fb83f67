import { showDate } from '../kernel/index.ts';
import type { Relationship } from './decide.ts';
import type { AgreementDefinition, PurposeDefinition, TeamDefinition } from './definition.ts';
import type { Rules } from './rules.ts';

/** Whether a tie is the team's own or its organisation's, and in force. */
export const isHeld = (tie: Relationship, team: { organisation: string; id: string }, today: string): boolean =>
  tie.organisation === team.organisation && (tie.team === '' || tie.team === team.id) && tie.since <= today && (tie.until === null || tie.until > today);

/** The agreement in force today that lets this team have this category for this purpose, or why there is none. */
export function agreementFor(rules: Rules, team: TeamDefinition, purpose: PurposeDefinition, category: string, today: string): AgreementDefinition | string {
  const covering = rules.agreements.filter((a) => a.parties.includes(team.organisation) && a.categories.includes(category) && a.purposes.includes(purpose.id));
  const inForce = covering.find((a) => a.starts <= today && today <= a.expires);
  if (inForce) return inForce;
  const last = covering.filter((a) => a.expires < today).toSorted((a, b) => (a.expires < b.expires ? 1 : -1))[0];
  return last ? `${last.title} v${last.version} ended on ${showDate(last.expires)}.` : 'No sharing agreement in force covers this.';
}
