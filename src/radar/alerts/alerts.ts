import type { Access } from '../../access/index.ts';
import type { Kernel, Sql, Step } from '../../kernel/index.ts';
import { createDesk, type AlertDesk } from './desk.ts';
import type { Engine } from './engine.ts';
import { moveAlerts, type Moved } from './move.ts';
import { createPerformance, type Performance } from './performance.ts';
import { stateCounts } from './performance.store.ts';
import { readRoutes } from './routes.ts';
import { alertSteps } from './rounds.ts';
import type { AlertRules } from './definition.ts';

/** Alerts: raised by scores, taken up by people, told to whom the area says. */
export interface Alerts {
  /** What the area decided of them. */
  rules: AlertRules;
  desk: AlertDesk;
  performance: Performance;
  /** What they do by themselves, for the loop. */
  steps: Step[];
  /** Takes alerts along with people whose records moved; once those records have been made again. */
  move(sql: Sql, moves: readonly Moved[]): Promise<void>;
  counts(): ReturnType<typeof stateCounts>;
}

/** @param teamName a team's name by its id */
export function createAlerts(kernel: Kernel, access: Pick<Access, 'reading' | 'categories' | 'may'>, teamName: (id: string) => string): Alerts {
  const rules = readRoutes(kernel.area.dir);
  const engine: Engine = { kernel, rules, teamName };
  return {
    rules,
    desk: createDesk(engine, access),
    performance: createPerformance(engine, access),
    steps: alertSteps(engine),
    move: (sql, moves) => moveAlerts(sql, moves, kernel.clock.now()),
    counts: () => stateCounts(kernel.db.writer, kernel.clock.now()),
  };
}
