import { createRequire } from 'node:module';
import type { Access, Reading, Session } from '../../access/index.ts';
import { openColumnSeals, type Kernel, type Sql, type Step } from '../../kernel/index.ts';
import { boardOf, type Board } from '../board/board.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { readEvents } from '../events/definition.ts';
import type { Heard } from '../events/facts.ts';
import { migrateCases, type MigrationReport } from '../migrate/migrate.ts';
import type { Answers } from '../types.ts';
import { createCaseDesk, type CaseDesk } from './desk.ts';
import type { CaseTeam, Engine } from './engine.ts';
import { hear, offersOf, type Offer } from './hear.ts';
import { heardOf, type HeardOutcome } from './heard.store.ts';
import { heldOf, type HeldOfCase } from './holding.ts';
import { moveCases, type PersonMoved } from './move.ts';
import { createReader } from './reading.ts';
import { caseSteps } from './steps.ts';
import type { Case, Origin } from './types.ts';
import { createVersions } from './versions.ts';
import { createWorklists, type Worklists } from './worklist.ts';

/** Cases: opened for people, carried through pathways by those whose work it is. */
export interface Cases {
  desk: CaseDesk;
  work: Worklists;
  /** A team's open cases of a pathway by state, and how its deadlines are kept. Logged as `case`. Throws `usage.invalid` for a pathway without cases. */
  board(session: Session, pathway: string): Promise<Board>;
  /** Pathways as the area's files have them now. */
  pathways: readonly PathwayDefinition[];
  /** Teams that work with cases, to which one may be offered. */
  teams: readonly { id: string; name: string }[];
  teamName: (id: string) => string;
  /** Users of a team, to whom a case or task may be given. */
  workersOf: (team: string) => { id: string; name: string; role: string }[];
  /** What cases do by themselves, for the loop: deadlines, overdue tasks, what is new in the record. */
  steps: Step[];
  /** What a topic begins or offers: for the page of an alert, with the answers the first form would begin with. */
  offers(topic: string, body: Answers): Offer[];
  /** Hears something of a person, in a transaction of its own. Heard twice by the same key it changes nothing. */
  hear(heard: Heard, origin?: Partial<Origin>): Promise<HeardOutcome & { cases: Case[] }>;
  /** The same in the caller's transaction. */
  hearIn(sql: Sql, heard: Heard, origin?: Partial<Origin>): Promise<HeardOutcome & { cases: Case[] }>;
  /** What was heard of a person in the caller's reading, newest first, with what came of it. */
  heard(reading: Reading, personId: string): ReturnType<typeof heardOf>;
  /** All that cases hold of the person they are about, for a copy of their data; the caller's reading decides that it may be gathered. */
  held(reading: Reading, personId: string): Promise<HeldOfCase[]>;
  /** Takes cases along with people whose records moved. Access must have moved its ties before. */
  move(sql: Sql, moves: readonly PersonMoved[]): Promise<void>;
  /** Moves every open case of a pathway onto its newest version, or says what that would do. */
  migrate(pathway: string, asked: { to?: number; apply: boolean }): Promise<MigrationReport>;
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
  const engine: Engine = { kernel, versions, teams, users, seals: openColumnSeals(kernel.config, kernel.clock), calendar: calendar(), contactOf };
  const reader = createReader(engine, access);
  return {
    desk: createCaseDesk(engine, access, reader),
    work: createWorklists(engine, access, reader),
    board: (session, pathway) => boardOf(engine, access, reader, session, pathway),
    pathways: definitions.pathways,
    teams: teams.filter((t) => t.may.includes('case')).map(({ id, name }) => ({ id, name })),
    teamName: (id) => teams.find((t) => t.id === id)?.name ?? id,
    workersOf: (team) => users.flatMap((u) => u.teams.filter((t) => t.id === team).map((t) => ({ id: u.id, name: u.name, role: t.role }))),
    steps: caseSteps(engine, readEvents(kernel.area.dir).events),
    offers: (topic, body) => offersOf(engine, topic, body),
    hear: (heard, origin) => kernel.db.writer.begin((sql) => hear(sql, engine, heard, kernel.clock.now(), origin)),
    hearIn: (sql, heard, origin) => hear(sql, engine, heard, kernel.clock.now(), origin),
    heard: (reading, personId) => heardOf(reading.sql, personId, 50),
    held: (reading, personId) => heldOf(engine, reading, personId),
    move: (sql, moves) => moveCases(sql, engine, moves, kernel.clock.now()),
    migrate: (pathway, asked) => migrateCases(engine, pathway, asked),
    check: () => versions.check(kernel.db.writer),
  };
}
