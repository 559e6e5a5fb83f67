import { KithError } from '../../kernel/index.ts';
import type { DocumentDefinition, PathwayDefinition } from '../definition/pathway-schema.ts';
import { evaluateForm } from '../forms/evaluate.ts';
import { fieldsOf } from '../forms/fields.ts';
import type { CaseData, DocumentFact } from './case-data.ts';
import type { Block, DatedLine, DocumentModel } from './model.ts';
import { answerRow, inWords, nhsInWords } from './words.ts';

type Part = DocumentDefinition['parts'][number];

/**
 * A document of a case: its definition filled in with what whoever makes it may see. Nothing is fetched, nothing is kept.
 * Throws `usage.invalid` for a document that the pathway does not have.
 */
export function makeDocument(pathway: PathwayDefinition, documentId: string, data: CaseData): DocumentModel {
  const document = pathway.documents[documentId];
  if (document === undefined) throw new KithError('usage.invalid', `${pathway.title} has no document "${documentId}".`, { mend: `Its documents: ${Object.keys(pathway.documents).join(', ')}.` });
  const { person } = data;
  return {
    id: documentId,
    title: document.title,
    means: document.means ?? null,
    to: document.to ?? null,
    source: document.source ?? null,
    pathway: { id: pathway.id, version: pathway.version, title: pathway.title },
    reference: data.reference,
    person: { name: person.name, born: person.birthDate === null ? 'not known' : inWords(person.birthDate), nhsNumber: nhsInWords(person.nhsNumber) },
    about: { personId: person.personId, nhsNumber: person.nhsNumber, birthDate: person.birthDate, family: person.family, given: person.given, gender: person.gender },
    blocks: document.parts.flatMap((part) => blocksOf(pathway, part, data)),
    printedBy: data.printedBy,
    printedAt: data.printedAt.toISOString(),
    withheld: [...data.withheld],
  };
}

function blocksOf(pathway: PathwayDefinition, part: Part, data: CaseData): Block[] {
  if ('heading' in part) return [{ kind: 'heading', says: part.heading, means: part.means ?? null }];
  if ('says' in part) return [{ kind: 'words', says: fillIn(pathway, part.says, data) }];
  if ('answers' in part) return [answersOf(pathway, part.answers, part.only, data)];
  if ('scores' in part) return [scoresOf(pathway, part.scores, data)];
  if ('facts' in part) {
    const { kind, type, category } = part.facts;
    const rows = data.facts.filter((fact) => fact.kind === kind && (type === undefined || fact.type === type) && (category === undefined || fact.category === category)).map(lineOf);
    return [{ kind: 'lines', title: part.title, rows, none: data.withheld.length === 0 ? 'None is recorded.' : 'None is recorded in what whoever made this may see.' }];
  }
  return [{ kind: 'lines', title: 'What was done', rows: data.chronology.map(({ at, says, by }) => ({ when: inWords(at), says, detail: null, source: by })), none: 'Nothing yet.' }];
}

function lineOf({ label, detail, start, end, source }: DocumentFact): DatedLine {
  const from = start === null ? '' : inWords(start.slice(0, 10));
  return { when: end === null ? from : `${from === '' ? 'until' : `${from} to`} ${inWords(end.slice(0, 10))}`, says: label, detail, source };
}

/** Questions that were asked, in their order: one that was asked and not answered is said not to be. */
function answersOf(pathway: PathwayDefinition, id: string, only: readonly string[] | undefined, data: CaseData): Block {
  const form = pathway.forms[id]!;
  const completed = data.forms[id];
  const answers = completed?.answers ?? {};
  const asked = new Set(askedIn(pathway, id, answers));
  const fields = fieldsOf(form).filter((field) => (only === undefined || only.includes(field.name)) && asked.has(field.name));
  const by = completed?.by ?? null;
  return { kind: 'answers', form: id, title: form.title, rows: completed === undefined ? [] : fields.map((field) => answerRow(field, answers[field.name])), completed: completed === undefined ? null : `Completed ${inWords(completed.at)}${by === null ? '' : ` by ${by}`}`, fields, answers };
}

/** A field with a condition counts as asked only where it was answered; the rest always do. */
function askedIn(pathway: PathwayDefinition, id: string, answers: CaseData['forms'][string]['answers']): string[] {
  const form = pathway.forms[id]!;
  const { missing } = evaluateForm(pathway, form, answers);
  return fieldsOf(form).filter((field) => field.when === undefined || answers[field.name] !== undefined || missing.includes(field.name)).map((field) => field.name);
}

function scoresOf(pathway: PathwayDefinition, id: string, data: CaseData): Block {
  const scores = data.forms[id]?.scores ?? [];
  const rows = pathway.forms[id]!.scores.map((score) => {
    const found = scores.find((s) => s.name === score.name) ?? { name: score.name, title: score.title, total: null, band: null };
    const says = found.total === null ? 'incomplete' : `${found.total}${found.band === null ? '' : ` (${found.band.title})`}${found.band?.advice == null ? '' : `. ${found.band.advice}`}`;
    return { ...found, says };
  });
  return { kind: 'scores', title: pathway.forms[id]!.title, rows };
}

const placeholder = /\{\{\s*([a-z0-9_-]+)\.([a-z0-9_-]+)\s*\}\}/g;
const personWords = ['name', 'birth-date', 'nhs-number'] as const;

/** Words with answers put in. What is not known is said to be, so that a sentence never closes over a gap. */
function fillIn(pathway: PathwayDefinition, template: string, data: CaseData): string {
  return template.replaceAll(placeholder, (_, of: string, name: string) => {
    if (of === 'person') return personWord(name, data) ?? '(not known)';
    if (of === 'case') return data.reference ?? '(no number)';
    const field = pathway.forms[of] === undefined ? undefined : fieldsOf(pathway.forms[of]).find((f) => f.name === name);
    if (field === undefined) return '(not known)';
    const { answer, table } = answerRow(field, data.forms[of]?.answers[name]);
    return answer ?? (table === null ? '(not answered)' : table.rows.map((row) => row.filter((part) => part !== '').join(', ')).join('; '));
  });
}

function personWord(name: string, { person }: CaseData): string | undefined {
  if (name === 'name') return person.name;
  if (name === 'birth-date') return person.birthDate === null ? undefined : inWords(person.birthDate);
  if (name === 'nhs-number') return person.nhsNumber === null ? undefined : nhsInWords(person.nhsNumber);
  return person.parts[name];
}

/** What a template names that is not there, in words; the places it may name. */
export function placeholderProblems(pathway: PathwayDefinition, template: string, personParts: readonly string[]): string[] {
  const problems: string[] = [];
  for (const [whole, of = '', name = ''] of template.matchAll(placeholder)) {
    if (of === 'person' ? ![...personWords, ...personParts].includes(name) : of === 'case' ? name !== 'reference' : pathway.forms[of] === undefined || !fieldsOf(pathway.forms[of]).some((f) => f.name === name)) problems.push(`${whole} is nothing of this pathway`);
  }
  if (template.replaceAll(placeholder, '').includes('{{')) problems.push('a {{ is not closed, or holds no form.field');
  return problems;
}
