import { KithError, type Kernel } from '../../kernel/index.ts';
import { bodyOf } from '../seal/body.ts';
import { readRows } from '../seal/seal.store.ts';
import type { Rules } from '../rules.ts';
import type { Access, Session } from '../types.ts';
import { auditEventsOf, type AuditNames } from './balp.ts';

/** Forms in which the log leaves: FHIR AuditEvents, or its rows as they are sealed; one a line. */
export const auditFormats = ['balp', 'jsonl'] as const;
export type AuditFormat = (typeof auditFormats)[number];

export interface AuditAsk {
  /** From this instant on, and before that one. */
  from: Date;
  to: Date;
  format: AuditFormat;
}

/**
 * The log of a time, for another system, a line at a time. Is itself a row of the log. Throws `access.refused` for whoever does not answer for it (`explain` and `who-viewed`),
 * `request.invalid` when the time runs backwards.
 */
export type ExportAudit = (session: Session, ask: AuditAsk, line: (text: string) => void) => Promise<number>;

export function createAuditExport(kernel: Pick<Kernel, 'db' | 'clock' | 'area'>, rules: Rules, access: Pick<Access, 'may' | 'reading'>): ExportAudit {
  const { area, clock, db } = kernel;
  const organisations = new Map(area.organisations.map((o) => [o.id, { name: o.name, code: o.code }]));
  const names: AuditNames = {
    area: { id: area.id, name: area.name },
    organisation: (id) => organisations.get(id) ?? { name: id, code: id },
    purpose: (id) => ({ name: rules.purpose.get(id)?.name ?? id, actReason: rules.purpose.get(id)?.actReason ?? null }),
  };
  return async (session, { from, to, format }, line) => {
    if (!access.may(session, 'explain') || !access.may(session, 'who-viewed')) throw new KithError('access.refused', `${session.teamName} may not take the log away.`, { mend: 'Ask the information-governance lead.' });
    if (!(from < to)) throw new KithError('request.invalid', 'The time to export ends before it begins.');
    await access.reading(session, { action: 'who-viewed', persons: [], request: `log exported as ${format}, ${from.toISOString()} to ${to.toISOString()}` }, async () => undefined);
    let lines = 0;
    for await (const rows of readRows(db.writer, from, to, clock.now())) {
      for (const row of rows) {
        for (const text of format === 'balp' ? auditEventsOf(row, names).map((event) => JSON.stringify(event)) : [bodyOf(row).toString()]) {
          line(text);
          lines += 1;
        }
      }
    }
    return lines;
  };
}
