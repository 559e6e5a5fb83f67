import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { KithError, readDate, showDate } from '../kernel/index.ts';
import { toCsv } from '../pathways/index.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

interface Options {
  from: string;
  to: string;
  out?: string;
  as: string;
  purpose?: string;
  team?: string;
  json?: boolean;
}

/** Problems told on the command line; a file of them holds all. */
const told = 50;

/** `return export`, and `cld export` by its own name: a statutory return made from live cases. */
export function returnCommands(program: Command, output: Output, finish: (status: number) => void): void {
  const periodOf = (command: Command): Command =>
    command
      .requiredOption('--from <date>', 'first day of the period')
      .requiredOption('--to <date>', 'last day of the period')
      .requiredOption('--as <user>', 'user who makes it; each person in it is logged as exported')
      .option('--purpose <purpose>', 'what it is for; needed when they have several')
      .option('--team <team>', 'team they act for; needed when they have several')
      .option('--out <file>', 'file to write; standard output when not given')
      .option('--json', 'print rows and problems as JSON');
  const run = async (id: string, options: Options, command: Command): Promise<void> => {
    const period = { from: dayOf(options.from, '--from'), to: dayOf(options.to, '--to') };
    await withKith(command, async (kith) => {
      const made = await kith.returns.make(kith.access.session(options.as, options.team, options.purpose), id, period);
      const csv = toCsv(made);
      if (options.out !== undefined) writeFileSync(options.out, csv, { mode: 0o600 });
      if (options.json === true) output.out(JSON.stringify({ return: id, ...period, people: made.people, notShared: made.notShared, left: made.left, columns: made.columns, rows: made.rows, problems: made.problems }, null, 2));
      else if (options.out === undefined) output.out(csv.trimEnd());
      const say = options.out === undefined ? output.err : output.out;
      say(`${made.definition.title}, ${showDate(period.from)} to ${showDate(period.to)}: ${plural(made.rows.length, 'row')} of ${plural(made.people, 'person', 'people')}; ${plural(made.left.outside, 'event')} of other periods and ${plural(made.left.again, 'earlier statement')} of the same event left out.`);
      if (made.notShared > 0) output.err(`${plural(made.notShared, 'person', 'people')} not in it: their cases are not shared with ${options.as} for this purpose.`);
      if (made.problems.length === 0) return;
      const shown = made.problems.slice(0, told);
      output.err(`\n${plural(made.problems.length, 'thing')} to mend before it is sent\n\n${table(['Case', 'Event', 'Column', 'What is wrong', 'Mend'], shown.map((p) => [p.reference, p.event, p.column, p.says, p.mend]))}`);
      if (made.problems.length > told) output.err(`${made.problems.length - told} more: --json gives all.`);
      finish(1);
    });
  };
  const returns = program.command('return').description('statutory returns made from live cases');
  periodOf(returns.command('export').argument('<return>', 'id of a return of the area (returns/<id>.yaml)').description('a return of a period as CSV, with everything in it that is wrong')).action(run);
  const cld = program.command('cld').description('Adult Social Care Client Level Data');
  periodOf(cld.command('export').description('the return "cld" of a period as CSV, with everything in it that is wrong')).action((options: Options, command: Command) => run('cld', options, command));
}

function dayOf(text: string, option: string): string {
  const day = readDate(text);
  if (day === null || day.length !== 10) throw new KithError('usage.invalid', `${option} ${text} is not a day.`, { mend: 'Give a day, such as 2026-04-01.' });
  return day;
}
