import { readDefinitions, type Problem } from '../../kernel/index.ts';
import { settingsSchema, type Settings } from './settings.ts';

export { isLow, settingsSchema, type Settings } from './settings.ts';

/** All that an area says about sensors. */
export interface SensorDefinitions {
  settings: Settings;
}

/** Reads `sensors/` of an area; what is not there has its usual values. */
export function readSensorDefinitions(area: string): { definitions: SensorDefinitions; problems: Problem[] } {
  const settings = readDefinitions(area, 'sensors/settings.yaml', settingsSchema);
  return { definitions: { settings: settings.definitions[0]?.value ?? settingsSchema.parse({}) }, problems: settings.problems };
}

/** Each kind of file of `sensors/` with the schema that checks it. */
export const files = { settings: settingsSchema } as const;
