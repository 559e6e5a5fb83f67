import type { DecisionDefinition, DecisionInput } from './definition/pathway-schema.ts';
import { evaluateExpression, passes, type Evaluated } from './expressions.ts';
import type { Answers, Value } from './types.ts';

/** What a decision came to. Not decided while any input is not known: a missing answer is never a low one. */
export type Decided = { decided: true; outcome: string; because: string; rule: number; inputs: Record<string, Value> } | { decided: false; missing: string[] };

/** Every input is worked out before any rule is tried, so that no rule can decide around what is missing. Throws where no rule fits: `check` finds such tables. */
export function decide(decision: DecisionDefinition, answers: Answers, known: readonly string[]): Decided {
  const inputs: Record<string, Value> = {};
  const missing = new Set<string>();
  for (const [name, input] of Object.entries(decision.inputs)) {
    const found = inputOf(input, answers, known);
    if (found.known) inputs[name] = found.value;
    else for (const one of found.missing) missing.add(one);
  }
  if (missing.size > 0) return { decided: false, missing: [...missing] };
  const rule = decision.rules.findIndex((r) => Object.entries(r.when).every(([name, test]) => passes(test, inputs[name] ?? null)));
  const fits = decision.rules[rule];
  if (fits === undefined) throw new Error(`No rule of "${decision.title}" fits ${JSON.stringify(inputs)}.`);
  return { decided: true, outcome: fits.gives, because: fits.because, rule, inputs };
}

function inputOf(input: DecisionInput, answers: Answers, known: readonly string[]): Evaluated {
  if ('feel' in input) return evaluateExpression(input.feel, answers, known);
  const names = 'count' in input ? input.count : input.sum;
  const missing = names.filter((name) => answers[name] === undefined);
  if (missing.length > 0) return { known: false, missing };
  if ('count' in input) return { known: true, value: names.filter((name) => passes(input.is, answers[name]!)).length };
  return { known: true, value: names.reduce((sum, name) => sum + Number(answers[name]), 0) };
}
