import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isWithin, officeHours, readDefinition, refuseProblems, waitFrom, type Definition, type Hours, type Problem } from '../../kernel/index.ts';
import type { CardDefinition } from '../cards/definition.ts';
import { routesSchema, type AlertRules, type RouteDefinition } from './definition.ts';

/** What other files of an area may be named in its routes. */
export interface Known {
  teams: ReadonlySet<string>;
  cards: ReadonlySet<string>;
  /** Contacts of exchange. */
  contacts: ReadonlySet<string>;
}

const file = (dir: string): string => join(dir, 'radar', 'routes.yaml');

/** Used by an area that has no file of its own: two severities, nobody told but in the portal. */
const plain: AlertRules = routesSchema.parse({
  severities: [
    { id: 'routine', name: 'Routine', seenWithin: { workingDays: 2 } },
    { id: 'urgent', name: 'Urgent', seenWithin: { workingHours: 2 } },
  ],
  dismissals: [
    { id: 'already-known', name: 'Already known and being dealt with', quietDays: 28 },
    { id: 'wrong', name: 'What it says is wrong', quietDays: 28 },
  ],
  outcomes: [
    { id: 'helped', name: 'Helped', quietDays: 28 },
    { id: 'no-change', name: 'No change', quietDays: 28 },
    { id: 'not-needed', name: 'Not needed', quietDays: 28 },
    { id: 'not-reached', name: 'Could not reach them', quietDays: 7 },
  ],
});

/** Checks `radar/routes.yaml`: every id it names stands where it should. */
export function checkRoutes(dir: string, known: Known): Problem[] {
  if (!existsSync(file(dir))) return [];
  const read = readDefinition(dir, file(dir), routesSchema);
  return Array.isArray(read) ? read : check(read, known);
}

/** The area's rules about alerts. Throws `area.invalid` where the file cannot be read. */
export function readRoutes(dir: string): AlertRules {
  if (!existsSync(file(dir))) return plain;
  const read = readDefinition(dir, file(dir), routesSchema);
  if (Array.isArray(read)) {
    refuseProblems(read);
    return plain;
  }
  return read.value;
}

function check(definition: Definition<AlertRules>, known: Known): Problem[] {
  const rules = definition.value;
  const severities = new Set(rules.severities.map((s) => s.id));
  const one = (path: (string | number)[], what: string, id: string, among: ReadonlySet<string>, where: string): Problem[] =>
    among.has(id) ? [] : [definition.problem(path, `There is no ${what} "${id}".`, among.size === 0 ? `${where} names none yet.` : `Use one of those in ${where}: ${[...among].join(', ')}.`)];
  const all = (path: (string | number)[], what: string, ids: readonly string[] | undefined, among: ReadonlySet<string>, where: string): Problem[] => (ids ?? []).flatMap((id, i) => one([...path, i], what, id, among, where));
  const twice = (list: string, keys: readonly string[]): Problem[] =>
    keys.flatMap((key, i) => (keys.indexOf(key) === i ? [] : [definition.problem([list, i, 'id'], `"${key}" stands here twice.`, 'Give each an id of its own.')]));
  return [
    ...(['severities', 'dismissals', 'outcomes', 'routes'] as const).flatMap((list) => twice(list, rules[list].map((x) => x.id))),
    ...Object.keys(rules.hours).flatMap((team) => one(['hours', team], 'team', team, known.teams, 'access/teams.yaml')),
    ...Object.entries(rules.severity).flatMap(([card, bands]) => [
      ...one(['severity', card], 'scorecard', card, known.cards, 'radar/cards'),
      ...Object.entries(bands).flatMap(([band, severity]) => one(['severity', card, band], 'severity', severity, severities, 'severities above')),
    ]),
    ...Object.entries(rules.transferred).flatMap(([team, contacts]) => [...one(['transferred', team], 'team', team, known.teams, 'access/teams.yaml'), ...all(['transferred', team], 'contact', contacts, known.contacts, 'exchange/notices.yaml')]),
    ...rules.routes.flatMap((route, i) => {
      const at = (...path: (string | number)[]): (string | number)[] => ['routes', i, ...path];
      const earlier = rules.routes.findIndex((other, j) => j < i && covers(other, route));
      return [
        ...(earlier < 0 ? [] : [definition.problem(at('id'), `Route "${route.id}" is never taken: "${rules.routes[earlier]!.id}" fits all that it fits and stands before it.`, 'Put the more particular route first.')]),
        ...all(at('cards'), 'scorecard', route.cards, known.cards, 'radar/cards'),
        ...all(at('severities'), 'severity', route.severities, severities, 'severities above'),
        ...all(at('teams'), 'team', route.teams, known.teams, 'access/teams.yaml'),
        ...(route.team === undefined ? [] : one(at('team'), 'team', route.team, known.teams, 'access/teams.yaml')),
        ...all(at('tell'), 'contact', route.tell, known.contacts, 'exchange/notices.yaml'),
        ...all(at('digest'), 'contact', route.digest, known.contacts, 'exchange/notices.yaml'),
        ...route.escalate.flatMap((step, j) => [
          ...(step.team === undefined ? [] : one(at('escalate', j, 'team'), 'team', step.team, known.teams, 'access/teams.yaml')),
          ...all(at('escalate', j, 'tell'), 'contact', step.tell, known.contacts, 'exchange/notices.yaml'),
          ...(step.team === undefined && step.tell.length === 0 ? [definition.problem(at('escalate', j), 'It escalates to nobody.', 'Give it a team, or contacts to tell.')] : []),
        ]),
      ];
    }),
  ];
}

/** Whether every alert that fits `narrow` fits `wide` too. */
function covers(wide: RouteDefinition, narrow: RouteDefinition): boolean {
  const among = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean => a === undefined || (b !== undefined && b.every((x) => a.includes(x)));
  return among(wide.cards, narrow.cards) && among(wide.severities, narrow.severities) && among(wide.teams, narrow.teams) && (wide.when === undefined || wide.when === narrow.when);
}

/** The hours of a team. */
export const hoursOf = (rules: AlertRules, team: string): Hours => rules.hours[team] ?? officeHours;

/** Place of a severity in the area's order; the lowest is 0. */
export const severityRank = (rules: AlertRules, severity: string): number => rules.severities.findIndex((s) => s.id === severity);

/** What the area's order calls a band of a card. */
export function severityOf(rules: AlertRules, card: Pick<CardDefinition, 'id' | 'bands' | 'alertFrom'>, band: string): string {
  const stated = rules.severity[card.id]?.[band];
  if (stated !== undefined) return stated;
  const place = bandRank(card, band) - bandRank(card, card.alertFrom);
  return rules.severities[Math.max(0, Math.min(place, rules.severities.length - 1))]!.id;
}

/** Place of a band on its card, the lowest 0; -1 for none. */
export const bandRank = (card: Pick<CardDefinition, 'bands'>, band: string): number => card.bands.findIndex((b) => b.id === band);

/** The route of an alert raised at `at`; null when none fits, and then only the portal shows it. */
export function routeOf(rules: AlertRules, card: Pick<CardDefinition, 'id' | 'team'>, severity: string, at: Date): RouteDefinition | null {
  const inHours = isWithin(hoursOf(rules, card.team), at);
  const fits = (r: RouteDefinition): boolean =>
    (r.cards?.includes(card.id) ?? true) && (r.severities?.includes(severity) ?? true) && (r.teams?.includes(card.team) ?? true) && (r.when === undefined || (r.when === 'in-hours') === inHours);
  return rules.routes.find(fits) ?? null;
}

/** When an alert unseen since `at` is overdue, and when its next escalation is due. */
export function dueTimes(rules: AlertRules, alert: { severity: string; team: string; route: string | null; escalation: number }, at: Date): { dueAt: Date; escalateAt: Date | null } {
  const hours = hoursOf(rules, alert.team);
  const severity = rules.severities[Math.max(0, severityRank(rules, alert.severity))]!;
  const next = rules.routes.find((r) => r.id === alert.route)?.escalate[alert.escalation];
  return { dueAt: waitFrom(hours, at, severity.seenWithin), escalateAt: next === undefined ? null : waitFrom(hours, at, next.unseen) };
}
