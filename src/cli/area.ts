import type { Command } from 'commander';
import { generate } from '../lab/index.ts';
import { checkArea } from '../main.ts';
import { listMigrations, migrate, openDatabase, readArea } from '../kernel/index.ts';
import { bar, plural, type Output } from './output.ts';
import { scenarioProblems } from './pathway.ts';
import { configOf } from './with-kith.ts';

/** `check`, `migrate` and `demo`: the area and the store, apart from any person. */
export function areaCommands(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('check')
    .argument('[area]', 'folder of the area; the configured one when not given')
    .description('check every definition of an area; names file, line and how to mend it')
    .option('--json', 'print problems as JSON')
    .option('--scenarios', 'run the scenarios of its pathways too')
    .action((given: string | undefined, options: { json?: boolean; scenarios?: boolean }, command: Command) => {
      const { area: configured } = configOf(command);
      const dir = given ?? configured;
      const problems = [...checkArea(dir)];
      if (options.scenarios === true && problems.length === 0) problems.push(...scenarioProblems(dir));
      if (options.json) output.out(JSON.stringify(problems, null, 2));
      else if (problems.length === 0) output.out(`${readArea(dir).area?.name ?? dir}: every definition is in order.`);
      else {
        for (const p of problems) output.out(`${p.file}:${p.line} ${p.path === '' ? '' : `${p.path}: `}${p.message}\n    ${p.mend}`);
        output.err(`${plural(problems.length, 'problem')}.`);
      }
      if (problems.length > 0) finish(2);
    });

  program
    .command('migrate')
    .description('bring the store up to this version of Kith')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const db = await openDatabase(configOf(command));
      try {
        const applied = await migrate(db);
        if (options.json) output.out(JSON.stringify({ store: db.store, postgres: db.version, applied, total: listMigrations().length }));
        else output.out(applied.length === 0 ? `The store (PostgreSQL ${db.version}) is up to date.` : `Applied ${plural(applied.length, 'migration')}: ${applied.join(', ')}.`);
      } finally {
        await db.close();
      }
    });

  program
    .command('demo')
    .description('write the feed files of an invented borough, in each agency’s own format, and nothing else')
    .option('--people <n>', 'residents', '5000')
    .option('--seed <n>', 'the same seed gives the same borough', '1')
    .requiredOption('--out <dir>', 'folder to write')
    .option('--json', 'print the list of files as JSON')
    .action(async (options: { people: string; seed: string; out: string; json?: boolean }, command: Command) => {
      const people = Number(options.people);
      const seed = Number(options.seed);
      if (!Number.isInteger(people) || people < 1 || people > 5_000_000) command.error('--people must be a whole number from 1 to 5,000,000.');
      if (!Number.isInteger(seed)) command.error('--seed must be a whole number.');
      const drawn = bar(output, 'Writing the borough', people);
      const made = await generate({ people, seed, out: options.out, progress: (done: number) => drawn.update(done, `${done.toLocaleString('en-GB')} residents`) });
      drawn.finish(`${plural(made.people, 'resident')}, ${plural(made.files.length, 'file')}`);
      if (options.json) output.out(JSON.stringify(made, null, 2));
      else for (const f of made.files) output.out(`${f.feed}  ${f.file}  ${plural(f.rows, 'row')}`);
    });
}
