import { z } from 'zod';
import { expression, fieldName, formSchema, id, unary } from './form-schema.ts';

const words = z.string().trim().min(1);

/** Where a decision looks: an expression, or a count or sum over answers that may be many. */
const input = z.union([
  expression.transform((feel) => ({ feel })),
  z.strictObject({ count: z.array(fieldName).min(1), is: unary }).describe('How many of these answers pass the test'),
  z.strictObject({ sum: z.array(fieldName).min(1) }),
]);
export type DecisionInput = z.infer<typeof input>;

const decision = z.strictObject({
  title: words,
  source: words.describe('Statute, framework or local rule it states'),
  inputs: z.record(fieldName, input),
  /** A DMN decision table with hit policy First. */
  rules: z
    .array(z.strictObject({ when: z.record(fieldName, unary).default({}), gives: id, because: words }))
    .min(1)
    .describe('The first row whose tests all pass decides'),
});
export type DecisionDefinition = z.infer<typeof decision>;

const wait = z.union([
  z.strictObject({ hours: z.int().min(1).max(8_760) }),
  z.strictObject({ days: z.int().min(1).max(3_650) }),
  z.strictObject({ workingDays: z.int().min(1).max(1_000) }),
  z.strictObject({ months: z.int().min(1).max(120) }),
]);
export type WaitDefinition = z.infer<typeof wait>;

const deadline = z.strictObject({
  title: words,
  source: words,
  after: wait,
  owner: id.describe('Role that must meet it'),
  warn: wait.optional().describe('How long before it is due its owner is warned'),
  ends: z.array(id).min(1).describe('States that meet it'),
});
export type DeadlineDefinition = z.infer<typeof deadline>;

const transition = z.strictObject({
  on: id.optional().describe('Outcome of this state’s form; without it, whatever the form comes to but incomplete'),
  to: id,
  action: words.describe('What whoever does it presses: Send to the panel'),
  starts: z.array(id).default([]).describe('Deadlines that start'),
  notices: z.array(id).default([]),
});

const state = z.strictObject({
  title: words,
  about: words.optional(),
  form: id.optional().describe('Form completed here'),
  role: id.optional().describe('Who may act here; not of an end'),
  end: z.boolean().default(false),
  transitions: z.array(transition).default([]),
});
export type StateDefinition = z.infer<typeof state>;

/** A notice says that something waits, and where: never anything of a person. */
const notice = z.strictObject({ to: id.describe('Role that is told'), channel: z.enum(['portal', 'mail', 'text']), says: words.max(300) });

export const pathwaySchema = z.strictObject({
  id,
  version: z.int().min(1),
  title: words,
  about: words,
  roles: z.record(id, words).describe('Who acts in it'),
  forms: z.record(id, formSchema),
  decisions: z.record(id, decision).default({}),
  deadlines: z.record(id, deadline).default({}),
  notices: z.record(id, notice).default({}),
  start: id.optional().describe('State in which a case begins; none where the forms are used by other pathways alone'),
  states: z.record(id, state).default({}),
});
export type PathwayDefinition = z.infer<typeof pathwaySchema>;
