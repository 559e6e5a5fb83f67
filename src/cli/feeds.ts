import type { Command } from 'commander';
import { showDate } from '../kernel/index.ts';
import { bringIn, settle } from './bring-in.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

const day = (at: string | null): string => (at === null ? '–' : showDate(at));

/** `import`, `feeds` and `quarantine`: everything about what arrives. */
export function feedCommands(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('import')
    .argument('<feed>', 'id of the feed the files are of; "kith feeds" lists them')
    .argument('<files...>', 'files as the agency sends them')
    .description("bring in an agency's files, link them and bring the record up to date")
    .option('--json', 'print what became of each file as JSON')
    .option('--by <name>', 'who brought the files', process.env.USER ?? 'command line')
    .action(async (feed: string, files: string[], options: { json?: boolean; by: string }, command: Command) => {
      const results = await withKith(command, async (kith) => {
        const brought = await bringIn(kith, output, feed, files, options.by);
        if (brought.some((b) => b.status === 'loaded')) await settle(kith, output);
        return brought;
      });
      if (options.json) output.out(JSON.stringify(results, null, 2));
      else for (const r of results) output.out(`${r.file}: ${r.status === 'refused' ? `refused. ${r.because ?? ''}` : `${r.status}, ${plural(r.rows, 'row')}, ${r.rejects} rejected`}`);
      if (results.some((r) => r.rejects > 0)) output.err('Rejected rows are kept: "kith quarantine list" shows each with its reason.');
      if (results.some((r) => r.status === 'refused')) finish(3);
    });

  program
    .command('feeds')
    .description('state of each feed: last received, next expected, rows, rejects')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const states = await withKith(command, (kith) => kith.feeds.states());
      if (options.json) output.out(JSON.stringify(states, null, 2));
      else {
        output.out(
          table(
            ['Feed', 'State', 'Last received', 'Next expected', 'Rows', 'Rejected', 'From'],
            states.map((s) => [s.feed, s.state, day(s.lastReceived), day(s.nextExpected), s.rows, s.rejects, s.organisationName]),
          ),
        );
      }
    });

  const quarantine = program.command('quarantine').description('rows that could not be read, kept until they can be');
  quarantine
    .command('list')
    .argument('[feed]', 'one feed only')
    .description('each kept row with its file, line, field and reason')
    .option('--json', 'print as JSON')
    .option('--raw', 'show the row as it was received (personal data)')
    .action(async (feed: string | undefined, options: { json?: boolean; raw?: boolean }, command: Command) => {
      const rows = await withKith(command, (kith) => kith.feeds.quarantine.list(feed));
      if (options.json) output.out(JSON.stringify(options.raw ? rows : rows.map((row) => ({ ...row, raw: undefined })), null, 2));
      else if (rows.length === 0) output.out('Nothing is in quarantine.');
      else {
        for (const r of rows) {
          output.out(`${r.feed}  ${r.file}:${r.line}  ${r.field}  ${r.reason}`);
          if (options.raw) output.out(`    ${r.raw}`);
        }
      }
    });
  quarantine
    .command('retry')
    .argument('[feed]', 'one feed only')
    .description('read kept rows again, after a mapping was mended')
    .option('--json', 'print as JSON')
    .action(async (feed: string | undefined, options: { json?: boolean }, command: Command) => {
      const result = await withKith(command, async (kith) => {
        const retried = await kith.feeds.quarantine.retry(feed);
        if (retried.mended > 0) await settle(kith, output);
        return retried;
      });
      if (options.json) output.out(JSON.stringify(result));
      else output.out(`${plural(result.retried, 'row')} read again, ${result.mended} brought in, ${result.retried - result.mended} still kept.`);
    });
}
