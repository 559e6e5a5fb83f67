import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { KithError } from '../kernel/index.ts';
import type { Discharge, Received } from '../exchange/index.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

/** `discharge`: messages of hospitals about somebody's going home, taken from files or a folder. */
export function dischargeCommands(program: Command, output: Output, finish: (status: number) => void): void {
  const discharge = program.command('discharge').description('referrals from hospitals for assessment, their updates and withdrawals');
  discharge
    .command('receive')
    .argument('<files...>', 'messages, or folders of them: FHIR R4 in JSON, or legacy notices in XML')
    .description('take messages: cases begin or move on, and each is acknowledged; one taken before changes nothing, one that cannot be taken is set aside')
    .action(async (files: string[], _options: object, command: Command) => {
      await withKith(command, async (kith) => {
        const door = doorOf(kith.discharge);
        let aside = 0;
        for (const file of files.flatMap(filesIn)) {
          const came = await door.receive(contentOf(file));
          output.out(`${file}: ${inWords(came)}`);
          if (came.is === 'set-aside') aside += 1;
        }
        await door.send();
        if (aside > 0) {
          output.err(`${plural(aside, 'message')} set aside; "kith discharge list" names them.`);
          finish(1);
        }
      });
    });
  discharge
    .command('list')
    .description('messages set aside, with what is wrong and what to do')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      await withKith(command, async (kith) => {
        const all = await doorOf(kith.discharge).setAside(200);
        if (options.json === true) output.out(JSON.stringify(all, null, 2));
        else output.out(all.length === 0 ? 'No message is set aside.' : table(['Received', 'Format', 'What is wrong', 'Mend'], all.map((m) => [m.receivedAt.toISOString().slice(0, 16).replace('T', ' '), m.format, m.problem ?? '', m.mend ?? ''])));
      });
    });
}

function doorOf(discharge: Discharge | null): Discharge {
  if (discharge === null) throw new KithError('usage.invalid', 'This area takes no messages about discharge.', { mend: 'Add exchange/discharge.yaml.' });
  return discharge;
}

/** A file, or those in a folder by their names, hidden ones aside: a part still being written begins with a dot. */
function filesIn(path: string): string[] {
  try {
    return statSync(path).isDirectory() ? readdirSync(path).filter((name) => !name.startsWith('.')).toSorted().map((name) => join(path, name)) : [path];
  } catch (cause) {
    throw new KithError('usage.invalid', `${path} cannot be read.`, { mend: 'Give the path of a message or of a folder of them.', cause });
  }
}

function contentOf(file: string): string {
  if (statSync(file).size > 20_000_000) throw new KithError('usage.invalid', `${file} is larger than 20 MB.`);
  return readFileSync(file, 'utf8');
}

function inWords(came: Received): string {
  if (came.is === 'set-aside') return `set aside. ${came.problem} ${came.mend}`;
  if (came.is === 'known') return `${came.kind}, taken before`;
  const parts = [came.opened.length === 0 ? null : `opened ${came.opened.join(', ')}`, came.moved.length === 0 ? null : `moved ${came.moved.join(', ')}`, came.offered.length === 0 ? null : `offered ${came.offered.join(', ')}`].filter((part) => part !== null);
  return `${came.kind}${came.reference === null ? '' : ` ${came.reference}`} taken; ${parts.length === 0 ? 'no pathway waits for it' : parts.join('; ')}`;
}
