import { readDefinitions, type Problem } from '../../kernel/index.ts';
import { mappingSchema, type Mapping } from './mapping.ts';
import { settingsSchema, type Settings } from './settings.ts';
import { telecareSchema, type Telecare } from './telecare.ts';

export { isLow, settingsSchema, type Settings } from './settings.ts';
export type { Mapping } from './mapping.ts';
export type { Telecare } from './telecare.ts';

/** All that an area says about sensors. */
export interface SensorDefinitions {
  settings: Settings;
  telecare: Telecare;
  mappings: Mapping[];
}

/** Each kind of file of `sensors/` with the schema that checks it. */
export const files = { settings: settingsSchema, telecare: telecareSchema, mapping: mappingSchema } as const;

const taken = ['chirpstack', 'tts', 'senml'];

/** Reads `sensors/` of an area; what is not there has its usual values. */
export function readSensorDefinitions(area: string): { definitions: SensorDefinitions; problems: Problem[] } {
  const settings = readDefinitions(area, 'sensors/settings.yaml', settingsSchema);
  const telecare = readDefinitions(area, 'sensors/telecare.yaml', telecareSchema);
  const mappings = readDefinitions(area, 'sensors/mappings/*.yaml', mappingSchema);
  const dialects = telecare.definitions.flatMap((d) => Object.keys(d.value.dialects).map((id) => ({ id, definition: d, path: ['dialects', id] })));
  const named = [...dialects, ...mappings.definitions.map((definition) => ({ id: definition.value.id, definition, path: ['id'] }))];
  const clashes = named
    .filter(({ id }, index) => taken.includes(id) || named.findIndex((other) => other.id === id) < index)
    .map(({ id, definition, path }) => definition.problem(path, `The name "${id}" is another format's already.`, 'Give it a name of its own: it is the last part of the address that its sender uses.'));
  const codes = telecare.definitions.flatMap((d) =>
    d.value.statuses.flatMap(({ code }, index) =>
      d.value.statuses.findIndex((other) => other.code === code) === index ? [] : [d.problem(['statuses', index, 'code'], `Status ${code} is listed twice.`, 'Remove one of them: codes that differ only in leading zeros are one.')],
    ),
  );
  return {
    definitions: {
      settings: settings.definitions[0]?.value ?? settingsSchema.parse({}),
      telecare: telecare.definitions[0]?.value ?? telecareSchema.parse({}),
      mappings: mappings.definitions.map(({ value }) => value),
    },
    problems: [...settings.problems, ...telecare.problems, ...mappings.problems, ...clashes, ...codes],
  };
}
