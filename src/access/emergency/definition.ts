import { z } from 'zod';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter');
const words = z.string().trim().min(1);
const openLevel = z.enum(['detail', 'summary', 'alert']);

/** Rules that emergency access goes past only where an area says so. A seal and protected whereabouts it never goes past. */
export const overridable = ['agreement', 'security-standard', 'objection', 'consent'] as const;

/**
 * Emergency access ("break-glass"): who may open a record in an emergency, for which reasons, for how long, what it opens, and who
 * judges afterwards. Without the file nobody may.
 */
export const breakGlassSchema = z.strictObject({
  teams: z.array(id).min(1),
  reasons: z
    .array(
      z.strictObject({
        id,
        name: words,
        /** Why the person may be left untold for this reason, where a worker says so; without it they are always told. */
        mayKeepFromPerson: words.optional(),
      }),
    )
    .min(1),
  /** How long it lasts. */
  minutes: z.int().min(5).max(1440),
  /** Words that a worker must give at least, besides the reason. */
  leastWords: z.int().min(1).max(50).default(5),
  /** What makes it lawful, whatever purpose the worker is signed in for. */
  basis: z.strictObject({
    article6: z.string().regex(/^6\(1\)\([a-f]\)(, 6\(1\)\([a-f]\))*$/, 'give a condition of UK GDPR Article 6, such as 6(1)(d)'),
    article9: z.string().regex(/^9\(2\)\([a-j]\)/, 'give a condition of UK GDPR Article 9, such as 9(2)(c)'),
    /** Condition for criminal offence data, where it is opened. */
    article10: words.optional(),
    statute: words,
    confidentiality: words,
  }),
  /** What it opens, and how far: a category alone opens in detail. Categories left out stay as they are. */
  opens: z.array(z.union([id, z.strictObject({ category: id, level: openLevel.default('detail') })])).min(1),
  /** Rules it goes past besides those of team and purpose; without it, none of them. */
  despite: z.array(z.enum(overridable)).default([]),
  review: z.strictObject({
    /** Role of those who judge each use. */
    by: id,
    /** Working days after which one that nobody has judged escalates. */
    workingDays: z.int().min(1).max(30),
    /** Role it escalates to. */
    escalatesTo: id,
  }),
  /** Whom the person may ask about it, as their letter says. */
  contact: z.strictObject({ name: words, phone: z.string().regex(/^[0-9+][0-9 ]{8,}$/, 'give a telephone number') }),
});

export type BreakGlassDefinition = z.infer<typeof breakGlassSchema>;
type OpenLevel = z.infer<typeof openLevel>;

/** How far each category opens. */
export const opensOf = (definition: BreakGlassDefinition): ReadonlyMap<string, OpenLevel> =>
  new Map(definition.opens.map((o) => (typeof o === 'string' ? ([o, 'detail'] as const) : ([o.category, o.level] as const))));
