import { endTies } from '../../access/index.ts';
import type { Sql } from '../../kernel/index.ts';
import { retieTasks } from '../tasks/tasks.ts';
import { moveTies, tieOf } from './arrive.ts';
import { change, type Engine } from './engine.ts';
import { heldBy, moveHeard, moveMember, narrow, rehome } from './move.store.ts';
import type { Actor, Case } from './types.ts';

/** What became of a person's records, as linkage tells it. */
export interface PersonMoved {
  kind: 'split' | 'moved' | 'merged';
  from: string;
  to: string;
  /** The records that went. */
  subjects: readonly number[];
}

/**
 * Takes cases along with people, in the caller's transaction. Where two become one, every case goes with them, and of two that may be
 * open but once both stay, for somebody to say which goes on. Where a person is split, a case goes with the records it was opened on;
 * where those are of both, it stays with the rest of them and somebody is asked.
 */
export async function moveCases(sql: Sql, engine: Engine, moves: readonly PersonMoved[], at: Date): Promise<void> {
  for (const [i, { kind, from, to, subjects }] of moves.entries()) {
    // A tie is told from the one before it by its instant, and one move may undo another.
    const now = new Date(at.getTime() + i);
    const gone = new Set(subjects);
    for (const held of await heldBy(sql, from)) {
      const went = held.subjects.filter((s) => gone.has(s)).length;
      if (kind === 'merged' || (went > 0 && went === held.subjects.length)) await follow(sql, engine, held, to, kind, now);
      else {
        if (went > 0) await narrow(sql, held, held.subjects.filter((s) => !gone.has(s)));
        await stay(sql, engine, held, went > 0 || held.subjects.length === 0, now);
      }
    }
    if (kind === 'merged') {
      await moveMember(sql, from, to);
      await moveHeard(sql, from, to);
    }
  }
}

const kith = (held: Case): Actor => ({ userId: null, name: null, team: held.team, role: null });

async function follow(sql: Sql, engine: Engine, held: Case, to: string, kind: PersonMoved['kind'], now: Date): Promise<void> {
  const others = (await heldBy(sql, to)).filter((c) => c.pathway === held.pathway && c.closedAt === null && c.single);
  const twice = held.closedAt === null && held.single && others.length > 0;
  await rehome(sql, held, to);
  const moved = await change(sql, { ...held, personId: to }, twice ? { checkPerson: true } : {}, kith(held), [{ kind: 'person-joined', detail: { how: kind } }], now);
  await retie(sql, engine, moved, now);
}

async function stay(sql: Sql, engine: Engine, held: Case, unsure: boolean, now: Date): Promise<void> {
  const kept = held.closedAt === null && unsure ? await change(sql, held, { checkPerson: true }, kith(held), [{ kind: 'check-person' }], now) : held;
  await retie(sql, engine, kept, now);
}

/** Access copies ties with people; a case's stand with its own person alone. */
async function retie(sql: Sql, engine: Engine, held: Case, now: Date): Promise<void> {
  if (held.closedAt !== null) return;
  await endTies(sql, [tieOf(held.caseId)], now);
  await moveTies(sql, engine, null, held, now);
  await retieTasks(sql, engine, held, now);
}
