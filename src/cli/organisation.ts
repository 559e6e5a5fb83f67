import type { Command } from 'commander';
import { KithError } from '../kernel/index.ts';
import type { Organisation } from '../linkage/index.ts';
import { table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

/** `organisation`: which organisation of the directories somebody means. Directories are published; nobody is shown. */
export function organisationCommand(program: Command, output: Output): void {
  program
    .command('organisation')
    .description('find a care home, practice, school or provider in the directories that feeds have brought')
    .option('--code <code>', 'ODS, CQC or other code')
    .option('--name <name>', 'name, as written')
    .option('--kind <kind>', 'what it is: care home, surgery, school')
    .option('--postcode <postcode>', 'postcode')
    .option('--address <address>', 'address, in one line')
    .option('--phone <number>', 'telephone number')
    .option('--limit <entries>', 'entries shown at most, 1 to 50', '5')
    .option('--json', 'print as JSON')
    .action(async ({ limit, json, ...asked }: Omit<Organisation, 'name'> & { name?: string; limit: string; json?: boolean }, command: Command) => {
      const most = Number(limit);
      if (!Number.isInteger(most) || most < 1 || most > 50) throw new KithError('usage.invalid', `--limit ${limit} is not a number from 1 to 50.`, { mend: 'See "kith organisation --help".' });
      if (asked.name === undefined && asked.code === undefined && asked.phone === undefined && asked.postcode === undefined) {
        throw new KithError('usage.invalid', 'Say a --name, a --code, a --postcode or a --phone.', { mend: 'See "kith organisation --help".' });
      }
      const found = await withKith(command, (kith) => kith.linkage.organisations.match({ ...asked, name: asked.name ?? '' }, most));
      if (json === true) output.out(JSON.stringify({ matches: found }, null, 2));
      else if (found.length === 0) output.out('No directory has anything like it.');
      else output.out(table(['Answer', 'Code', 'Name', 'Postcode', 'Because'], found.map((m) => [words[m.band], m.entry.code ?? '', m.entry.name, m.entry.postcode ?? '', m.because.map((b) => `${b.what} ${b.bits > 0 ? '+' : ''}${b.bits}`).join('; ')])));
    });
}

const words = { join: 'this one', review: 'perhaps', apart: 'hardly' };
