import type { Condition, Selector } from './definition.ts';

/** Every selector of a condition, with its path inside it. */
export function* selectorsOf(condition: Condition, path: (string | number)[] = []): Generator<{ selector: Selector; path: (string | number)[] }> {
  for (const head of ['some', 'none', 'open', 'ended', 'last', 'latest', 'change'] as const) {
    const selector = condition[head];
    if (selector !== undefined) yield { selector, path: [...path, head] };
  }
  for (const head of ['sequence', 'together'] as const) {
    for (const [i, selector] of (condition[head] ?? []).entries()) yield { selector, path: [...path, head, i] };
  }
  for (const head of ['any', 'all'] as const) {
    for (const [i, inner] of (condition[head] ?? []).entries()) yield* selectorsOf(inner, [...path, head, i]);
  }
  if (condition.not !== undefined) yield* selectorsOf(condition.not, [...path, 'not']);
}

/** Whether any part of a condition asks who the person is or who lives with them, and so rests on identity. */
export function asksIdentity(condition: Condition): boolean {
  if (condition.age ?? condition.gender ?? condition.home ?? condition.who) return true;
  return [...(condition.any ?? []), ...(condition.all ?? []), ...(condition.not === undefined ? [] : [condition.not])].some(asksIdentity);
}

/** What the people around a person must be to them for their facts to count. */
export const kinRolesOf = (condition: Condition): string[] => [...selectorsOf(condition)].flatMap(({ selector }) => (typeof selector.whose === 'object' ? selector.whose.kin : []));
