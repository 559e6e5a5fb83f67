import { z } from 'zod';
import { factMatch, hoursOfDay, idText } from '../fact-match.ts';
import { mouldClasses, type MouldClass } from './mould.ts';

const celsius = z.number().min(-30).max(50);
const days = z.int().min(1).max(60);

const rung = z.strictObject({
  code: idText,
  detector: z.enum(['cold', 'overheating', 'damp']),
  metric: z.enum(['temperature', 'humidity']),
  side: z.enum(['below', 'above']),
  /** °C or %. */
  threshold: z.number(),
  /** Hours of a day that must hold, and days in a row. */
  hours: z.int().min(1).max(24),
  days,
  between: hoursOfDay.optional(),
  rooms: z.array(z.string()).min(1).optional(),
});

/** `areas/<area>/radar/home.yaml`: what is observed of homes. */
export const homeSchema = z.strictObject({
  /** Days of readings looked at. */
  memory: z.int().min(30).max(400).default(120),
  /** Days without readings over which a spell goes on. */
  bridge: z.int().min(0).max(14).default(2),
  ladder: z.array(rung).default([]),
  heating: z.strictObject({
    neededBelow: celsius,
    rise: z.number().positive(),
    withinHours: z.int().min(1).max(12),
    sun: hoursOfDay,
    drop: z.number().positive(),
    coldInside: celsius,
    nearOutside: z.number().positive(),
    days,
    leastDays: days,
    memory: z.int().min(7).max(365),
  }),
  boiler: z.strictObject({
    priorOdds: z.number().positive().max(1),
    missedHeating: z.number().positive(),
    weakHeating: z.number().positive(),
    openRepair: z.number().positive(),
    earlierRepair: z.number().positive(),
    alarmAt: z.number().gt(0).lt(1),
    recent: z.int().min(1).max(14),
    past: z.int().min(7).max(120),
    missedShare: z.number().gt(0).max(1),
    weakShare: z.number().gt(0).lt(1),
    earlierMonths: z.int().min(1).max(60),
  }),
  /** Repairs of heating in the record. */
  repairs: z.array(factMatch).default([]),
  mould: z.strictObject({
    fRsi: z.number().gt(0).lt(1),
    surface: z.enum(Object.keys(mouldClasses) as [MouldClass, ...MouldClass[]]),
    rungs: z.array(z.strictObject({ code: idText, index: z.number().gt(0).max(6) })).min(1),
    leastDays: days,
  }),
  cooling: z.strictObject({ from: z.int().min(0).max(23), to: z.int().min(0).max(23), leastExcess: z.number().positive(), leastHours: z.int().min(2).max(12), leastNights: z.int().min(1).max(30) }),
  fuelPoverty: z
    .strictObject({
      povertyLine: z.number().positive(),
      incomeFactors: z.strictObject({ first: z.number().positive(), other: z.number().min(0), child: z.number().min(0) }),
      fuelFactors: z.array(z.number().positive()).min(1),
      /** Where each fact it needs is: the newest of these facts speaks. */
      epcBand: z.array(factMatch).default([]),
      requiredFuelCost: z.array(factMatch).default([]),
      income: z.array(factMatch).default([]),
      /** Category the observation is shown under. */
      category: z.string(),
    })
    .optional(),
  /** A sensor not heard for so many hours is observed as silent. */
  silentHours: z.number().positive().default(24),
});
export type HomeSettings = z.infer<typeof homeSchema>;
