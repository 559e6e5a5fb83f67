import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { accessCommands } from './cli/access.ts';
import { alertCommands } from './cli/alerts.ts';
import { areaCommands } from './cli/area.ts';
import { auditCommands } from './cli/audit.ts';
import { caseCommands } from './cli/case.ts';
import { cohortCommand } from './cli/cohort.ts';
import { dischargeCommands } from './cli/discharge.ts';
import { dataRightsCommands } from './cli/data-rights.ts';
import { feedCommands } from './cli/feeds.ts';
import { keyCommands } from './cli/keys.ts';
import { linkCommand } from './cli/link.ts';
import { terminal, type Output } from './cli/output.ts';
import { linkageCommands } from './cli/linkage.ts';
import { matchCommand } from './cli/match.ts';
import { organisationCommand } from './cli/organisation.ts';
import { pathwayCommands } from './cli/pathway.ts';
import { personCommand } from './cli/person.ts';
import { returnCommands } from './cli/returns.ts';
import { sensorCommands } from './cli/sensors.ts';
import { radarCommands } from './cli/radar.ts';
import { startCommand } from './cli/start.ts';
import { userCommands } from './cli/user.ts';
import { weatherCommands } from './cli/weather.ts';
import { errorCodes, KithError } from './kernel/index.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

const exits = `
Exit status: 0 done · 1 something was wrong with the data or an unexpected failure · ${Object.entries({
  'wrong use or definitions': errorCodes['usage.invalid'].exit,
  'file refused': errorCodes['delivery.refused'].exit,
  'store not available': errorCodes['store.unavailable'].exit,
  'not allowed': errorCodes['access.refused'].exit,
  'nobody found': errorCodes['person.not-found'].exit,
})
  .map(([what, code]) => `${code} ${what}`)
  .join(' · ')}`;

/** Every command, for one command line. `finish` is told the exit status of those that succeed in part. */
export function programOf(output: Output, finish: (status: number) => void): Command {
  const program = new Command('kith')
    .description('Joins up what councils, the NHS, housing, police, schools and care providers each know about a person.')
    .version(version)
    .showHelpAfterError('Run "kith --help" for what it can do.')
    .configureOutput({ writeOut: (text) => output.out(text.trimEnd()), writeErr: (text) => output.err(text.trimEnd()) })
    .addOption(new Option('--data <dir>', 'folder of the embedded store and received files').env('KITH_DATA'))
    .addOption(new Option('--area <dir>', "folder of the area's definitions").env('KITH_AREA'))
    .addHelpText('after', exits)
    .exitOverride();
  startCommand(program, output, finish);
  feedCommands(program, output, finish);
  linkCommand(program, output);
  pathwayCommands(program, output, finish);
  caseCommands(program, output, finish);
  returnCommands(program, output, finish);
  dischargeCommands(program, output, finish);
  personCommand(program, output, finish);
  matchCommand(program, output);
  organisationCommand(program, output);
  linkageCommands(program, output);
  accessCommands(program, output);
  keyCommands(program, output, finish);
  userCommands(program, output);
  auditCommands(program, output, finish);
  weatherCommands(program, output, finish);
  sensorCommands(program, output, finish);
  alertCommands(program, output);
  cohortCommand(program, output);
  dataRightsCommands(program, output);
  areaCommands(program, output, finish);
  radarCommands(program, output);
  for (const command of program.commands) {
    command.exitOverride();
    for (const inner of command.commands) inner.exitOverride();
  }
  return program;
}

/** Runs one command line. @returns the exit status */
export async function run(argv: string[], output: Output = terminal): Promise<number> {
  let status = 0;
  const program = programOf(output, (code) => void (status = code));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorCodes['usage.invalid'].exit;
    if (error instanceof KithError) {
      output.err(`${error.message}${error.mend === null ? '' : `\n${error.mend}`}`);
      return error.exitStatus;
    }
    output.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}
