import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { showDate } from '../kernel/index.ts';
import { acceptTrained, largestSize, readTruth, writeTrained, type GroupRecall, type QualityReport, type TrainingReport } from '../linkage/index.ts';
import { linkReportDocument } from '../portal/index.ts';
import { bar, plural, table, type Output } from './output.ts';
import { settle } from './bring-in.ts';
import { configOf, withKith } from './with-kith.ts';

/** `linkage`: how good the links are, and judging them again. Counts alone; nobody is shown. */
export function linkageCommands(program: Command, output: Output): void {
  const linkage = program.command('linkage').description('how good the links between records are, and judging them again');

  linkage
    .command('report')
    .description('match rate and NHS numbers by feed, sizes, bands, guards, what the last run changed; recall by group where truth or labels are')
    .option('--truth <file>', 'CSV with feed, key and person for each record whose person is known; people.csv beside it may give a culture')
    .option('--html <file>', 'write it as one HTML file, in which small numbers are withheld')
    .option('--json', 'print as JSON')
    .action(async (options: { truth?: string; html?: string; json?: boolean }, command: Command) => {
      const truth = options.truth === undefined ? undefined : readTruth(options.truth);
      const report = await withKith(command, async (kith) => {
        const made = await kith.linkage.report(truth);
        if (options.html !== undefined) writeFileSync(options.html, linkReportDocument(kith.kernel.area, { report: made, feeds: await kith.feeds.states(), today: kith.kernel.clock.today() }));
        return made;
      });
      if (options.json === true) output.out(JSON.stringify(report, null, 2));
      else output.out(inWords(report));
      if (options.html !== undefined) output.err(`Written: ${options.html}`);
    });

  linkage
    .command('compare')
    .description('what another model would do to the links in force, before it is put in force; nothing is changed')
    .requiredOption('--model <file>', "YAML with the parts of the model to replace, as an area's linkage/model.yaml")
    .option('--json', 'print as JSON')
    .action(async (options: { model: string; json?: boolean }, command: Command) => {
      const found = await withKith(command, (kith) => kith.linkage.compare(options.model));
      if (options.json === true) output.out(JSON.stringify(found, null, 2));
      else {
        output.out(
          [
            `Model ${found.candidate} beside ${found.inForce}, over ${plural(found.subjects, 'record')}; ${found.seconds.toFixed(1)} s.`,
            table(['', 'Now', 'After'], [['People', found.persons.now, found.persons.after], ['Pairs of one person', found.pairs.now, found.pairs.after]]),
            `${plural(found.pairs.made, 'pair')} made, ${found.pairs.broken.toLocaleString('en-GB')} broken; ${plural(found.peopleChanged, 'person', 'people')} changed.`,
          ].join('\n\n'),
        );
      }
    });

  linkage
    .command('train')
    .description("learn the model's shares from the area's own records, into a file to look at; nothing is put in force")
    .option('--out <file>', 'YAML file to write, for kith linkage compare --model', 'trained-model.yaml')
    .option('--accept <file>', "put a file made so into the area's linkage/model.yaml, and train nothing")
    .option('--json', 'print as JSON')
    .action(async (options: { out: string; accept?: string; json?: boolean }, command: Command) => {
      if (options.accept !== undefined) {
        const written = acceptTrained(configOf(command).area, options.accept);
        output.out(`Written: ${written}. The next "kith linkage rebuild", or import, judges every record by it.`);
        return;
      }
      const report = await withKith(command, (kith) => kith.linkage.train());
      writeFileSync(options.out, writeTrained(report));
      output.out(options.json === true ? JSON.stringify({ file: options.out, ...report }, null, 2) : trainedInWords(report, options.out));
    });

  linkage
    .command('rebuild')
    .description('judge every record again and count names again; people keep their ids')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const report = await withKith(command, async (kith) => {
        const drawn = bar(output, 'Linking people', 100);
        const done = await kith.linkage.run((n, of) => drawn.update(of === 0 ? 100 : Math.round((n / of) * 100), ''), { rebuild: true });
        drawn.finish(plural(done.subjects, 'record'));
        await settle(kith, output);
        return done;
      });
      if (options.json === true) output.out(JSON.stringify(report, null, 2));
      else output.out(`${plural(report.subjects, 'record')} are of ${plural(report.persons, 'person', 'people')}; ${plural(report.merged.length, 'id')} merged into another; ${report.seconds.toFixed(1)} s.`);
    });
}

const share = (part: number, of: number): string => (of === 0 ? '–' : `${((part / of) * 100).toFixed(1)}%`);
const percent = (x: number): string => `${(x * 100).toFixed(2)}%`;
const asRow = (g: GroupRecall): (string | number)[] => [g.by, g.by === 'everybody' ? '' : g.group, g.people, g.pairs, percent(g.recall), `${percent(g.low)} to ${percent(g.high)}`];

function trainedInWords(report: TrainingReport, file: string): string {
  const bits = (m: number, u: number): string => Math.log2(m / u).toFixed(1);
  return [
    `Learned from ${plural(report.records, 'record')}, of which it expects ${plural(report.matches, 'pair')} of one person; ${plural(report.rounds, 'round')}, ${report.converged ? 'settled' : 'not settled yet'}; ${report.seconds.toFixed(1)} s.`,
    table(['Comparison', 'Level', 'm', 'u', 'Bits'], report.comparisons.flatMap((c) => [...c.levels, c.otherwise].map((l) => [c.title, l.id, l.m.toPrecision(3), l.u.toPrecision(3), bits(l.m, l.u)]))),
    ...(report.kept.length === 0 ? [] : [`Weighing as before, because few pairs stand there: ${report.kept.join('; ')}.`]),
    ...report.refused.map((r) => `As before, because what was learned makes no sense: ${r.comparison} (${r.because}).`),
    `Written: ${file}. Nothing is in force. Look at what it would change with "kith linkage compare --model ${file}"; put it in force with "kith linkage train --accept ${file}".`,
  ].join('\n\n');
}

function inWords(report: QualityReport): string {
  const { run, changes, labelled, recall } = report;
  if (run === null) return 'Nothing has been linked yet.';
  const parts = [
    `${plural(report.subjects, 'record')} are of ${plural(report.persons, 'person', 'people')}. Last run: ${run.kind}, ${showDate(run.at.slice(0, 10))}, model ${run.modelVersion}: ${changes.created} new, ${changes.joined} merged, ${changes.split} split, ${plural(changes.moved, 'record')} moved.`,
    table(['Feed', 'Records', 'Matched', 'NHS number'], report.feeds.map((f) => [f.feed, f.subjects, share(f.matched, f.subjects), share(f.numbered, f.subjects)])),
    table(['Records', 'People'], report.sizes.map((s) => [s.size === largestSize ? `${s.size} or more` : String(s.size), s.persons])),
    table(['Band or guard', 'Pairs'], [...report.bands.map((b) => [b.band, b.pairs]), ...report.guards.map((g) => [`${g.band}: ${g.id}`, g.pairs])]),
    labelled === null
      ? null
      : `Of ${plural(labelled.labelled, 'labelled pair')}: precision ${labelled.precision === null ? 'not known' : `${percent(labelled.precision.value)} (${percent(labelled.precision.low)} to ${percent(labelled.precision.high)})`}, recall ${labelled.recall === null ? 'not known' : `${percent(labelled.recall.value)} (${percent(labelled.recall.low)} to ${percent(labelled.recall.high)})`}.`,
    recall === null ? null : table(['By', 'Group', recall.against === 'truth' ? 'People' : 'Same', 'Pairs', 'Recall', '95% interval'], recall.groups.map(asRow)),
  ];
  return parts.filter((p) => p !== null).join('\n\n');
}
