import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readDefinition, type Problem } from '../kernel/index.ts';

/** What may decide between two sources' values, most telling first. */
export const grounds = ['reliability', 'recency', 'frequency'] as const;
export type Ground = (typeof grounds)[number];

const ranking = z.array(z.union([z.string(), z.array(z.string())])).default([]);
const field = z.strictObject({
  /** Feeds from most to least reliable for this field; those in one inner list are equal, those not named come last. */
  sources: ranking.optional(),
  by: z.array(z.enum(grounds)).min(1).optional(),
});

/** Fields of the summary that are chosen; the rest are gathered from every source. */
export const chosenFields = ['name', 'birthDate', 'gender', 'nhsNumber', 'deceased', 'address', 'language', 'interpreterNeeded', 'ethnicity', 'gpPractice'] as const;
export type ChosenField = (typeof chosenFields)[number];

/** `areas/<area>/record/survivorship.yaml`: which source is believed when they differ. */
export const survivorshipSchema = z.strictObject({
  sources: ranking,
  fields: z.partialRecord(z.enum(chosenFields), field).default({}),
});
export type SurvivorshipFile = z.infer<typeof survivorshipSchema>;

/** The rule for one field: rank of each feed (0 is best), and the order of grounds. */
export interface Rule {
  rank(feed: string): number;
  by: readonly Ground[];
}
export type Survivorship = Readonly<Record<ChosenField, Rule>>;

/** People move, so what most sources say now and what is newest tells more about an address than who says it. */
const defaultOrder: Partial<Record<ChosenField, readonly Ground[]>> = { address: ['frequency', 'recency', 'reliability'] };

/** Rules from a file's content; an empty file gives the default: no source above another, then recency, then frequency. */
export function survivorship(file: SurvivorshipFile): Survivorship {
  const ruleOf = (name: ChosenField): Rule => {
    const tiers = file.fields[name]?.sources ?? file.sources;
    const ranks = new Map(tiers.flatMap((tier, i) => [tier].flat().map((feed) => [feed, i] as const)));
    return { rank: (feed) => ranks.get(feed) ?? tiers.length, by: file.fields[name]?.by ?? defaultOrder[name] ?? grounds };
  };
  return Object.fromEntries(chosenFields.map((name) => [name, ruleOf(name)])) as Record<ChosenField, Rule>;
}

/** Reads an area's survivorship rules; without a file, the default. `feeds`, when given, are the only names it may use. */
export function readSurvivorship(areaDir: string, feeds?: readonly string[]): { rules: Survivorship; problems: Problem[] } {
  const path = join(areaDir, 'record', 'survivorship.yaml');
  const standard = survivorship({ sources: [], fields: {} });
  if (!existsSync(path)) return { rules: standard, problems: [] };
  const read = readDefinition(areaDir, path, survivorshipSchema);
  if (Array.isArray(read)) return { rules: standard, problems: read };
  const known = new Set(feeds);
  const named = [
    { at: ['sources'], tiers: read.value.sources },
    ...Object.entries(read.value.fields).map(([name, f]) => ({ at: ['fields', name, 'sources'], tiers: f?.sources ?? [] })),
  ];
  const problems = named.flatMap(({ at, tiers }) =>
    feeds === undefined
      ? []
      : tiers.flat().flatMap((feed) => (known.has(feed) ? [] : [read.problem(at, `There is no feed "${feed}".`, `Name one of: ${feeds.join(', ')}.`)])),
  );
  return { rules: survivorship(read.value), problems };
}
