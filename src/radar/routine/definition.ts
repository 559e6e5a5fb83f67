import { z } from 'zod';
import { factMatch, hoursOfDay, idText } from '../fact-match.ts';

const words = z.strictObject({ up: z.string().optional(), down: z.string().optional() });

const measure = z.strictObject({
  id: idText,
  title: z.string().min(1),
  /** What is counted. */
  of: z.strictObject({
    metric: z.string().min(1),
    rooms: z.array(z.string()).min(1).optional(),
    hours: hoursOfDay,
    count: z.enum(['events', 'visits', 'active', 'first', 'last', 'mean']),
    /** Minutes between two visits. */
    apart: z.number().min(0).max(240).default(15),
  }),
  /** Poisson CUSUM and gamma-Poisson tail are of counts; robust (median and MAD) is of anything else. */
  methods: z.array(z.enum(['cusum', 'tail', 'robust'])).min(1),
  direction: z.enum(['up', 'down', 'both']),
  ratio: z.number().gt(1).max(10).default(2),
  /** Share of a person's weeks without change in which it may alarm. */
  budget: z.number().gt(0).max(0.2),
  weekdays: z.boolean().default(false),
  run: z.int().min(1).max(7).default(1),
  least: z.number().min(0).default(0),
  log: z.boolean().default(false),
  each: z.enum(['night', 'day', 'morning', 'evening']),
  unit: z.string().default('1'),
  show: z.enum(['number', 'clock']).default('number'),
  code: words,
  words,
});

/** `areas/<area>/radar/routine.yaml`: what is learnt and noticed of how a person lives at home. */
export const routineSchema = z.strictObject({
  /** Alarms without cause that all measures together may give in a person's week. */
  budget: z.number().gt(0).max(1),
  memory: z.int().min(30).max(400).default(150),
  learning: z.strictObject({ days: z.int().min(7).max(120), most: z.int().min(7).max(200), again: z.int().min(7).max(120), stay: z.int().min(1).max(30), settles: z.int().min(7).max(120) }),
  /** Stays in hospital in the record. */
  stays: z.array(factMatch).default([]),
  stillness: z.strictObject({
    movement: z.array(z.string()).min(1),
    door: z.strictObject({ metric: z.string(), rooms: z.array(z.string()).min(1) }),
    leaving: z.number().positive().max(240),
    hours: z.number().positive().max(72),
    code: idText,
  }),
  measures: z.array(measure).default([]),
});
export type RoutineFile = z.infer<typeof routineSchema>;
