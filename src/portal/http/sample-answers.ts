import type { Answers, ListedField, Value } from '../../pathways/index.ts';

/** Types of question that are answered in a box of JSON here: a walk shows what a pathway does, not how its forms look. */
export const inJson = (type: ListedField['type']): boolean => ['repeat', 'table', 'body-map', 'signature', 'file', 'photo'].includes(type);

/** Answers as a plain form sends them. What cannot be read is left as text, and the form says what is wrong with it. */
export function sampleAnswers(fields: readonly ListedField[], body: Readonly<Record<string, unknown>>): Answers {
  const given = (name: string): string[] => [body[`f-${name}`] ?? []].flat().filter((one): one is string => typeof one === 'string' && one.trim() !== '').map((one) => one.trim());
  return Object.fromEntries(
    fields.flatMap((field): [string, Value][] => {
      const all = given(field.name);
      const [first] = all;
      if (first === undefined || field.type === 'calculated') return [];
      if (field.type === 'choices') return [[field.name, all]];
      if (field.type === 'number') return [[field.name, Number.isFinite(Number(first)) ? Number(first) : first]];
      return [[field.name, inJson(field.type) ? json(first) : first]];
    }),
  );
}

function json(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
