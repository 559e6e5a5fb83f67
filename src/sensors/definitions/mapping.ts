import { z } from 'zod';
import { isMetric, metrics, type Metric } from '../metrics.ts';

const path = z
  .string()
  .regex(/^(\$\.)?[^.[\]\s$]+(\[\d+\])*(\.[^.[\]\s$]+(\[\d+\])*)*$/, 'write names with dots between and [n] for a place in a list, such as data.items[0].value; $. begins at the message where "each" is used')
  .describe('Where it stands in the message');

const metric = z.string().refine((id): id is Metric => isMetric(id), { error: `Give one of: ${Object.keys(metrics).join(', ')}` });

/** `sensors/mappings/<id>.yaml`: what the JSON of one maker's wearables or monitors means. */
export const mappingSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter'),
  title: z.string().trim().min(1),
  each: path.optional().describe('A list in the message, each item of which is read by itself'),
  device: path.describe("The device's name for itself"),
  time: z.union([path.transform((from) => ({ from, as: 'iso' as const })), z.strictObject({ from: path, as: z.enum(['iso', 'seconds', 'milliseconds']) })]).optional(),
  message: path.optional().describe('What names one message for ever, so that a repetition is known'),
  battery: path.optional().describe('Per cent'),
  readings: z
    .array(
      z.strictObject({
        metric,
        from: path,
        per: z.number().positive().optional().describe('Divide by this to get the unit of the metric'),
        words: z.record(z.string(), z.number()).optional().describe('What each word stands for; a word not listed is not a reading'),
        detail: path.optional().describe('Kept beside the number: the code of an alarm'),
      }),
    )
    .min(1),
});

export type Mapping = z.infer<typeof mappingSchema>;
