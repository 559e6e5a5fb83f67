import { join } from 'node:path';
import { z } from 'zod';
import { readDefinition, type Definition, type Problem } from './definitions.ts';

export const areaSchema = z.strictObject({
  /** Short name used in addresses and reports. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Name people see: the borough or integrated care system. */
  name: z.string().min(1),
  /** Said on every page when the people are not real. */
  synthetic: z.boolean().default(false),
  organisations: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9-]*$/),
      name: z.string().min(1),
      /** ODS or ONS code. */
      code: z.string().min(1),
      kind: z.enum(['council', 'nhs-trust', 'gp', 'police', 'housing', 'school', 'ambulance', 'care-home', 'home-care', 'voluntary', 'icb']),
      phone: z.string().optional(),
    }),
  ),
  /** Name and colour of the header; no logo is shipped. */
  branding: z.strictObject({ title: z.string().default('Kith'), colour: z.string().regex(/^#[0-9a-f]{6}$/).default('#003087') }).prefault({}),
});

export type AreaFile = z.infer<typeof areaSchema>;

export interface Area extends AreaFile {
  /** Absolute folder. */
  dir: string;
}

/** Reads `area.yaml`. */
export function readArea(dir: string): { area: Area | null; problems: Problem[] } {
  const read: Definition<AreaFile> | Problem[] = readDefinition(dir, join(dir, 'area.yaml'), areaSchema);
  return Array.isArray(read) ? { area: null, problems: read } : { area: { ...read.value, dir }, problems: [] };
}
