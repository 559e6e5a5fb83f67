import type { Area } from './area.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { Logger } from './log.ts';

/** What every room is given. */
export interface Kernel {
  config: Config;
  db: Database;
  clock: Clock;
  log: Logger;
  area: Area;
}
