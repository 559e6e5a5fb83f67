import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { numbersFile, readNumbered, upheld } from '../exchange/index.ts';
import { KithError, readDate, showDate } from '../kernel/index.ts';
import { keptFor } from '../rights/index.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

const readFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new KithError('usage.invalid', `${path} cannot be read.`, { mend: 'Give the path of a file.', cause });
  }
};

/** `ndoo`: upholding National Data Opt-Outs in a list that leaves for a purpose beyond direct care; `retention`: what is due. */
export function dataRightsCommands(program: Command, output: Output): void {
  const ndoo = program.command('ndoo').description('uphold National Data Opt-Outs in an exported list; not for direct care, and kept nowhere');
  ndoo
    .command('ask')
    .argument('<list.csv>', 'list with a column "NHS number"')
    .requiredOption('--out <file>', 'file to send by MESH, workflow SPINE_NTT_UPHOLDING')
    .description('write the NHS numbers of a list to be checked')
    .action((path: string, { out }: { out: string }) => {
      const { file, numbers, without } = numbersFile(readNumbered(readFile(path)));
      writeFileSync(out, file, { mode: 0o600 });
      output.out(`${out}: ${plural(numbers, 'number')}.${without === 0 ? '' : ` ${plural(without, 'row')} without a number cannot be asked about, and will be left out.`}`);
    });
  ndoo
    .command('apply')
    .argument('<list.csv>', 'the same list')
    .requiredOption('--answer <file>', 'file that came back')
    .requiredOption('--out <file>', 'the list without those who have opted out')
    .description('leave out everybody whom the answer does not name')
    .action((path: string, options: { answer: string; out: string }) => {
      const { csv, kept, optedOut, without } = upheld(readNumbered(readFile(path)), readFile(options.answer));
      writeFileSync(options.out, csv, { mode: 0o600 });
      output.out(`${options.out}: ${plural(kept, 'row')} kept, ${optedOut} left out by the answer, ${without} without a number. Delete the list you began with.`);
    });

  const retention = program.command('retention').description('what has reached the end of its time, and what is held on to');
  retention
    .command('due')
    .option('--json', 'print as JSON')
    .description('count what is due today, schedule by schedule; nothing is changed')
    .action(async (options: { json?: boolean }, command: Command) => {
      const { due, schedules } = await withKith(command, async (kith) => ({ due: await kith.retention.due(), schedules: kith.retention.definition.schedules }));
      const rows = schedules.map((s) => ({ schedule: s.id, title: s.title, kept: keptFor(s), people: due.filter((d) => d.schedule === s.id).length, facts: due.filter((d) => d.schedule === s.id).reduce((n, d) => n + d.factIds.length, 0) }));
      output.out(options.json === true ? JSON.stringify(rows, null, 2) : table(['Schedule', 'Kept', 'People', 'Facts'], rows.map((r) => [r.title, r.kept, String(r.people), String(r.facts)])));
    });
  retention
    .command('hold')
    .argument('<identifier>', 'NHS number, local id or person id')
    .requiredOption('--as <user>', 'user who holds on to it')
    .requiredOption('--reason <words>', 'why: a claim, an inquiry')
    .option('--until <date>', 'first day on which it no longer holds')
    .description('hold on to all that is kept of somebody; logged')
    .action(async (identifier: string, options: { as: string; reason: string; until?: string }, command: Command) => {
      const until = options.until === undefined ? null : readDate(options.until);
      if (options.until !== undefined && until?.length !== 10) throw new KithError('usage.invalid', `--until ${options.until} is not a day.`, { mend: 'Give a day, such as 2027-04-01.' });
      output.out(
        await withKith(command, async (kith) => {
          const session = kith.access.session(options.as);
          if (!kith.access.may(session, 'retention')) throw new KithError('access.refused', `${session.teamName} does not decide what is kept.`);
          const personId = await kith.access.reading(session, { action: 'open', persons: [], request: 'hold' }, (reading) => kith.records.resolve(reading, identifier));
          if (personId === null) throw new KithError('person.not-found', `Nobody with the identifier "${identifier}" is in the records this user may search.`, { mend: 'Check the number.' });
          const id = await kith.retention.hold(session, personId, { reason: options.reason, until });
          return `Held${until === null ? '' : ` until ${showDate(until)}`}: ${id}. It is lifted on the page Retention.`;
        }),
      );
    });
}
