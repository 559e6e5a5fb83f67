import { z } from 'zod';
import { breakGlassSchema, type BreakGlassDefinition } from './emergency/definition.ts';
import { levels } from './levels.ts';
import { viewsSchema, type ViewsDefinition } from './views.ts';
import { ownSchema, type OwnDefinition } from './own/definition.ts';

/** What somebody may do at all. Those of `plainActions` concern no person; the rest open a reading. */
export const readActions = ['search', 'open', 'chronology', 'family', 'sources', 'who-viewed', 'export', 'link-review', 'add-person', 'radar', 'risk', 'home', 'alert', 'cohort', 'explain', 'own-account', 'withhold', 'requests', 'case', 'mark', 'consent'] as const;
/** Of people at their own record; no team has it. */
export const ownActions = ['own-record'] as const;
export const plainActions = ['feed-health', 'link-report', 'radar-edit', 'cohort-count', 'device-health', 'retention', 'case-lead', 'pathway-preview'] as const;
export const actions = [...readActions, ...plainActions] as const;
export type Action = (typeof actions)[number];

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter');
const userId = z.string().regex(/^[a-z][a-z0-9.-]*$/, 'use small letters, digits, dots and hyphens, starting with a letter');
const words = z.string().trim().min(1);
const phone = z.string().regex(/^[0-9+][0-9 ]{8,}$/, 'give a telephone number');
const day = z.iso.date();

/** Kinds of data that are decided apart. The first is `identity`: without it nothing about a person is shown. */
export const categoriesSchema = z.strictObject({
  categories: z
    .array(
      z.strictObject({
        id,
        name: words,
        /** Organisations whose data it is; an objection leaves a person's data with them alone. */
        heldBy: z.array(id).min(1),
        /** Criminal offence data (UK GDPR Art 10): a purpose must state its condition before detail or summary is shared. */
        offenceData: z.boolean().default(false),
        /** It is about where somebody lives, so none of it is shared of those whose whereabouts are protected. */
        whereabouts: z.boolean().default(false),
        /** It is shared beyond its holder only with the person's explicit consent, recorded and in force. */
        needsConsent: z.boolean().default(false),
      }),
    )
    .min(1),
});

/** Why somebody may look, and what makes that lawful. */
export const purposesSchema = z.strictObject({
  purposes: z
    .array(
      z.strictObject({
        id,
        name: words,
        /** Condition in UK GDPR Art 6, e.g. `6(1)(e)`. */
        article6: z.string().regex(/^6\(1\)\([a-f]\)(, 6\(1\)\([a-f]\))*$/, 'give a condition of UK GDPR Article 6, such as 6(1)(e)'),
        /** Condition in UK GDPR Art 9, with the DPA 2018 schedule it needs, e.g. `9(2)(h)`. */
        article9: z.string().regex(/^9\(2\)\([a-j]\)/, 'give a condition of UK GDPR Article 9, such as 9(2)(h)'),
        /** Condition for criminal offence data, where it is shared. */
        article10: words.optional(),
        statute: words,
        /** What HL7 calls it (v3 ActReason), for logs that others read: TREAT, CAREMGT. */
        actReason: z.string().regex(/^[A-Z]+$/, 'give a code of HL7 v3 ActReason, such as TREAT').optional(),
        /** How the purpose stands with the common law duty of confidence. */
        confidentiality: words,
        /** Why a person's objection does not stop this purpose; without it an objection is honoured. */
        overridesObjection: words.optional(),
        /** What whoever looks for this is doing, as the person is told it: `Planning your way home from hospital`. */
        plainly: words.optional(),
        /** Why looks for this purpose are not told to the person, where they never are. */
        withheldFromPerson: words.optional(),
        /** Why, and by what statute, this purpose needs no consent to what otherwise does. */
        overridesConsent: words.optional(),
        /** False where no person may be looked at: counts only. */
        persons: z.boolean().default(true),
      }),
    )
    .min(1),
});

/** Versions of sharing agreements. `starts` and `expires` are the first and last days in force. */
export const agreementsSchema = z.strictObject({
  agreements: z.array(
    z.strictObject({
      id,
      version: z.number().int().positive(),
      title: words,
      starts: day,
      expires: day,
      /** Where the data protection impact assessment is kept. */
      dpia: z.url(),
      parties: z.array(id).min(2),
      categories: z.array(id).min(1),
      purposes: z.array(id).min(1),
    }),
  ),
});

const ruleSchema = z.union([
  z.enum(levels),
  z.strictObject({
    level: z.enum(levels),
    /** `relationship` for any current one, or the kinds that count. */
    needs: z.union([z.literal('relationship'), z.array(id).min(1)]).optional(),
    /** Roles of the team it is for; without it, all. */
    roles: z.array(id).min(1).optional(),
    /** The level when what it needs is not met. */
    otherwise: z.enum(levels).default('none'),
  }),
]);

/** What each team may know, for each purpose and category; what is not listed is none. */
export const teamsSchema = z.strictObject({
  desks: z.record(id, z.strictObject({ name: words, phone })),
  teams: z
    .array(
      z.strictObject({
        id,
        name: words,
        organisation: id,
        roles: z.array(id).min(1),
        may: z.array(z.enum(actions)),
        purposes: z.record(id, z.record(id, ruleSchema)),
      }),
    )
    .min(1),
});

export const usersSchema = z.strictObject({
  users: z
    .array(
      z.strictObject({
        id: userId,
        name: words,
        /** How an identity provider names them. */
        email: z.email(),
        jobTitle: words,
        /** What this user is for, as the demo sign-in page says it. */
        about: words,
        teams: z.array(z.strictObject({ team: id, role: id })).min(1),
      }),
    )
    .min(1),
});

/**
 * How organisations stand with the NHS Data Security and Protection Toolkit, by the code it knows them by (ODS). There is
 * no public interface to it: whoever runs the area writes down what its search page says.
 */
export const standingsSchema = z.strictObject({
  standings: z.array(
    z.strictObject({
      /** Code of an organisation in area.yaml. */
      code: words,
      /** `exempt` answers to a standard of its own, which `because` names. */
      standing: z.enum(['met', 'exceeded', 'not-met', 'exempt']),
      published: day,
      /** Last day for which it counts. */
      expires: day,
      /** Why there is no standing in the Toolkit, and what stands in its place. */
      because: words.optional(),
    }),
  ),
});

export type StandingDefinition = z.infer<typeof standingsSchema>['standings'][number];
export type CategoryDefinition = z.infer<typeof categoriesSchema>['categories'][number];
export type PurposeDefinition = z.infer<typeof purposesSchema>['purposes'][number];
export type AgreementDefinition = z.infer<typeof agreementsSchema>['agreements'][number];
export type RuleDefinition = z.infer<typeof ruleSchema>;
export type TeamDefinition = z.infer<typeof teamsSchema>['teams'][number];
export type UserDefinition = z.infer<typeof usersSchema>['users'][number];

/** All that an area says about access. */
export interface AccessDefinitions {
  categories: CategoryDefinition[];
  purposes: PurposeDefinition[];
  agreements: AgreementDefinition[];
  desks: Record<string, { name: string; phone: string }>;
  teams: TeamDefinition[];
  users: UserDefinition[];
  standings: StandingDefinition[];
  /** Null where nobody may open a record in an emergency. */
  breakGlass: BreakGlassDefinition | null;
  /** Null where every team has everything in the area's order. */
  views: ViewsDefinition | null;
  /** Null where the area has no own side for people. */
  own: OwnDefinition | null;
}

/** Each file of `access/` with the schema that checks it. */
export const files = {
  categories: categoriesSchema,
  purposes: purposesSchema,
  agreements: agreementsSchema,
  teams: teamsSchema,
  users: usersSchema,
  standings: standingsSchema,
} as const;

/** Files an area may be without. */
export const optionalFiles = { 'break-glass': breakGlassSchema, own: ownSchema, views: viewsSchema } as const;
