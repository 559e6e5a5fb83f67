import { z } from 'zod';
import { idText } from '../fact-match.ts';
import { colours } from './types.ts';

const spell = z.strictObject({
  /** Mean of a day, °C, at or below which (cold) or at or above which (heat) it counts, and days in a row. */
  mean: z.number().min(-30).max(45),
  days: z.int().min(1).max(14),
  /** Hours ahead within which it is told. */
  ahead: z.int().min(6).max(240),
  /** Homes watched: those that cool (or, in heat, are hot) like this. Any one is enough. */
  timeConstantBelow: z.number().positive().optional(),
  lowestBelow: z.number().optional(),
  highestAbove: z.number().optional(),
  /** Colours of a Weather-Health Alert that count as a spell whatever the forecast says. */
  alerts: z.array(z.enum(colours)).default([]),
});

/** `areas/<area>/radar/weather.yaml`: where weather comes from and when homes are watched for it. */
export const weatherSchema = z.strictObject({
  /** The area's one place. */
  place: idText,
  /** UKHSA geography codes whose alerts count here. */
  regions: z.array(z.string().regex(/^[A-Z]\d{8}$/)).default([]),
  /** Whether Kith may ask other hosts for weather. It asks nobody unless this says so. */
  dial: z.boolean().default(false),
  sources: z
    .array(
      z.strictObject({
        id: idText,
        /** An address that is asked (only when `dial` is true), or a file in the data folder that something else keeps. */
        url: z.url({ protocol: /^https$/ }).optional(),
        file: z.string().min(1).optional(),
        /** Name of the environment variable whose value is sent as the header named. */
        secret: z.strictObject({ header: z.string().regex(/^[A-Za-z-]+$/), env: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }).optional(),
        hazard: z.enum(['cold', 'heat']).optional(),
      }),
    )
    .default([]),
  cold: spell.optional(),
  heat: spell.optional(),
});
export type WeatherSettings = z.infer<typeof weatherSchema>;
