import type { Command } from 'commander';
import { KithError } from '../kernel/index.ts';
import { linkFiles, linkOrganisations, readColumnFlag, readLinkConfig, roleIds, roleTitles, showColumns, type ColumnProfile, type ColumnUse, type LinkSummary } from '../linkage/index.ts';
import { bar, plural, table, type Bar, type Output } from './output.ts';

interface Options {
  input: string[];
  id?: string;
  config?: string;
  column: string[];
  out?: string;
  pairs?: string;
  report?: string;
  json?: boolean;
  columnsOnly?: boolean;
  kind: string;
  directory: string[];
}

const help = `
The files are CSV (any delimiter, UTF-8, UTF-16 or Latin-1) or Parquet, by their extension. One file is rid of its
duplicates; several are linked to each other and within themselves, columns of one heading being one column.

--out has a line for each row, in order: source_row,cluster_id,match_probability. Rows of one cluster are of one person.
source_row is the value of the --id column, or the row's number from 1; with several files the numbers run on from one
file to the next. An id that a spreadsheet would take for a formula gets an apostrophe before it in CSV.
match_probability is that of the strongest link that holds the row in its cluster; of a row alone, that no other row is
the same person.

Roles for --column: ${roleIds.join(', ')}.

--kind organisation matches each row of the file (care homes, practices, schools, providers) to the --directory files
instead: CQC's, ODS's or any CSV with names and codes. --out then has source_row, band, match_probability, match_weight,
directory_code, directory_name and why; roles are code, name, kind, postcode, address, phone, uprn.

Nothing is sent anywhere, and no store is needed.`;

const collect = (value: string, before: string[]): string[] => [...before, value];

/** `link`: who is who in any file of people. */
export function linkCommand(program: Command, output: Output): void {
  program
    .command('link')
    .description('find the rows of one or more files that are of one person')
    .requiredOption('--input <file>', 'CSV or Parquet file; give it again for each file', collect, [])
    .option('--id <column>', "column that names each row; never used as evidence of who it is")
    .option('--config <file>', 'YAML file with columns, comparisons and bands')
    .option('--column <role=heading>', 'what a column is, where the guess is wrong; give it again for each', collect, [])
    .option('--out <file>', 'where to write the clusters: .csv or .parquet')
    .option('--pairs <file>', 'where to write the pairs, with the level of each comparison')
    .option('--report <file>', 'where to write a report: one HTML file')
    .option('--kind <kind>', 'what the rows are: person or organisation', 'person')
    .option('--directory <file>', 'CSV directory to match organisations to; give it again for each', collect, [])
    .option('--columns-only', 'show what each column would be used as, and stop')
    .option('--json', 'print a summary as JSON')
    .addHelpText('after', help)
    .action(async (options: Options, command: Command) => {
      if (options.kind === 'organisation') {
        output.out(organisations(options));
        return;
      }
      if (options.kind !== 'person') throw new KithError('usage.invalid', `--kind ${options.kind} is neither person nor organisation.`, { mend: 'See "kith link --help".' });
      const config = options.config === undefined ? {} : readLinkConfig(options.config);
      const asked = { inputs: options.input, id: options.id ?? null, config, columns: options.column.map(readColumnFlag) };
      if (options.columnsOnly === true) {
        const { uses, profiles, rows } = await showColumns(asked);
        if (options.json === true) output.out(JSON.stringify({ rows, columns: uses }, null, 2));
        else output.out(columnTable(uses, profiles, rows));
        return;
      }
      if (options.out === undefined) command.error('error: --out says where to write the clusters, and is needed');
      let drawn: Bar | null = null;
      // Leaving by `exit` clears the work folder and whatever is half written.
      for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) process.once(signal, () => process.exit(status));
      const summary = await linkFiles(
        { ...asked, out: options.out, pairs: options.pairs ?? null, report: options.report ?? null },
        {
          columns: (uses, profiles, rows) => output.err(`${columnTable(uses, profiles, rows)}\n`),
          progress(share, note) {
            if (!output.interactive) return;
            drawn ??= bar(output, 'Linking', 100);
            drawn.update(Math.round(share * 100), note);
          },
        },
      ).finally(() => drawn?.finish(''));
      for (const warning of summary.warnings) output.err(warning);
      if (options.json === true) output.out(JSON.stringify(summary, null, 2));
      else output.out(inWords(summary, options));
    });
}

function organisations(options: Options): string {
  const [input, ...more] = options.input;
  if (input === undefined || more.length > 0 || options.out === undefined || options.directory.length === 0) {
    throw new KithError('usage.invalid', 'Matching organisations needs one --input, --out, and at least one --directory.', { mend: 'For example: kith link --kind organisation --input homes.csv --directory cqc.csv --out matched.csv' });
  }
  const summary = linkOrganisations({ input, id: options.id ?? null, columns: options.column, directories: options.directory, out: options.out });
  if (options.json === true) return JSON.stringify(summary, null, 2);
  return [
    table(['Used as', 'Column'], Object.entries(summary.columns).map(([role, headings]) => [role, headings.join(', ')])),
    `${plural(summary.rows, 'row')} against ${plural(summary.directory, 'entry', 'entries')}: ${summary.bands.join.toLocaleString('en-GB')} found, ${summary.bands.review.toLocaleString('en-GB')} for a person to look at, ${summary.bands.apart.toLocaleString('en-GB')} not found. Written: ${options.out}`,
  ].join('\n\n');
}

function columnTable(uses: readonly ColumnUse[], profiles: readonly ColumnProfile[], rows: number): string {
  const filled = new Map(profiles.map((p) => [p.heading, p.filled]));
  const share = (heading: string): string => (rows === 0 ? '–' : `${Math.round(((filled.get(heading) ?? 0) / rows) * 100)} %`);
  return table(['Column', 'Used as', 'Filled', 'Because'], uses.map((u) => [u.heading, roleTitles[u.role], share(u.heading), u.because]));
}

function inWords(summary: LinkSummary, options: Options): string {
  const several = summary.clusterSizes.filter((s) => s.size > 1).reduce((sum, s) => sum + s.clusters, 0);
  return [
    `${plural(summary.rows, 'row')}, ${plural(summary.clusters, 'person', 'people')}; ${several.toLocaleString('en-GB')} of them in more than one row.`,
    `${plural(summary.pairsScored, 'pair')} compared: ${summary.pairsJoined.toLocaleString('en-GB')} join, ${summary.pairsReview.toLocaleString('en-GB')} for a person to look at, ${summary.pairsGuarded.toLocaleString('en-GB')} held apart by a guard.`,
    `${summary.seconds.toFixed(1)} s, ${summary.peakMemoryMb.toLocaleString('en-GB')} MB at most. Written: ${[options.out, options.pairs, options.report].filter((f) => f !== undefined).join(', ')}`,
  ].join('\n');
}
