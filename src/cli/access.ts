import type { Command } from 'commander';
import { compareAccess, type AccessChange, type Explanation, type Standing } from '../access/index.ts';
import { KithError, readDate, showDate, systemClock } from '../kernel/index.ts';
import { plural, table, type Output } from './output.ts';
import { configOf, withKith } from './with-kith.ts';

interface ExplainOptions {
  user: string;
  person: string;
  purpose?: string;
  team?: string;
  json?: boolean;
}

/** `access`: who may know what, and why. */
export function accessCommands(program: Command, output: Output): void {
  const access = program.command('access').description('who may know what of whom, and why');

  access
    .command('explain')
    .description('what a user may know of a person, category by category, and every rule that was applied; the question is logged')
    .requiredOption('--user <user>', 'user it is about')
    .requiredOption('--person <identifier>', 'NHS number, local id or person id')
    .option('--purpose <purpose>', 'what they are looking for; needed when they have several')
    .option('--team <team>', 'team they act for; needed when they have several')
    .option('--json', 'print as JSON')
    .action(async (options: ExplainOptions, command: Command) => {
      const explanation = await withKith(command, ({ access: door, records }) =>
        door.reading(door.session(options.user, options.team, options.purpose), { action: 'explain', persons: [], request: 'command line' }, async (reading) => {
          const personId = await records.resolve(reading, options.person);
          if (personId === null) throw notFound(options.person);
          return door.explain(reading, reading.session, personId);
        }),
      );
      output.out(options.json === true ? JSON.stringify(explanation, null, 2) : inWords(explanation));
    });

  access
    .command('diff')
    .argument('<after>', 'folder of the area as it would be')
    .option('--before <folder>', 'folder of the area as it is; the configured one when not given')
    .option('--on <date>', 'day on which both are applied; today when not given')
    .option('--json', 'print as JSON')
    .description('who gains and who loses what between two versions of the access files, before they are put in force')
    .action((after: string, options: { before?: string; on?: string; json?: boolean }, command: Command) => {
      const on = options.on === undefined ? systemClock.today() : readDate(options.on);
      if (on === null || on.length !== 10) throw new KithError('usage.invalid', `--on ${options.on} is not a day.`, { mend: 'Give a day, such as 2027-04-01.' });
      const changes = compareAccess(options.before ?? configOf(command).area, after, on);
      output.out(options.json === true ? JSON.stringify({ on, changes }, null, 2) : changesInWords(changes, on));
    });
}

/** The same whether there is nobody, somebody sealed, or somebody whom a number the user may not know of would find. */
const notFound = (identifier: string): KithError =>
  new KithError('person.not-found', `Nobody with the identifier "${identifier}" is in the records this user may search.`, { mend: 'Check the number; a person may be known to a service that does not share with them.' });

function inWords({ session, on, categories }: Explanation): string {
  const heading = `What ${session.name} of ${session.teamName} may know for ${session.purposeName}, on ${showDate(on)}.`;
  const parts = categories.map(({ name, decision, steps }) => {
    const rules = steps.map((step) => `    ${step.holds ? 'yes' : 'NO '} ${step.rule.padEnd(17)} ${step.says}`);
    const desk = decision.desk === undefined ? [] : [`    Ring ${decision.desk.name}, ${decision.desk.phone}.`];
    return [`${name}: ${decision.level.toUpperCase()}${decision.basis === null ? '' : ` (${decision.basis})`}`, ...rules, ...desk].join('\n');
  });
  return [heading, ...parts].join('\n\n');
}

const everybody = 9;
const ties = { none: 'people with no tie to them', organisation: 'people their organisation works with', team: 'people their team works with' } as const;

/** Of whom it is true: marks are named only where they matter. */
function ofWhom(of: readonly Standing[]): string {
  if (of.length === everybody) return 'everybody';
  const byTie = Map.groupBy(of, (s) => s.relationship);
  return [...byTie]
    .map(([tie, list]) => {
      const plain = list.some((s) => s.mark === null);
      const marked = list.flatMap((s) => (s.mark === null ? [] : [s.mark === 'objection' ? 'who object' : 'who are staff']));
      return plain ? ties[tie] : `${ties[tie]} ${marked.join(' or ')}`;
    })
    .join('; ');
}

function changesInWords(changes: readonly AccessChange[], on: string): string {
  if (changes.length === 0) return `Nobody gains or loses anything on ${showDate(on)}.`;
  const rows = (list: readonly AccessChange[]): string => table(['User', 'Team', 'Purpose', 'Data', 'Before', 'After', 'Of'], list.map((c) => [c.name, c.team, c.purpose, c.category, c.before, c.after, ofWhom(c.of)]));
  const [gains, losses] = [changes.filter((c) => c.gains), changes.filter((c) => !c.gains)];
  return [
    `On ${showDate(on)}: ${plural(gains.length, 'gain')}, ${plural(losses.length, 'loss', 'losses')}.`,
    ...(gains.length === 0 ? [] : [`Gains\n${rows(gains)}`]),
    ...(losses.length === 0 ? [] : [`Losses\n${rows(losses)}`]),
  ].join('\n\n');
}
