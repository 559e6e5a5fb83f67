import { Option, type Command } from 'commander';
import { KithError, londonTime, newId, showDate } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { toCaseBundle, worklistTabs, type CaseDetail, type ListedCase, type MigrationReport, type WorklistTab } from '../pathways/index.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

interface Acting {
  as: string;
  purpose?: string;
  team?: string;
  json?: boolean;
}

const acting = (command: Command): Command =>
  command
    .requiredOption('--as <user>', 'user who asks')
    .option('--purpose <purpose>', 'what it is for; needed when they have several')
    .option('--team <team>', 'team they act for; needed when they have several')
    .option('--json', 'print as JSON');

const sessionOf = ({ access }: Kith, { as, team, purpose }: Acting) => access.session(as, team, purpose);
const day = (at: Date | null): string => (at === null ? '' : showDate(londonTime(at).day));

/** `case`: cases of a worklist, one case, a new one, under the same decision and log row as a page; and `pathway migrate`. */
export function caseCommands(program: Command, output: Output, finish: (status: number) => void): void {
  const cases = program.command('case').description('cases of pathways, as a user may see them; every look is logged');

  acting(cases.command('list').description("a part of the user's worklist").addOption(new Option('--tab <tab>', 'which part').choices([...worklistTabs]).default('team'))).action(async (options: Acting & { tab: WorklistTab }, command: Command) => {
    const page = await withKith(command, (kith) => kith.cases.work.list(sessionOf(kith, options), { tab: options.tab, filter: {}, sort: 'due', offset: 0 }));
    output.out(options.json === true ? JSON.stringify(page, null, 2) : page.items.length === 0 ? 'Nothing is here.' : table(['Case', 'Person', 'Pathway', 'State', 'Due', 'Worker'], page.items.map(row)));
    if (page.next !== null) output.err('There are more; the portal shows them all.');
  });

  acting(cases.command('show').argument('<case>', 'reference of the case, such as CHC-000123').description('one case: where it stands, deadlines, tasks, what was done').option('--fhir', 'print its tasks and completed forms as a FHIR R4 Bundle')).action(async (reference: string, options: Acting & { fhir?: boolean }, command: Command) => {
    const { detail, teamName } = await withKith(command, async (kith) => ({ detail: await kith.cases.desk.one(sessionOf(kith, options), await idOf(kith, reference)), teamName: kith.cases.teamName }));
    if (options.fhir === true) {
      output.out(JSON.stringify(toCaseBundle(detail, teamName, newId), null, 2));
      return;
    }
    output.out(options.json === true ? JSON.stringify({ ...detail, pathway: { id: detail.pathway.id, version: detail.pathway.version } }, null, 2) : describe(detail));
  });

  acting(
    cases.command('open').argument('<pathway>', 'id of the pathway').argument('<identifier>', 'NHS number, local id or person id').description('open a case of a person').option('--note <text>', 'what to say in its chronology'),
  ).action(async (pathway: string, person: string, options: Acting & { note?: string }, command: Command) => {
    const made = await withKith(command, async (kith) => {
      const session = sessionOf(kith, options);
      if (!kith.cases.desk.startable(session).some((p) => p.id === pathway)) throw new KithError('access.refused', `A ${session.role.replaceAll('-', ' ')} opens no case of "${pathway}".`, { mend: '"kith pathway list" has the pathways of the area.' });
      const personId = await kith.access.reading(session, { action: 'search', persons: [], request: 'command line' }, (reading) => kith.records.resolve(reading, person));
      if (personId === null) throw nobody(person);
      const { caseId } = await kith.cases.desk.open(session, { personId, pathway, ...(options.note === undefined ? {} : { note: options.note }) }).catch((error: unknown) => {
        throw error instanceof KithError && error.code === 'person.not-found' ? nobody(person) : error;
      });
      return kith.cases.desk.one(session, caseId).then((d) => ({ caseId, reference: d.reference }), () => ({ caseId, reference: null }));
    });
    output.out(options.json === true ? JSON.stringify(made, null, 2) : `Opened ${made.reference ?? made.caseId}.`);
  });

  program.commands
    .find((c) => c.name() === 'pathway')
    ?.command('migrate')
    .argument('<pathway>', 'id of the pathway')
    .option('--to <version>', 'version to move to; that of the file when not given')
    .option('--apply', 'do it; without it, only say what would happen')
    .option('--json', 'print as JSON')
    .description('move every open case of a pathway onto the version of its file; refuses while one cannot be moved')
    .action(async (pathway: string, options: { to?: string; apply?: boolean; json?: boolean }, command: Command) => {
      const report = await withKith(command, (kith) => kith.cases.migrate(pathway, { apply: options.apply === true, ...(options.to === undefined ? {} : { to: Number(options.to) }) }));
      output.out(options.json === true ? JSON.stringify(report, null, 2) : inWords(report, options.apply === true));
      if (report.cannot.length > 0) finish(3);
    });
}

async function idOf({ cases }: Kith, reference: string): Promise<string> {
  const caseId = await cases.desk.find(reference);
  if (caseId === null) throw new KithError('person.not-found', 'There is no such case that you may see.', { mend: 'Give a reference such as CHC-000123.' });
  return caseId;
}

/** Said alike of whom there is not, and of whom it may not be told that they are there. */
const nobody = (identifier: string): KithError => new KithError('person.not-found', `Nobody with the identifier "${identifier}" is in the records you may search.`);

const row = (item: ListedCase): string[] =>
  item.kind === 'restricted' ? [item.reference, 'Restricted', '', '', '', ''] : [item.reference, item.person.name, item.pathwayTitle, item.stateTitle, `${day(item.case.dueAt)}${item.overdue ? ' (late)' : ''}`, item.case.workerName ?? ''];

function describe(d: CaseDetail): string {
  const parts = [
    `${d.reference}  ${d.pathway.title}\n${d.person.name}${d.person.born === null ? '' : `, born ${showDate(d.person.born)}`}\n${d.state.title} since ${day(d.case.since)} · ${d.teamName} · ${d.case.workerName ?? 'nobody yet'} · ${d.priority}`,
    ...(d.clocks.length === 0 ? [] : [table(['Deadline', 'Due', 'Stands'], d.clocks.map((k) => [k.title, showDate(k.dueDay), `${k.state}${k.breachedAt === null ? '' : ', late'}`]))]),
    ...(d.tasks.length === 0 ? [] : [table(['Task', 'Whose', 'Due', 'Stands'], d.tasks.map((t) => [t.title, t.assigneeName ?? t.role, day(t.dueAt), t.state]))]),
    ...(d.actions.length === 0 ? [] : [`Ways on\n${d.actions.map((a) => `  ${a.action} → ${a.toTitle}${a.because === null ? '' : ` (${a.because})`}`).join('\n')}`]),
    table(['When', 'What', 'Who', 'Note'], d.steps.slice(0, 20).map((s) => [day(s.at), s.toState === null ? s.kind : `${s.kind}: ${d.pathway.states[s.toState]?.title ?? s.toState}`, s.userName ?? 'Kith', s.note ?? ''])),
  ];
  return parts.join('\n\n');
}

function inWords(report: MigrationReport, asked: boolean): string {
  if (report.cannot.length > 0) {
    return `${plural(report.cannot.length, 'case')} of ${report.title} cannot be moved to version ${report.to}, so none is:\n${report.cannot.map((c) => `  ${c.reference} (version ${c.version}): ${c.because.join('; ')}`).join('\n')}\nAdd what is missing to migrate in its file.`;
  }
  if (report.cases === 0) return `Every open case of ${report.title} is on version ${report.to}.`;
  const counted = (what: Record<string, number>): string => Object.entries(what).map(([name, n]) => `  ${name}: ${plural(n, 'case')}`).join('\n');
  return [
    report.applied ? `${plural(report.cases, 'case')} of ${report.title} moved to version ${report.to}.` : `${plural(report.cases, 'case')} of ${report.title} would be moved to version ${report.to}.`,
    ...(report.again.length === 0 ? [] : [`The form has to be completed again in: ${report.again.join(', ')}`]),
    ...(Object.keys(report.dropped).length === 0 ? [] : [`Answers that stay in the history only\n${counted(report.dropped)}`]),
    ...(Object.keys(report.stops).length === 0 ? [] : [`Deadlines that no longer run\n${counted(report.stops)}`]),
    ...(asked ? (report.applied ? [] : ['Some cases were being worked on: run it again for those.']) : ['Nothing was changed. Run it again with --apply.']),
  ].join('\n\n');
}
