import { createRequire } from 'node:module';
import type { Access } from '../../access/index.ts';
import type { Kernel } from '../../kernel/index.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { createCaseDesk, type CaseDesk } from './desk.ts';
import type { CaseTeam, Engine } from './engine.ts';
import { createReader } from './reading.ts';
import { createVersions } from './versions.ts';
import { createWorklists, type Worklists } from './worklist.ts';

/** Cases: opened for people, carried through pathways by those whose work it is. */
export interface Cases {
  desk: CaseDesk;
  work: Worklists;
  /** Pathways as the area's files have them now. */
  pathways: readonly PathwayDefinition[];
  /** Teams that work with cases, to which one may be offered. */
  teams: readonly { id: string; name: string }[];
  teamName: (id: string) => string;
  /** Users of a team, to whom a case or task may be given. */
  workersOf: (team: string) => { id: string; name: string; role: string }[];
  /** Throws `area.invalid` where a pathway's file was changed on whose version cases run. */
  check(): Promise<void>;
}

/** The bank holidays deadlines are worked out with, as a case keeps them. */
const calendar = (): string => `GB-ENG date-holidays ${(createRequire(import.meta.url)('date-holidays/package.json') as { version: string }).version}`;

/** What cases need of the rest of Kith. */
export interface CaseServices {
  kernel: Kernel;
  access: Pick<Access, 'reading' | 'categories' | 'may' | 'users'>;
  /** The area's pathways, and what each file says before it is read, by id. */
  definitions: { pathways: readonly PathwayDefinition[]; sources: ReadonlyMap<string, unknown> };
  /** Every team of the area. */
  teams: readonly CaseTeam[];
  /** Who of the area's contacts is told of a team's cases by a channel. */
  contactOf: Engine['contactOf'];
}

export function createCases({ kernel, access, definitions, teams, contactOf }: CaseServices): Cases {
  const versions = createVersions(definitions.pathways, definitions.sources);
  const users = access.users().map((u) => ({ id: u.id, name: u.name, teams: u.teams.map((t) => ({ id: t.id, role: t.role })) }));
  const engine: Engine = { kernel, versions, teams, users, calendar: calendar(), contactOf };
  const reader = createReader(engine, access);
  return {
    desk: createCaseDesk(engine, access, reader),
    work: createWorklists(engine, access, reader),
    pathways: definitions.pathways,
    teams: teams.filter((t) => t.may.includes('case')).map(({ id, name }) => ({ id, name })),
    teamName: (id) => teams.find((t) => t.id === id)?.name ?? id,
    workersOf: (team) => users.flatMap((u) => u.teams.filter((t) => t.id === team).map((t) => ({ id: u.id, name: u.name, role: t.role }))),
    check: () => versions.check(kernel.db.writer),
  };
}
