import type { Bundle, BundleEntry, CompositionSection, QuestionnaireResponse } from '@medplum/fhirtypes';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { systems } from '../interchange/urls.ts';
import { toResponse } from '../interchange/index.ts';
import type { Block, Code, DocumentModel } from './model.ts';

const ukCore = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-';

/** Ids of a sent document, each a new UUID: given, so that making one twice can be compared. */
export type NewId = () => string;

/**
 * A document as a FHIR R4 document Bundle: a Composition whose sections are the document's headings, with their codes and their words, the
 * answers beside them as QuestionnaireResponses, and UK Core profiles where there are any.
 */
export function toBundle(model: DocumentModel, pathway: PathwayDefinition, newId: NewId): Bundle {
  const [bundleId, compositionId, patientId] = [newId(), newId(), newId()];
  const patient = `urn:uuid:${patientId}`;
  const responses: BundleEntry[] = [];
  const respond = (block: Extract<Block, { kind: 'answers' }>): string => {
    const id = newId();
    const response: QuestionnaireResponse = { ...toResponse(pathway, block.form, pathway.forms[block.form]!, block.answers, { status: 'completed', subject: patient, authored: model.printedAt }), id, meta: { profile: [`${ukCore}QuestionnaireResponse`] } };
    responses.push({ fullUrl: `urn:uuid:${id}`, resource: response });
    return `urn:uuid:${id}`;
  };
  const { about, person } = model;
  const section = sectionsOf(model, respond);
  const composition: BundleEntry = {
    fullUrl: `urn:uuid:${compositionId}`,
    resource: {
      resourceType: 'Composition',
      id: compositionId,
      meta: { profile: [`${ukCore}Composition`] },
      status: 'final',
      type: model.means === null ? { text: model.title } : { coding: [codingOf(model.means)], text: model.title },
      title: model.title,
      date: model.printedAt,
      subject: { reference: patient, display: person.name },
      author: [{ display: model.printedBy }],
      ...(model.reference === null ? {} : { identifier: { system: `urn:kith:case:${pathway.id}`, value: model.reference } }),
      section,
    },
  };
  const subject: BundleEntry = {
    fullUrl: patient,
    resource: {
      resourceType: 'Patient',
      id: patientId,
      meta: { profile: [`${ukCore}Patient`] },
      ...(about.nhsNumber === null ? {} : { identifier: [{ system: systems.nhsNumber, value: about.nhsNumber }] }),
      name: [{ use: 'official', text: person.name, ...(about.family === null ? {} : { family: about.family }), ...(about.given.length === 0 ? {} : { given: about.given }) }],
      ...(about.birthDate === null ? {} : { birthDate: about.birthDate }),
      ...(about.gender === 'male' || about.gender === 'female' || about.gender === 'other' ? { gender: about.gender } : { gender: 'unknown' as const }),
    },
  };
  return { resourceType: 'Bundle', id: bundleId, type: 'document', identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${bundleId}` }, timestamp: model.printedAt, entry: [composition, subject, ...responses] };
}

const codingOf = ({ system, code, title }: Code): { system: string; code: string; display?: string } => ({ system, code, ...(title === undefined ? {} : { display: title }) });

/** Each heading begins a section; what stands before the first is under the document's own title. */
function sectionsOf(model: DocumentModel, respond: (block: Extract<Block, { kind: 'answers' }>) => string): CompositionSection[] {
  const sections: { title: string; means: Code | null; blocks: Block[] }[] = [];
  for (const block of model.blocks) {
    if (block.kind === 'heading') sections.push({ title: block.says, means: block.means, blocks: [] });
    else {
      if (sections.length === 0) sections.push({ title: model.title, means: null, blocks: [] });
      sections.at(-1)!.blocks.push(block);
    }
  }
  if (model.withheld.length > 0) sections.push({ title: 'Not shared', means: null, blocks: [{ kind: 'words', says: `Not shared with whoever made this, and so not in it: ${model.withheld.join(', ')}.` }] });
  return sections.map(({ title, means, blocks }): CompositionSection => {
    const entry = blocks.flatMap((block) => (block.kind === 'answers' && block.completed !== null ? [{ reference: respond(block) }] : []));
    const div = blocks.map(narrative).join('');
    return {
      title,
      ...(means === null ? {} : { code: { coding: [codingOf(means)], text: title } }),
      // A section with neither words nor entries has to say why it is empty (cmp-1).
      ...(div === '' ? { emptyReason: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: 'notasked' }] } } : { text: { status: 'generated' as const, div: `<div xmlns="http://www.w3.org/1999/xhtml">${div}</div>` } }),
      ...(entry.length === 0 ? {} : { entry }),
    };
  });
}

/** Text for XML: what XML may not hold at all (1.0, 2.2) is said to have been there. */
export const escapeXml = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replaceAll(/[^\t\n\r\u0020-\ufffd]/gu, (c) => (c.length > 1 ? c : '\ufffd'));

const rowsOf = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${columns.map((c) => `<th>${escapeXml(c)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeXml(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`;

function narrative(block: Block): string {
  switch (block.kind) {
    case 'heading': return '';
    case 'words': return `<p>${escapeXml(block.says)}</p>`;
    case 'scores': return rowsOf(['Score', 'Result'], block.rows.map((row) => [row.title, row.says]));
    case 'lines': return `<p><b>${escapeXml(block.title)}</b></p>${block.rows.length === 0 ? `<p>${escapeXml(block.none)}</p>` : rowsOf(['When', 'What', 'From'], block.rows.map((row) => [row.when, row.detail === null ? row.says : `${row.says}. ${row.detail}`, row.source ?? '']))}`;
    default: {
      const plain = block.rows.filter((row) => row.table === null);
      const many = block.rows.filter((row) => row.table !== null).map((row) => `<p><b>${escapeXml(row.question)}</b></p>${rowsOf(row.table!.columns, row.table!.rows)}`);
      return `<p><b>${escapeXml(block.title)}</b> ${escapeXml(block.completed ?? 'Not completed.')}</p>${plain.length === 0 ? '' : rowsOf(['Question', 'Answer'], plain.map((row) => [row.question, row.answer ?? 'Not answered']))}${many.join('')}`;
    }
  }
}
