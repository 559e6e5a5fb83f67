import { z } from 'zod';
import { readDefinitions, type Definition, type Problem } from '../../kernel/index.ts';
import { id } from '../definition/form-schema.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';

const words = z.string().trim().min(1);
const columnName = z.string().min(1);
/** What a column may take of the person, the case or the period, where it is not the event's own. */
export const places = ['period-start', 'period-end', 'nhs-number', 'person-id', 'given-name', 'family-name', 'gp-practice', 'gender', 'ethnicity', 'birth-date', 'death-date', 'postcode', 'event', 'reference'] as const;

const where = z.record(columnName, z.array(z.string()).min(1)).default({});
const column = z.strictObject({
  name: columnName,
  value: z.string().optional().describe('The same in every row'),
  is: z.enum(places).optional().describe('Of the person, the case or the period; without it or a value, the event’s own column of this name'),
  system: id.optional().describe('Of person-id: the register whose number is given; Kith’s own where there is none'),
  type: z.enum(['text', 'date', 'number', 'whole']).default('text'),
  codes: z.record(z.string(), z.string()).default({}).describe('What is held: what it is called there'),
  among: z.array(z.string()).optional().describe('Words that may stand in it'),
  missing: z.string().optional().describe('What stands in it where nothing is known'),
  only: z.array(words).optional().describe('Events it is of; in others it stays empty'),
  needed: z
    .union([z.literal('always'), z.strictObject({ events: z.array(words).min(1).optional(), when: where, unless: where })])
    .optional()
    .describe('When it must not be empty'),
  mend: words.optional().describe('What to do where it is missing or wrong'),
});
export type ReturnColumn = z.infer<typeof column>;

export const returnSchema = z.strictObject({
  id,
  title: words,
  source: words.describe('Whose rules these are'),
  /** Which events a period has: those that ended in it, and those that overlap it. */
  period: z.strictObject({ starts: columnName, ends: columnName, ended: z.array(words).default([]), overlapping: z.array(words).default([]) }),
  /** Of each event, the columns that make two rows one. */
  same: z.record(words, z.array(columnName).min(1)).default({}),
  unsent: z.array(columnName).default([]).describe('Columns that pathways may give, and that this release does not send'),
  columns: z.array(column).min(1).describe('In the order in which they are sent'),
});
export type ReturnDefinition = z.infer<typeof returnSchema>;

/** Reads `returns/*.yaml` of an area, and holds to each the events that pathways produce for it. */
export function checkReturns(dir: string, pathways: readonly PathwayDefinition[]): { returns: ReturnDefinition[]; problems: Problem[] } {
  const { definitions, problems } = readDefinitions(dir, 'returns/*.yaml', returnSchema);
  for (const definition of definitions) problems.push(...checkColumns(definition), ...pathways.flatMap((pathway) => checkEvents(definition, pathway)));
  return { returns: definitions.map((d) => d.value), problems };
}

function checkColumns(definition: Definition<ReturnDefinition>): Problem[] {
  const { columns, period, same } = definition.value;
  const names = columns.map((c) => c.name);
  const strange = (path: (string | number)[], all: readonly string[]): Problem[] => all.filter((name) => !names.includes(name)).map((name) => definition.problem(path, `There is no column "${name}".`, `Its columns: ${names.join(', ')}.`));
  return [
    ...names.flatMap((name, i) => (names.indexOf(name) === i ? [] : [definition.problem(['columns', i, 'name'], `"${name}" stands here twice.`, 'Name each column once.')])),
    ...strange(['period'], [period.starts, period.ends]),
    ...Object.entries(same).flatMap(([event, all]) => strange(['same', event], all)),
    ...columns.flatMap((c, i) => (typeof c.needed === 'object' ? strange(['columns', i, 'needed'], [...Object.keys(c.needed.when), ...Object.keys(c.needed.unless)]) : [])),
  ];
}

/** A pathway's events of this return: their names, their columns, and constants that the return knows no word for. */
function checkEvents(definition: Definition<ReturnDefinition>, pathway: PathwayDefinition): Problem[] {
  const { id: returnId, period, columns, unsent } = definition.value;
  return Object.entries(pathway.returns)
    .filter(([, made]) => made.return === returnId)
    .flatMap(([id, { event, fields }]) => {
      const at = `${pathway.id}, returns.${id}`;
      const known = [...period.ended, ...period.overlapping];
      return [
        ...(known.includes(event) ? [] : [definition.problem(['period'], `${at}: "${event}" is no event of this return.`, `Its events: ${known.join(', ')}. Mend the pathway.`)]),
        ...Object.entries(fields).flatMap(([name, expression]) => {
          const found = columns.find((c) => c.name === name);
          if (found === undefined && unsent.includes(name)) return [];
          if (found === undefined) return [definition.problem(['columns'], `${at}: there is no column "${name}".`, 'Mend the pathway’s returns, or add the column.')];
          const strange = found.among === undefined ? [] : [...expression.matchAll(/(?:^|then|else)\s*"([^"]*)"/g)].map(([, word]) => word!).filter((word) => !found.among!.includes(found.codes[word] ?? word));
          return strange.map((word) => definition.problem(['columns', columns.indexOf(found)], `${at}: "${word}" is no word of the column "${name}".`, `Use one of: ${found.among!.join('; ')}.`));
        }),
      ];
    });
}
