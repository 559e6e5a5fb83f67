import { appendEvents, londonInstant, londonTime, noticeTopic, type Notice, type Sql, type Step as LoopStep } from '../../kernel/index.ts';
import { budgetsOf, heldAlerts, listedThisWeek } from './budget.store.ts';
import { byUrgency } from './budget.ts';
import { driftedPairs, lastRound, noteRound, takeCrossings, takeTurn, timedOut } from './engine.store.ts';
import { change, followPairs, raisedTelling, type Engine } from './engine.ts';
import { digested, waitingForDigest } from './notify.store.ts';
import { tell, type Telling } from './notify.ts';
import { dueTimes, severityRank } from './routes.ts';
import type { Alert } from './types.ts';

const crossingsAtOnce = 500;
const driftAtOnce = 2_000;
const timedAtOnce = 200;
const hourMs = 3_600_000;
/** What no crossing tells of is looked for once a minute. */
const driftEvery = 60_000;

/** In a transaction of its own, and by one process at a time. */
const inTurn = (engine: Engine, work: (sql: Sql, now: Date) => Promise<boolean>): Promise<boolean> =>
  engine.kernel.db.writer.begin<boolean>(async (sql) => ((await takeTurn(sql)) ? work(sql, engine.kernel.clock.now()) : false));

/** What alerts do by themselves, as steps of the loop: raise and close by scores, then what time brings. */
export function alertSteps(engine: Engine): LoopStep[] {
  let drifted = Number.NEGATIVE_INFINITY;
  return [
    { name: 'radar.raise-alerts', run: () => inTurn(engine, (sql, now) => takeUp(sql, engine, now)) },
    {
      name: 'radar.keep-alerts',
      async run() {
        const time = engine.kernel.clock.now().getTime();
        if (Math.abs(time - drifted) >= driftEvery) {
          const more = await inTurn(engine, (sql, now) => drift(sql, engine, now));
          if (!more) drifted = time;
          if (more) return true;
        }
        const more = await inTurn(engine, (sql, now) => keepTime(sql, engine, now));
        await inTurn(engine, (sql, now) => release(sql, engine, now));
        await inTurn(engine, (sql, now) => digest(sql, engine, now));
        return more;
      },
    },
  ];
}

async function takeUp(sql: Sql, engine: Engine, now: Date): Promise<boolean> {
  const { pairs, taken } = await takeCrossings(sql, crossingsAtOnce, now);
  await followPairs(sql, engine, pairs, now);
  return taken === crossingsAtOnce;
}

async function drift(sql: Sql, engine: Engine, now: Date): Promise<boolean> {
  const pairs = await driftedPairs(sql, now, driftAtOnce);
  await followPairs(sql, engine, pairs, now);
  return pairs.length === driftAtOnce;
}

/** Wakes what was put off until now, escalates what nobody has seen, closes what no longer holds. */
async function keepTime(sql: Sql, engine: Engine, now: Date): Promise<boolean> {
  const { rules } = engine;
  const timed = await timedOut(sql, now, new Date(now.getTime() - rules.fallenHours * hourMs), timedAtOnce);
  const tellings: Telling[] = [];
  for (const alert of timed) {
    if (alert.snoozedUntil !== null && alert.snoozedUntil <= now) {
      const woken = alert.state === 'raised' || alert.state === 'seen' ? ({ state: 'raised', seenAt: null } as const) : {};
      const after = await change(sql, alert, { snoozedUntil: null, ...woken, ...dueTimes(rules, alert, now) }, [{ kind: 'woken' }], now);
      tellings.push(raisedTelling(rules, after));
    } else if (alert.escalateAt !== null && alert.escalateAt <= now && alert.state === 'raised') tellings.push(...(await escalate(sql, engine, alert, now)));
  }
  await followPairs(sql, engine, timed.filter((a) => a.fallenAt !== null), now);
  await tell(sql, rules, engine.teamName, tellings, now);
  return timed.length === timedAtOnce;
}

async function escalate(sql: Sql, { rules }: Engine, alert: Alert, now: Date): Promise<Telling[]> {
  const step = rules.routes.find((r) => r.id === alert.route)?.escalate[alert.escalation];
  const escalation = alert.escalation + 1;
  const { escalateAt } = dueTimes(rules, { ...alert, escalation }, now);
  const team = step?.team ?? alert.escalatedTo;
  if (step === undefined) {
    await change(sql, alert, { escalateAt: null }, [], now);
    return [];
  }
  const after = await change(sql, alert, { escalation, escalateAt, escalatedTo: team }, [{ kind: 'escalated', detail: { to: team ?? alert.team, time: escalation } }], now);
  return [{ alert: after, kind: 'escalated', contacts: step.tell, team: team ?? alert.team }];
}

/** Lists what the budget held back, the most urgent first, as far as there is room again. */
async function release(sql: Sql, engine: Engine, now: Date): Promise<boolean> {
  const { rules } = engine;
  const held = await heldAlerts(sql, now);
  if (held.length === 0) return false;
  const teams = [...new Set(held.map((a) => a.team))];
  const budgets = await budgetsOf(sql, teams);
  const order = byUrgency((severity) => severityRank(rules, severity));
  const tellings: Telling[] = [];
  for (const team of teams) {
    const aWeek = budgets.get(team)?.aWeek ?? null;
    const room = aWeek === null ? held.length : Math.max(0, aWeek - (await listedThisWeek(sql, team, now)));
    const highest = rules.severities.length - 1;
    const waiting = held.filter((a) => a.team === team).toSorted(order);
    for (const alert of waiting.filter((a, i) => i < room || severityRank(rules, a.severity) >= highest)) {
      const after = await change(sql, alert, { heldAt: null, listedAt: now, ...dueTimes(rules, alert, now) }, [{ kind: 'released' }], now);
      tellings.push(raisedTelling(rules, after));
    }
  }
  await tell(sql, rules, engine.teamName, tellings, now);
  return false;
}

/** The last time of day at which digests went, at or before `now`. */
export function digestTime(times: readonly string[], now: Date): Date {
  const { day } = londonTime(now);
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 24 * hourMs).toISOString().slice(0, 10);
  const all = [before, day].flatMap((d) => times.map((t) => londonInstant(d, Number(t.slice(0, 2)) * 60 + Number(t.slice(3)))));
  return all.filter((t) => t <= now).toSorted((a, b) => b.getTime() - a.getTime())[0] ?? now;
}

/** Tells at set times, in one notice, how many alerts wait that were not told one by one. */
async function digest(sql: Sql, { rules, teamName }: Engine, now: Date): Promise<boolean> {
  const time = digestTime(rules.digestAt, now);
  const last = await lastRound(sql, 'digest');
  if (last !== null && last >= time) return false;
  // At the very first round there is no time that was missed: the first digest goes at the next one.
  for (const { contact, team, count, notices } of last === null ? [] : await waitingForDigest(sql)) {
    const payload: Notice = { kind: 'digest', contact, reference: null, team: teamName(team), severity: null, count, says: null, path: '/alerts' };
    const [event] = await appendEvents(sql, [{ topic: noticeTopic, key: `digest:${contact}:${team}:${time.toISOString()}`, payload: { ...payload } }], now);
    if (event !== undefined) await digested(sql, notices, event.eventId);
  }
  await noteRound(sql, 'digest', now);
  return false;
}
