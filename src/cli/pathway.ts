import type { Command } from 'commander';
import { rolesHeld } from '../access/index.ts';
import { KithError, readArea, readWhen, refuseProblems, showDate, systemClock, type Problem } from '../kernel/index.ts';
import { checkScenarios, formOf, listFields, pathwayOf, readPathways, walk, type Answers, type Due, type PathwayDefinition, type ScenarioReport, type Walk } from '../pathways/index.ts';
import { plural, table, type Output } from './output.ts';
import { interchangeCommands, readJson } from './pathway-interchange.ts';
import { configOf } from './with-kith.ts';

/** `pathway`: the area's pathways, their forms, and a walk through one with sample answers. Needs no store, keeps nothing, tells nobody. */
export function pathwayCommands(program: Command, output: Output, finish: (status: number) => void): void {
  const pathway = program.command('pathway').description('pathways of the area: what they ask, and a walk through one with sample answers');

  interchangeCommands(pathway, output, finish, pathwaysOf);

  pathway
    .command('list')
    .description('pathways of the area, with their forms')
    .option('--json', 'print as JSON')
    .action((options: { json?: boolean }, command: Command) => {
      const found = pathwaysOf(command).map(({ id, version, title, about, forms }) => ({ id, version, title, about, forms: Object.keys(forms) }));
      output.out(options.json === true ? JSON.stringify(found, null, 2) : table(['Pathway', 'Version', 'Title', 'Forms'], found.map((p) => [p.id, p.version, p.title, p.forms.join(', ')])));
    });

  pathway
    .command('form')
    .argument('<pathway>', 'id of the pathway')
    .argument('<form>', 'id of the form')
    .description('questions of a form in order, and what may be answered')
    .option('--json', 'print as JSON')
    .action((id: string, formId: string, options: { json?: boolean }, command: Command) => {
      const form = formOf(pathwayOf(pathwaysOf(command), id), formId);
      const fields = listFields(form);
      if (options.json === true) {
        output.out(JSON.stringify({ pathway: id, form: formId, title: form.title, source: form.source, fields }, null, 2));
        return;
      }
      const rows = fields.map((f) => [f.name, f.type, f.required ? 'yes' : '', f.options?.join(', ') ?? (f.min === undefined ? '' : `${f.min} to ${f.max}${f.unit === undefined ? '' : ` ${f.unit}`}`), f.title]);
      output.out(`${form.title} (${form.source})\n\n${table(['Name', 'Type', 'Required', 'Answers', 'Question'], rows)}`);
    });

  pathway
    .command('run')
    .argument('<pathway>', 'id of the pathway')
    .requiredOption('--answers <file>', 'JSON: answers by field name, or by form and field name; - reads standard input')
    .option('--form <form>', 'form the answers are of; the first when not given')
    .option('--on <date>', 'day, or day and time, on which it begins; now when not given')
    .option('--json', 'print as JSON')
    .description('walk a pathway with sample answers: what each form comes to, where a case would stand, deadlines and notices')
    .action((id: string, options: { answers: string; form?: string; on?: string; json?: boolean }, command: Command) => {
      const found = pathwayOf(pathwaysOf(command), id);
      const walked = walk(found, readAnswers(options.answers), startOf(options.on), options.form);
      output.out(options.json === true ? JSON.stringify(walked, null, 2) : inWords(found, walked));
      if (walked.problems.length > 0) {
        if (options.json !== true) output.err(`${plural(walked.problems.length, 'answer')} could not be taken.`);
        finish(3);
      }
    });
  pathwayTestCommand(pathway, output, finish);
}

/** `pathway test`: the scenarios that stand beside the pathways, and what of each pathway none of them passes through. */
function pathwayTestCommand(pathway: Command, output: Output, finish: (status: number) => void): void {
  pathway
    .command('test')
    .argument('[pathway]', 'id of one; all of the area when not given')
    .option('--json', 'print as JSON')
    .description('run the scenarios in pathways/scenarios/: what is not as they say, and what of each pathway none of them passes through')
    .action((id: string | undefined, options: { json?: boolean }, command: Command) => {
      const { area } = configOf(command);
      const all = pathwaysOf(command);
      const { reports, problems } = checkScenarios(area, id === undefined ? all : [pathwayOf(all, id)], id);
      if (options.json === true) output.out(JSON.stringify({ reports, problems }, null, 2));
      else output.out(scenariosInWords(reports.filter((report) => report.has.transitions > 0), problems));
      if (problems.length > 0 || reports.some((report) => report.uncovered.length > 0)) finish(2);
    });
}

/** What goes otherwise than the scenarios of an area say, and what they do not cover, as problems of the area. */
export function scenarioProblems(dir: string): Problem[] {
  const { reports, problems } = checkScenarios(dir, pathwaysIn(dir));
  return [...problems, ...reports.flatMap((one) => one.uncovered.map(({ path, says }) => ({ file: `pathways/${one.pathway}.yaml`, line: 1, path: path.join('.'), message: `No scenario covers ${says}.`, mend: `Add one in pathways/scenarios/${one.pathway}.yaml.` })))];
}

/** How scenarios went, as a table; then each problem with its mend, and what is not covered. */
function scenariosInWords(reports: readonly ScenarioReport[], problems: readonly Problem[]): string {
  const of = (kind: 'states' | 'decisions' | 'deadlines', report: ScenarioReport, total: number): string => `${total - report.uncovered.filter(({ path }) => path[0] === kind).length} of ${total}`;
  const rows = reports.map((one) => [one.pathway, String(one.scenarios), String(one.tables), of('states', one, one.has.transitions), of('decisions', one, one.has.rules), of('deadlines', one, one.has.deadlines)]);
  return [
    table(['Pathway', 'Scenarios', 'Rows tried', 'Steps covered', 'Rules covered', 'Deadlines covered'], rows),
    ...problems.map((p) => `${p.file}:${p.line} ${p.path}: ${p.message}\n    ${p.mend}`),
    ...reports.filter((one) => one.uncovered.length > 0).map((one) => `No scenario of ${one.pathway} covers:\n${one.uncovered.map(({ says }) => `    ${says}`).join('\n')}`),
  ].join('\n\n');
}

const pathwaysOf = (command: Command): PathwayDefinition[] => pathwaysIn(configOf(command).area);

function pathwaysIn(dir: string): PathwayDefinition[] {
  const { area, problems } = readArea(dir);
  refuseProblems(problems);
  if (area === null) throw new Error('an area without problems can be read');
  return readPathways(area, rolesHeld(area));
}

function startOf(on: string | undefined): Date {
  if (on === undefined) return systemClock.now();
  const read = readWhen(on);
  if (read === null || read.length < 10) throw new KithError('usage.invalid', `--on ${on} is not a day.`, { mend: 'Give a day, such as 2026-12-23, or a day and time, such as 2026-12-23T16:30.' });
  return new Date(read.length === 10 ? `${read}T12:00:00Z` : read);
}

function readAnswers(file: string): Answers {
  const parsed = readJson(file);
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) throw new KithError('usage.invalid', `${file} is not a JSON object of answers.`, { mend: 'Write { "field_name": answer, … }; "kith pathway form" lists the fields.' });
  return parsed as Answers;
}

const showDue = ({ day, at }: Due): string => `${showDate(day)}${at === null ? '' : ` ${new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' })}`}`;

function inWords(pathway: PathwayDefinition, walked: Walk): string {
  const form = formOf(pathway, walked.form);
  const title = new Map(listFields(form).map((f) => [f.name, f.title]));
  const parts = [`${pathway.title}, version ${pathway.version}: ${form.title}\nOutcome: ${walked.outcome ?? 'none'}${walked.because === null ? '' : `. ${walked.because}.`}`];
  for (const s of walked.scores) parts.push(s.total === null ? `${s.title}: incomplete. Not answered: ${s.missing.join(', ')}.` : `${s.title}: ${s.total}${s.band === null ? '' : ` (${s.band.title})${s.band.advice === null ? '' : `. ${s.band.advice}.`}`}`);
  if (walked.problems.length > 0) parts.push(`Answers that could not be taken\n${walked.problems.map((p) => `  ${p.field}: ${p.says}`).join('\n')}`);
  if (walked.missing.length > 0) parts.push(`Not answered\n${walked.missing.map((name) => `  ${name}: ${title.get(name) ?? ''}`).join('\n')}`);
  if (walked.steps.length > 0) {
    const name = (id: string): string => pathway.states[id]?.title ?? id;
    parts.push(table(['State', 'Form', 'Outcome', 'Done', 'Then'], walked.steps.map((s) => [name(s.state), s.form, s.outcome ?? '', s.action ?? 'nothing yet', s.to === null ? '' : name(s.to)])));
  }
  if (walked.state !== null) parts.push(`A case would stand at: ${walked.state.title}${walked.state.end ? ' (an end)' : ''}`);
  if (walked.deadlines.length > 0) parts.push(table(['Deadline', 'Due', 'Warned', 'Owner', ''], walked.deadlines.map((d) => [d.title, showDue(d.due), d.warn === null ? '' : showDue(d.warn), d.owner, d.state])));
  if (walked.notices.length > 0) parts.push(table(['Notice to', 'By', 'Says'], walked.notices.map((n) => [n.to, n.channel, n.says])));
  return parts.join('\n\n');
}
