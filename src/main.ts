import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccess, createLogSeal, checkAccess, checkFeedSharing, rolesHeld, type Access, type LogSeal } from './access/index.ts';
import { createDischarge, createNotices, doorOf, readDischarge, readNotices, type Discharge, type Notices } from './exchange/index.ts';
import { checkFeeds, createFeeds, eraseFacts, type Feeds, type KeepApart } from './feeds/index.ts';
import { createLogger, migrate, newId, openDatabase, readArea, refreshStatistics, refuseProblems, sharing, systemClock, type Area, type Config, type Kernel, type Problem, type Sql } from './kernel/index.ts';
import { checkLinkage, createLinkage, touchPeople, type Linkage } from './linkage/index.ts';
import { checkCohorts, checkRadarCards, checkRoutes, createAlerts, createCardDesk, createCohorts, createDetectors, createLists, createScoring, mappedFacts, moveObservations, readDetectors, readGeography, readRadarFiles, type Alerts, type CardDesk, type Cohorts, type Detectors, type Lists, type Scoring } from './radar/index.ts';
import { checkPathways, checkPrefill, checkReach, checkReturns, createCases, createReturns, readEvents, type Cases, type Returns } from './pathways/index.ts';
import { carryMoves, createIntake, createParting, createRecords, createReviews, homesByUprn, readSurvivorship, type Intake, type Parting, type Records, type Reviews } from './record/index.ts';
import { createOwnRequests, createRequestDesk, createRetention, ownHoldings, readRetention, type OwnRequests, type RequestDesk, type Retention } from './rights/index.ts';
import type { PublicFacts } from './portal/index.ts';
import { createSensors, readSensorDefinitions, type Sensors } from './sensors/index.ts';

/** People made again at once from which the planner's figures are worth making again too. */
const bulk = 1_000;

/** The whole of Kith, wired. */
export interface Kith {
  kernel: Kernel;
  access: Access;
  logSeal: LogSeal;
  feeds: Feeds;
  linkage: Linkage;
  records: Records;
  reviews: Reviews;
  scoring: Scoring;
  alerts: Alerts;
  notices: Notices;
  /** Null where the area takes no messages about discharge. */
  discharge: Discharge | null;
  cohorts: Cohorts;
  radar: { lists: Lists; desk: CardDesk; people: Records['people'] };
  sensors: Sensors;
  parting: Parting;
  detectors: Detectors;
  intake: Intake;
  cases: Cases;
  publicFacts: PublicFacts;
  retention: Retention;
  requestDesk: { desk: RequestDesk; named: Pick<Records, 'people'> };
  ownSide: { records: Pick<Records, 'own'>; requests: OwnRequests };
  returns: Returns;
  /** Brings in what was recorded by hand, links whatever has arrived and brings the record and scores up to it. Cheap when nothing has. */
  settle(progress?: (step: 'link' | 'record' | 'score', done: number, total: number) => void): Promise<void>;
  close(): Promise<void>;
}

/** Checks every definition of an area; an empty list means it may be used. */
export function checkArea(dir: string): Problem[] {
  const { area, problems } = readArea(dir);
  if (area === null) return problems;
  const feeds = checkFeeds(dir);
  const survivorship = readSurvivorship(dir, feeds.definitions.map(({ id }) => id));
  return [
    ...problems,
    ...checkAccess(area).problems,
    ...feeds.problems,
    ...checkFeedSharing(area),
    ...readRetention(area, { categories: new Set(checkAccess(area).definitions?.categories.map(({ id }) => id)), feeds: new Set(feeds.definitions.map(({ id }) => id)) }).problems,
    ...checkLinkage(dir).problems,
    ...survivorship.problems,
    ...readSensorDefinitions(dir).problems,
    ...readDetectors(dir, feeds.definitions.map(({ id }) => id)).problems,
    ...checkRadarCards(area),
    ...checkCohorts(area),
    ...checkTelling(area),
    ...readDischarge(dir).problems,
    ...checkPathways(dir, rolesHeld(area)).problems,
    ...checkReturns(dir, checkPathways(dir, rolesHeld(area)).pathways).problems,
    ...checkPrefill(area),
    ...checkReach(area),
    ...readEvents(dir, checkAccess(area).definitions?.categories.map(({ id }) => id) ?? null).problems,
  ];
}

/** Whom alerts are told to, and how: the teams, scorecards and contacts that routes name. */
function checkTelling(area: Area): Problem[] {
  const { rules, problems } = readNotices(area.dir);
  const teams = checkAccess(area).definitions?.teams.map(({ id }) => id) ?? [];
  const cards = readRadarFiles(area.dir).cards.map(({ value }) => value.id);
  return [...problems, ...checkRoutes(area.dir, { teams: new Set(teams), cards: new Set(cards), contacts: new Set(rules?.contacts.map(({ id }) => id) ?? []) })];
}

/** Opens the store, brings it up to this version and wires the rooms. */
export async function createKith(config: Config): Promise<Kith> {
  refuseProblems(checkArea(config.area));
  const { area } = readArea(config.area);
  if (area === null) throw new Error('an area without problems can be read');
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  const db = await openDatabase(config);
  try {
    await migrate(db);
  } catch (error) {
    await db.close();
    throw error;
  }
  return wireKith({ config, db, clock: systemClock, log: createLogger(config.logLevel), area });
}

/** Every room upon an open, migrated store. */
export async function wireKith(kernel: Kernel): Promise<Kith> {
  const { area, db } = kernel;
  const access = createAccess(kernel);
  const feeds = createFeeds(kernel);
  const linkage = createLinkage(kernel);
  const sources = feeds.definitions.flatMap(({ id, category, organisation, tie }) => (organisation === undefined ? [] : [{ id, category, organisation, ...(tie === undefined ? {} : { tie }) }]));
  const records = createRecords(kernel, access, sources, carryMoves(access, linkage));
  const teams = checkAccess(area).definitions?.teams ?? [];
  const alerts = createAlerts(kernel, access, teams);
  const notices = createNotices(kernel);
  const cases = createCases({ kernel, access, definitions: checkPathways(area.dir, rolesHeld(area)), teams, contactOf: notices.contactOf });
  await cases.check().catch(async (error: unknown) => {
    await db.close();
    throw error;
  });
  const scoringServices = {
    kernel,
    mapped: mappedFacts(area.dir),
    states: () => feeds.states(),
    async carryMoves(sql: Sql) {
      for (let moves = await linkage.takeMoves(sql, 'radar'); moves.length > 0; moves = await linkage.takeMoves(sql, 'radar')) {
        await moveObservations(sql, moves);
        await alerts.move(sql, moves);
      }
    },
  };
  const scoring = createScoring(scoringServices);
  const sensors = createSensors(kernel, { byUprn: (uprns) => homesByUprn(db.writer, uprns) });
  const desk = createCardDesk({ ...scoringServices, access, scoring, teams: checkAccess(area).definitions?.teams ?? [] });
  const cohorts = createCohorts({ kernel, access, records, mapped: mappedFacts(area.dir), states: () => feeds.states(), geography: readGeography(area.dir).geography });
  return {
    kernel,
    access,
    logSeal: createLogSeal(kernel),
    feeds,
    linkage,
    records,
    reviews: createReviews(access, linkage, sources),
    scoring,
    alerts,
    notices,
    discharge: createDischarge({ kernel, hearIn: (sql, heard) => cases.hearIn(sql, heard), door: doorOf(process.env, kernel.clock) }),
    sensors,
    cohorts,
    parting: createParting(access, linkage, sources),
    detectors: createDetectors(kernel),
    radar: {
      lists: createLists({ kernel, records, scoring, mapped: scoringServices.mapped }),
      people: (reading, ids) => records.people(reading, ids),
      desk,
    },
    publicFacts: publicFacts(area, feeds, access, desk, linkage),
    ownSide: { records, requests: createOwnRequests(kernel.clock, access) },
    retention: createRetention(kernel, access, readRetention(area).definition, async (sql, personId, factIds) => {
      const erased = await eraseFacts(sql, factIds);
      await touchPeople(sql, [personId], kernel.clock.now());
      return erased;
    }),
    requestDesk: requestDesk(kernel, access, feeds, records, cases),
    intake: createIntake(access, linkage, records, feeds.typed),
    cases,
    returns: createReturns({ kernel, access, records, definitions: checkReturns(area.dir, cases.pathways).returns, pathways: cases.pathways }),
    settle: sharing(async (progress) => {
      await feeds.typed.bringIn(keepApart(linkage));
      const { kind } = await linkage.run((done, total) => progress?.('link', done, total));
      if (kind === 'full') await refreshStatistics(db, ['feeds', 'linkage']);
      const made = await records.refresh((done, total) => progress?.('record', done, total));
      if (made >= bulk) await refreshStatistics(db, ['record', 'access']);
      await db.writer.begin(async (sql) => {
        for (let moves = await linkage.takeMoves(sql, 'sensors'); moves.length > 0; moves = await linkage.takeMoves(sql, 'sensors')) await sensors.followPersons(sql, moves);
      });
      await sensors.register.tie();
      await db.writer.begin(async (sql) => {
        for (let moves = await linkage.takeMoves(sql, 'pathways'); moves.length > 0; moves = await linkage.takeMoves(sql, 'pathways')) await cases.move(sql, moves);
      });
      const scored = await scoring.settle((done, total) => progress?.('score', done, total));
      await cohorts.keepRoster();
      if (scored >= bulk) await refreshStatistics(db, ['radar']);
    }),
    close: () => db.close(),
  };
}

/** Answering requests: what the record, the log and cases hold. A room that holds more of people adds its own here. */
function requestDesk(kernel: Kernel, access: Access, feeds: Pick<Feeds, 'definitions'>, records: Pick<Records, 'people'>, cases: Pick<Cases, 'held'>): { desk: RequestDesk; named: Pick<Records, 'people'> } {
  const organisations = new Map(kernel.area.organisations.map(({ id, name }) => [id, name]));
  const teams = new Map(access.users().flatMap((user) => user.teams.map((team) => [team.id, team.name] as const)));
  const sources = new Map(feeds.definitions.map(({ id, title, organisation }) => [id, `${title}, ${organisations.get(organisation ?? '') ?? 'recorded here'}`]));
  const looks = { told: access.toldLooks, team: (id: string) => teams.get(id) ?? id, organisation: (id: string) => organisations.get(id) ?? id, plainly: access.plainly };
  return { desk: createRequestDesk(kernel, access, [...ownHoldings((feed) => sources.get(feed) ?? feed, looks), { id: 'cases', title: 'Cases', gather: (reading, personId) => cases.held(reading, personId) }]), named: records };
}

/** What the public is told of beyond access. */
function publicFacts(area: Area, feeds: Pick<Feeds, 'definitions'>, access: Pick<Access, 'categories'>, desk: CardDesk, linkage: Pick<Linkage, 'report'>): PublicFacts {
  const organisations = new Map(area.organisations.map(({ id, name }) => [id, name]));
  const categories = new Map(access.categories.map(({ id, name }) => [id, name]));
  return {
    area: area.name,
    sources: feeds.definitions.map(({ title, organisation, category, cadence, coverage }) => ({ title, organisation: organisations.get(organisation ?? '') ?? 'Published by its maker', category: category === undefined ? null : (categories.get(category) ?? category), every: `Every ${cadence.every}`, coverage: coverage.says })),
    cards: () => desk.all(),
    linkModel: async () => (await linkage.report()).run?.modelVersion ?? null,
    retention: readRetention(area).definition,
  };
}

/** What whoever records somebody says of other records, as a decision about links. */
export const keepApart =
  (linkage: Pick<Linkage, 'reviews'>): KeepApart =>
  async (sql, { subject, others, reason }, by) => {
    const batch = newId();
    for (const b of others) await linkage.reviews.decide(sql, { a: subject, b, decision: 'apart', reason, batch }, by);
  };

/** Whether the demo borough has still to be made, or was interrupted while being brought in. */
export const demoUnfinished = (kernel: Kernel): boolean => kernel.area.synthetic && !existsSync(join(kernel.config.data, 'demo', 'brought-in'));

/** Remembers that the demo borough is in. */
export function demoFinished(kernel: Kernel): void {
  writeFileSync(join(kernel.config.data, 'demo', 'brought-in'), `${kernel.clock.now().toISOString()}\n`);
}
