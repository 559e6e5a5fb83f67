import { createHash } from 'node:crypto';
import type { Access, Session } from '../../access/index.ts';
import { isUuid, KithError, newId, type Kernel, type Sql } from '../../kernel/index.ts';
import type { RetentionDefinition } from './definition.ts';
import { dueOf, type Due, type HeldGroup } from './due.ts';
import { batches, certify, finishBatch, forgetFacts, heldGroups, holdsInForce, insertBatch, insertHold, judgeBatch, liftHold, partsOf, type BatchRow, type HoldRow, type PartRow } from './retention.store.ts';

const mostInBatch = 5_000;

/** Takes facts out of where they came in, in the caller's transaction, and has the record of the person made again. */
export type Erase = (sql: Sql, personId: string, factIds: readonly string[]) => Promise<{ rowsGone: number; rowsKept: number }>;

/** How long data is kept: what is due, what is held on to, and what is destroyed once two people have agreed. */
export interface Retention {
  definition: RetentionDefinition;
  /** What is due today and under no hold; nothing is changed. */
  due(): Promise<Due[]>;
  holds(): Promise<HoldRow[]>;
  hold(session: Session, personId: string, why: { reason: string; until: string | null }): Promise<string>;
  lift(session: Session, holdId: string): Promise<void>;
  batches(): Promise<BatchRow[]>;
  parts(batchId: string): Promise<PartRow[]>;
  /** Throws `request.invalid` when nothing is due. @returns its id */
  propose(session: Session): Promise<string>;
  refuse(session: Session, batchId: string): Promise<void>;
  /**
   * Approved by a second person, everything in it that is still due is destroyed, a person to a transaction, each with its certificate
   * and a row of the log. Killed, it goes on from there when asked again. Throws `access.refused` for whoever proposed it.
   */
  approve(session: Session, batchId: string): Promise<void>;
}

export function createRetention(kernel: Pick<Kernel, 'db' | 'clock'>, access: Pick<Access, 'may' | 'noteChange'>, definition: RetentionDefinition, erase: Erase): Retention {
  const { db, clock } = kernel;
  const sql = db.writer;
  const allowed = (session: Session): void => {
    if (!access.may(session, 'retention')) throw new KithError('access.refused', `${session.teamName} does not decide what is destroyed.`);
  };
  const dueNow = async (persons: readonly string[] | null): Promise<Due[]> => {
    const today = clock.today();
    const held = new Set((await holdsInForce(sql, today)).map((hold) => hold.personId));
    const due: Due[] = [];
    let of: HeldGroup[] = [];
    const close = (): void => {
      if (of[0] !== undefined && !held.has(of[0].personId)) due.push(...dueOf(definition.schedules, of, today));
      of = [];
    };
    for await (const groups of heldGroups(sql, persons)) {
      for (const group of groups) {
        if (of[0] !== undefined && of[0].personId !== group.personId) close();
        of.push(group);
      }
    }
    close();
    return due;
  };
  const sourceOf = (id: string): string => definition.schedules.find((s) => s.id === id)?.source ?? id;

  /** What is still due of one person under one schedule is destroyed and certified, or passed over with why. */
  const carryOut = async (session: Session, batchId: string, part: PartRow): Promise<void> => {
    const [now] = (await dueNow([part.personId])).filter((d) => d.schedule === part.schedule);
    await sql.begin(async (tx) => {
      const at = clock.now();
      if (now === undefined || now.factIds.length > part.facts) return certify(tx, batchId, part, { at, passedOver: 'It is held on to, or something new has come since' });
      const { rowsGone, rowsKept } = await erase(tx, part.personId, now.factIds);
      await forgetFacts(tx, part.personId, now.factIds);
      const hash = createHash('sha256').update(now.factIds.toSorted((a, b) => Number(a) - Number(b)).join('\n')).digest('hex');
      await certify(tx, batchId, part, { at, destroyed: now.factIds.length, rowsGone, rowsKept, hash });
      await access.noteChange(tx, session, { action: 'destroyed', personId: part.personId, request: `${part.schedule} by ${part.source}: ${now.factIds.length} facts, ${hash}, batch ${batchId}` });
    });
  };

  return {
    definition,
    due: () => dueNow(null),
    holds: () => holdsInForce(sql, clock.today()),
    async hold(session, personId, { reason, until }) {
      allowed(session);
      if (reason.trim() === '') throw new KithError('request.invalid', 'Say why it is held on to.');
      const holdId = newId();
      await sql.begin(async (tx) => {
        await insertHold(tx, { personId, holdId, reason, byId: session.userId, byName: session.name, at: clock.now(), until });
        await access.noteChange(tx, session, { action: 'hold-put', personId, request: reason });
      });
      return holdId;
    },
    async lift(session, holdId) {
      allowed(session);
      await sql.begin(async (tx) => {
        const personId = isUuid(holdId) ? await liftHold(tx, holdId, session.userId, clock.now()) : null;
        if (personId === null) throw new KithError('conflict.changed', 'There is no such hold.', { mend: 'Load the page again.' });
        await access.noteChange(tx, session, { action: 'hold-lift', personId, request: holdId });
      });
    },
    batches: () => batches(sql),
    parts: (batchId) => (isUuid(batchId) ? partsOf(sql, batchId) : Promise.resolve([])),
    async propose(session) {
      allowed(session);
      const due = (await dueNow(null)).slice(0, mostInBatch);
      if (due.length === 0) throw new KithError('request.invalid', 'Nothing is due.');
      const batchId = newId();
      await sql.begin((tx) => insertBatch(tx, batchId, session, clock.now(), due.map((d) => ({ ...d, source: sourceOf(d.schedule) }))));
      return batchId;
    },
    async refuse(session, batchId) {
      allowed(session);
      if (!isUuid(batchId) || (await judgeBatch(sql, batchId, session, clock.now(), false)) === 0) throw new KithError('conflict.changed', 'This batch has been judged already.', { mend: 'Load the page again.' });
    },
    async approve(session, batchId) {
      allowed(session);
      const batch = (await batches(sql)).find((b) => b.batchId === batchId);
      if (batch === undefined || batch.refusedAt !== null || batch.doneAt !== null) throw new KithError('conflict.changed', 'There is no such batch to approve.', { mend: 'Load the page again.' });
      if (batch.proposedBy === session.userId) throw new KithError('access.refused', 'You proposed this yourself. A second person approves it.', { mend: 'Ask a colleague of your team.' });
      if (batch.approvedAt === null && (await judgeBatch(sql, batchId, session, clock.now(), true)) === 0) throw new KithError('conflict.changed', 'This batch has been judged already.', { mend: 'Load the page again.' });
      for (const part of await partsOf(sql, batchId)) if (part.destroyedAt === null) await carryOut(session, batchId, part);
      await finishBatch(sql, batchId, clock.now());
    },
  };
}
