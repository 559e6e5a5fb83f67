import { readFileSync } from 'node:fs';
import { preparsePolicySet, statefulIsAuthorized, type CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Grant, Mark, Relationship } from '../../src/access/decide.ts';
import type { RuleDefinition } from '../../src/access/definition.ts';
import type { Rules } from '../../src/access/rules.ts';
import type { Level, Session } from '../../src/access/types.ts';

type Facts = Record<string, CedarValueJson>;

/** All that a decision about a person rests on. */
export interface Question {
  rules: Rules;
  session: Session;
  /** Whether the user works in that team in that role, as the area's file has it. */
  works: boolean;
  marks: readonly Mark[];
  relationships: readonly Relationship[];
  today: string;
  grant: Grant | null;
}

const ranks: readonly Level[] = ['none', 'alert', 'summary', 'detail'];

/**
 * The policies name no organisation, team, category, purpose or day, so questions that differ in names alone are one question:
 * what is the asker's own is called `own`, anything else `another`, and a day is how many days from today it is, three at most.
 */
const called = (name: string, own: string): string => (name === '' ? '' : name === own ? 'own' : 'another');
const allCalled = (names: readonly string[], own: string): string[] => [...new Set(names.map((name) => called(name, own)))].toSorted();
const fromToday = (today: string, day: string): number => Math.max(-3, Math.min(3, Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000)));

/** Somebody else's reading of the rules: the policies of rules.cedar, decided by Cedar. */
export interface Oracle {
  /** The level of every category, and whether the record is named as restricted. */
  decide(question: Question): { levels: Record<string, Level>; restricted: boolean };
  /** Questions that Cedar was asked, each of them once. */
  asked(): number;
}

const text = readFileSync(new URL('rules.cedar', import.meta.url), 'utf8');
/** Each policy by its name. */
const policies: ReadonlyMap<string, string> = new Map([...text.matchAll(/@id\("([^"]+)"\)[^;]+;/g)].map(([policy, id]) => [id!, policy]));
export const policyNames: readonly string[] = [...policies.keys()];

/** @param without a policy to leave out, to see whether anybody would notice */
export function createOracle(without = ''): Oracle {
  const set = `rules without ${without}`;
  const parsed = preparsePolicySet(set, { staticPolicies: [...policies].filter(([id]) => id !== without).map(([, policy]) => policy).join('\n') });
  if (parsed.type === 'failure') throw new Error(parsed.errors.map((e) => e.message).join('; '));
  const answers = new Map<string, boolean>();

  const ask = (action: string, principal: Facts, resource: Facts, context: Facts): boolean => {
    const key = JSON.stringify([action, principal, resource, context]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const [who, what] = [{ type: 'Session', id: 's' }, { type: 'Thing', id: 't' }];
    const answer = statefulIsAuthorized({
      principal: who, action: { type: 'Action', id: action }, resource: what, context, preparsedPolicySetId: set,
      entities: [{ uid: who, attrs: principal, parents: [] }, { uid: what, attrs: resource, parents: [] }],
    });
    if (answer.type === 'failure') throw new Error(answer.errors.map((e) => e.message).join('; '));
    if (answer.response.diagnostics.errors.length > 0) throw new Error(`${action}: ${answer.response.diagnostics.errors.map((e) => e.error.message).join('; ')} of ${key}`);
    answers.set(key, answer.response.decision === 'allow');
    return answer.response.decision === 'allow';
  };

  return {
    asked: () => answers.size,
    decide({ rules, session, works, marks, relationships, today: day, grant }) {
      const { organisation, team, purpose: purposeId, role } = session;
      const purpose = rules.purpose.get(purposeId);
      const own = { organisation: 'own', team: 'own' };
      const today = 0;
      const on = (date: string): number => fromToday(day, date);
      const tie = (r: Relationship): Facts => ({ organisation: called(r.organisation, organisation), team: called(r.team, team), since: on(r.since), ...(r.until === null ? {} : { until: on(r.until) }) });
      const held = relationships.filter((r) => ask('hold', own, tie(r), { today }));
      const named = relationships.some((r) => ask('be named by', own, tie(r), { today }));
      const standing = [...rules.standings].some(([of, s]) => ask('stand by', own, { organisation: called(of, organisation), standing: s.standing, published: on(s.published), expires: on(s.expires) }, { today }));
      const terms = rules.breakGlass;
      const inEmergency = grant !== null && terms !== null && ask('use', { user: 'own', team: 'own' }, { user: called(grant.userId, session.userId), team: called(grant.team, team) }, { teams: allCalled(terms.teams, team) });
      const despite = terms === null ? [] : [...terms.despite];
      const marked = (kind: Mark['kind']): boolean => marks.some((m) => m.kind === kind);
      const principal = { organisation: 'own', works, looksAtPersons: purpose?.persons === true, overridesObjection: purpose?.overridesObjection !== undefined, overridesConsent: purpose?.overridesConsent !== undefined, standing };
      const theirs = marks.some((m) => m.kind === 'self-declared' && m.scope?.users?.includes(session.userId) === true);
      const [first] = rules.categories;

      const wishes = (kind: 'objection' | 'consent', category: string): boolean =>
        marks.some((m) => m.kind === kind && ask('be bound by', { organisation: 'own' }, { ...scoped('categories', m.scope?.categories, category), ...scoped('organisations', m.scope?.organisations, organisation) }, { category: 'own' }));

      const level = (category: Rules['categories'][number], way: 'know' | 'know in an emergency', whoTheyAre: boolean): number => {
        const covered = rules.agreements.some((a) =>
          ask('be covered by', { organisation: 'own', purpose: 'own' }, { parties: allCalled(a.parties, organisation), categories: allCalled(a.categories, category.id), purposes: allCalled(a.purposes, purposeId), starts: on(a.starts), expires: on(a.expires) }, { today, category: 'own' }),
        );
        const opens = terms?.levels.get(category.id);
        const given = rules.team.get(team)?.purposes[purposeId]?.[category.id];
        const resource: Facts = {
          sealed: marked('sealed'), protected: marked('restricted-demographics'), objects: wishes('objection', category.id), consents: wishes('consent', category.id), needsConsent: category.needsConsent, declaredTheirs: theirs, covered,
          identity: category.id === first?.id, whereabouts: category.whereabouts, heldBy: allCalled(category.heldBy, organisation),
        };
        // What only one of the two ways rests on is told to it alone.
        const ordinarily = { staffClient: marked('staff-client'), named, ties: [...new Set(held.map((r) => r.kind))].toSorted() };
        const urgently = opens === undefined ? {} : { emergencyLevel: ranks.indexOf(opens) };
        const may = (rank: number): boolean =>
          way === 'know'
            ? ask(way, { ...principal, role: typeof given === 'object' && given.roles !== undefined ? role : '' }, { ...resource, ...ordinarily }, { rule: ruleFacts(given), whoTheyAre, rank })
            : ask(way, { ...principal, inEmergency }, { ...resource, ...urgently }, { despite, whoTheyAre, rank });
        return [3, 2, 1].find(may) ?? 0;
      };
      const plainly = first === undefined ? 0 : level(first, 'know', true);
      const anyhow = first === undefined ? 0 : Math.max(plainly, level(first, 'know in an emergency', true));
      const levels = rules.categories.map(({ id }, i): [string, Level] => {
        const category = rules.categories[i]!;
        if (i === 0) return [id, ranks[anyhow]!];
        const reached = inEmergency && terms.levels.has(id);
        const whoTheyAre = (reached ? anyhow : plainly) > 0;
        return [id, ranks[Math.max(level(category, 'know', whoTheyAre), level(category, 'know in an emergency', whoTheyAre))]!];
      });
      return { levels: Object.fromEntries(levels), restricted: !marked('sealed') && (theirs || (marked('staff-client') && !named && (!inEmergency || anyhow === 0))) };
    },
  };
}


/** What a wish is about; nothing where it is about everything. */
const scoped = (of: string, names: readonly string[] | undefined, own: string): Facts => (names === undefined || names.length === 0 ? {} : { [of]: allCalled(names, own) });

/** A rule of the area's table, as Cedar is told it; nothing where nothing is listed. */
function ruleFacts(rule: RuleDefinition | undefined): Facts {
  if (rule === undefined) return {};
  if (typeof rule === 'string') return { level: ranks.indexOf(rule) };
  const { level, needs, otherwise, roles } = rule;
  return {
    level: ranks.indexOf(level), otherwise: ranks.indexOf(otherwise),
    ...(needs === undefined ? {} : needs === 'relationship' ? { anyTie: true } : { ties: [...needs] }),
    ...(roles === undefined ? {} : { roles: [...roles] }),
  };
}
