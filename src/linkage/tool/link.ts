import { availableParallelism } from 'node:os';
import { writeFileSync } from 'node:fs';
import { KithError } from '../../kernel/index.ts';
import { findCandidates, rulesFor, type BlockCount } from './blocking.store.ts';
import { alikePairs } from './crowd.store.ts';
import { comparisonsFor, type Comparison } from './comparisons.store.ts';
import { saidColumns, type LinkConfig } from './config.ts';
import { averageLinkage, completeUpTo, components, strongestChains } from './group.ts';
import { guardsFor, lookForNamesakes, lookForTwins, type Namesakes, type ToolGuard, type Twins } from './guards.ts';
import { guessColumns, type ColumnProfile } from './guess.ts';
import { prepare, type Prepared } from './prepare.store.ts';
import { checkIds, profileColumns, readFiles, type InputFile } from './read.store.ts';
import { writeReport } from './report/index.ts';
import type { ColumnUse } from './roles.ts';
import { openScorer } from './score.store.ts';
import { shippedSettings, type Settings } from './settings.ts';
import { train, type Trained } from './train.ts';
import { codeCandidates, copyPatterns, randomPatterns, trainingSessions } from './train.store.ts';
import { openWorkspace, type Workspace } from './workspace.store.ts';
import { checkOutput, openOutputs, placeRows, writeClusters, writePairs } from './write.store.ts';

export interface LinkRequest {
  inputs: readonly string[];
  id: string | null;
  config: LinkConfig;
  /** What flags say of columns; they win over the config. */
  columns: readonly ColumnUse[];
  out: string;
  pairs: string | null;
  report: string | null;
}

/** What a run did, in numbers and words; also `--json`. */
export interface LinkSummary {
  files: InputFile[];
  rows: number;
  /** Rows less those that say exactly what another says. */
  records: number;
  columns: (ColumnUse & { filled: number })[];
  comparisons: string[];
  blocks: BlockCount[];
  pairsScored: number;
  pairsJoined: number;
  pairsReview: number;
  pairsGuarded: number;
  clusters: number;
  clusterSizes: { size: number; clusters: number }[];
  unlinkable: number;
  twins: Twins | null;
  namesakes: Namesakes | null;
  warnings: string[];
  settings: Settings;
  seconds: number;
  peakMemoryMb: number;
}

/** All that the report shows besides the summary. */
export interface LinkDetail {
  comparisons: readonly Comparison[];
  trained: Trained;
  guards: readonly ToolGuard[];
  self: { id: Int32Array; weight: Float64Array };
}

export interface LinkListener {
  /** The columns and what they are used as, before anything is compared. */
  columns?(uses: readonly ColumnUse[], profiles: readonly ColumnProfile[], rows: number): void;
  /** Share done, 0 to 1, and what is being done. */
  progress?(share: number, note: string): void;
}

const noEvidence = (headings: readonly string[]): KithError =>
  new KithError('usage.invalid', `None of the columns is one that tells people apart: ${headings.slice(0, 40).join(', ') || 'there are none'}.`, {
    mend: 'Say what they are, for example --column surname=HEADING --column date-of-birth=HEADING, or --column fuzzy=HEADING.',
  });

/** Finds the columns of the files and stops there. */
export async function showColumns(request: Pick<LinkRequest, 'inputs' | 'id' | 'config' | 'columns'>): Promise<{ uses: ColumnUse[]; profiles: ColumnProfile[]; rows: number }> {
  const work = await openWorkspace(settingsOf(request.config));
  try {
    const read = await readAll(work, request);
    return { uses: read.uses, profiles: read.profiles, rows: read.rows };
  } finally {
    work.close();
  }
}

const settingsOf = (config: LinkConfig): Settings => ({
  ...shippedSettings,
  threads: config.threads ?? availableParallelism(),
  ...(config.memory === undefined ? {} : { memory: config.memory }),
  ...(config.bands === undefined ? {} : { bands: config.bands }),
});

async function readAll(work: Workspace, request: Pick<LinkRequest, 'inputs' | 'id' | 'config' | 'columns'>) {
  const { files, columns, rows } = await readFiles(work, request.inputs);
  const id = request.id === null ? null : columns.find((c) => c.toLowerCase() === request.id!.trim().toLowerCase());
  if (id === undefined) throw new KithError('usage.invalid', `There is no column "${request.id}" to take as --id.`, { mend: `The columns are: ${columns.slice(0, 60).join(', ')}.` });
  if (id !== null) await checkIds(work, id, files.length);
  const profiles = await profileColumns(work, columns, rows);
  const uses = guessColumns(profiles, id, saidColumns(request.config, request.columns, columns));
  return { files, columns, rows, id, profiles, uses };
}

/**
 * Links the rows of one or several files and writes who they are. Needs no store; nothing leaves the machine.
 * @throws KithError `usage.invalid` for wrong use, `delivery.missing` or `delivery.refused` for files that cannot be read
 */
export async function linkFiles(request: LinkRequest, listener: LinkListener = {}): Promise<LinkSummary> {
  const started = performance.now();
  for (const path of [request.out, request.pairs, request.report]) if (path !== null) checkOutput(path, request.inputs);
  const settings = settingsOf(request.config);
  const say = (share: number, note: string): void => listener.progress?.(share, note);
  const work = await openWorkspace(settings);
  const outputs = openOutputs();
  try {
    say(0, 'reading');
    const read = await readAll(work, request);
    const { files, rows, id, profiles, uses } = read;
    listener.columns?.(uses, profiles, rows);
    if (!uses.some((u) => u.role !== 'ignore') && !(rows === 0 || profiles.every((p) => p.filled === 0 || p.heading === id))) throw noEvidence(read.columns);
    const warnings: string[] = [];
    const evidence = uses.some((u) => u.role !== 'ignore');
    if (rows === 0) warnings.push('The file has no rows.');
    else if (!evidence) warnings.push('Every column but the id is empty: each row stands alone.');
    const found = evidence && rows > 0 ? await linkRecords(work, uses, settings, request, say) : await nothingToLink(work);
    say(0.9, 'laying out the clusters');
    const { clusters } = await placeRows(work, found.groups, found.detail.self, settings.bands.join);
    await writeClusters(work, outputs, request.out, id);
    if (request.pairs !== null) {
      say(0.93, 'writing the pairs');
      await writePairs(work, outputs, request.pairs, { id, comparisons: found.detail.comparisons, guards: found.detail.guards, bands: settings.bands, chains: found.chains });
    }
    const sizes = (await work.rows('select size, count(*) from (select count(*) as size from placed group by cluster) group by size order by size')).map(([size, n]) => ({ size: Number(size), clusters: Number(n) }));
    const over = found.blocks.filter((b) => b.over > 0);
    if (over.length > 0) warnings.push(`${over.length} of ${found.blocks.length} blocking rules have blocks too large to compare each row with each (${over.slice(0, 4).map((b) => b.rule).join('; ')}); where most rules do, a row is compared with its likest neighbours only. The report lists them.`);
    const joined = settings.bands.join;
    const summary: LinkSummary = {
      files,
      rows,
      records: found.prepared.records,
      columns: uses.map((u) => ({ ...u, filled: profiles.find((p) => p.heading === u.heading)?.filled ?? 0 })),
      comparisons: found.detail.comparisons.map((c) => c.title),
      blocks: found.blocks,
      pairsScored: found.pairs,
      pairsJoined: await work.count(`select count(*) from scored where weight >= ${joined} and guard < 0`),
      pairsReview: await work.count(`select count(*) from scored where weight >= ${settings.bands.review} and weight < ${joined} and guard < 0`),
      pairsGuarded: await work.count(`select count(*) from scored where weight >= ${joined} and guard >= 0`),
      clusters,
      clusterSizes: sizes,
      unlinkable: found.detail.self.weight.filter((w) => w < joined).length,
      twins: found.twins,
      namesakes: found.namesakes,
      warnings,
      settings,
      seconds: 0,
      peakMemoryMb: 0,
    };
    const measure = (): void => {
      summary.seconds = Number(((performance.now() - started) / 1000).toFixed(2));
      summary.peakMemoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
    };
    measure();
    if (request.report !== null) {
      say(0.96, 'writing the report');
      writeFileSync(outputs.temporary(request.report), await writeReport(work, summary, found.detail, id));
    }
    outputs.keep();
    say(1, 'done');
    measure();
    return summary;
  } finally {
    outputs.drop();
    work.close();
  }
}

interface Found {
  prepared: Prepared;
  blocks: BlockCount[];
  pairs: number;
  groups: number[][];
  /** What holds pairs of one group together, where pairs are asked for. */
  chains: { a: number; b: number; weight: number }[];
  detail: LinkDetail;
  twins: Twins | null;
  namesakes: Namesakes | null;
}

async function linkRecords(work: Workspace, uses: readonly ColumnUse[], settings: Settings, { config, pairs: asked }: LinkRequest, say: (share: number, note: string) => void): Promise<Found> {
  const prepared = await prepare(work, uses, (note) => say(0.1, note));
  const comparisons = comparisonsFor(prepared);
  say(0.25, 'learning from the file');
  const random = await randomPatterns(work, comparisons, prepared.records);
  const copies = await copyPatterns(work, comparisons);
  const sessions = await trainingSessions(work, comparisons, prepared, copies, (note) => say(0.3, `learning from pairs alike in ${note}`));
  const rules = rulesFor(prepared);
  const budget = Math.max(settings.blocking.least, prepared.records * settings.blocking.perRecord);
  const { blocks, pairs } = await findCandidates(work, rules, prepared, budget, (i) => say(0.4 + (0.15 * i) / rules.length, `finding pairs to compare: ${rules[i]!.id}`));
  const patterns = await codeCandidates(work, comparisons, prepared.records, (done) => say(0.55 + 0.2 * done, `comparing ${pairs.toLocaleString('en-GB')} pairs`));
  say(0.76, 'weighing');
  const trained = train(comparisons, random, sessions, [...patterns, ...copies], (prepared.records * (prepared.records - 1)) / 2);
  const twins = lookForTwins(patterns, comparisons);
  const namesakes = lookForNamesakes(patterns, comparisons);
  const guards = guardsFor({ ...twins, guard: config.guards?.twin ?? twins.guard }, { ...namesakes, guard: config.guards?.['namesake-at-home'] ?? namesakes.guard });
  const scorer = await openScorer(work, comparisons, trained, guards);
  await scorer.scoreAll(Math.min(settings.cluster.floor, settings.bands.review));
  const self = await scorer.self();
  say(0.84, 'grouping');
  const { join } = settings.bands;
  const parts = components(await scorer.edges(join), join, prepared.records);
  const complete = completeUpTo(parts, settings.cluster, prepared.records);
  const edges = await scorer.inside(parts, complete);
  const barred = new Set(guards.flatMap((g, i) => (g.band === 'apart' ? [i] : [])));
  const groups = averageLinkage(parts, edges, settings.cluster, join, { barred, completeUpTo: complete, alike: await alikePairs(work) }).filter((ids) => ids.length > 1);
  // A component too large for every pair of it to be weighed may yet hold small groups: the pairs file has all of theirs.
  const held = asked === null ? null : parts.some((ids) => ids.length > complete) ? await scorer.inside(groups, completeUpTo(groups, settings.cluster, prepared.records)) : edges;
  const chains = held === null ? [] : strongestChains(groups, held, join);
  return { prepared, blocks, pairs, groups, chains, detail: { comparisons, trained, guards, self }, twins, namesakes };
}

/** Tables as a run would have left them where there is nothing to compare. */
async function nothingToLink(work: Workspace): Promise<Found> {
  await work.run('create table line as select n, file, n::int as id from raw');
  await work.run('create table record as select n::int as id, 1 as copies from raw');
  await work.run('create table scored (a int, b int, code bigint, weight float, guard tinyint)');
  await work.run('create table alike (id int, code bigint, weight float)');
  const none = { id: new Int32Array(), weight: new Float64Array() };
  const trained: Trained = { m: [], u: [], h: null, matched: 0, household: 0, expected: 0, support: { m: [], u: [] }, rounds: 0, converged: true, sessions: [] };
  return { prepared: { records: await work.count('select count(*) from record'), has: new Set(), extras: [], identifiers: [] }, blocks: [], pairs: 0, groups: [], chains: [], detail: { comparisons: [], trained, guards: [], self: none }, twins: null, namesakes: null };
}
