import type { Questionnaire, QuestionnaireItem, ValueSet } from '@medplum/fhirtypes';
import { KithError } from '../../kernel/index.ts';
import { formSchema, type FormDefinition } from '../definition/form-schema.ts';
import { extensionOf, type Draft, type ImportNote, type ReadContext } from './read-item.ts';
import { apply, readPages } from './read-items.ts';
import { extensions } from './urls.ts';

/** A Questionnaire read: the form, the names its link ids were given, and what had no place. */
export interface ImportedForm {
  form: FormDefinition;
  names: Record<string, string>;
  notes: ImportNote[];
}

/** Deeper than this, or of more items, is no form that anybody fills in. */
const limits = { depth: 12, items: 2_000 };

/**
 * Reads a FHIR R4 Questionnaire as a form. What a form cannot hold is noted, never dropped in silence.
 * Throws `usage.invalid` where it is none, is too large, or asks nothing that can be asked.
 */
export function readQuestionnaire(given: unknown): ImportedForm {
  const questionnaire = given as Questionnaire;
  if (questionnaire === null || typeof questionnaire !== 'object' || questionnaire.resourceType !== 'Questionnaire') throw new KithError('usage.invalid', 'This is no FHIR Questionnaire.', { mend: 'Give a JSON file whose resourceType is Questionnaire.' });
  const items = questionnaire.item ?? [];
  checkItems(items);
  const notes: ImportNote[] = [];
  const names = new Map<string, string>();
  const context: ReadContext = {
    nameOf: (item) => nameFor(item, names),
    known: (linkId) => names.get(linkId) ?? null,
    note: (linkId, says) => void notes.push({ linkId, says }),
    valueSets: new Map((questionnaire.contained ?? []).flatMap((one): [string, ValueSet][] => (one.resourceType === 'ValueSet' && one.id !== undefined ? [[one.id, one]] : []))),
  };
  const title = questionnaire.title ?? questionnaire.name ?? 'Imported form';
  const rest = JSON.parse(extensionOf(questionnaire, extensions.rest)?.valueString ?? '{}') as Draft;
  noteHead(questionnaire, rest, context);
  const draft = apply(
    {
      title,
      ...(questionnaire.description === undefined ? {} : { intro: questionnaire.description }),
      source: extensionOf(questionnaire, extensions.citation)?.valueString ?? sourceOf(questionnaire),
      pages: readPages(items, title, context),
    },
    rest,
  );
  const parsed = formSchema.safeParse(draft);
  if (!parsed.success) throw new KithError('usage.invalid', `It cannot be made a form: ${parsed.error.issues.slice(0, 3).map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}.`, { mend: 'Mend the Questionnaire, or write the form by hand.' });
  return { form: parsed.data, names: Object.fromEntries(names), notes };
}

function sourceOf({ publisher, url, version }: Questionnaire): string {
  return [publisher, url === undefined ? undefined : `${url}${version === undefined ? '' : ` version ${version}`}`].filter((part) => part !== undefined).join(', ') || 'A FHIR Questionnaire that does not say';
}

function noteHead(questionnaire: Questionnaire, rest: Draft, context: ReadContext): void {
  const { outcome } = rest as { outcome?: { decision?: string } };
  if (outcome?.decision !== undefined) context.note('', `it comes to the decision "${outcome.decision}", which belongs to the pathway and is not inside`);
  for (const { url } of questionnaire.extension ?? []) if (![extensions.citation, extensions.rest, extensions.launchContext].includes(url as typeof extensions.rest)) context.note('', `extension ${url} has no place`);
  for (const part of ['purpose', 'copyright', 'approvalDate', 'lastReviewDate', 'effectivePeriod', 'derivedFrom', 'useContext', 'contact', 'jurisdiction'] as const) if (questionnaire[part] !== undefined) context.note('', `its ${part} has no place: ${JSON.stringify(questionnaire[part]).slice(0, 200)}`);
  for (const code of questionnaire.code ?? []) context.note('', `the form as a whole is ${code.display ?? code.code ?? 'coded'} of ${code.system ?? 'no system'}, which has no place`);
}

function checkItems(items: readonly QuestionnaireItem[]): void {
  let count = 0;
  const seen = new Set<string>();
  const visit = (all: readonly QuestionnaireItem[], depth: number): void => {
    if (depth > limits.depth || (count += all.length) > limits.items) throw new KithError('usage.invalid', `It has more than ${limits.items.toLocaleString('en-GB')} items, or is nested more than ${limits.depth} deep.`);
    for (const item of all) {
      if (typeof item.linkId !== 'string' || item.linkId === '') throw new KithError('usage.invalid', 'An item has no linkId.', { mend: 'Every item of a Questionnaire has a linkId.' });
      if (seen.has(item.linkId)) throw new KithError('usage.invalid', `Two items have the linkId ${item.linkId}.`, { mend: 'Each linkId stands once in a Questionnaire.' });
      seen.add(item.linkId);
      visit(item.item ?? [], depth + 1);
    }
  };
  visit(items, 1);
}

/** A name an expression can use: the link id where it is one, or else made of the words; within a repeat, the last part. */
function nameFor(item: QuestionnaireItem, names: Map<string, string>): string {
  const given = names.get(item.linkId);
  if (given !== undefined) return given;
  const last = /^[a-z][a-z0-9_]*\.(?:.*\.)?([a-z][a-z0-9_]*)$/.exec(item.linkId)?.[1];
  const base = last ?? (/^[a-z][a-z0-9_]*$/.test(item.linkId) ? item.linkId : wordsName(item.text ?? item.linkId));
  const taken = new Set(last === undefined ? names.values() : []);
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
  names.set(item.linkId, name);
  return name;
}

function wordsName(text: string): string {
  const words = text.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim().split(' ').slice(0, 6).join('_');
  return /^[a-z]/.test(words) ? words : `q_${words === '' ? 'uestion' : words}`;
}
