import { z } from 'zod';
import { conditionSchema } from '../signals/definition.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Use small letters, digits and hyphens, starting with a letter');
const words = z.string().trim().min(1);
const some = z.array(z.string().min(1)).min(1).max(50);

export const ethnicGroups = ['white', 'mixed', 'asian', 'black', 'other', 'not-known'] as const;
export type EthnicGroup = (typeof ethnicGroups)[number];
export const sexes = ['female', 'male', 'other', 'unknown'] as const;
export const households = ['alone', 'with-child', 'with-others'] as const;

/** What each criterion may be about: exactly one of these. */
export const aspects = ['age', 'sex', 'ethnicity', 'language', 'ward', 'lsoa', 'deprivation', 'card', 'household', 'signal', 'contact', 'when'] as const;
export type Aspect = (typeof aspects)[number];

/** One thing that must hold of everybody in a cohort. */
export const criterionSchema = z
  .strictObject({
    age: z.strictObject({ from: z.int().min(0).max(130).optional(), to: z.int().min(0).max(130).optional() }).refine((a) => a.from !== undefined || a.to !== undefined, 'Give an age from, an age to, or both').optional(),
    sex: z.array(z.enum(sexes)).min(1).optional(),
    ethnicity: z.array(z.enum(ethnicGroups)).min(1).optional(),
    language: some.optional().describe('Main languages, as the record has them'),
    ward: some.optional().describe('Ward codes'),
    lsoa: some.optional().describe('Codes of small areas'),
    deprivation: z.strictObject({ from: z.int().min(1).max(10), to: z.int().min(1).max(10) }).refine((d) => d.from <= d.to, 'The first decile is above the last').optional().describe('Deciles of the Index of Multiple Deprivation; 1 is the most deprived'),
    card: z.strictObject({ id, band: id }).optional().describe('In this band of a scorecard, or a higher one'),
    household: z.enum(households).optional(),
    signal: id.optional().describe('A signal of radar/signals'),
    contact: z.strictObject({ days: z.int().min(1).max(3650), with: z.array(id).min(1) }).optional().describe('Nothing recorded in these categories within so many days'),
    when: conditionSchema.optional().describe('A condition in the language of signals; needs a label'),
    absent: z.boolean().optional().describe('It must not hold; with signal or when'),
    label: words.optional(),
  })
  .superRefine((criterion, context) => {
    const given = aspects.filter((aspect) => criterion[aspect] !== undefined);
    if (given.length !== 1) context.addIssue({ code: 'custom', message: given.length === 0 ? `Say what must hold: one of ${aspects.join(', ')}` : `Only one of ${given.join(', ')} may stand in one criterion; write one for each` });
    if (criterion.when !== undefined && criterion.label === undefined) context.addIssue({ code: 'custom', message: 'A condition needs a label: what a worker reads' });
    if (criterion.absent !== undefined && criterion.signal === undefined && criterion.when === undefined) context.addIssue({ code: 'custom', path: ['absent'], message: 'absent goes with signal or when' });
  });
export type Criterion = z.infer<typeof criterionSchema>;

export const mostCriteria = 12;

/** A file of `radar/cohorts`: people who have several things in common, in words and in rules. */
export const cohortSchema = z.strictObject({
  id,
  title: words,
  about: words.describe('Who they are, and what somebody would do for them'),
  team: id.describe('Whose it is'),
  purpose: id.describe('What it is for: who may be listed follows from it'),
  counts: z.boolean().default(false).describe('Whoever may only count may see how many there are, and where'),
  criteria: z.array(criterionSchema).min(1).max(mostCriteria),
});
export type CohortFile = z.infer<typeof cohortSchema>;

export const aspectOf = (criterion: Criterion): Aspect => aspects.find((aspect) => criterion[aspect] !== undefined)!;

/** Who and where people are first, and what is known of them after: in this order they are asked, and told. */
export const inOrder = (criteria: readonly Criterion[]): Criterion[] => criteria.toSorted((a, b) => aspects.indexOf(aspectOf(a)) - aspects.indexOf(aspectOf(b)));
