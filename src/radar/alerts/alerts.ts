import type { Access } from '../../access/index.ts';
import type { Kernel, Sql, Step } from '../../kernel/index.ts';
import { createDesk, type AlertDesk } from './desk.ts';
import type { CardDefinition } from '../cards/definition.ts';
import { cardsInForce } from './engine.store.ts';
import type { Engine } from './engine.ts';
import { moveAlerts, type Moved } from './move.ts';
import { alertAbout, caseOpened, type AlertAbout } from './case-opened.ts';
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
  /** Teams that have lists of alerts, to which one may be passed. */
  teams: readonly { id: string; name: string }[];
  teamName: (id: string) => string;
  /** What they do by themselves, for the loop. */
  steps: Step[];
  /** Takes alerts along with people whose records moved. */
  move(sql: Sql, moves: readonly Moved[]): Promise<void>;
  /** What a pathway begun for an alert may know of it, whoever it is about; null for what there is not. */
  about(sql: Sql, alertId: string): Promise<AlertAbout | null>;
  /** Says that a case was opened for an alert, in the caller's transaction; one that is closed stays closed. */
  caseOpened(sql: Sql, alertId: string, reference: string): Promise<void>;
  counts(): ReturnType<typeof stateCounts>;
  /** Scorecards in force, for their names and bands. */
  cards(): Promise<Pick<CardDefinition, 'id' | 'title' | 'bands'>[]>;
}

/** @param teams every team of the area */
export function createAlerts(kernel: Kernel, access: Pick<Access, 'reading' | 'categories' | 'may'>, teams: readonly { id: string; name: string; may: readonly string[] }[]): Alerts {
  const rules = readRoutes(kernel.area.dir);
  const teamName = (id: string): string => teams.find((t) => t.id === id)?.name ?? id;
  const engine: Engine = { kernel, rules, teamName };
  return {
    rules,
    teams: teams.filter((t) => t.may.includes('alert')).map(({ id, name }) => ({ id, name })),
    teamName,
    desk: createDesk(engine, access),
    performance: createPerformance(engine, access),
    steps: alertSteps(engine),
    move: (sql, moves) => moveAlerts(sql, moves, kernel.clock.now()),
    about: alertAbout,
    caseOpened: (sql, alertId, reference) => caseOpened(sql, alertId, reference, kernel.clock.now()),
    counts: () => stateCounts(kernel.db.writer, kernel.clock.now()),
    cards: async () => [...(await cardsInForce(kernel.db.writer)).values()],
  };
}
