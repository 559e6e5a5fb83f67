import { KithError, type Sql } from '../../kernel/index.ts';
import type { Value } from '../types.ts';
import { arrive } from './arrive.ts';
import { contextOf, holdsTrue } from './context.ts';
import { stateOf, type Engine, type Standing } from './engine.ts';
import { openOthers } from './open.ts';
import { openTransitions, whyNot } from './ready.ts';
import type { Actor, Case } from './types.ts';

/** A way on that is taken: by somebody, or, where something was heard, by itself. */
export interface Taking {
  /** Place among the state's transitions. */
  transition: number;
  note?: string;
  heard?: Readonly<Record<string, Value>>;
}

/**
 * Takes a case on by one of its state's transitions, in the caller's transaction, which holds the case. Throws `conflict.changed` where it does not
 * lie open, `access.refused` where another must take it, `request.invalid` where a note is wanting.
 */
export async function takeTransition(sql: Sql, engine: Engine, standing: Standing, { transition: index, note = '', heard }: Taking, by: Actor, now: Date): Promise<Case> {
  const { case: held, pathway } = standing;
  if (held.closedAt !== null) throw new KithError('conflict.changed', 'This case is closed.', { mend: 'Reopen it first.' });
  const found = openTransitions(standing).find((t) => t.index === index);
  const taken = found?.transition;
  if (taken === undefined || (taken.if !== undefined && !holdsTrue(taken.if, contextOf(standing)))) throw new KithError('conflict.changed', 'This is not open to the case as it stands.', { mend: 'Open it again to see what can be done now.' });
  if (heard === undefined) {
    const because = whyNot(engine, standing, taken, by);
    if (because !== null) throw new KithError('access.refused', because);
    if (taken.note && note.trim() === '') throw new KithError('request.invalid', 'Write a hand-over note for whoever takes it on.');
  }
  const state = stateOf(pathway, held.state);
  const form = state.form === undefined ? undefined : standing.forms.get(state.form);
  const decided = held.formVersion === null ? {} : { outcome: held.formOutcome, because: form?.result.because ?? null };
  return arrive(
    sql, engine, standing,
    { to: taken.to, brings: taken, ...(heard === undefined ? {} : { heard }), step: { kind: 'moved', note: note.trim() === '' ? null : note.trim(), detail: { action: taken.action, ...decided, ...(state.approval === undefined ? {} : { approval: state.approval }), ...(heard === undefined ? {} : { heard: taken.event?.topic ?? null }) } } },
    by, now, openOthers(0),
  );
}
