import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { factKinds, readDefinition, type Problem } from '../../kernel/index.ts';
import { id, unary } from '../definition/form-schema.ts';
import { testProblem } from '../expressions.ts';

/** What of a fact is told with an event, for triggers and transitions to test. */
export const told = ['code', 'label', 'service', 'organisation', 'reason', 'outcome', 'detail', 'place', 'status', 'start', 'end'] as const;

const fact = z.strictObject({
  kind: z.enum(factKinds),
  category: id.optional().describe('Category of data it is of'),
  code: z.string().min(1).optional(),
  label: z.string().min(1).optional().describe('Words its label begins with'),
});

/** Something in the record that pathways hear of when it is new. */
const event = z.strictObject({
  topic: id,
  fact: fact.optional(),
  person: z.literal('died').optional().describe('It is heard when the person is said to have died'),
  when: z.enum(['begins', 'ends', 'changes', 'happens', 'withdrawn']).default('happens').describe('`begins`: it has a start and no end. `ends`: it has an end now. `changes`: what it says changed while it lasts. `withdrawn`: the source took it back'),
  where: z.partialRecord(z.enum(told), unary).default({}).describe('Tests of what the fact says'),
  within: z.int().min(1).max(3_650).default(14).describe('Days: what happened longer ago is history, and not heard of'),
});
export type EventDefinition = z.infer<typeof event>;

export const eventsSchema = z.strictObject({
  events: z.array(event),
  messages: z.array(id).default([]).describe('Topics told by messages that come in by other doors, as those doors’ files name them'),
});

const file = 'pathways/events.yaml';

/** Reads `pathways/events.yaml`: what of the record pathways hear of. An area without it hears nothing of the record. */
export function readEvents(dir: string, categories: readonly string[] | null = null): { events: EventDefinition[]; messages: string[]; problems: Problem[] } {
  if (!existsSync(join(dir, file))) return { events: [], messages: [], problems: [] };
  const read = readDefinition(dir, join(dir, file), eventsSchema);
  if (Array.isArray(read)) return { events: [], messages: [], problems: read };
  const problems = read.value.events.flatMap((e, i): Problem[] => {
    const at = (...path: (string | number)[]): (string | number)[] => ['events', i, ...path];
    return [
      ...((e.fact === undefined) === (e.person === undefined) ? [read.problem(at(), 'An event is of a fact or of the person: of one of them.', 'Give fact, or person: died.')] : []),
      ...(categories !== null && e.fact?.category !== undefined && !categories.includes(e.fact.category) ? [read.problem(at('fact', 'category'), `There is no category "${e.fact.category}" in this area.`, `Its categories: ${categories.join(', ')}.`)] : []),
      ...Object.entries(e.where).flatMap(([name, test]) => {
        const wrong = testProblem(test);
        return wrong === null ? [] : [read.problem(at('where', name), `This test cannot be read: ${wrong}.`, 'Write a FEEL unary test, such as "Died" or not("Died").')];
      }),
    ];
  });
  return { events: read.value.events, messages: read.value.messages, problems };
}
