import type { TransitionDefinition } from '../definition/pathway-schema.ts';
import { contextOf, holdsTrue } from './context.ts';
import { holds, stateOf, type Engine, type Standing } from './engine.ts';
import type { Actor, Case } from './types.ts';

/** A way on from where a case stands, and whether this worker may take it now. */
export interface ReadyAction {
  /** Place among the state's transitions: what `act` takes. */
  transition: number;
  /** What is pressed. */
  action: string;
  to: string;
  toTitle: string;
  /** It ends the case. */
  ends: boolean;
  /** A hand-over note must go with it. */
  note: boolean;
  /** It also happens by itself, when something is heard. */
  byItself: boolean;
  can: boolean;
  /** Why it cannot be done now, in a sentence; null where it can. */
  because: string | null;
}

/** Whether somebody may do what a role does in this case: of its team, or of any team where its own does not have the role. */
export const mayAct = (engine: Pick<Engine, 'teams'>, held: Case, by: Actor, role: string): boolean => by.role === role && (by.team === held.team || !holds(engine, held.team, role));

const words = (role: string): string => role.replaceAll('-', ' ');
const article = (text: string): string => (/^[aeiou]/i.test(text) ? `an ${text}` : `a ${text}`);
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The ways on that lie open: those that its form came to, whose condition holds. Those another must take, or that something holds up, say why. */
export function actionsOf(engine: Pick<Engine, 'teams'>, standing: Standing, by: Actor): ReadyAction[] {
  const { case: held, pathway } = standing;
  if (held.closedAt !== null) return [];
  const context = contextOf(standing);
  return openTransitions(standing).flatMap(({ transition: t, index }): ReadyAction[] => {
    if (t.if !== undefined && !holdsTrue(t.if, context)) return [];
    const to = stateOf(pathway, t.to);
    const because = whyNot(engine, standing, t, by);
    return [{ transition: index, action: t.action, to: t.to, toTitle: to.title, ends: to.end, note: t.note, byItself: t.event !== undefined, can: because === null, because }];
  });
}

/** Transitions that what its form came to leaves open, conditions aside. Where its form is not completed, only those that something heard takes. */
export function openTransitions({ case: held, pathway }: Pick<Standing, 'case' | 'pathway'>): { transition: TransitionDefinition; index: number }[] {
  const state = stateOf(pathway, held.state);
  const all = state.transitions.map((transition, index) => ({ transition, index }));
  const waits = state.form !== undefined && held.formVersion === null;
  return all.filter(({ transition: t }) => t.event !== undefined || (!waits && (t.on === undefined || t.on === held.formOutcome)));
}

/** Why somebody may not take a transition now; null where they may. */
export function whyNot(engine: Pick<Engine, 'teams'>, { case: held, pathway, tasks }: Standing, t: TransitionDefinition, by: Actor): string | null {
  const state = stateOf(pathway, held.state);
  const role = t.role ?? state.role;
  if (role !== undefined && !mayAct(engine, held, by, role)) return `${sentence(article(words(role)))} does this.`;
  if (t.other && by.userId !== null && by.userId === whoPrepared(held, state)) return 'Somebody other than whoever completed the form does this.';
  const blocking = tasks.filter((task) => task.blocks);
  if (blocking.length > 0) return `First: ${blocking.map((task) => task.title).join('; ')}.`;
  return null;
}

/** Who completed what is to be approved. */
const whoPrepared = (held: Case, state: { form?: string | undefined; approval?: string | undefined }): string | null => (state.approval !== undefined || state.form === undefined ? held.preparedBy : held.doneBy);

/** Whether it may be completed by somebody: an approval by nobody who completed what is approved, where a way on says so. */
export function whyNotComplete(engine: Pick<Engine, 'teams'>, { case: held, pathway }: Standing, by: Actor): string | null {
  const state = stateOf(pathway, held.state);
  if (state.role !== undefined && !mayAct(engine, held, by, state.role) && !state.transitions.some((t) => t.role !== undefined && mayAct(engine, held, by, t.role))) return `${sentence(article(words(state.role)))} does this.`;
  if (state.approval !== undefined && state.transitions.some((t) => t.other) && by.userId !== null && by.userId === held.preparedBy) return 'Somebody other than whoever completed the form does this.';
  return null;
}
