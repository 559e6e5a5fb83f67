import { londonTime, showDate } from '../kernel/index.ts';
import { agreementFor, isHeld } from './conditions.ts';
import type { PurposeDefinition, RuleDefinition, TeamDefinition } from './definition.ts';
import { isMore } from './levels.ts';
import { basisOf, type Rules } from './rules.ts';
import { standingOf } from './standing.ts';
import type { Decision, Level, MarkKind, PersonDecision, Session } from './types.ts';

/** A mark in force on a person. */
export interface Mark {
  kind: MarkKind;
  /** What a consent or objection is about, where not everything; whom an own record is closed to. */
  scope?: { categories?: readonly string[]; organisations?: readonly string[]; users?: readonly string[] };
  /** Days on which a consent began and ends. */
  since?: string;
  until?: string | null;
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

/** Emergency access to a person, in force. */
export interface Grant {
  emergencyId: string;
  userId: string;
  team: string;
  /** Id of the reason, in the area's file. */
  reason: string;
  until: Date;
}

/**
 * How much of one category of a person's data a session may know, and why. Nothing is given that a rule does not give;
 * a seal overrides every rule; and nothing is given of somebody whose identity is not.
 * @param marks those in force now
 * @param today ISO day in Europe/London
 * @param grant emergency access of this session to this person, in force now
 */
export function decide(
  rules: Rules,
  session: Session,
  marks: readonly Mark[],
  relationships: readonly Relationship[],
  category: string,
  today: string,
  grant: Grant | null = null,
): Decision {
  const question: Question = { rules, session, marks, relationships, today, grant };
  const identity = rules.categories[0]?.id;
  const own = judge(question, category);
  if (identity === undefined || category === identity || own.level === 'none') return own;
  return under(judge(reaching(question, category), identity), own);
}

/** The question of identity beneath a category: what emergency access opens of who somebody is opens nothing else that it does not reach. */
const reaching = (question: Question, category: string): Question => (question.rules.breakGlass?.levels.has(category) === true ? question : { ...question, grant: null });

/** Every category of one person. */
export function decidePerson(
  rules: Rules,
  session: Session,
  personId: string,
  marks: readonly Mark[],
  relationships: readonly Relationship[],
  today: string,
  grant: Grant | null = null,
): PersonDecision {
  const question: Question = { rules, session, marks, relationships, today, grant };
  const categories = new Map<string, Decision>();
  const [first] = rules.categories;
  const identity = first === undefined ? null : judge(question, first.id);
  const plainly = first === undefined || grant === null ? identity : judge({ ...question, grant: null }, first.id);
  for (const { id } of rules.categories) {
    const own = id === first?.id ? identity! : judge(question, id);
    categories.set(id, id === first?.id ? own : under(reaching(question, id).grant === null ? plainly! : identity!, own));
  }
  const sealed = marks.some((m) => m.kind === 'sealed');
  return {
    personId,
    sealed,
    restricted: !sealed && (isOwn(session, marks) || (isRestricted(rules.team.get(session.team), marks, relationships, today) && (grant === null || identity?.level === 'none'))),
    hideWhereabouts: marks.some((m) => m.kind === 'restricted-demographics'),
    categories,
    ...(grant === null || sealed ? {} : { emergency: { id: grant.emergencyId, until: grant.until } }),
  };
}

/** Without identity there is nothing else. */
function under(identity: Decision, own: Decision): Decision {
  if (identity.level !== 'none' || own.level === 'none') return own;
  return { category: own.category, level: 'none', because: `Who this person is is not shared with you. ${identity.because}`, basis: null };
}

/** One rule as it was applied: whether it let the question go on, and what it found. The one that did not decided. */
export interface Step {
  rule: 'seal' | 'category' | 'team' | 'restricted' | 'whereabouts' | 'purpose' | 'security-standard' | 'agreement' | 'objection' | 'consent' | 'level' | 'break-glass' | 'identity';
  holds: boolean;
  says: string;
}

/** Is told each rule as it is applied. What it says is worked out only for those who listen. */
type Note = (rule: Step['rule'], holds: boolean, says: () => string) => void;
const unheard: Note = () => undefined;

/** The rules that decide on one category, one after another, to the first that ends the question. */
export function explainCategory(
  rules: Rules,
  session: Session,
  marks: readonly Mark[],
  relationships: readonly Relationship[],
  category: string,
  today: string,
  grant: Grant | null = null,
): { decision: Decision; steps: Step[] } {
  const question: Question = { rules, session, marks, relationships, today, grant };
  const steps: Step[] = [];
  const decision = judge(question, category, (rule, holds, says) => void steps.push({ rule, holds, says: says() }));
  const identity = rules.categories[0]?.id;
  if (identity === undefined || category === identity || decision.level === 'none') return { decision, steps };
  const above = under(judge(reaching(question, category), identity), decision);
  const open = above.level !== 'none';
  return { decision: above, steps: [...steps, { rule: 'identity', holds: open, says: open ? 'Who this person is is shared, so that what is held of them may be.' : above.because }] };
}

/** All that a decision rests on but the category. */
interface Question {
  rules: Rules;
  session: Session;
  marks: readonly Mark[];
  relationships: readonly Relationship[];
  today: string;
  grant: Grant | null;
}

function judge({ rules, session, marks, relationships, today, grant }: Question, category: string, note: Note = unheard): Decision {
  const none = (rule: Step['rule'], because: string): Decision => {
    note(rule, false, () => because);
    return { category, level: 'none', because, basis: null };
  };
  const emergency = emergencyFor(rules, session, grant, category);
  let past = false;
  /** A rule that closes the question, unless emergency access goes past it. */
  const closed = (rule: Step['rule'], because: string): Decision | null => {
    if (emergency?.lifts.has(rule) !== true) return none(rule, because);
    past = true;
    note(rule, true, () => `${because} Emergency access goes past this.`);
    return null;
  };
  let end: Decision | null;

  if (marks.some((m) => m.kind === 'sealed')) return none('seal', 'This record is sealed.');
  note('seal', true, () => 'The record is not sealed.');
  const definition = rules.category.get(category);
  const team = rules.team.get(session.team);
  const purpose = rules.purpose.get(session.purpose);
  if (!definition) return none('category', `There is no category "${category}" in this area.`);
  if (!team || !rules.user.get(session.userId)?.teams.some((t) => t.team === session.team && t.role === session.role)) return none('team', 'You no longer work in this team.');
  note('team', true, () => `${session.name} works in ${team.name} as ${session.role.replaceAll('-', ' ')}.`);
  if (isOwn(session, marks)) return none('restricted', 'You said that this is your own record, or of somebody close to you: it is closed to you.');
  if (isRestricted(team, marks, relationships, today)) {
    if ((end = closed('restricted', 'This record is restricted: somebody who works with it, or is close to somebody who does, is the person in it.'))) return end;
  } else note('restricted', true, () => (marks.some((m) => m.kind === 'staff-client') ? `The record is restricted, and ${team.name} is named as working with this person.` : 'The record is not restricted to named teams.'));
  if (definition.whereabouts && marks.some((m) => m.kind === 'restricted-demographics')) return none('whereabouts', `Where this person lives is protected, and ${definition.name} would tell of it.`);
  if (definition.whereabouts) note('whereabouts', true, () => 'Where this person lives is not protected.');
  if (!purpose) return none('purpose', `${definition.name} is not shared with ${team.name} for this purpose.`);
  if (!purpose.persons) return none('purpose', `${purpose.name} looks at no person.`);
  const rule = team.purposes[purpose.id]?.[category] ?? 'none';
  if (rule === 'none') {
    if ((end = closed('purpose', `${definition.name} is not shared with ${team.name} for ${purpose.name}.`))) return end;
  } else note('purpose', true, () => `${team.name} has a rule for ${definition.name} for ${purpose.name}, which rests on ${basisOf(purpose)}.`);
  const own = definition.heldBy.includes(team.organisation);
  const standing = standingOf(rules, team.organisation, today);
  if (!standing.met && !own) {
    if ((end = closed('security-standard', standing.says))) return end;
  } else note('security-standard', true, () => (standing.met ? standing.says : `${standing.says} ${definition.name} is its own data, so nothing is shared with it.`));
  const agreement = agreementFor(rules, team, purpose, category, today);
  if (typeof agreement === 'string') {
    if ((end = closed('agreement', agreement))) return end;
  } else note('agreement', true, () => `${agreement.title} v${agreement.version} is in force from ${showDate(agreement.starts)} to ${showDate(agreement.expires)} and covers this.`);
  const objects = marks.some((m) => m.kind === 'objection' && concerns(m, category, team.organisation));
  if (objects && purpose.overridesObjection === undefined && category !== rules.categories[0]?.id && !own) {
    if ((end = closed('objection', 'The person has objected to this being shared, and nothing about this purpose overrides that.'))) return end;
  } else note('objection', true, () => (!objects ? 'The person has not objected.' : (purpose.overridesObjection ?? 'The person has objected, but who they are, and what this organisation itself holds, stay with it.')));
  if (definition.needsConsent) {
    const consent = marks.find((m) => m.kind === 'consent' && concerns(m, category, team.organisation));
    if (consent === undefined && purpose.overridesConsent === undefined && !own) {
      if ((end = closed('consent', `${definition.name} is shared only with the person’s explicit consent, and none is recorded.`))) return end;
    } else note('consent', true, () => saysOfConsent(consent, own, purpose.overridesConsent ?? ''));
  }
  const given = apply(rules, rule, session, team, purpose, relationships, definition.name, today);
  const under = typeof agreement === 'string' ? '' : `; ${agreement.title} v${agreement.version}`;
  const desk = rules.desks[category];
  const decided = (level: Level, because: string, basis: string): Decision => ({ category, level, because, basis, ...(level === 'alert' && desk ? { desk } : {}) });
  if (emergency !== null && (past || isMore(emergency.level, given.level))) {
    note('level', true, () => given.because);
    note('break-glass', true, () => emergency.says);
    return decided(emergency.level, emergency.says, basisOf(emergency.basis) + under);
  }
  if (given.level === 'none') return none('level', given.because);
  note('level', true, () => given.because);
  const consents = definition.needsConsent && !own && purpose.overridesConsent !== undefined && !marks.some((m) => m.kind === 'consent' && concerns(m, category, team.organisation));
  const objection = (objects && purpose.overridesObjection !== undefined ? ` The person has objected to sharing. ${purpose.overridesObjection}.` : '') + (consents ? ` The person has not consented. ${purpose.overridesConsent}.` : '');
  return decided(given.level, given.because + objection, basisOf(purpose) + under);
}

/** Whether a consent or objection is about this kind of data and this organisation. */
const concerns = ({ scope }: Mark, category: string, organisation: string): boolean =>
  [[scope?.categories, category] as const, [scope?.organisations, organisation] as const].every(([among, one]) => among === undefined || among.length === 0 || among.includes(one));

function saysOfConsent(consent: Mark | undefined, own: boolean, override: string): string {
  if (own) return 'It is this organisation’s own data, so nothing is shared with it.';
  if (consent === undefined) return `The person has not consented. ${override}.`;
  return `The person consented${consent.since === undefined ? '' : ` on ${showDate(consent.since)}`}${consent.until == null ? '' : `, until ${showDate(consent.until)}`}.`;
}

/** Whether this worker said that the record is their own, or of somebody close to them. */
const isOwn = (session: Session, marks: readonly Mark[]): boolean => marks.some((m) => m.kind === 'self-declared' && m.scope?.users?.includes(session.userId) === true);

/** What emergency access opens of a category, and which rules it goes past to do so; null where it does not reach it. */
function emergencyFor(rules: Rules, session: Session, grant: Grant | null, category: string): { level: Level; lifts: ReadonlySet<Step['rule']>; says: string; basis: NonNullable<Rules['breakGlass']>['basis'] } | null {
  const terms = rules.breakGlass;
  const level = terms?.levels.get(category);
  if (grant === null || terms === null || level === undefined || grant.userId !== session.userId || grant.team !== session.team || !terms.teams.includes(session.team)) return null;
  const reason = terms.reasons.find((r) => r.id === grant.reason)?.name ?? grant.reason;
  return { level, lifts: new Set<Step['rule']>(['restricted', 'purpose', ...terms.despite]), says: `Emergency access until ${clockTime(grant.until)}: ${reason}.`, basis: terms.basis };
}

/** The time on London's clock: `14:30`. */
function clockTime(at: Date): string {
  const minutes = Math.floor(londonTime(at).minutes);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
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

/** Staff as clients: closed to everybody but the team named as working with them. */
function isRestricted(team: TeamDefinition | undefined, marks: readonly Mark[], relationships: readonly Relationship[], today: string): boolean {
  return marks.some((m) => m.kind === 'staff-client') && !relationships.some((r) => team !== undefined && r.team !== '' && isHeld(r, team, today));
}
