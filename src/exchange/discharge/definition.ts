import { z } from 'zod';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDefinition, type Problem } from '../../kernel/index.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Use small letters, digits and hyphens, starting with a letter');
const path = z.string().trim().min(1).describe('FHIRPath over the message');
export const kinds = ['referral', 'update', 'withdrawal'] as const;
export type MessageKind = (typeof kinds)[number];

const format = z.strictObject({
  id,
  title: z.string().min(1),
  as: z.enum(['json', 'xml']).describe('R4 in JSON, or DSTU2 in XML'),
  from: z.iso.date().optional().describe('First day on which it is taken'),
  until: z.iso.date().optional().describe('Last day on which it is taken: the switch from an old standard to its successor'),
  when: path.describe('Holds of a message of this format'),
  kinds: z.strictObject({ referral: path, update: path.optional(), withdrawal: path }).describe('Of each kind the test that it holds; withdrawal is tried first, then update'),
  message: path.describe('Id of the message'),
  sender: path,
  receiver: path.optional(),
  event: path.describe('Code of its event'),
  nhsNumber: path,
  birthDate: path.optional().describe('Held to the record, so that a mistyped number finds nobody else'),
  reference: path.optional().describe('Id of the referral, the same in its update and withdrawal'),
  body: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), path).describe('What pathways hear of it, by name'),
  reply: z.strictObject({ event: z.strictObject({ system: z.string().min(1), accepted: z.record(z.string(), z.string()), rejected: z.record(z.string(), z.string()) }).describe('Event code of the acknowledgement, by the event it answers; * for any') }),
});
export type MessageFormat = z.infer<typeof format>;

export const dischargeSchema = z.strictObject({
  endpoint: z.string().min(1).describe('How senders address us'),
  topics: z.strictObject({ referral: id, update: id, withdrawal: id }).describe('What pathways hear'),
  formats: z.array(format).min(1),
});
export type DischargeRules = z.infer<typeof dischargeSchema>;

/** Reads `exchange/discharge.yaml`; an area without it takes no such messages. */
export function readDischarge(dir: string): { rules: DischargeRules | null; problems: Problem[] } {
  const file = join(dir, 'exchange/discharge.yaml');
  if (!existsSync(file)) return { rules: null, problems: [] };
  const read = readDefinition(dir, file, dischargeSchema);
  return Array.isArray(read) ? { rules: null, problems: read } : { rules: read.value, problems: [] };
}
