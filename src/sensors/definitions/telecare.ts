import { z } from 'zod';

const element = z.string().regex(/^[A-Za-z][\w.-]*$/, 'give the name of an element or attribute');
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter');
/** `0010`, ` 10 ` and 10 are one code: vendors pad as they like. */
const code = z.union([z.string(), z.number().int().nonnegative()]).transform((value) => plainCode(String(value)));
const named = z.array(z.strictObject({ code, name: z.string().trim().min(1) })).default([]);

/** A code without white space and leading zeros, in capitals. */
export const plainCode = (text: string): string => text.replace(/\s/g, '').toUpperCase().replace(/^0+(?=.)/, '');

/** `sensors/telecare.yaml`: how telecare alarms are written, and what their codes mean. The code tables are in standards one buys. */
export const telecareSchema = z.strictObject({
  dialects: z
    .record(
      id,
      z.strictObject({
        title: z.string().trim().min(1),
        root: element.describe('Outermost element of a message'),
        controller: z.array(element).min(1).describe('Where the home unit is named; the first that is there'),
        reference: element.optional().describe('What names one message, so that a repetition is known'),
        messageType: element.optional(),
        deviceType: element.optional(),
        status: element.optional(),
        location: element.optional(),
        answer: z.strictObject({ root: element, reference: element, status: element, ok: z.string() }).optional().describe('What the sender is told when the message is kept'),
      }),
    )
    .default({}),
  messageTypes: z.record(z.string(), z.enum(['alarm', 'heartbeat'])).default({}).describe('What a message type is; one that is not listed is an alarm'),
  statuses: z
    .array(
      z.strictObject({
        code,
        id,
        name: z.string().trim().min(1),
        kind: z.enum(['alarm', 'cleared', 'technical']).default('alarm'),
        battery: z.number().min(0).max(100).optional().describe('Per cent that a status about the battery stands for'),
      }),
    )
    .default([]),
  deviceTypes: named,
  locations: named,
});

export type Telecare = z.infer<typeof telecareSchema>;
export type Dialect = Telecare['dialects'][string];
