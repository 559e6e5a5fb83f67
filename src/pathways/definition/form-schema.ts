import { z } from 'zod';
import { factKinds } from '../../kernel/index.ts';

export const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Use small letters, digits and hyphens, starting with a letter');
/** Names stand in expressions, where a hyphen would be a minus. */
export const fieldName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'Use small letters, digits and underscores, starting with a letter');
const words = z.string().trim().min(1);
/** What of the person's demographics may be taken into an answer. */
export const personParts = ['name', 'preferred-name', 'birth-date', 'gender', 'nhs-number', 'address', 'postcode', 'phone', 'email', 'language', 'interpreter-needed', 'ethnicity', 'gp-practice', 'next-of-kin', 'next-of-kin-phone'] as const;
export const expression = z.string().trim().min(1).describe('FEEL over answers of this form: respiration_rate > 20 and oxygen = "yes"');
export const unary = z.string().trim().min(1).describe('FEEL unary test, as a decision table writes it: >= 2, "A","B", [1..5]');

interface Option {
  value: string;
  title: string;
  hint?: string | undefined;
  points?: number | undefined;
}
const option = z.union([
  z.string().min(1).transform((value): Option => ({ value, title: value })),
  z.strictObject({ value: z.string().min(1), title: words, hint: words.optional(), points: z.number().optional().describe('Points of a score this answer gives') }),
]);

/** Points an answer gives: the first row that fits it, and the answers it names. */
const pointsRow = z.strictObject({
  is: unary.optional().describe('Test of this field’s own answer; without it, any'),
  where: z.record(fieldName, unary).default({}).describe('Tests of other answers'),
  points: z.number(),
});

/** What something is in a terminology that others share. */
export const coding = z.strictObject({ system: z.url().or(z.string().regex(/^urn:/)).describe('http://snomed.info/sct'), code: z.string().min(1), title: words.optional() });
const means = z.array(coding).min(1).optional().describe('What it is in terminologies that others share, such as SNOMED CT');

const common = {
  name: fieldName,
  means,
  title: words.describe('The question, as it is put'),
  hint: words.optional(),
  required: z.boolean().default(false),
  when: expression.optional().describe('Asked only when this holds'),
  concerns: z.array(words).min(1).optional().describe('Whom the answer chiefly concerns: a filled form can be shown to hold those answers alone'),
};
const points = z.array(pointsRow).min(1).optional();

/** Where an answer may be taken from, so that nothing is asked twice. Whoever completes the form sees it with its source and date, and owns it only once they keep it. */
const prefill = z.union([
  z.strictObject({ person: z.enum(personParts) }).describe('From who the person is'),
  z.strictObject({ kind: z.enum(factKinds), category: id.optional().describe('Category of data the facts are of; without it, any'), type: id.optional().describe('Type of finding'), code: z.string().min(1).optional(), label: z.string().min(1).optional().describe('Words the fact’s label begins with'), take: z.enum(['label', 'detail', 'value', 'start', 'end', 'service', 'organisation', 'worker', 'phone', 'each']).default('label').describe('What of the newest fact that fits; `each`: the labels of all of them'), current: z.boolean().default(true).describe('Only what still holds') }).describe('From the record'),
  z.strictObject({ sensor: z.enum(['temperature', 'humidity']), category: id.describe('Category of data that readings of home sensors are of'), days: z.int().min(1).max(28).default(7) }).describe('Mean of what sensors in the rooms of the home measured over so many days, to one decimal'),
  z.strictObject({ pathway: id, form: id, field: fieldName }).describe('From the person’s newest completed form of another pathway'),
  z.strictObject({ form: id, field: fieldName }).describe('From another form of this case'),
]);
export type PrefillDefinition = z.infer<typeof prefill>;
const filled = {
  prefill: prefill.optional(),
  keeps: z.boolean().default(false).describe('At a review the last answer stands, shown as unchanged since its date, until it is changed'),
  shared: words.optional().describe('Why all who may read this pathway’s cases may read what is taken here, where the category it comes from is not shared with all of them: the agreement or duty'),
};

const simple = z.discriminatedUnion('type', [
  z.strictObject({ ...common, ...filled, type: z.literal('text'), most: z.int().min(1).max(20_000).default(200) }),
  z.strictObject({ ...common, ...filled, type: z.literal('long-text'), most: z.int().min(1).max(100_000).default(10_000), rows: z.int().min(2).max(40).optional().describe('Lines shown at first') }),
  z.strictObject({ ...common, ...filled, type: z.literal('number'), unit: words.optional(), min: z.number(), max: z.number(), step: z.number().positive().default(1).describe('0.1 for one decimal'), points }),
  z.strictObject({ ...common, ...filled, type: z.literal('yes-no'), points }),
  z.strictObject({ ...common, ...filled, type: z.literal('choice'), options: z.array(option).min(2), points }),
  z.strictObject({ ...common, ...filled, type: z.literal('choices'), options: z.array(option).min(1) }),
  z.strictObject({ ...common, ...filled, type: z.literal('date') }),
  z.strictObject({ ...common, ...filled, type: z.literal('time') }),
  z.strictObject({ ...common, ...filled, type: z.literal('date-time') }),
  z.strictObject({ ...common, ...filled, type: z.literal('telephone') }),
  z.strictObject({ ...common, ...filled, type: z.literal('email') }),
]);
export type SimpleField = z.infer<typeof simple>;

const whole = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('repeat'), item: words.describe('What one is called: key contact'), least: z.int().min(0).default(0), most: z.int().min(1).max(200).default(50), fields: z.array(simple).min(1), ...filled }),
  z.strictObject({ ...common, ...filled, type: z.literal('table'), rows: z.array(option).min(1).describe('Its rows, each a value and a title: days of the week'), columns: z.array(simple).min(1).describe('What is asked of each row'), totals: z.boolean().default(false).describe('Sums of its numbers are shown, by row and by column') }),
  z.strictObject({ ...common, ...filled, type: z.literal('body-map'), kinds: z.array(option).min(1).describe('What may be marked: bruise, pressure ulcer'), most: z.int().min(1).max(100).default(40) }),
  z.strictObject({ ...common, type: z.literal('signature'), says: words.describe('What whoever signs agrees to'), who: z.enum(['worker', 'person', 'other']).default('worker') }),
  z.strictObject({ ...common, type: z.literal('file'), accept: z.array(z.enum(['pdf', 'png', 'jpeg', 'docx', 'xlsx', 'txt'])).min(1).default(['pdf', 'docx', 'xlsx', 'txt', 'png', 'jpeg']), most: z.int().min(1).max(50).default(10) }),
  z.strictObject({ ...common, type: z.literal('photo'), most: z.int().min(1).max(50).default(10) }),
  z.strictObject({ name: fieldName, means, title: words, hint: words.optional(), when: expression.optional(), type: z.literal('calculated'), value: expression.describe('FEEL over earlier answers'), unit: words.optional(), required: z.literal(false).default(false), points }),
]);
export type WholeField = z.infer<typeof whole>;

export const fieldSchema = z.union([simple, whole]);
export type Field = z.infer<typeof fieldSchema>;

const band = z.strictObject({
  id,
  title: words,
  advice: words.optional().describe('What whoever scored should do next'),
  total: unary.optional(),
  highest: unary.optional().describe('Test of the most points that any one item gave'),
});

const score = z.strictObject({
  name: fieldName,
  title: words,
  items: z.array(fieldName).min(1).describe('Fields whose points are added'),
  bands: z.array(band).min(1).describe('The first that fits is the one'),
});
export type ScoreDefinition = z.infer<typeof score>;

export const formSchema = z.strictObject({
  title: words,
  intro: words.optional(),
  source: words.describe('Where the questions and rules come from'),
  pages: z.array(z.strictObject({ title: words, means, intro: words.optional(), when: expression.optional().describe('The page is asked only when this holds of earlier pages'), fields: z.array(fieldSchema).min(1) })).min(1),
  scores: z.array(score).default([]),
  outcome: z
    .union([z.strictObject({ decision: id }), z.strictObject({ score: fieldName })])
    .optional()
    .describe('What the form comes to: a decision of this pathway, or the band of a score'),
});
export type FormDefinition = z.infer<typeof formSchema>;
