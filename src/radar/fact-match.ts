import { z } from 'zod';

/** Which facts of the record are meant: those of a feed, by code and, where that is not enough, by a word of the label. */
export const factMatch = z.strictObject({
  feed: z.string().min(1),
  code: z.string().min(1).optional(),
  /** A word or words that the label holds, whatever their case. */
  label: z.string().min(1).optional(),
});
export type FactMatch = z.infer<typeof factMatch>;

/** Hours of the day, from and to (not including): `[22, 6]` is the night. */
export const hoursOfDay = z.tuple([z.int().min(0).max(23), z.int().min(0).max(24)]);

export const idText = z.string().regex(/^[a-z][a-z0-9-]*$/);
