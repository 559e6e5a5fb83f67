import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { KithError } from '../kernel/index.ts';
import { bareForm, formOf, pathwayOf, readQuestionnaire, readResponse, toPlanDefinition, toQuestionnaire, toResponse, type Answers, type PathwayDefinition } from '../pathways/index.ts';
import { plural, type Output } from './output.ts';

const largestFile = 5_000_000;

/** `pathway export`, `import-form`, `import-answers`: forms and answers in FHIR R4. */
export function interchangeCommands(pathway: Command, output: Output, finish: (status: number) => void, pathwaysOf: (command: Command) => PathwayDefinition[]): void {
  pathway
    .command('export')
    .argument('<pathway>', 'id of the pathway')
    .option('--form <form>', 'one form; the pathway as a PlanDefinition with every form, in a Bundle, when not given')
    .option('--answers <file>', 'JSON of answers: give the QuestionnaireResponse of --form instead')
    .option('--fhir', 'as FHIR R4 (the only way there is)')
    .description('a pathway as a FHIR R4 PlanDefinition, and its forms as Questionnaires (SDC)')
    .action((id: string, options: { form?: string; answers?: string }, command: Command) => {
      const found = pathwayOf(pathwaysOf(command), id);
      if (options.form === undefined) {
        if (options.answers !== undefined) throw new KithError('usage.invalid', 'Answers are of one form.', { mend: `Say which with --form: ${Object.keys(found.forms).join(', ')}.` });
        const entry = Object.entries(found.forms).map(([form, definition]) => ({ resource: toQuestionnaire(found, form, definition) }));
        output.out(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: toPlanDefinition(found) }, ...entry] }, null, 2));
        return;
      }
      const form = formOf(found, options.form);
      output.out(JSON.stringify(options.answers === undefined ? toQuestionnaire(found, options.form, form) : toResponse(found, options.form, form, readJson(options.answers) as Answers, { status: 'completed' }), null, 2));
    });

  pathway
    .command('import-form')
    .argument('<file>', 'a FHIR R4 Questionnaire in JSON; - reads standard input')
    .description('a FHIR R4 Questionnaire as a form in YAML, to be put under forms: of a pathway; what has no place is said on standard error')
    .action((file: string) => {
      const { form, notes } = readQuestionnaire(readJson(file));
      output.out(stringify({ [idOf(form.title)]: bareForm(form) }, { lineWidth: 140 }).trimEnd());
      if (notes.length > 0) output.err(`${plural(notes.length, 'thing')} to look at\n${notes.map(({ linkId, says }) => `  ${linkId === '' ? 'the form' : linkId}: ${says}`).join('\n')}`);
    });

  pathway
    .command('import-answers')
    .argument('<pathway>', 'id of the pathway')
    .argument('<form>', 'id of the form')
    .argument('<file>', 'a FHIR R4 QuestionnaireResponse in JSON; - reads standard input')
    .description('a FHIR R4 QuestionnaireResponse as answers in JSON, held to the form')
    .action((id: string, formId: string, file: string, _options: object, command: Command) => {
      const { answers, problems } = readResponse(formOf(pathwayOf(pathwaysOf(command), id), formId), readJson(file));
      output.out(JSON.stringify(answers, null, 2));
      if (problems.length === 0) return;
      output.err(`${plural(problems.length, 'answer')} could not be taken\n${problems.map((p) => `  ${p.field}: ${p.says}`).join('\n')}`);
      finish(1);
    });
}

const idOf = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '').replace(/-+$/, '').slice(0, 40) || 'form';

/** JSON in a file, of a size that is read at once. Throws `usage.invalid` where it cannot be read. */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new KithError('usage.invalid', `${file} cannot be read.`, { mend: 'Give the path of a JSON file, or - for standard input.', cause });
  }
  if (text.length > largestFile) throw new KithError('usage.invalid', `${file} is larger than ${largestFile.toLocaleString('en-GB')} characters.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new KithError('usage.invalid', `${file} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  }
}
