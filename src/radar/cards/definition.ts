import { z } from 'zod';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Use small letters, digits and hyphens, starting with a letter');
const words = z.string().trim().min(1);

/**
 * Algorithmic Transparency Recording Standard, as much of its tier 1 and tier 2 as a scorecard has to say; the rest
 * (signals, bands, versions, owner's team) is read from the card itself when the record is shown.
 * Fields follow the ATRS template of the Central Digital and Data Office, version 3.
 */
export const atrsSchema = z.strictObject({
  owner: words.describe('Team accountable for the tool'),
  seniorResponsibleOwner: words.describe('Post, not a name'),
  contact: words.describe('E-mail address people may write to'),
  purpose: words.describe('What it is for, in plain English'),
  benefit: words,
  method: words.default('Stated rules: each signal adds the points the card gives it, less as it ages. Nothing is fitted to outcomes.'),
  decision: words.describe('Who decides what, and what the list does not decide'),
  appeal: words.describe('How a person can ask about it or object'),
  impactAssessment: z.url().describe('Where the data protection impact assessment is kept'),
  risks: z.array(words).min(1),
  mitigations: z.array(words).min(1),
  evidence: z.array(words).min(1).describe('What the signals and points rest on'),
  reviewed: z.iso.date().describe('When the record was last reviewed'),
}, { error: (issue) => (issue.input === undefined ? 'A card has no ATRS record: say who answers for it, what it is for and what it rests on, under atrs' : undefined) });

export const cardSchema = z.strictObject({
  id,
  title: words,
  about: words.describe('Who is on the list and what for, in one or two sentences'),
  team: id.describe('Team whose list it is'),
  purpose: id.describe('Purpose of that team under which it is read'),
  ages: z.strictObject({ from: z.int().min(0).max(120).optional(), to: z.int().min(0).max(120).optional() }).default({}).describe('Whole years, both included; somebody whose birth date is not known is not scored unless neither is given'),
  fitted: z.boolean().default(false).describe('Whether points were fitted to outcomes by a model; never for a card that can list a child'),
  bands: z.array(z.strictObject({ id, title: words, from: z.number().min(0) })).min(1).describe('Lowest first; `from` is the least score of the band'),
  alertFrom: id.describe('Band from which entering it raises an alert'),
  signals: z.array(z.strictObject({ use: id.describe('Signal of radar/signals'), points: z.number().gt(0).max(100) })).min(1),
  atrs: atrsSchema,
});

export type CardDefinition = z.infer<typeof cardSchema>;
export type Atrs = z.infer<typeof atrsSchema>;
