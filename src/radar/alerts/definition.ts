import { z } from 'zod';
import { hoursSchema, waitSchema } from '../../kernel/index.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter');
const words = z.string().trim().min(1).max(200);
const quietDays = z.int().min(0).max(366).describe('Days in which the same scorecard does not raise the person again, unless it gets worse or new signals come');

const reasonSchema = z.strictObject({ id, name: words, quietDays });

const escalationSchema = z.strictObject({
  unseen: waitSchema.describe('How long it may stay unseen, counted from when it was raised or last escalated; working time is that of the team it waits for'),
  team: id.optional().describe('Team whose list it joins as well'),
  tell: z.array(id).default([]).describe('Contacts of exchange/notices.yaml'),
});

const routeSchema = z.strictObject({
  id,
  cards: z.array(id).min(1).optional(),
  severities: z.array(id).min(1).optional(),
  teams: z.array(id).min(1).optional().describe("Teams whose card it is; without it, any"),
  when: z.enum(['in-hours', 'out-of-hours']).optional().describe("By the hours of the card's team"),
  team: id.optional().describe("Team that gets it; without it, the card's own"),
  tell: z.array(id).default([]).describe('Contacts told at once'),
  digest: z.array(id).default([]).describe('Contacts told at the next digest'),
  escalate: z.array(escalationSchema).max(5).default([]),
});

/** What an area says of alerts: how urgent, to whom, how they end. The portal always shows a team its alerts; contacts are told besides. */
export const routesSchema = z.strictObject({
  severities: z
    .array(z.strictObject({ id, name: words.max(40), seenWithin: waitSchema.describe('Later than that and unseen, it is overdue') }))
    .min(2)
    .describe('Lowest first. The highest is never held back by a budget'),
  severity: z.record(id, z.record(id, id)).default({}).describe('Scorecard: band: severity. A band not named gets the severity of its place above alertFrom, the lowest first'),
  hours: z.record(id, hoursSchema).default({}).describe('Team: its hours. Without: Monday to Friday, nine to five'),
  dismissals: z.array(reasonSchema).min(1),
  outcomes: z.array(reasonSchema).min(1),
  longestSnoozeDays: z.int().min(1).max(366).default(90),
  fallenHours: z.int().min(0).max(720).default(24).describe('Hours for which a score must stay below the band before its alert closes by itself'),
  digestAt: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'give a time such as 08:30')).default(['08:30']),
  transferred: z.record(id, z.array(id)).default({}).describe('Team: contacts told when an alert is passed to it'),
  routes: z.array(routeSchema).default([]).describe('The first that fits is taken'),
});

export type AlertRules = z.infer<typeof routesSchema>;
export type RouteDefinition = z.infer<typeof routeSchema>;
export type Severity = AlertRules['severities'][number];
