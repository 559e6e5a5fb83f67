import { z } from 'zod';
import { fieldName, id } from '../definition/form-schema.ts';

const words = z.string().trim().min(1);
const answers = z.record(fieldName, z.json());
/** London time unless it says otherwise: 2026-04-02T16:30. */
const when = z.string().regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/, 'Write a day, or a day and time: 2026-04-02T16:30');

const clock = z.strictObject({
  due: z.string().optional().describe('Day, or instant where it runs in hours, by which it is due'),
  state: z.enum(['running', 'paused', 'met', 'stopped']).optional(),
  warned: z.boolean().optional(),
  breached: z.boolean().optional(),
});

/** How the case must stand. What is listed must be there; `none` lists what must not. */
const expected = z.strictObject({
  state: id.optional(),
  end: z.boolean().optional(),
  outcome: id.optional().describe('What the last form came to'),
  deadlines: z.record(id, z.union([z.string().transform((due) => ({ due })), clock])).optional(),
  notices: z.array(id).optional().describe('All told so far, in order'),
  tasks: z.array(id).optional().describe('All to be done now'),
  documents: z.array(id).optional().describe('All made so far'),
  opens: z.record(id, answers).optional().describe('Other pathways begun, with the answers they begin with'),
  emits: z.record(id, z.record(z.string(), z.json())).optional().describe('Events of returns, with columns that must be so'),
  answers: z.record(id, answers).optional().describe('Answers as they stand, worked out ones too'),
  steps: z.array(words).optional().describe('What could be done now'),
});
export type Expected = z.infer<typeof expected>;

const common = { at: when.optional().describe('When it happens'), by: id.optional().describe('Role'), who: words.optional().describe('Name of whoever does it'), expect: expected.optional() };
const go = { to: id.optional().describe('Take the step that leads there'), action: words.optional().describe('Take the step of this name') };
const step = z.union([
  z.strictObject({ ...common, ...go, complete: id.describe('Form completed; where one step alone can follow it is taken'), with: answers.default({}).describe('Answers beside those of `answers`; null takes one away'), stays: z.boolean().default(false).describe('Nothing is done after it') }),
  z.strictObject({ ...common, tries: z.union([id, words]).describe('Step that must be refused, by where it leads'), because: words.describe('Words of the refusal') }),
  z.strictObject({ ...common, hear: id, body: answers.default({}), unheard: z.boolean().default(false).describe('Nothing may happen') }),
  z.strictObject({ ...common, task: id }),
  z.strictObject({ ...common, pause: id }),
  z.strictObject({ ...common, resume: id }),
  z.strictObject({ ...common, ended: id.describe('A case of this pathway, opened by this one, has ended') }),
  z.strictObject({ ...common, ...go }),
]);
export type ScenarioStep = z.infer<typeof step>;

const scenario = z.strictObject({
  title: words.describe('Given and when, in a sentence'),
  given: z.strictObject({ at: when.describe('When the case begins'), hear: id.optional().describe('What begins it'), body: answers.default({}) }),
  when: z.array(step),
  expect: expected.default({}),
});
export type Scenario = z.infer<typeof scenario>;

const tableRow = z.strictObject({ with: answers.default({}), gives: id });
const table = z.strictObject({ form: id, rows: z.array(tableRow).min(1) });

/** Scenarios of one pathway: `pathways/scenarios/*.yaml`. */
export const scenariosSchema = z.strictObject({
  pathway: id,
  answers: z.record(id, answers).default({}).describe('Usual answers to each form, on which a step says what is different'),
  scenarios: z.array(scenario).default([]),
  tables: z.array(table).default([]).describe('What a form comes to, row by row'),
});
export type Scenarios = z.infer<typeof scenariosSchema>;
