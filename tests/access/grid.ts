import { decidePerson, type Grant, type Mark, type Relationship } from '../../src/access/decide.ts';
import type { Rules } from '../../src/access/rules.ts';
import type { Level, MarkKind, Session } from '../../src/access/types.ts';
import { demoRules } from '../support/access.ts';
import type { Oracle, Question } from './oracle.ts';

/** Every role of every team, for every purpose of the area, about everybody a decision could be about, on days that differ. */
export interface Grid {
  size: number;
  /** Places of every role of a team for every purpose, about somebody without marks, with each kind of tie. */
  plain: number[];
  /** The question at a place of the grid, 0 to `size` - 1. */
  at(place: number): Question;
}

const kinds: readonly MarkKind[] = ['sealed', 'restricted-demographics', 'staff-client'];
/** An agreement in force; the one before, with some standings not yet published; none; none, and no standing either. */
const days = ['2026-11-20', '2025-06-20', '2028-04-01', '2029-01-01'];
const user = 'somebody';

export function grid(): Grid {
  const { rules } = demoRules();
  const sessions = [...rules.team.values()].flatMap((team) => team.roles.flatMap((role) => [...rules.purpose.keys()].map((purpose): Session => ({ userId: user, name: 'Somebody', organisation: team.organisation, team: team.id, teamName: team.name, role, purpose, purposeName: purpose }))));
  const needed = [...new Set([...rules.team.values()].flatMap((t) => Object.values(t.purposes).flatMap((of) => Object.values(of).flatMap((rule) => (typeof rule === 'object' && Array.isArray(rule.needs) ? rule.needs : [])))))];
  const combined = Array.from({ length: 2 ** kinds.length }, (_, bits): Mark[] => kinds.filter((_kind, i) => bits & (1 << i)).map((kind) => ({ kind })));
  const needy = rules.categories.filter((c) => c.needsConsent).map((c) => c.id);
  const organisations = [...rules.organisations.keys()];
  /** What people may wish, of everything or of some, to everybody or to some; and whoever says that it is their own record. */
  const wishes: Mark[][] = [
    [], [{ kind: 'objection' }], [{ kind: 'objection', scope: { categories: ['housing', 'gp'] } }], [{ kind: 'objection', scope: { organisations: organisations.slice(0, 3) } }], [{ kind: 'objection', scope: { categories: needy, organisations: organisations.slice(1, 2) } }],
    [{ kind: 'consent' }], [{ kind: 'consent', scope: { categories: needy } }], [{ kind: 'consent', scope: { categories: ['gp'] } }], [{ kind: 'consent', scope: { organisations: organisations.slice(0, 2) } }], [{ kind: 'consent', scope: { categories: needy } }, { kind: 'objection' }],
    [{ kind: 'self-declared', scope: { users: [user] } }], [{ kind: 'self-declared', scope: { users: ['a.colleague'] } }],
  ];
  const marks = wishes.flatMap((wish) => combined.map((of) => [...of, ...wish]));
  const all = [undefined, ...needed].map((kind) => kind ?? 'contact');
  const ties = ({ organisation, team }: Session, today: string): Relationship[][] => {
    const one = (more: Partial<Relationship>): Relationship => ({ organisation, team: '', kind: 'contact', since: '2020-01-01', until: null, ...more });
    const other = [...rules.organisations.keys()].find((o) => o !== organisation)!;
    return [[], ...all.map((kind) => [one({ kind })]), [one({ team })], [one({ team: `not-${team}` })], [one({ organisation: other })], [one({ until: today })], [one({ since: '2035-01-01' })], [one({ team, kind: all.at(-1)! }), one({ organisation: other, team })]];
  };
  const tieCount = ties(sessions[0]!, days[0]!).length;
  const despite = ['security-standard', 'agreement', 'objection', 'consent'] as const;
  /** The area as it is; with emergency access going past what it may; with no statement of anybody's standing. */
  const areas: Rules[] = [rules, { ...rules, breakGlass: rules.breakGlass === null ? null : { ...rules.breakGlass, despite: [...despite] } }, { ...rules, standings: new Map() }];
  const grants = ['none', 'own', 'of a colleague', 'in another team'] as const;
  const sizes = [sessions.length, marks.length, tieCount, days.length, areas.length, grants.length, 2];
  const working = (of: Rules, session: Session, works: boolean): Rules => ({ ...of, user: new Map([[user, { id: user, name: 'Somebody', email: 'somebody@area.example', jobTitle: '', about: '', teams: works ? [{ team: session.team, role: session.role }] : [] }]]) });
  return {
    size: sizes.reduce((a, b) => a * b, 1),
    plain: Array.from({ length: tieCount }, (_, t) => sessions.map((_session, s) => s + sessions.length * marks.length * t)).flat(),
    at(place) {
      let left = place;
      const [s = 0, m = 0, t = 0, d = 0, a = 0, g = 0, w = 0] = sizes.map((size) => {
        const at = left % size;
        left = Math.floor(left / size);
        return at;
      });
      const session = sessions[s]!;
      const today = days[d]!;
      const grant = { none: null, own: {}, 'of a colleague': { userId: 'a.colleague' }, 'in another team': { team: `not-${session.team}` } }[grants[g]!];
      return {
        rules: working(areas[a]!, session, w === 0), session, works: w === 0, marks: marks[m]!, relationships: ties(session, today)[t]!, today,
        grant: grant === null ? null : ({ emergencyId: 'e', userId: user, team: session.team, reason: 'life-at-risk', until: new Date('2030-01-01'), ...grant } satisfies Grant),
      };
    },
  };
}

/** Where Kith and the oracle differ about one question, in words; nothing where they agree. */
export function differences(oracle: Oracle, question: Question): string[] {
  const { rules, session, marks, relationships, today, grant, works } = question;
  const ours = decidePerson(rules, session, 'p', marks, relationships, today, grant);
  const theirs = oracle.decide(question);
  const about = `${session.role} of ${session.team} for ${session.purpose}, marks ${JSON.stringify(marks)}, ties ${JSON.stringify(relationships)}, ${today}, grant ${JSON.stringify(grant)}, works ${works}`;
  const of = (category: string): Level => ours.categories.get(category)?.level ?? 'none';
  return [
    ...Object.entries(theirs.levels).flatMap(([category, level]) => (of(category) === level ? [] : [`${category}: Kith says ${of(category)}, the rules in words ${level}: ${about}`])),
    ...(ours.restricted === theirs.restricted ? [] : [`restricted: Kith says ${ours.restricted}, the rules in words ${theirs.restricted}: ${about}`]),
  ];
}

/** Places of a grid drawn by a seed, the same ones every time (mulberry32). */
export function places(seed: number, count: number, size: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * size);
  });
}
