import { z } from 'zod';
import { factKinds } from '../../kernel/index.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Use small letters, digits and hyphens, starting with a letter');
const words = z.string().trim().min(1);
const days = z.int().min(0).max(36_500);
const count = z.int().min(1).max(1_000);

/** Fields of a fact's body that a selector may ask for: those that sources fill from lists, not free text. */
export const bodyFields = ['type', 'severity', 'status', 'outcome', 'reason', 'service', 'role', 'value'] as const;

/** Which facts or observations, of whom. What is not said is not asked for; within a list any one will do. */
export const selectorSchema = z
  .strictObject({
    category: id.optional(),
    feed: id.optional(),
    kind: z.enum(factKinds).optional(),
    code: z.array(z.string()).min(1).optional().describe('Codes as the source or its code list gives them'),
    system: z.string().optional(),
    words: z.array(z.string().min(2)).min(1).optional().describe('The label holds one of these, capitals and figures apart'),
    body: z.partialRecord(z.enum(bodyFields), z.array(z.string()).min(1)).optional(),
    observed: z.array(id).min(1).optional().describe('Codes of observations that detectors make; category says which they are shown under'),
    whose: z
      .union([z.enum(['person', 'home', 'children-at-home', 'adults-at-home']), z.strictObject({ kin: z.array(z.string()).min(1) })])
      .default('person')
      .describe('The person; others living with them; or people who are something to them: { kin: [cared-for] }'),
  })
  .refine((s) => s.category ?? s.feed ?? s.kind ?? s.code ?? s.words ?? s.body ?? s.observed, 'Say which facts: a category, feed, kind, code, words, body or observed')
  .refine((s) => s.observed === undefined || (s.feed ?? s.kind ?? s.code ?? s.body) === undefined, 'An observation has no feed, kind, code or body; leave them out beside observed');
export type Selector = z.infer<typeof selectorSchema>;

const range = z.strictObject({ atLeast: z.number().optional(), above: z.number().optional(), atMost: z.number().optional(), below: z.number().optional() }).refine((r) => Object.keys(r).length > 0, 'Give atLeast, above, atMost or below');
export type Range = z.infer<typeof range>;
const from = z.strictObject({ from: z.int().min(0).max(130).optional(), to: z.int().min(0).max(130).optional() });

/** What a condition may be about: exactly one of these. */
const heads = ['any', 'all', 'not', 'some', 'none', 'open', 'ended', 'last', 'latest', 'change', 'sequence', 'together', 'age', 'gender', 'home', 'who'] as const;
export type Head = (typeof heads)[number];

/** What each head may be narrowed by. */
const narrows: Record<Head, readonly string[]> = {
  any: [], all: [], not: [], age: [], gender: [], home: [], who: [],
  some: ['within', 'atLeast', 'value'],
  none: ['within'],
  open: ['lasting', 'atLeast'],
  ended: ['within', 'lasted'],
  last: ['daysAgo'],
  latest: ['value', 'within'],
  change: ['by', 'within'],
  sequence: ['gap', 'within'],
  together: ['gap', 'within'],
};
const needed: Partial<Record<Head, readonly string[]>> = { none: ['within'], last: ['daysAgo'], latest: ['value'], change: ['by', 'within'], sequence: ['gap', 'within'], together: ['gap', 'within'], ended: ['within'] };

/**
 * One condition over what is known of a person on a day. Exactly one head, narrowed by what stands beside it.
 * Days count back from the day of scoring; something dated that many days ago or less is within.
 */
export const conditionSchema = z
  .strictObject({
    get any(): z.ZodOptional<z.ZodArray<typeof conditionSchema>> {
      return z.array(conditionSchema).min(1).optional().describe('One of these holds');
    },
    get all(): z.ZodOptional<z.ZodArray<typeof conditionSchema>> {
      return z.array(conditionSchema).min(1).optional().describe('Each of these holds');
    },
    get not(): z.ZodOptional<typeof conditionSchema> {
      return conditionSchema.optional().describe('This does not hold; where it is not known, neither is this');
    },
    some: selectorSchema.optional().describe('At least one such thing began (within so many days, at least so many, with such a value)'),
    none: selectorSchema.optional().describe('No such thing began within so many days; not known while a source of it is late or does not cover the person'),
    open: selectorSchema.optional().describe('Going on today (for so many days): an episode, finding or observation without an end yet'),
    ended: selectorSchema.optional().describe('Ended within so many days (having lasted so long)'),
    last: selectorSchema.optional().describe('There was one, and the newest began so many days ago'),
    latest: selectorSchema.optional().describe('The newest measurement has such a value'),
    change: selectorSchema.optional().describe('The newest measurement less the first within the days'),
    sequence: z.array(selectorSchema).min(2).max(5).optional().describe('One of each, in this order, each within `gap` days of the one before, the last within `within` days'),
    together: z.array(selectorSchema).min(2).max(5).optional().describe('One of each, in any order, all within `gap` days, the last within `within` days'),
    age: from.optional(),
    gender: z.array(z.enum(['male', 'female', 'other', 'unknown'])).min(1).optional(),
    home: z
      .strictObject({ alone: z.boolean().optional(), children: range.optional(), adults: range.optional(), aged: from.optional() })
      .refine((h) => Object.keys(h).length === 1, 'Give one of alone, children, adults or aged')
      .optional()
      .describe('Who lives with the person: nobody known; so many under 18; so many adults; somebody of this age'),
    who: z
      .strictObject({ interpreter: z.boolean().optional(), gpPractice: z.boolean().optional() })
      .refine((w) => Object.keys(w).length === 1, 'Give one of interpreter or gpPractice')
      .optional()
      .describe('Needs an interpreter; is registered with a practice'),
    within: days.optional(),
    atLeast: count.optional(),
    value: range.optional(),
    lasting: range.optional().describe('Days'),
    lasted: range.optional().describe('Days'),
    daysAgo: range.optional(),
    by: range.optional(),
    gap: days.optional().describe('Days'),
  })
  .superRefine((condition, context) => {
    const given = heads.filter((head) => condition[head] !== undefined);
    if (given.length !== 1) {
      context.addIssue({ code: 'custom', message: given.length === 0 ? `Say what must hold: one of ${heads.join(', ')}` : `Only one of ${given.join(', ')} may stand here; join them with all or any` });
      return;
    }
    const head = given[0]!;
    for (const key of Object.keys(condition)) {
      if (key !== head && !narrows[head].includes(key)) context.addIssue({ code: 'custom', path: [key], message: `${key} does not go with ${head}, which takes ${narrows[head].join(', ') || 'nothing more'}` });
    }
    for (const key of needed[head] ?? []) {
      if (condition[key as keyof typeof condition] === undefined) context.addIssue({ code: 'custom', message: `${head} needs ${key} beside it` });
    }
  });
export type Condition = z.infer<typeof conditionSchema>;

/** How points go down as what they rest on gets older; what still goes on does not age. */
export const decaySchema = z.union([
  z.strictObject({ halfLife: z.int().min(1).max(3650).describe('Days in which points halve') }),
  z.strictObject({ over: z.int().min(1).max(3650).describe('Days over which points go evenly to nothing') }),
]);
export type Decay = z.infer<typeof decaySchema>;

/** A named condition over what is known of a person. */
export const signalSchema = z.strictObject({
  id,
  label: words.describe('What a worker reads when it holds'),
  about: words.describe('Why it matters: the evidence or the rule it comes from'),
  ages: from.default({}),
  when: conditionSchema,
  decay: decaySchema.optional(),
});
export type SignalDefinition = z.infer<typeof signalSchema>;

/** A file of `radar/signals`. */
export const signalsFileSchema = z.strictObject({ signals: z.array(signalSchema).min(1) });
