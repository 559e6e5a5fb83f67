import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { factKinds, readDefinition, type Area, type Problem } from '../../kernel/index.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter');
const words = z.string().trim().min(1);

/**
 * How long what is held is kept. Of several schedules that reach the same data one with `only` counts before the rest, for it says more;
 * otherwise the longest does, so that a child who was looked after keeps their record although the enquiry's file has run out.
 */
export const retentionSchema = z.strictObject({
  schedules: z
    .array(
      z.strictObject({
        id,
        title: words,
        /** Whose data it reaches: kinds of data, feeds, or both; a feed reaches no other's. */
        reaches: z.strictObject({
          categories: z.array(id).min(1).optional(),
          feeds: z.array(id).min(1).optional(),
          /** Only people all of whose facts here are of these kinds: contacts that led to nothing, say. */
          only: z.array(z.enum(factKinds)).min(1).optional(),
        }),
        /** Years after the last thing that happened, or a birthday of the person. */
        keep: z.union([z.strictObject({ yearsAfterLast: z.int().min(1).max(120) }), z.strictObject({ untilAge: z.int().min(1).max(120) })]),
        /** Where the rule is from. */
        source: words,
      }),
    )
    .min(1),
  /** What is kept by rules of its own, said for people to read: it is not destroyed by a batch. */
  elsewhere: z.array(z.strictObject({ title: words, kept: words, source: words })).default([]),
});

export type RetentionDefinition = z.infer<typeof retentionSchema>;
export type Schedule = RetentionDefinition['schedules'][number];

/** Reads `access/retention.yaml`. Without it nothing is ever due. */
export function readRetention(area: Pick<Area, 'dir'>, known: { categories: ReadonlySet<string>; feeds: ReadonlySet<string> } | null = null): { definition: RetentionDefinition; problems: Problem[] } {
  const path = join(area.dir, 'access', 'retention.yaml');
  const none: RetentionDefinition = { schedules: [], elsewhere: [] };
  if (!existsSync(path)) return { definition: none, problems: [] };
  const read = readDefinition(area.dir, path, retentionSchema);
  if (Array.isArray(read)) return { definition: none, problems: read };
  const problems = read.value.schedules.flatMap(({ id: own, reaches }, i) => [
    ...(read.value.schedules.findIndex((s) => s.id === own) === i ? [] : [read.problem(['schedules', i, 'id'], `"${own}" stands here twice.`, 'Keep one of them.')]),
    ...(reaches.categories === undefined && reaches.feeds === undefined ? [read.problem(['schedules', i, 'reaches'], 'It reaches nothing.', 'Name categories, feeds, or both.')] : []),
    ...(known === null ? [] : (['categories', 'feeds'] as const).flatMap((list) => (reaches[list] ?? []).flatMap((name, j) => (known[list].has(name) ? [] : [read.problem(['schedules', i, 'reaches', list, j], `There is no ${list === 'feeds' ? 'feed' : 'category'} "${name}".`, `Use one of: ${[...known[list]].join(', ')}.`)])))),
  ]);
  return { definition: read.value, problems };
}

/** How long a schedule keeps, in words. */
export const keptFor = ({ keep }: Pick<Schedule, 'keep'>): string => ('untilAge' in keep ? `Until the person’s ${ordinal(keep.untilAge)} birthday` : `${keep.yearsAfterLast} years after the last thing that happened`);

function ordinal(n: number): string {
  const tens = n % 100;
  const suffix = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix}`;
}
