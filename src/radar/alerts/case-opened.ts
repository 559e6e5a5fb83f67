import type { Sql } from '../../kernel/index.ts';
import { selectAlert } from './alerts.store.ts';
import { change } from './engine.ts';

/** What of an alert a pathway may rest on. */
export interface AlertAbout {
  personId: string;
  reference: string;
  card: string;
  band: string;
  severity: string;
  score: number;
}

export async function alertAbout(sql: Sql, alertId: string): Promise<AlertAbout | null> {
  const alert = await selectAlert(sql, alertId);
  return alert === null ? null : { personId: alert.personId, reference: `A${alert.number}`, card: alert.card, band: alert.band, severity: alert.severity, score: alert.score };
}

/** Keeps the reference of the case that was opened for an alert by itself. */
export async function caseOpened(sql: Sql, alertId: string, reference: string, now: Date): Promise<void> {
  const alert = await selectAlert(sql, alertId, true);
  if (alert === null || alert.state === 'closed') return;
  await change(sql, alert, { state: 'case', caseReference: reference, caseAt: alert.caseAt ?? now, acceptedAt: alert.acceptedAt ?? now, seenAt: alert.seenAt ?? now, escalateAt: null, snoozedUntil: null }, [{ kind: 'case-opened', detail: { reference } }], now);
}
