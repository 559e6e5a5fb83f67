import { showDate } from '../kernel/index.ts';
import type { AgreementDefinition, PurposeDefinition, RuleDefinition, TeamDefinition } from './definition.ts';
import { basisOf, type Rules } from './rules.ts';
import { standingOf } from './standing.ts';
import type { Decision, Level, MarkKind, PersonDecision, Session } from './types.ts';

/** A mark in force on a person. */
export interface Mark {
  kind: MarkKind;
}

/** A dated tie between an organisation (or one of its teams) and a person. `until` is the first day it no longer holds. */
export interface Relationship {
  organisation: string;
  /** Empty when the whole organisation has it. */
  team: string;
  kind: string;
  since: string;
  until: string | null;
}

/**
 * How much of one category of a person's data a session may know, and why. Nothing is given that a rule does not give;
 * a seal overrides every rule; and nothing is given of somebody whose identity is not.
 * @param marks those in force now
 * @param today ISO day in Europe/London
 */
export function decide(
  rules: Rules,
  session: Session,
  marks: readonly Mark[],
  relationships: readonly Relationship[],
  category: string,
  today: string,
): Decision {
  const identity = rules.categories[0]?.id;
  const own = judge(rules, session, marks, relationships, category, today);
  if (identity === undefined || category === identity || own.level === 'none') return own;
  return under(judge(rules, session, marks, relationships, identity, today), own);
}

/** Every category of one person. */
export function decidePerson(
  rules: Rules,
  session: Session,
  personId: string,
  marks: readonly Mark[],
  relationships: readonly Relationship[],
  today: string,
): PersonDecision {
  const categories = new Map<string, Decision>();
  let identity: Decision | null = null;
  for (const { id } of rules.categories) {
    const own = judge(rules, session, marks, relationships, id, today);
    identity ??= own;
    categories.set(id, under(identity, own));
  }
  const sealed = marks.some((m) => m.kind === 'sealed');
  return {
    personId,
    sealed,
    restricted: !sealed && isRestricted(rules.team.get(session.team), marks, relationships, today),
    hideWhereabouts: marks.some((m) => m.kind === 'restricted-demographics'),
    categories,
  };
}

/** Without identity there is nothing else. */
function under(identity: Decision, own: Decision): Decision {
  if (identity.level !== 'none' || own.level === 'none') return own;
  return { category: own.category, level: 'none', because: `Who this person is is not shared with you. ${identity.because}`, basis: null };
}

/** One rule as it was applied: whether it let the question go on, and what it found. The one that did not decided. */
export interface Step {
  rule: 'seal' | 'category' | 'team' | 'restricted' | 'whereabouts' | 'purpose' | 'security-standard' | 'agreement' | 'objection' | 'level' | 'identity';
  holds: boolean;
  says: string;
}

/** Is told each rule as it is applied. What it says is worked out only for those who listen. */
type Note = (rule: Step['rule'], holds: boolean, says: () => string) => void;
const unheard: Note = () => undefined;

/** The rules that decide on one category, one after another, to the first that ends the question. */
export function explainCategory(rules: Rules, session: Session, marks: readonly Mark[], relationships: readonly Relationship[], category: string, today: string): { decision: Decision; steps: Step[] } {
  const steps: Step[] = [];
  const decision = judge(rules, session, marks, relationships, category, today, (rule, holds, says) => void steps.push({ rule, holds, says: says() }));
  const identity = rules.categories[0]?.id;
  if (identity === undefined || category === identity || decision.level === 'none') return { decision, steps };
  const above = under(judge(rules, session, marks, relationships, identity, today), decision);
  const open = above.level !== 'none';
  return { decision: above, steps: [...steps, { rule: 'identity', holds: open, says: open ? 'Who this person is is shared, so that what is held of them may be.' : above.because }] };
}

function judge(
  rules: Rules,
  session: Session,
  marks: readonly Mark[],
  relationships: readonly Relationship[],
  category: string,
  today: string,
  note: Note = unheard,
): Decision {
  const none = (rule: Step['rule'], because: string): Decision => {
    note(rule, false, () => because);
    return { category, level: 'none', because, basis: null };
  };
  if (marks.some((m) => m.kind === 'sealed')) return none('seal', 'This record is sealed.');
  note('seal', true, () => 'The record is not sealed.');
  const definition = rules.category.get(category);
  const team = rules.team.get(session.team);
  const purpose = rules.purpose.get(session.purpose);
  if (!definition) return none('category', `There is no category "${category}" in this area.`);
  if (!team || !rules.user.get(session.userId)?.teams.some((t) => t.team === session.team && t.role === session.role)) return none('team', 'You no longer work in this team.');
  note('team', true, () => `${session.name} works in ${team.name} as ${session.role.replaceAll('-', ' ')}.`);
  if (isRestricted(team, marks, relationships, today)) return none('restricted', 'This record is restricted: somebody who works with it, or is close to somebody who does, is the person in it.');
  note('restricted', true, () => (marks.some((m) => m.kind === 'staff-client') ? `The record is restricted, and ${team.name} is named as working with this person.` : 'The record is not restricted to named teams.'));
  if (definition.whereabouts && marks.some((m) => m.kind === 'restricted-demographics')) return none('whereabouts', `Where this person lives is protected, and ${definition.name} would tell of it.`);
  if (definition.whereabouts) note('whereabouts', true, () => 'Where this person lives is not protected.');
  const rule = purpose ? team.purposes[purpose.id]?.[category] : undefined;
  if (!purpose || rule === undefined || rule === 'none') return none('purpose', `${definition.name} is not shared with ${team.name} for ${purpose?.name ?? 'this purpose'}.`);
  if (!purpose.persons) return none('purpose', `${purpose.name} looks at no person.`);
  note('purpose', true, () => `${team.name} has a rule for ${definition.name} for ${purpose.name}, which rests on ${basisOf(purpose)}.`);
  const own = definition.heldBy.includes(team.organisation);
  const standing = standingOf(rules, team.organisation, today);
  if (!standing.met && !own) return none('security-standard', standing.says);
  note('security-standard', true, () => (standing.met ? standing.says : `${standing.says} ${definition.name} is its own data, so nothing is shared with it.`));
  const agreement = agreementFor(rules, team, purpose, category, today);
  if (typeof agreement === 'string') return none('agreement', agreement);
  note('agreement', true, () => `${agreement.title} v${agreement.version} is in force from ${showDate(agreement.starts)} to ${showDate(agreement.expires)} and covers this.`);
  const objects = marks.some((m) => m.kind === 'objection');
  if (objects && purpose.overridesObjection === undefined && category !== rules.categories[0]?.id && !own) {
    return none('objection', 'The person has objected to this being shared, and nothing about this purpose overrides that.');
  }
  note('objection', true, () => (!objects ? 'The person has not objected.' : (purpose.overridesObjection ?? 'The person has objected, but who they are, and what this organisation itself holds, stay with it.')));
  const { level, because } = apply(rules, rule, session, team, purpose, relationships, definition.name, today);
  if (level === 'none') return none('level', because);
  note('level', true, () => because);
  const desk = rules.desks[category];
  const objection = objects && purpose.overridesObjection !== undefined ? ` The person has objected to sharing. ${purpose.overridesObjection}.` : '';
  return {
    category,
    level,
    because: because + objection,
    basis: `${basisOf(purpose)}; ${agreement.title} v${agreement.version}`,
    ...(level === 'alert' && desk ? { desk } : {}),
  };
}

/** The rule's level for this role and these relationships. */
function apply(
  rules: Rules,
  rule: RuleDefinition,
  session: Session,
  team: TeamDefinition,
  purpose: PurposeDefinition,
  relationships: readonly Relationship[],
  name: string,
  today: string,
): { level: Level; because: string } {
  const given = (level: Level, why: string): { level: Level; because: string } => ({
    level,
    because:
      level === 'none'
        ? `${name} is not shared with ${team.name} for ${purpose.name}${why}.`
        : level === 'alert'
          ? `${team.name} is told only whether there is something to discuss, and whom to ring${why}.`
          : `${team.name} may see ${name} ${level === 'detail' ? 'in detail' : 'in summary'} for ${purpose.name}${why}.`,
  });
  if (typeof rule === 'string') return given(rule, '');
  if (rule.roles && !rule.roles.includes(session.role)) return given(rule.otherwise, ` to a ${session.role.replaceAll('-', ' ')}`);
  if (rule.needs === undefined) return given(rule.level, '');
  const kinds = rule.needs === 'relationship' ? null : rule.needs;
  const [tie] = relationships.filter((r) => isHeld(r, team, today) && (kinds === null || kinds.includes(r.kind))).toSorted((a, b) => (a.since < b.since ? -1 : 1));
  if (!tie) return given(rule.otherwise, `, having no current ${kinds === null ? 'relationship' : kinds.join(' or ')} with this person`);
  return given(rule.level, `, because ${rules.organisations.get(tie.organisation) ?? tie.organisation} has had a ${tie.kind.replaceAll('-', ' ')} with this person since ${showDate(tie.since)}`);
}

const isHeld = (tie: Relationship, team: { organisation: string; id: string }, today: string): boolean =>
  tie.organisation === team.organisation && (tie.team === '' || tie.team === team.id) && tie.since <= today && (tie.until === null || tie.until > today);

/** Staff as clients: closed to everybody but the team named as working with them. */
function isRestricted(team: TeamDefinition | undefined, marks: readonly Mark[], relationships: readonly Relationship[], today: string): boolean {
  return marks.some((m) => m.kind === 'staff-client') && !relationships.some((r) => team !== undefined && r.team !== '' && isHeld(r, team, today));
}

/** The agreement in force today that lets this team have this category for this purpose, or why there is none. */
function agreementFor(rules: Rules, team: TeamDefinition, purpose: PurposeDefinition, category: string, today: string): AgreementDefinition | string {
  const covering = rules.agreements.filter((a) => a.parties.includes(team.organisation) && a.categories.includes(category) && a.purposes.includes(purpose.id));
  const inForce = covering.find((a) => a.starts <= today && today <= a.expires);
  if (inForce) return inForce;
  const last = covering.filter((a) => a.expires < today).toSorted((a, b) => (a.expires < b.expires ? 1 : -1))[0];
  return last ? `${last.title} v${last.version} ended on ${showDate(last.expires)}.` : 'No sharing agreement in force covers this.';
}
