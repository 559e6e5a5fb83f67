import { appendEvents, newId, noticeTopic, type Notice, type NoticeKind, type OutboxEvent, type Sql } from '../../kernel/index.ts';
import type { AlertRules } from './definition.ts';
import { insertNotices, type NewNotice } from './notify.store.ts';
import type { Alert, StepKind } from './types.ts';

/** The topic by which other rooms and systems hear what became of an alert. */
export const alertTopic = 'radar.alert';

/** Somebody to tell of an alert. */
export interface Telling {
  alert: Alert;
  kind: Exclude<NoticeKind, 'digest' | 'test'>;
  contacts: readonly string[];
  /** Told at the next digest instead. */
  digest?: readonly string[];
  /** Team it is said to wait for; the alert's own when not given. */
  team?: string;
}

/** What a notice says of an alert: its number, its team, how urgent, where to look. */
export const noticeOf = (rules: AlertRules, teamName: (id: string) => string, { alert, kind, team }: Telling, contact: string): Notice => ({
  kind,
  contact,
  reference: `A${alert.number}`,
  team: teamName(team ?? alert.team),
  severity: rules.severities.find((s) => s.id === alert.severity)?.name ?? null,
  count: null,
  says: null,
  path: `/alerts/${alert.alertId}`,
});

/** Writes notices and who they were for, in the transaction of what happened. */
export async function tell(sql: Sql, rules: AlertRules, teamName: (id: string) => string, tellings: readonly Telling[], now: Date): Promise<void> {
  const rows: NewNotice[] = [];
  const events: OutboxEvent[] = [];
  const keys = new Map<NewNotice, string>();
  for (const telling of tellings) {
    const { alert, kind } = telling;
    const row = (contact: string): NewNotice => ({ personId: alert.personId, alertId: alert.alertId, noticeId: newId(), kind, contact, eventId: null });
    for (const contact of telling.contacts) {
      const made = row(contact);
      const key = `alert:${alert.alertId}:${alert.revision}:${kind}:${alert.escalation}:${contact}`;
      rows.push(made);
      keys.set(made, key);
      events.push({ topic: noticeTopic, key, payload: { ...noticeOf(rules, teamName, telling, contact) } });
    }
    for (const contact of telling.digest ?? []) rows.push({ ...row(contact), kind: 'digest' });
  }
  const made = new Map((await appendEvents(sql, events, now)).map((e) => [e.key, e.eventId]));
  await insertNotices(sql, rows.flatMap((row) => (keys.has(row) ? (made.has(keys.get(row)!) ? [{ ...row, eventId: made.get(keys.get(row)!)! }] : []) : [row])), now);
}

/** What became of an alert, for other rooms to hear: its id and what was done, and nothing of whom it is about. */
export const alertEvent = (alert: Pick<Alert, 'alertId' | 'number' | 'card' | 'severity' | 'team' | 'state' | 'revision'>, step: StepKind): OutboxEvent => ({
  topic: alertTopic,
  key: `${alert.alertId}:${alert.revision}:${step}`,
  payload: { alertId: alert.alertId, reference: `A${alert.number}`, card: alert.card, severity: alert.severity, team: alert.team, state: alert.state, step },
});
