import { deliverEvents, type Consumer, type Delivery, type Step } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { alertTopic } from '../radar/index.ts';

/** An alert older than this begins nothing by itself: whoever has the list has seen it. */
const freshDays = 7;
const heard = (detail: string): Delivery => ({ is: 'sent', receipt: { kind: 'accepted', channel: 'cases', reference: null, detail } });

/** Begins what the area's pathways begin for an alert that is raised, and says on the alert which case it was; for the loop. */
export function casesFromAlerts({ kernel, alerts, cases }: Pick<Kith, 'kernel' | 'alerts' | 'cases'>): Step {
  const { db, clock, log } = kernel;
  const consumer: Consumer = {
    topic: alertTopic,
    channel: () => 'cases',
    async deliver({ payload, madeAt }) {
      const { alertId, step } = payload as { alertId: string; step: string };
      if (step !== 'raised' || clock.now().getTime() - madeAt.getTime() > freshDays * 86_400_000) return heard('nothing begins with it');
      return db.writer.begin(async (sql) => {
        const about = await alerts.about(sql, alertId);
        if (about === null) return heard('there is no such alert any more');
        const { personId, reference, ...body } = about;
        const came = await cases.hearIn(sql, { topic: 'radar-alert', personId, at: madeAt, key: `alert ${alertId}`, body: { reference, ...body } }, { kind: 'alert', id: alertId, reference });
        for (const opened of came.opened) await alerts.caseOpened(sql, alertId, opened);
        return heard(came.opened.length === 0 ? 'nothing begins with it' : came.opened.join(', '));
      });
    },
  };
  return { name: 'pathways.hear-alerts', run: async () => (await deliverEvents(db, clock, [consumer], log)) > 0 };
}
