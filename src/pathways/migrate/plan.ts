import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { evaluateForm, incomplete } from '../forms/evaluate.ts';
import { fieldsOf } from '../forms/fields.ts';
import type { FormResult, Value } from '../types.ts';
import type { Standing } from '../cases/engine.ts';
import type { CompletedForm } from '../cases/types.ts';

/** A completed form as the new version has it. */
export interface MigratedForm {
  form: string;
  answers: Record<string, Value>;
  result: FormResult;
  /** Fields whose answers stay in the history only. */
  dropped: string[];
  changed: boolean;
}

/** What moving a case onto another version would do: or why it cannot be. */
export type MigrationPlan =
  | { can: false; because: string[] }
  | {
      can: true;
      state: string;
      forms: MigratedForm[];
      /** The state's form has to be completed again: what was answered begins it. */
      again: boolean;
      outcome: string | null;
      /** Deadlines the new version does not have, by their titles. */
      stops: string[];
    };

/** Works out what becomes of a case when it goes on by the newest version of its pathway. */
export function planMigration({ case: held, forms, clocks }: Standing, to: PathwayDefinition): MigrationPlan {
  const rule = to.migrate.find((m) => m.from === held.version);
  if (rule === undefined) return { can: false, because: [`version ${to.version} does not say how to migrate from version ${held.version}`] };
  const because: string[] = [];
  const state = rule.states[held.state] ?? held.state;
  if (to.states[state] === undefined) because.push(`there is no state "${state}" any more`);
  if (to.states[state]?.end === true) because.push(`the state "${state}" is an end, and the case is open`);
  const moved = [...forms.values()].flatMap((form): MigratedForm[] => {
    const made = moveForm(form, to, rule.fields[form.form] ?? {}, rule.drops[form.form] ?? []);
    if ('unplaced' in made) {
      because.push(...made.unplaced.map((name) => `the answer ${form.form}.${name} has no place`));
      return [];
    }
    return [made];
  });
  if (because.length > 0) return { can: false, because };
  const here = to.states[state]?.form;
  const current = held.formVersion === null ? undefined : moved.find((f) => f.form === here);
  const again = held.formVersion !== null && (current === undefined || !isComplete(current.result));
  return {
    can: true, state, forms: moved, again, outcome: again ? null : (current?.result.outcome ?? null),
    stops: clocks.filter((k) => (k.state === 'running' || k.state === 'paused') && to.deadlines[k.deadline] === undefined).map((k) => k.title),
  };
}

/** A form that is no more comes to nothing. */
const nothing: FormResult = { problems: [], missing: [], scores: [], calculated: [], asked: [], undecided: [], values: {}, outcome: null, because: null };
const isComplete = (result: FormResult): boolean => result.problems.length === 0 && result.missing.length === 0 && result.outcome !== incomplete;

function moveForm(form: CompletedForm, to: PathwayDefinition, renamed: Readonly<Record<string, string>>, drops: readonly string[]): MigratedForm | { unplaced: string[] } {
  const definition = to.forms[form.form];
  const names = Object.keys(form.answers);
  if (definition === undefined) return names.every((n) => drops.includes(n)) ? { form: form.form, answers: {}, result: nothing, dropped: names, changed: false } : { unplaced: names.filter((n) => !drops.includes(n)) };
  const there = new Set(fieldsOf(definition).map((f) => f.name));
  const kept = names.filter((n) => !drops.includes(n));
  const unplaced = kept.filter((n) => !there.has(renamed[n] ?? n));
  if (unplaced.length > 0) return { unplaced };
  const answers = Object.fromEntries(kept.map((n) => [renamed[n] ?? n, form.answers[n]!]));
  return { form: form.form, answers, result: evaluateForm(to, definition, answers), dropped: names.filter((n) => drops.includes(n)), changed: kept.length !== names.length || kept.some((n) => renamed[n] !== undefined) };
}
