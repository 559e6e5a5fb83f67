import { closeSync, openSync, writeSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { auditFormats, type AuditFormat } from '../access/index.ts';
import { KithError, londonInstant, nextDay, readDate } from '../kernel/index.ts';
import { plural, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

interface ExportOptions {
  as: string;
  team?: string;
  purpose?: string;
  from: string;
  to: string;
  format: AuditFormat;
  out?: string;
}

/** `audit export`: the log of some days, a line for each event, for the system that watches logs. */
export function exportCommand(audit: Command, output: Output): void {
  audit
    .command('export')
    .description('the log of some days as FHIR AuditEvents (IHE BALP), or as its rows; a line each; that it was exported is logged')
    .requiredOption('--as <user>', 'who takes it: somebody who answers for the log')
    .option('--team <team>', 'team they act for; needed when they have several')
    .option('--purpose <purpose>', 'what for; needed when they have several')
    .requiredOption('--from <date>', 'first day')
    .requiredOption('--to <date>', 'last day')
    .addOption(new Option('--format <format>', 'FHIR AuditEvents, or rows as they are sealed').choices(auditFormats).default('balp'))
    .option('--out <file>', 'write to a file instead')
    .action(async (options: ExportOptions, command: Command) => {
      const [first, last] = [dayOf('--from', options.from), dayOf('--to', options.to)];
      const file = options.out === undefined ? null : openSync(options.out, 'wx', 0o600);
      try {
        const lines = await withKith(command, ({ access }) =>
          access.exportAudit(access.session(options.as, options.team, options.purpose), { from: londonInstant(first, 0), to: londonInstant(nextDay(last), 0), format: options.format }, (text) => (file === null ? output.out(text) : void writeSync(file, `${text}\n`))),
        );
        output.err(`${plural(lines, 'line')}.`);
      } finally {
        if (file !== null) closeSync(file);
      }
    });
}

function dayOf(option: string, text: string): string {
  const day = readDate(text);
  if (day === null || day.length !== 10) throw new KithError('usage.invalid', `${option} ${text} is not a day.`, { mend: 'Give a day, such as 2026-11-26.' });
  return day;
}
