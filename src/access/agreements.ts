import type { Rules } from './rules.ts';
import { basisOf } from './rules.ts';
import { standingOf } from './standing.ts';

/** How a version of an agreement stands on a day. */
export type AgreementState = 'in-force' | 'not-yet' | 'ended';

/** One version of a sharing agreement, with everything it names in words. */
export interface AgreementView {
  id: string;
  version: number;
  title: string;
  /** First and last days in force. */
  starts: string;
  expires: string;
  state: AgreementState;
  /** Whole days until it ends (its last day is 0), or begins; days since its last day where it has ended. */
  days: number;
  /** Where the data protection impact assessment is kept. */
  dpia: string;
  parties: { id: string; name: string; standing: { met: boolean; says: string } }[];
  categories: { id: string; name: string }[];
  purposes: { id: string; name: string }[];
}

/** Why somebody may look, and what makes it lawful. */
export interface PurposeView {
  id: string;
  name: string;
  basis: string;
  article10: string | null;
  confidentiality: string;
  /** Why an objection does not stop it; null where one does. */
  overridesObjection: string | null;
  /** Why looks for it are never told to the person; null where they are. */
  withheldFromPerson: string | null;
  /** What it is, as people are told it. */
  plainly: string;
  /** False where no person may be looked at. */
  persons: boolean;
  /** Whether an agreement in force today covers it. */
  covered: boolean;
  /** Teams that have it. */
  teams: string[];
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Every version of every agreement on a day in London: those in force first, the soonest to end before the rest. */
export function agreementsOn(rules: Rules, today: string): AgreementView[] {
  const order: Record<AgreementState, number> = { 'in-force': 0, 'not-yet': 1, ended: 2 };
  return rules.agreements
    .map((agreement): AgreementView => {
      const state: AgreementState = today < agreement.starts ? 'not-yet' : today > agreement.expires ? 'ended' : 'in-force';
      return {
        id: agreement.id,
        version: agreement.version,
        title: agreement.title,
        starts: agreement.starts,
        expires: agreement.expires,
        state,
        days: state === 'in-force' ? daysBetween(today, agreement.expires) : state === 'not-yet' ? daysBetween(today, agreement.starts) : daysBetween(agreement.expires, today),
        dpia: agreement.dpia,
        parties: agreement.parties.map((id) => ({ id, name: rules.organisations.get(id) ?? id, standing: standingOf(rules, id, today) })),
        categories: agreement.categories.map((id) => ({ id, name: rules.category.get(id)?.name ?? id })),
        purposes: agreement.purposes.map((id) => ({ id, name: rules.purpose.get(id)?.name ?? id })),
      };
    })
    .toSorted((a, b) => order[a.state] - order[b.state] || (a.state === 'ended' ? b.expires.localeCompare(a.expires) : a.expires.localeCompare(b.expires)));
}

/** Every purpose of the area, with who has it and whether it is covered today. */
export function purposesOn(rules: Rules, today: string): PurposeView[] {
  const covered = new Set(agreementsOn(rules, today).flatMap((a) => (a.state === 'in-force' ? a.purposes.map(({ id }) => id) : [])));
  return [...rules.purpose.values()].map((purpose) => ({
    id: purpose.id,
    name: purpose.name,
    basis: basisOf(purpose),
    article10: purpose.article10 ?? null,
    confidentiality: purpose.confidentiality,
    overridesObjection: purpose.overridesObjection ?? null,
    withheldFromPerson: purpose.withheldFromPerson ?? null,
    plainly: purpose.plainly ?? purpose.name,
    persons: purpose.persons,
    covered: covered.has(purpose.id),
    teams: [...rules.team.values()].filter((team) => Object.hasOwn(team.purposes, purpose.id)).map((team) => team.name),
  }));
}
