import { KithError, type Sql } from '../../kernel/index.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { fieldsOf } from '../forms/fields.ts';
import { updateClock } from '../clocks/clock.store.ts';
import { insertAnswers, insertDraft, selectDrafts } from '../cases/answers.store.ts';
import { updateDue } from '../cases/case.store.ts';
import { change, standingOf, type Engine, type Standing } from '../cases/engine.ts';
import { keptResult } from '../cases/forms.ts';
import { referenceOf } from '../cases/types.ts';
import { olderCases, renameDraft } from './migrate.store.ts';
import { planMigration, type MigrationPlan } from './plan.ts';

/** What a migration does, or did. */
export interface MigrationReport {
  pathway: string;
  title: string;
  to: number;
  applied: boolean;
  /** Cases that were, or would be, moved; and of them those whose form has to be completed again. */
  cases: number;
  again: string[];
  /** Answers that stay in the history only: by `form.field`, of how many cases. */
  dropped: Record<string, number>;
  /** Deadlines that no longer run, by title, of how many cases. */
  stops: Record<string, number>;
  /** Cases that cannot be moved, and why. While there is one nothing is. */
  cannot: { reference: string; version: number; because: string[] }[];
}

const atOnce = 100;

/**
 * Moves every open case of a pathway onto its newest version; `apply` false only says what would happen. Where one case cannot be moved none is. Cut off, what was
 * done stays done, and the next run goes on with the rest. Throws `usage.invalid` for a pathway or version there is none of.
 */
export async function migrateCases(engine: Engine, id: string, { to, apply }: { to?: number; apply: boolean }): Promise<MigrationReport> {
  const pathway = engine.versions.newest(id);
  if (to !== undefined && to !== pathway.version) throw new KithError('usage.invalid', `${pathway.title} is at version ${pathway.version} in this area, not ${to}.`, { mend: 'Cases go onto the version that its file has.' });
  const { db, clock } = engine.kernel;
  const report: MigrationReport = { pathway: id, title: pathway.title, to: pathway.version, applied: false, cases: 0, again: [], dropped: {}, stops: {}, cannot: [] };
  await eachCase(db.writer, engine, pathway, (standing, plan) => note(report, standing, plan));
  if (!apply || report.cannot.length > 0) return report;
  let left = true;
  while (left) {
    left = await db.writer.begin<boolean>(async (sql) => {
      const now = clock.now();
      await engine.versions.pin(sql, id, now);
      const batch = await olderCases(sql, id, pathway.version, null, atOnce, true);
      for (const held of batch) {
        const standing = await standingOf(sql, engine, held);
        const plan = planMigration(standing, pathway);
        if (!plan.can) throw new KithError('conflict.changed', `${referenceOf(held)} changed meanwhile and cannot be moved: ${plan.because.join('; ')}.`, { mend: 'Run it again without --apply to see how cases stand now.' });
        await migrateOne(sql, standing, plan, pathway, now);
      }
      return batch.length > 0;
    });
  }
  const [rest] = await olderCases(db.writer, id, pathway.version, null, 1, false);
  return { ...report, applied: rest === undefined };
}

async function eachCase(sql: Sql, engine: Engine, pathway: PathwayDefinition, work: (standing: Standing, plan: MigrationPlan) => void): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const batch: Awaited<ReturnType<typeof olderCases>> = await olderCases(sql, pathway.id, pathway.version, after, atOnce, false);
    for (const held of batch) {
      const standing = await standingOf(sql, engine, held);
      work(standing, planMigration(standing, pathway));
    }
    after = batch.at(-1)?.caseId ?? null;
    if (after === null) return;
  }
}

function note(report: MigrationReport, { case: held, clocks }: Standing, plan: MigrationPlan): void {
  if (!plan.can) {
    report.cannot.push({ reference: referenceOf(held), version: held.version, because: plan.because });
    return;
  }
  report.cases += 1;
  if (plan.again) report.again.push(referenceOf(held));
  for (const form of plan.forms) for (const field of form.dropped) report.dropped[`${form.form}.${field}`] = (report.dropped[`${form.form}.${field}`] ?? 0) + 1;
  for (const title of clocks.length === 0 ? [] : plan.stops) report.stops[title] = (report.stops[title] ?? 0) + 1;
}

async function migrateOne(sql: Sql, standing: Standing, plan: Extract<MigrationPlan, { can: true }>, to: PathwayDefinition, now: Date): Promise<void> {
  const { case: held, forms, clocks } = standing;
  const reason = `Moved to version ${to.version} of the pathway`;
  let formVersion = held.formVersion;
  for (const moved of plan.forms.filter((f) => f.changed && to.forms[f.form] !== undefined)) {
    const before = forms.get(moved.form)!;
    await insertAnswers(sql, held, { ...before, version: before.version + 1, answers: moved.answers, result: keptResult(moved.result), userId: null, userName: null, at: now, reason });
    if (to.states[plan.state]?.form === moved.form && formVersion !== null) formVersion = before.version + 1;
  }
  const form = to.states[plan.state]?.form;
  if (plan.again && form !== undefined) {
    const answers = plan.forms.find((f) => f.form === form)?.answers ?? {};
    if (!(await selectDrafts(sql, held, form)).some((d) => !d.aside)) await insertDraft(sql, held, { form, aside: false, answers, provenance: {}, userId: null, userName: null }, now);
  }
  await moveDrafts(sql, standing, to);
  for (const clock of clocks.filter((k) => (k.state === 'running' || k.state === 'paused') && to.deadlines[k.deadline] === undefined)) await updateClock(sql, clock, { state: 'stopped', endedAt: now });
  await change(
    sql, held, { version: to.version, state: plan.state, formVersion: plan.again ? null : formVersion, formOutcome: plan.again ? null : plan.outcome, ...(plan.again ? { doneBy: null } : {}) },
    { userId: null, name: null, team: held.team, role: null }, [{ kind: 'migrated', fromState: held.state, toState: plan.state, detail: { from: held.version, to: to.version } }], now,
  );
  await updateDue(sql, held.personId, held.caseId);
}

async function moveDrafts(sql: Sql, { case: held }: Standing, to: PathwayDefinition): Promise<void> {
  const rule = to.migrate.find((m) => m.from === held.version);
  for (const draft of await selectDrafts(sql, held)) {
    const form = to.forms[draft.form];
    const renamed = rule?.fields[draft.form] ?? {};
    const there = new Set(form === undefined ? [] : fieldsOf(form).map((f) => f.name));
    const answers = Object.fromEntries(Object.entries(draft.answers).map(([name, value]) => [renamed[name] ?? name, value] as const).filter(([name]) => there.has(name)));
    if (form !== undefined && JSON.stringify(answers) !== JSON.stringify(draft.answers)) await renameDraft(sql, held, draft.draftId, answers);
  }
}
