import { refuseProblems, type Job, type Kernel, type Sql } from '../kernel/index.ts';
import { readSensorDefinitions, type SensorDefinitions } from './definitions/index.ts';
import { formatsOf, type Format } from './envelopes/index.ts';
import { createIngest, type Ingest, type IngestOptions } from './ingest.ts';
import { createIntegrations, type Integrations } from './integrations.ts';
import { findDevice, followPersons, heardLately, listDevices, listQuarantined, listUnclaimed, markSilent, rawLately, type HeardUplink, type Quarantined, type Unclaimed } from './devices.store.ts';
import type { Measured } from './metrics.ts';
import { showRaw, type RawUplink } from './raw.ts';
import { createRegister, type HomeFinder, type Register } from './register.ts';
import { reread } from './reread.ts';
import { dropPast } from './retention.store.ts';
import type { Device } from './types.ts';
import { ensurePartitions, forgetPartitions, writeBatch } from './write.store.ts';

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
  integrations: Integrations;
  /**
   * Keeps readings that came in no uplink, as a simulation or another system's archive holds them, and rolls them up.
   * What is there already changes nothing. @returns how many were new
   */
  load(readings: Iterable<LoadedReading>): Promise<number>;
  register: Register;
  /** Reads again what waited for its device, or for a codec that reads it; of one device's name, or of all. */
  reread(devEui: string | null): Promise<{ looked: number; read: number }>;
  /** How devices are, and nothing of what they measured. */
  health: {
    /** Every device that stands somewhere, and those taken away in the last month. */
    devices(): Promise<Device[]>;
    one(deviceId: string): Promise<Device | null>;
    /** What was heard under a name in the last week, the latest first. */
    heard(devEui: string, limit?: number): Promise<HeardUplink[]>;
    unclaimed(limit?: number): Promise<Unclaimed[]>;
    /** What a device sent in the last day, decoded. Only for whoever may see what it measured: ask after `openHomes` gave the device. */
    raw(device: Device, limit?: number): Promise<RawUplink[]>;
    quarantined(limit?: number): Promise<Quarantined[]>;
  };
  /** Carries devices over when linkage merges the person they stand with into another. */
  followPersons(sql: Sql, moves: readonly { kind: string; from: string; to: string }[]): Promise<void>;
  /** What is done at set times: the watch for silence, retention, ties to homes. */
  jobs: readonly Job[];
}

const day = 86_400_000;
/** Days for which it stays known which homes had news: a detector that was down longer looks at everything. */
const freshKept = 3;

/** Readings written in one transaction by `load`. */
const loadedAtOnce = 20_000;

/** Opens the sensors of the kernel's area. Throws `area.invalid` when a definition has a problem. */
export function createSensors(kernel: Kernel, homes: HomeFinder = { byUprn: async () => new Map() }): Sensors {
  const { definitions, problems } = readSensorDefinitions(kernel.area.dir);
  refuseProblems(problems);
  const { settings } = definitions;
  const formats = formatsOf(definitions);
  const { db, clock } = kernel;
  const register = createRegister(kernel, definitions, homes);
  const daysAgo = (days: number): Date => new Date(clock.now().getTime() - days * day);
  const jobs: Job[] = [
    { name: 'sensors.watch', at: '* * * * *', about: 'marks devices silent that are late', run: () => markSilent(db.writer, clock.now(), settings.silence) },
    { name: 'sensors.tie', at: '*/5 * * * *', about: 'ties devices known by a property to its household', run: () => register.tie() },
    {
      name: 'sensors.retention',
      at: '10 3 * * *',
      about: 'drops uplinks, readings and roll-ups past their time, and makes the partitions of the days to come',
      async run() {
        const { keep } = settings;
        const before = (days: number): string => daysAgo(days).toISOString().slice(0, 10);
        const dropped = await db.writer.begin((sql) => dropPast(sql, { uplinks: before(keep.uplinks), quarters: before(keep.quarters), days: before(keep.days), fresh: daysAgo(freshKept) }));
        if (dropped.length > 0) forgetPartitions(db);
        await ensurePartitions(db, [0, -1, -2, -3].map(daysAgo));
        return dropped;
      },
    },
  ];
  return {
    definitions,
    formats,
    register,
    jobs,
    reread: (devEui) => reread(kernel, settings, formats, devEui),
    health: {
      devices: () => listDevices(db.writer, daysAgo(30)),
      one: (deviceId) => findDevice(db.writer, deviceId),
      heard: (devEui, limit = 50) => heardLately(db.writer, devEui, daysAgo(7), limit),
      raw: async (device, limit = 10) => showRaw(device.codec, await rawLately(db.writer, device.deviceId, device.devEui, daysAgo(1), limit)),
      unclaimed: (limit = 200) => listUnclaimed(db.writer, limit),
      quarantined: (limit = 200) => listQuarantined(db.writer, limit),
    },
    followPersons: (sql, moves) => followPersons(sql, moves.filter(({ kind }) => kind === 'merged')),
    integrations: createIntegrations(kernel),
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
