import { refuseProblems, type Kernel } from '../kernel/index.ts';
import { readSensorDefinitions, type SensorDefinitions } from './definitions/index.ts';
import { formatsOf, type Format } from './envelopes/index.ts';
import { createIngest, type Ingest, type IngestOptions } from './ingest.ts';
import type { Measured } from './metrics.ts';
import { writeBatch } from './write.store.ts';

/** A reading of a device that is registered, from no uplink. */
export interface LoadedReading extends Measured {
  deviceId: string;
  at: Date;
}

/** The sensors room's door. */
export interface Sensors {
  definitions: SensorDefinitions;
  /** What is taken, by the name its address has. */
  formats: ReadonlyMap<string, Format>;
  /** Opens a way in for uplinks; close it before the store. */
  ingest(options?: IngestOptions): Ingest;
  /**
   * Keeps readings that came in no uplink, as a simulation or another system's archive holds them, and rolls them up.
   * What is there already changes nothing. @returns how many were new
   */
  load(readings: Iterable<LoadedReading>): Promise<number>;
}

/** Readings written in one transaction by `load`. */
const loadedAtOnce = 20_000;

/** Opens the sensors of the kernel's area. Throws `area.invalid` when a definition has a problem. */
export function createSensors(kernel: Kernel): Sensors {
  const { definitions, problems } = readSensorDefinitions(kernel.area.dir);
  refuseProblems(problems);
  const { settings } = definitions;
  const formats = formatsOf(definitions);
  return {
    definitions,
    formats,
    ingest: (options) => createIngest(kernel, settings, formats, options),
    async load(readings) {
      let added = 0;
      for (const chunk of chunks(readings, loadedAtOnce)) {
        const rows = chunk.map(({ deviceId, metric, at, value, detail }) => ({ deviceId, metric, at, value, detail: detail ?? null, key: null }));
        added += (await writeBatch(kernel.db, [], rows, kernel.clock.now(), settings.silence)).readings;
      }
      return added;
    },
  };
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
