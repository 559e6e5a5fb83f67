import { z } from 'zod';
import { factKinds } from '../../kernel/index.ts';
import { coding, expression, fieldName, formSchema, id, unary } from './form-schema.ts';

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
  pauses: z.array(id).default([]).describe('States in which the clock stands still; it may also be paused by hand where one is named'),
  breach: z.strictObject({ notices: z.array(id).default([]), tasks: z.array(id).default([]) }).default({ notices: [], tasks: [] }).describe('What happens when it is not met in time'),
});
export type DeadlineDefinition = z.infer<typeof deadline>;

/** Work for somebody while a case stands somewhere. */
const task = z.strictObject({
  title: words.describe('What is to be done, as a worklist says it: Ring the family'),
  about: words.optional(),
  role: id,
  due: wait.optional(),
  form: id.optional().describe('Form that, once completed, does it'),
  blocks: z.boolean().default(false).describe('The case cannot go on until it is done or said not to be needed'),
  escalate: id.optional().describe('Role that is told when it is overdue; without it, all of the team that has it'),
});
export type TaskDefinition = z.infer<typeof task>;

/** Another pathway begun, or a case of it linked, by a step of this one. */
const opens = z.strictObject({
  pathway: id,
  with: z.record(fieldName, expression).default({}).describe('Answers its first form begins with, from this case’s answers'),
  waits: z.boolean().default(false).describe('This case cannot end before that one'),
});

const transition = z.strictObject({
  on: id.optional().describe('Outcome of this state’s form; without it, whatever the form comes to but incomplete'),
  to: id,
  action: words.describe('What whoever does it presses: Send to the panel'),
  if: expression.optional().describe('Only when this holds of the answers of all of the case’s forms, form and field joined by a full stop'),
  role: id.optional().describe('Who may do it, where that is not the state’s role'),
  other: z.boolean().default(false).describe('The one who does it must be another than who completed the form: an approval'),
  note: z.boolean().default(false).describe('A hand-over note must go with it'),
  event: z.strictObject({ topic: id, where: z.record(fieldName, unary).default({}) }).optional().describe('It happens by itself when this is heard of the person'),
  starts: z.array(id).default([]).describe('Deadlines that start'),
  stops: z.array(id).default([]).describe('Deadlines that no longer matter'),
  tasks: z.array(id).default([]),
  notices: z.array(id).default([]),
  documents: z.array(id).default([]).describe('Documents made and kept with the case'),
  opens: z.array(opens).default([]),
  emits: z.array(id).default([]).describe('Returns events that it produces'),
});
export type TransitionDefinition = z.infer<typeof transition>;

const state = z.strictObject({
  title: words,
  about: words.optional(),
  form: id.optional().describe('Form completed here'),
  role: id.optional().describe('Who may act here; not of an end'),
  team: id.optional().describe('Team that a case here belongs to; without it, the team it is with'),
  approval: words.optional().describe('This is an approval: what is approved, as pages say it'),
  tasks: z.array(id).default([]).describe('Made on coming here'),
  end: z.boolean().default(false),
  outcome: words.optional().describe('Of an end: how the case ended'),
  transitions: z.array(transition).default([]),
});
export type StateDefinition = z.infer<typeof state>;

/** What begins a case by itself or offers to: something heard of a person. */
const trigger = z.strictObject({
  topic: id.describe('radar-alert, hospital-admission, hospital-discharge, referral…'),
  where: z.record(fieldName, unary).default({}),
  offers: z.boolean().default(false).describe('Only offered on the page it comes from; somebody begins it'),
  with: z.record(fieldName, expression).default({}).describe('Answers the first form begins with, from what was heard'),
});

/** A printed or sent document: words with answers in them. */
const documentPart = z.union([
  z.strictObject({ heading: words, means: coding.optional().describe('Its code among headings that others share: PRSB, SNOMED CT') }),
  z.strictObject({ says: words.max(4_000).describe('Text; {{form.field}} puts an answer, {{person.name}} who the person is') }),
  z.strictObject({ answers: id.describe('Form whose questions and answers are set out'), only: z.array(fieldName).optional() }),
  z.strictObject({ scores: id.describe('Form whose scores are set out') }),
  z.strictObject({ facts: z.strictObject({ kind: z.enum(factKinds), type: id.optional(), category: id.optional() }), title: words }),
  z.strictObject({ chronology: z.literal(true) }),
]);
const document = z.strictObject({ title: words, means: coding.optional().describe('What kind of document it is, in SNOMED CT or another terminology'), to: words.optional(), source: words.optional(), parts: z.array(documentPart).min(1) });
export type DocumentDefinition = z.infer<typeof document>;

/** An event of a statutory return: its name there, and each of its columns as an expression over the case. */
const returned = z.strictObject({ return: id, event: words, fields: z.record(z.string().min(1), expression) });
export type ReturnDefinition = z.infer<typeof returned>;

const migration = z.strictObject({
  from: z.int().min(1),
  states: z.record(id, id).default({}).describe('State there: state here, where its name changed'),
  fields: z.record(id, z.record(fieldName, fieldName)).default({}).describe('Form: field there: field here'),
  drops: z.record(id, z.array(fieldName)).default({}).describe('Form: fields whose answers stay in the history only'),
});
export type MigrationDefinition = z.infer<typeof migration>;

/** A notice says that something waits, and where: never anything of a person. */
const notice = z.strictObject({ to: id.describe('Role that is told'), channel: z.enum(['portal', 'mail', 'text']), says: words.max(300) });
export type NoticeDefinition = z.infer<typeof notice>;

export const pathwaySchema = z.strictObject({
  id,
  version: z.int().min(1),
  title: words,
  about: words,
  category: id.optional().describe('Category of data its cases are: who may see that in detail may see them. Needed where it has states'),
  subject: z.enum(['person', 'family']).default('person'),
  reference: z.string().regex(/^[A-Z]{2,5}$/, 'Two to five capital letters').optional().describe('Letters a case’s number begins with: CHC'),
  priorities: z.array(words).min(1).default(['Low', 'Normal', 'High', 'Urgent']).describe('Lowest first; the second is usual'),
  single: z.boolean().default(true).describe('A person has at most one open at a time'),
  roles: z.record(id, words).describe('Who acts in it'),
  board: z.record(words, expression).default({}).describe('What a team’s board shows of each case beside where it stands: title, and an expression over its forms'),
  triggers: z.array(trigger).default([]),
  tasks: z.record(id, task).default({}),
  documents: z.record(id, document).default({}),
  returns: z.record(id, returned).default({}),
  migrate: z.array(migration).default([]),
  uses: z.record(id, z.strictObject({ pathway: id, form: id })).default({}).describe('Forms of other pathways that this one uses, by the name they have here: charts and scores'),
  forms: z.record(id, formSchema),
  decisions: z.record(id, decision).default({}),
  deadlines: z.record(id, deadline).default({}),
  notices: z.record(id, notice).default({}),
  /** What happens at once when a case is opened, beside what its first state asks for. */
  begins: z
    .strictObject({ starts: z.array(id).default([]), tasks: z.array(id).default([]), notices: z.array(id).default([]), documents: z.array(id).default([]), emits: z.array(id).default([]) })
    .prefault({})
    .describe('What opening a case brings with it: deadlines that start, tasks, notices, documents, returns events'),
  start: id.optional().describe('State in which a case begins; none where the forms are used by other pathways alone'),
  states: z.record(id, state).default({}),
});
export type PathwayDefinition = z.infer<typeof pathwaySchema>;
