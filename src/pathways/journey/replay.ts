import { z } from 'zod';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import type { FormResult } from '../types.ts';
import { beginJourney, type Journey } from './journey.ts';

/** What somebody did on a walk, in order. A walk is told again from these alone, so nothing of it is kept anywhere. */
const move = z.union([
  z.strictObject({ form: z.string(), answers: z.record(z.string(), z.json()) }),
  z.strictObject({ act: z.int().min(0) }),
  z.strictObject({ hear: z.string(), with: z.record(z.string(), z.json()).default({}) }),
  z.strictObject({ days: z.int().min(1).max(400) }),
  z.strictObject({ task: z.string() }),
  z.strictObject({ ended: z.string() }),
]);
export type Move = z.infer<typeof move>;
const moves = z.array(move).max(200);

/** Moves as they were sent back; null where they are none. */
export function readMoves(text: string): Move[] | null {
  if (text === '') return [];
  try {
    const read = moves.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/**
 * Walks a pathway by moves from `from`. A form that is wrong or not whole stays where it is, and its result is the last one.
 * Throws `usage.invalid` for a move that cannot be made.
 */
export function replay(pathway: PathwayDefinition, from: Date, made: readonly Move[]): { journey: Journey; last: FormResult | null } {
  const journey = beginJourney(pathway, from);
  let last: FormResult | null = null;
  for (const one of made) {
    last = null;
    if ('form' in one) last = journey.complete(one.form, one.answers);
    else if ('act' in one) journey.act(one.act);
    else if ('hear' in one) journey.hear(one.hear, one.with);
    else if ('days' in one) journey.until(new Date(journey.now.getTime() + one.days * 86_400_000));
    else if ('task' in one) journey.doTask(one.task);
    else journey.ended(one.ended);
  }
  return { journey, last };
}
