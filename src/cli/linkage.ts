import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { showDate } from '../kernel/index.ts';
import { largestSize, readTruth, type GroupRecall, type QualityReport } from '../linkage/index.ts';
import { linkReportDocument } from '../portal/index.ts';
import { bar, plural, table, type Output } from './output.ts';
import { settle } from './bring-in.ts';
import { withKith } from './with-kith.ts';

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
