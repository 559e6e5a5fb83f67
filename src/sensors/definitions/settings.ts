import { z } from 'zod';

const days = z.number().int().min(1);

/** `sensors/settings.yaml`: how long what is kept, when a device is silent, when its battery is low, on what grounds a home may have one. */
export const settingsSchema = z.strictObject({
  keep: z
    .strictObject({
      uplinks: days.default(90).describe('Days for which an uplink is kept as it came, and its readings one by one'),
      quarters: days.default(400).describe('Days for which roll-ups of a quarter of an hour are kept'),
      days: days.default(3650).describe('Days for which roll-ups of a day are kept'),
    })
    .prefault({}),
  silence: z
    .strictObject({
      intervals: z.number().min(1).default(3).describe('A device is silent when it has not been heard for this many of its intervals'),
      minutes: z.number().min(1).default(60).describe('… and for at least this many minutes'),
    })
    .prefault({}),
  battery: z
    .strictObject({
      percent: z.number().min(0).max(100).default(20).describe('Low at this many per cent and below'),
      volts: z.record(z.string(), z.number().positive()).default({}).describe('Of devices that say volts: low below this, by codec or the first part of its name'),
    })
    .prefault({}),
  grounds: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter'),
        name: z.string().trim().min(1),
        about: z.string().trim().min(1).describe('What must be recorded, in words for whoever registers a device'),
      }),
    )
    .min(1)
    .default([{ id: 'consent', name: 'Consent', about: 'The person who lives there agreed, and may end it at any time' }]),
});

export type Settings = z.infer<typeof settingsSchema>;

/** Whether a battery is low; null where neither per cent nor volts are said. */
export function isLow(settings: Settings, codec: string, battery: number | null, volts: number | null): boolean | null {
  if (battery !== null) return battery <= settings.battery.percent;
  const limit = settings.battery.volts[codec] ?? settings.battery.volts[codec.split('-')[0] ?? ''];
  return volts === null || limit === undefined ? null : volts < limit;
}
