import type { Access, Reading, Session } from '../../access/index.ts';
import { appendEvents, isUuid, KithError, type Sql } from '../../kernel/index.ts';
import { insertSteps, markUndone, selectAlert, selectSteps, updateAlert } from './alerts.store.ts';
import type { Engine } from './engine.ts';
import { countInbox, countUnseen, earlierAlerts, namesOf, personsOfAlerts, selectInbox, type InboxFilter, type Tab } from './inbox.store.ts';
import { beforeOf, move, undoable, type AlertAction, type Move } from './life.ts';
import { toldOf, type Told } from './notify.store.ts';
import { alertEvent, tell } from './notify.ts';
import { othersIn, shownReasons, type ShownReasons } from './shown.ts';
import type { Actor, Alert, AlertPatch, Step, StepKind } from './types.ts';

/** An alert as a list shows it: with who it is about, or, where the record is restricted, with nothing but its number. */
export type Listed = { kind: 'alert'; alert: Alert; person: Person; reasons: ShownReasons } | { kind: 'restricted'; number: number };

export interface Person {
  personId: string;
  name: string;
  born: string | null;
  died: boolean;
}

export interface Inbox {
  items: Listed[];
  /** Where the next page starts; null at the end. */
  next: number | null;
  counts: Record<Tab | 'overdue', number>;
}

export interface AlertDetail {
  alert: Alert;
  person: Person;
  reasons: ShownReasons;
  steps: Step[];
  told: Told[];
  earlier: Alert[];
  /** The step that this reader may undo now; null when there is none. */
  undo: Step | null;
}

/** A team's alerts under a reading. Every function decides, opens and logs as `alert`. */
export interface AlertDesk {
  inbox(session: Session, asked: { tab: Tab; filter: InboxFilter; offset: number }): Promise<Inbox>;
  /** How many the session's team has not seen; nobody is shown, so nothing is logged. */
  unseen(session: Session): Promise<number>;
  /** Throws `person.not-found` for what there is not, is sealed, or is another team's: they are told alike. */
  one(session: Session, alertId: string): Promise<AlertDetail>;
  /** @param revision that of the alert the worker saw. Throws `conflict.changed` when somebody did something since. */
  act(session: Session, alertId: string, revision: number, action: AlertAction): Promise<Alert>;
  /** One thing for many. @returns how many it was done to; the others were no longer in a state for it */
  actOnMany(session: Session, alertIds: readonly string[], action: AlertAction): Promise<number>;
  /** Puts the alert back to what it was before its last step. */
  undo(session: Session, alertId: string, revision: number): Promise<Alert>;
}

const action = 'alert';
const atOnce = 25;
const batchesAtMost = 8;
/** Steps that undoing an earlier one does not touch. */
const stands: ReadonlySet<StepKind> = new Set(['noted', 'risen', 'fell', 'rose']);
/** Days for which a step may be undone. */
const undoDays = 7;

export function createDesk(engine: Engine, access: Pick<Access, 'reading' | 'categories'>): AlertDesk {
  const { kernel, rules, teamName } = engine;
  const { db, clock } = kernel;
  const identity = access.categories[0]?.id ?? '';
  const severities = rules.severities.map((s) => s.id);
  const known = (reading: Reading, id: string): boolean => {
    const decision = reading.persons.get(id);
    return decision !== undefined && !decision.sealed && (decision.restricted || reading.level(id, identity) !== 'none');
  };
  const openTo = (reading: Reading, id: string): boolean => known(reading, id) && reading.persons.get(id)?.restricted === false;
  const actor = (session: Session): Actor => ({ userId: session.userId, name: session.name, team: session.team });
  const theirs = (session: Session, alert: Alert): boolean => alert.team === session.team || (alert.escalatedTo === session.team && alert.state !== 'closed');
  const personOf = (names: Awaited<ReturnType<typeof namesOf>>, personId: string): Person => ({ personId, name: 'Name not known', born: null, died: false, ...names.get(personId) });

  /** Opens the people of alerts and hands over those that are this team's and may be opened. */
  const under = async <T>(session: Session, alertIds: readonly string[], request: string, work: (reading: Reading, alerts: Alert[]) => Promise<T>): Promise<T> => {
    const about = await personsOfAlerts(db.writer, alertIds.filter(isUuid));
    const asked = `${request} ${about.map((a) => `A${a.number}`).join(' ')}`.trim();
    return access.reading(session, { action, persons: about.map((a) => a.personId), request: asked }, async (reading) => {
      const alerts: Alert[] = [];
      for (const { alertId, personId } of about) {
        if (!openTo(reading, personId)) continue;
        const alert = await selectAlert(reading.sql, alertId, request !== 'open');
        if (alert !== null && alert.personId === personId && theirs(session, alert)) alerts.push(alert);
      }
      return work(reading, alerts);
    });
  };
  const first = (reading: Reading, alerts: readonly Alert[]): Alert => {
    const [alert] = alerts;
    if (alert !== undefined) return alert;
    if ([...reading.persons.values()].some((p) => p.restricted && !p.sealed)) throw new KithError('access.refused', 'This record is restricted. Its alert does not open for your team and purpose.', { mend: 'Ask the service that holds it or your information governance lead.' });
    throw notFound();
  };

  const keep = async (sql: Sql, session: Session, alert: Alert, made: Move, now: Date): Promise<Alert> => {
    const after: Alert = { ...alert, ...made.patch, revision: alert.revision + 1 };
    if (!(await updateAlert(sql, alert, { ...made.patch, revision: after.revision }))) throw notFound();
    const before = undoable.has(made.kind) ? beforeOf(alert, made.patch) : null;
    await insertSteps(sql, [{ alert: after, kind: made.kind, userId: session.userId, userName: session.name, team: session.team, note: made.note, detail: made.detail, before }], now);
    await appendEvents(sql, [alertEvent(after, made.kind)], now);
    if (made.kind === 'transferred') await tell(sql, rules, teamName, [{ alert: after, kind: 'transferred', contacts: rules.transferred[after.team] ?? [] }], now);
    return after;
  };

  const unchanged = async (reading: Reading, alert: Alert, revision: number): Promise<void> => {
    if (alert.revision === revision) return;
    const [step] = await selectSteps(reading.sql, alert.personId, alert.alertId);
    throw new KithError('conflict.changed', `${step?.userName ?? 'Kith'} changed this alert while you were looking at it.`, { mend: 'Open it again: what is there now is shown first. What you typed was not kept.' });
  };

  const undoStep = (session: Session, alert: Alert, steps: readonly Step[], now: Date): Step | null => {
    const step = steps.find((s) => !stands.has(s.kind) && s.undoneAt === null);
    if (step === undefined || step.userId === null || step.before === null || step.team !== session.team || !alert.latest) return null;
    return now.getTime() - step.at.getTime() > undoDays * 86_400_000 ? null : step;
  };

  return {
    inbox: (session, { tab, filter, offset }) =>
      access.reading(session, { action, persons: [], request: `list ${tab}${Object.entries(filter).map(([k, v]) => ` ${k}=${v}`).join('')}` }, async (reading) => {
        const now = clock.now();
        const found: Alert[] = [];
        let at = offset;
        let more = true;
        for (let i = 0; more && found.length < atOnce && i < batchesAtMost; i++) {
          const need = atOnce - found.length;
          const rows = await selectInbox(reading.sql, { team: session.team, userId: session.userId, tab, filter, severities, now, offset: at, limit: need + 1 });
          const fits = rows.slice(0, need);
          await reading.include(fits.map((a) => a.personId));
          found.push(...fits.filter((a) => known(reading, a.personId)));
          at += fits.length;
          more = rows.length > need;
        }
        await reading.include(found.flatMap((a) => othersIn(a.reasons)));
        const names = await namesOf(reading.sql, found.map((a) => a.personId));
        const items = found.map((alert): Listed => (openTo(reading, alert.personId) ? { kind: 'alert', alert, person: personOf(names, alert.personId), reasons: shownReasons(reading, alert.personId, alert.reasons) } : { kind: 'restricted', number: alert.number }));
        return { items, next: more ? at : null, counts: await countInbox(reading.sql, session.team, session.userId, now) };
      }),
    unseen: (session) => countUnseen(db.writer, session.team, clock.now()),
    one: (session, alertId) =>
      under(session, [alertId], 'open', async (reading, alerts) => {
        const alert = first(reading, alerts);
        await reading.include(othersIn(alert.reasons));
        const names = await namesOf(reading.sql, [alert.personId]);
        const steps = await selectSteps(reading.sql, alert.personId, alertId);
        return {
          alert,
          person: personOf(names, alert.personId),
          reasons: shownReasons(reading, alert.personId, alert.reasons),
          steps,
          told: await toldOf(reading.sql, alert.personId, alertId),
          earlier: (await earlierAlerts(reading.sql, alert)).filter((a) => theirs(session, a)),
          undo: undoStep(session, alert, steps, clock.now()),
        };
      }),
    act: (session, alertId, revision, asked) =>
      under(session, [alertId], asked.do, async (reading, alerts) => {
        const alert = first(reading, alerts);
        await unchanged(reading, alert, revision);
        return keep(reading.sql, session, alert, move(rules, alert, asked, actor(session), clock.now()), clock.now());
      }),
    actOnMany: (session, alertIds, asked) =>
      under(session, [...new Set(alertIds)].slice(0, atOnce * 4), asked.do, async (reading, alerts) => {
        let done = 0;
        for (const alert of alerts) {
          const made = attempt(() => move(rules, alert, asked, actor(session), clock.now()));
          if (made === null) continue;
          await keep(reading.sql, session, alert, made, clock.now());
          done += 1;
        }
        return done;
      }),
    undo: (session, alertId, revision) =>
      under(session, [alertId], 'undo', async (reading, alerts) => {
        const alert = first(reading, alerts);
        await unchanged(reading, alert, revision);
        const now = clock.now();
        const step = undoStep(session, alert, await selectSteps(reading.sql, alert.personId, alertId), now);
        if (step?.before == null) throw new KithError('conflict.changed', 'There is nothing to undo, or it was too long ago.', { mend: 'Open the alert again to see how it stands.' });
        await markUndone(reading.sql, alert.personId, step.stepId, now);
        return keep(reading.sql, session, alert, { kind: 'undone', patch: readDates(step.before), note: null, detail: { of: step.kind } }, now);
      }),
  };
}

/** Times of a kept state are text; an alert's are dates. */
const readDates = (before: AlertPatch): AlertPatch =>
  Object.fromEntries(Object.entries(before).map(([name, value]) => [name, /(At|Until)$/.test(name) && typeof value === 'string' ? new Date(value) : value]));

/** What an action comes to, or null where the alert is not in a state for it. */
function attempt(work: () => Move): Move | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof KithError && error.code === 'conflict.changed') return null;
    throw error;
  }
}

const notFound = (): KithError => new KithError('person.not-found', 'There is no such alert that you may see.');
