import { z } from 'zod';
import { idText } from '../fact-match.ts';

const alarm = z.strictObject({
  says: z.array(z.string().min(1)).min(1).describe('What the device or its network calls it: a status of sensors/telecare.yaml, or its own word'),
  code: idText.describe('Code of the observation, which a signal names'),
  title: z.string().trim().min(1).describe('As a worker reads it'),
});

/** `areas/<area>/radar/alarms.yaml`: which alarms of sensors and telecare units are observed. */
export const alarmsSchema = z.strictObject({
  alarms: z.array(alarm).min(1),
  /** For an alarm that none of these names: no alarm goes by unseen. */
  other: z.strictObject({ code: idText, title: z.string().trim().min(1) }),
  /** Minutes within which the same device saying the same again is the same alarm. */
  sameWithin: z.int().min(0).max(1_440).default(10),
  /** Minutes after an alarm within which clearing it is said beside it. It stays: somebody should still ask. */
  clearedWithin: z.int().min(0).max(1_440).default(60),
});
export type AlarmSettings = z.infer<typeof alarmsSchema>;
