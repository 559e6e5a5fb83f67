import { checkAccess, type Session } from '../../src/access/index.ts';
import { fixedClock, type Clock } from '../../src/kernel/index.ts';
import { createAlerts, type Alerts, type CardDefinition, type Reason } from '../../src/radar/index.ts';
import { placePerson } from './people.ts';
import { recordsBench, type RecordsBench } from './records.ts';

/** A scorecard of three bands, of the demo's prevention team. */
export const card: CardDefinition = {
  id: 'test-card',
  title: 'Cold and unwell',
  about: 'A card for tests.',
  team: 'prevention',
  purpose: 'prevention',
  ages: {},
  fitted: false,
  bands: [{ id: 'low', title: 'Low', from: 1 }, { id: 'medium', title: 'Medium', from: 10 }, { id: 'high', title: 'High', from: 20 }, { id: 'top', title: 'Top', from: 30 }],
  alertFrom: 'medium',
  signals: [{ use: 'cold', points: 5 }],
  atrs: { owner: 'x', seniorResponsibleOwner: 'x', contact: 'x@example.org', purpose: 'x', benefit: 'x', method: 'x', decision: 'x', appeal: 'x', impactAssessment: 'https://example.org/', risks: ['x'], mitigations: ['x'], evidence: ['x'], reviewed: '2026-11-01' },
};

export const reason = (signal: string, more: Partial<Reason> = {}): Reason => ({ signal, label: `Signal ${signal}`, points: 5, of: 5, category: 'housing', categories: ['housing'], dated: '2026-11-19', source: 'housing-tenancies', facts: [], about: [], ...more });

export interface AlertBench extends RecordsBench {
  alerts: Alerts;
  clock: Clock & { set(to: Date | string): void };
  leila: Session;
  /** Puts scores as scoring leaves them, with a crossing where the band changes. A score of 0 is none. */
  score(personId: string, score: number, signals?: readonly (string | Reason)[], card?: string): Promise<void>;
  /** Goes through the loop's steps until none has more. */
  round(): Promise<void>;
  /** Lets time pass and goes round. */
  later(hours: number): Promise<void>;
  person(given: string, more?: object): Promise<string>;
  /** The team's list. */
  list(tab?: Parameters<Alerts['desk']['inbox']>[1]['tab'], session?: Session): ReturnType<Alerts['desk']['inbox']>;
}

const bandOf = (score: number): string => (score === 0 ? '' : (card.bands.findLast((b) => b.from <= score)?.id ?? ''));

/** The records bench with a scorecard in force and alerts upon it. */
export async function alertBench(options: { now?: string; area?: string; cards?: readonly CardDefinition[] } = {}): Promise<AlertBench> {
  const bench = await recordsBench(options.now, options.area);
  const { db, access } = bench;
  const clock = fixedClock(options.now ?? '2026-11-20T09:00:00Z');
  const kernel = { ...bench.kernel, clock };
  const alerts = createAlerts(kernel, access, checkAccess(kernel.area).definitions?.teams ?? []);
  for (const definition of options.cards ?? [card]) {
    await db.writer`
      insert into radar.card (card, version, state, definition, signals, author, reason, made_at, in_force_at) values (${definition.id}, 1, 'in-force', ${db.writer.json(definition)}, '[]', 'test', 'test', ${clock.now()}, ${clock.now()})
      on conflict do nothing`;
  }
  const round = async (): Promise<void> => {
    for (const step of alerts.steps) while (await step.run());
  };
  return {
    ...bench,
    kernel,
    clock,
    alerts,
    leila: access.session('leila.haddad', 'prevention', 'prevention'),
    round,
    async score(personId, score, signals = ['cold'], id = card.id) {
      const reasons = signals.map((s) => (typeof s === 'string' ? reason(s) : s));
      const now = clock.now();
      await db.writer.begin(async (sql) => {
        const [before] = await sql<{ band: string }[]>`select band from radar.score where person_id = ${personId} and card = ${id}`;
        if (score === 0) await sql`delete from radar.score where person_id = ${personId} and card = ${id}`;
        else {
          await sql`
            insert into radar.score (person_id, card, version, score, band, reasons, not_known, scored_at, since, digest)
            values (${personId}, ${id}, 1, ${score}, ${bandOf(score)}, ${sql.json(reasons as never)}, '[]', ${now}, ${now}, hashtext(${JSON.stringify([score, reasons])}))
            on conflict (person_id, card) do update set score = excluded.score, band = excluded.band, reasons = excluded.reasons, scored_at = excluded.scored_at, digest = excluded.digest`;
        }
        await sql`insert into radar.score_history (person_id, card, day, score, band) values (${personId}, ${id}, ${clock.today()}, ${score}, ${bandOf(score)}) on conflict (person_id, card, day) do update set score = excluded.score, band = excluded.band`;
        if ((before?.band ?? '') !== bandOf(score)) await sql`insert into radar.score_event (person_id, card, version, from_band, to_band, score, at) values (${personId}, ${id}, 1, ${before?.band ?? ''}, ${bandOf(score)}, ${score}, ${now})`;
      });
    },
    async later(hours) {
      clock.set(new Date(clock.now().getTime() + hours * 3_600_000));
      await round();
    },
    async person(given, more = {}) {
      const { personId } = await placePerson(db, [{ feed: 'housing-tenancies', category: 'housing', demographics: { family: 'Okafor', given: [given], birthDate: '1948-03-02', nhsNumber: '9434765919', gender: 'female', addresses: [{ lines: ['9 Zinnia Way'], postcode: 'NB4 1AB' }], ...more } }]);
      await bench.records.refresh();
      return personId;
    },
    list: (tab = 'new', session) => alerts.desk.inbox(session ?? access.session('leila.haddad', 'prevention', 'prevention'), { tab, filter: {}, offset: 0 }),
  };
}
