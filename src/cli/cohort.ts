import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { showDate } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { coarse } from '../radar/index.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

interface As {
  as: string;
  team?: string;
  purpose?: string;
  json?: boolean;
}

/** People told on the command line; a worklist holds more. */
const told = 100;

const count = (n: number | null): string => (n === null ? 'not shown' : n.toLocaleString('en-GB'));

/** `cohort`: lists of people with several things in common, under the same decisions and log rows as the pages. */
export function cohortCommand(program: Command, output: Output): void {
  const cohort = program.command('cohort').description('people who have several things in common: list, count, show');
  const shared = (command: Command): Command =>
    command
      .requiredOption('--as <user>', 'user who asks')
      .option('--purpose <purpose>', 'what it is for; needed when they have several')
      .option('--team <team>', 'team they act for; needed when they have several')
      .option('--json', 'print as JSON');

  shared(cohort.command('list').description('cohorts this user may open, with the newest count of each')).action(async (options: As, command: Command) => {
    output.out(await withKith(command, (kith) => list(kith, options)));
  });
  shared(cohort.command('count').argument('<cohort>', 'id of a cohort').description('how many are in a cohort, and how each criterion narrows them down')).action(async (id: string, options: As, command: Command) => {
    output.out(await withKith(command, (kith) => counted(kith, id, options)));
  });
  shared(cohort.command('show').argument('<cohort>', 'id of a cohort').description('who is in a cohort and why; each look is logged'))
    .option('--csv <file>', 'write all of them as a worklist; each is logged as exported')
    .action(async (id: string, options: As & { csv?: string }, command: Command) => {
      output.out(await withKith(command, (kith) => (options.csv === undefined ? show(kith, id, options) : worklist(kith, id, options, options.csv))));
    });
}

const sessionOf = ({ access }: Kith, options: As) => access.session(options.as, options.team, options.purpose);

async function list(kith: Kith, options: As): Promise<string> {
  const session = sessionOf(kith, options);
  const lists = kith.access.may(session, 'cohort');
  const rows = (await kith.cohorts.list(session)).map(({ cohort, counted: last }) => ({ id: cohort.id, title: cohort.title, people: last === null ? null : lists ? last.people : coarse(last.people), day: last?.day ?? null, whose: cohort.saved?.ownerName ?? null }));
  if (options.json) return JSON.stringify(rows, null, 2);
  return table(['Cohort', 'Title', 'People', 'Counted', 'Whose'], rows.map((r) => [r.id, r.title, r.day === null ? '–' : count(r.people), r.day === null ? 'never' : showDate(r.day), r.whose ?? 'the area']));
}

async function counted(kith: Kith, id: string, options: As): Promise<string> {
  const session = sessionOf(kith, options);
  const cohort = await kith.cohorts.one(session, id);
  const lists = kith.access.may(session, 'cohort');
  const found = lists ? await kith.cohorts.count(session, cohort.criteria, { what: cohort.title }) : await kith.cohorts.countOnly(session, cohort);
  const shown = (n: number): number | null => (lists ? n : coarse(n));
  const funnel = [{ words: 'Everybody living in the records', left: shown(found.everybody) }, ...found.funnel.map(({ words, left }) => ({ words, left: shown(left) }))];
  if (options.json) return JSON.stringify({ cohort: cohort.id, title: cohort.title, people: shown(found.people), funnel }, null, 2);
  return `${cohort.title}\n\n${table(['Criterion', 'Left'], funnel.map((f) => [f.words, count(f.left)]))}`;
}

async function show(kith: Kith, id: string, options: As): Promise<string> {
  const session = sessionOf(kith, options);
  const cohort = await kith.cohorts.one(session, id);
  const { ids, people } = await kith.cohorts.count(session, cohort.criteria, { what: cohort.title });
  const rows = await kith.access.reading(session, { action: 'cohort', persons: [], request: `list: ${cohort.title} (command line)` }, (reading) => kith.cohorts.people(reading, cohort.criteria, ids.slice(0, told)));
  if (options.json) return JSON.stringify({ cohort: cohort.id, people, shown: rows.map(({ summary, because }) => ({ personId: summary.personId, displayName: summary.displayName, birthDate: summary.birthDate, because })) }, null, 2);
  const more = people > rows.length ? `\n${plural(people - rows.length, 'more person', 'more people')}: --csv <file> writes all of them.` : '';
  return `${cohort.title}: ${plural(people, 'person', 'people')}\n\n${table(['Person', 'Born', 'Is here because'], rows.map(({ summary, because }) => [summary.displayName, summary.birthDate === null ? 'Not known' : showDate(summary.birthDate), because.join('; ')]))}${more}`;
}

async function worklist(kith: Kith, id: string, options: As, file: string): Promise<string> {
  const session = sessionOf(kith, options);
  const { csv, people } = await kith.cohorts.worklist(session, await kith.cohorts.one(session, id));
  writeFileSync(file, csv, { mode: 0o600 });
  return `${file}: ${plural(people, 'person', 'people')}, each logged as exported. Delete it when the work is done.`;
}
