import { appendEvents, newId, type Kernel, type Sql } from '../../kernel/index.ts';
import type { CardDefinition } from '../cards/definition.ts';
import { insertAlerts, insertSteps, updateAlert, type NewStep } from './alerts.store.ts';
import { budgetsOf, listedThisWeek, unseenThisWeek } from './budget.store.ts';
import { withinBudget } from './budget.ts';
import type { AlertRules } from './definition.ts';
import { cardsInForce, noteCompared, standingOf, supersede, type Pair } from './engine.store.ts';
import { follow, type Standing } from './follow.ts';
import { alertEvent, tell, type Telling } from './notify.ts';
import { dueTimes, routeOf, severityOf, severityRank } from './routes.ts';
import type { Alert, AlertPatch, StepKind } from './types.ts';

/** What raising and closing alerts needs. */
export interface Engine {
  kernel: Kernel;
  rules: AlertRules;
  /** Name of a team as people know it. */
  teamName: (id: string) => string;
}

type New = Omit<Alert, 'number'>;

/** Writes a change to an alert with its steps, and tells other rooms. @returns the alert as it is now */
export async function change(sql: Sql, alert: Alert, patch: AlertPatch, steps: readonly Omit<NewStep, 'alert'>[], now: Date): Promise<Alert> {
  const after: Alert = { ...alert, ...patch, revision: steps.length > 0 ? alert.revision + 1 : alert.revision };
  await updateAlert(sql, alert, { ...patch, revision: after.revision });
  await insertSteps(sql, steps.map((step) => ({ ...step, alert: after })), now);
  await appendEvents(sql, steps.map((step) => alertEvent(after, step.kind)), now);
  return after;
}

/** Does to alerts what the scores of these pairs ask for, in the caller's transaction. */
export async function followPairs(sql: Sql, engine: Engine, pairs: readonly Pair[], now: Date): Promise<void> {
  if (pairs.length === 0) return;
  const { rules } = engine;
  const cards = await cardsInForce(sql);
  const raised: { alert: New; why: string; card: CardDefinition; before: Alert | null }[] = [];
  const compared: { alert: Alert; digest: string | null; quietOver: boolean }[] = [];
  const tellings: Telling[] = [];
  for (const { pair, score, last } of await standingOf(sql, pairs, now)) {
    const card = cards.get(pair.card);
    if (card === undefined && last === null) continue;
    const following = follow(rules, card ?? retired(pair.card), card === undefined ? null : score, last, now);
    if (following.is === 'raise' && card !== undefined && score !== null) raised.push({ alert: newAlert(rules, card, pair.personId, score, now), why: following.why, card, before: last });
    else if (following.is === 'change' && last !== null) {
      const worse = following.tell ? dueAgain(rules, { ...last, ...following.patch }, now) : {};
      const after = await change(sql, last, { ...following.patch, ...worse }, following.steps.map((kind) => ({ kind, detail: { band: score?.band ?? '', score: score?.score ?? 0 } })), now);
      if (following.tell && after.heldAt === null) tellings.push(worsened(rules, after));
    } else if (following.is === 'nothing' && last?.state === 'closed') compared.push({ alert: last, digest: score?.digest ?? null, quietOver: last.quietUntil !== null && last.quietUntil <= now });
  }
  await noteCompared(sql, compared);
  await supersede(sql, raised.flatMap((r) => (r.before === null ? [] : [r.before])));
  tellings.push(...(await list(sql, engine, raised, now)));
  await tell(sql, rules, engine.teamName, tellings, now);
}

/** A card no longer in force lets nothing hold. */
const retired = (id: string): Pick<CardDefinition, 'id' | 'bands' | 'alertFrom'> => ({ id, bands: [], alertFrom: '' });

function newAlert(rules: AlertRules, card: CardDefinition, personId: string, score: Standing, now: Date): New {
  const severity = severityOf(rules, card, score.band);
  const route = routeOf(rules, card, severity, now);
  return {
    personId, alertId: newId(), card: card.id, version: score.version, band: score.band, worstBand: score.band, score: score.score, peak: score.score, digest: score.digest, reasons: score.reasons,
    severity, team: route?.team ?? card.team, assignee: null, assigneeName: null, state: 'raised', closedAs: null, because: null, caseReference: null, revision: 1, raisedAt: now,
    listedAt: null, heldAt: null, dueAt: null, seenAt: null, acceptedAt: null, caseAt: null, closedAt: null, snoozedUntil: null, fallenAt: null, quietUntil: null,
    route: route?.id ?? null, escalation: 0, escalateAt: null, escalatedTo: null, checkPerson: false, latest: true,
  };
}

const dueAgain = (rules: AlertRules, alert: Alert, now: Date): AlertPatch => (alert.state === 'raised' && alert.heldAt === null ? dueTimes(rules, alert, now) : {});

const routeById = (rules: AlertRules, id: string | null) => rules.routes.find((r) => r.id === id);

const worsened = (rules: AlertRules, alert: Alert): Telling => ({ alert, kind: 'worsened', contacts: routeById(rules, alert.route)?.tell ?? [], digest: routeById(rules, alert.route)?.digest ?? [] });

/** Puts new alerts on their teams' lists, or holds them back where a team has said how many it can act on. @returns whom to tell */
async function list(sql: Sql, engine: Engine, raised: readonly { alert: New; why: string }[], now: Date): Promise<Telling[]> {
  const { rules } = engine;
  const rank = (severity: string): number => severityRank(rules, severity);
  const teams = [...new Set(raised.map((r) => r.alert.team))];
  const budgets = await budgetsOf(sql, teams);
  const why = new Map(raised.map((r) => [r.alert.alertId, r.why]));
  const tellings: Telling[] = [];
  for (const team of teams) {
    const incoming = raised.filter((r) => r.alert.team === team).map((r) => r.alert);
    const aWeek = budgets.get(team)?.aWeek ?? null;
    const room = aWeek === null ? null : aWeek - (await listedThisWeek(sql, team, now));
    const { listed, held, displaced } = withinBudget<New>(incoming, room === null ? [] : await unseenThisWeek(sql, team, now), room, rank, rules.severities.length - 1);
    const made = await insertAlerts(sql, [...listed.map((a) => ({ ...a, listedAt: now, ...dueTimes(rules, a, now) })), ...held.map((a) => ({ ...a, heldAt: now }))]);
    const steps = made.flatMap((alert): NewStep[] => [
      { alert, kind: 'raised', detail: { band: alert.band, score: alert.score, why: why.get(alert.alertId) ?? '' } },
      ...(alert.heldAt === null ? [] : [{ alert, kind: 'held' as StepKind, detail: { aWeek } }]),
    ]);
    await insertSteps(sql, steps, now);
    await appendEvents(sql, steps.map((s) => alertEvent(s.alert as Alert, s.kind)), now);
    for (const alert of displaced as Alert[]) await change(sql, alert, { heldAt: now, listedAt: null, dueAt: null, escalateAt: null }, [{ kind: 'held', detail: { aWeek } }], now);
    tellings.push(...made.filter((a) => a.heldAt === null).map((alert) => raisedTelling(rules, alert)));
  }
  return tellings;
}

/** Whom an alert that joins a list is told to. */
export const raisedTelling = (rules: AlertRules, alert: Alert): Telling => ({ alert, kind: 'raised', contacts: routeById(rules, alert.route)?.tell ?? [], digest: routeById(rules, alert.route)?.digest ?? [] });
