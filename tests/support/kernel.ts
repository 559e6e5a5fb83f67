import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLogger, fixedClock, readArea, readConfig, type Database, type Kernel } from '../../src/kernel/index.ts';

/** A kernel for tests: a clock that stands still, a data folder of its own, silence in the log. */
export function testKernel(db: Database, options: { area?: string; now?: string } = {}): Kernel {
  const areaDir = resolve(options.area ?? 'areas/demo');
  const { area, problems } = readArea(areaDir);
  if (area === null) throw new Error(`Area ${areaDir}: ${problems.map((p) => p.message).join('; ')}`);
  const data = mkdtempSync(join(tmpdir(), 'kith-data-'));
  return { config: readConfig({}, { data, area: areaDir, logLevel: 'silent' }), db, clock: fixedClock(options.now ?? '2026-11-20T09:00:00Z'), log: createLogger('silent'), area };
}
