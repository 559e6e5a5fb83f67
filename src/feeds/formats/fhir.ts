import { readFile } from 'node:fs/promises';
import { entriesOf, indexBundle, isResource, nodeOf, patientOf, type BundleIndex, type FhirNode, type Resource } from './fhir/bundle.ts';
import { linesOf } from './fhir/documents.ts';
import { inspectJson, refused } from './fhir/guard.ts';
import { compileEach, compilePath } from './fhir/path.ts';
import type { FormatReader, ReadChunk, ReadItem } from './reader.ts';

/** Records in one chunk of a bundle that fills its file. */
const chunkSize = 1000;

/**
 * FHIR R4 as JSON: a bundle or resource filling a file, or one bundle or resource on each line (NDJSON). Every
 * resource is a record, its type the record type. What bundles say of transactions and searches is not acted on.
 */
export const fhirReader: FormatReader<FhirNode> = {
  async inspect(file) {
    const layout = await inspectJson(file);
    const whole = layout.lines ? null : parse(await readFile(file, 'utf8'));
    if (whole !== null && 'reason' in whole) throw refused(`is not JSON: ${whole.reason}`, 'Ask the sender for a corrected file.');
    const rows = whole === null ? layout.documents : checkDocument(whole.value);
    return { encoding: 'utf-8', rows, head: { lines: layout.lines } };
  },
  read: (file, _definition, inspection, from) =>
    inspection.head['lines'] === true
      ? readLines(file, { offset: Number(from?.['offset'] ?? 0), line: Number(from?.['line'] ?? 1) })
      : readWhole(file, Number(from?.['entry'] ?? 0)),
  reread(raw, line) {
    const [item] = itemsOf(raw, () => line);
    return item ?? rejection(raw, line, 'fhir.resource', 'the text kept is not a FHIR resource');
  },
  path: (expression) => compilePath(expression),
  each: (expression) => compileEach(expression),
};

async function* readLines(file: string, from: { offset: number; line: number }): AsyncGenerator<ReadChunk<FhirNode>> {
  for await (const lines of linesOf(file, from)) {
    const last = lines.at(-1);
    if (last === undefined) continue;
    yield { items: lines.flatMap(({ text, line }) => itemsOf(text, () => line)), checkpoint: { offset: last.end, line: last.line + 1 }, bytes: last.end };
  }
}

async function* readWhole(file: string, done: number): AsyncGenerator<ReadChunk<FhirNode>> {
  const { entryLines } = await inspectJson(file);
  const text = await readFile(file, 'utf8');
  const items = itemsOf(text, (entry) => entryLines[entry] ?? 1);
  for (let entry = done; entry < items.length; entry += chunkSize) {
    const upTo = Math.min(entry + chunkSize, items.length);
    yield { items: items.slice(entry, upTo), checkpoint: { entry: upTo }, bytes: Math.round((Buffer.byteLength(text) * upTo) / items.length) };
  }
}

/** The records of one document; `lineOf` places a bundle's entry in the file. */
function itemsOf(text: string, lineOf: (entry: number) => number): ReadItem<FhirNode>[] {
  const parsed = parse(text);
  if ('reason' in parsed) return [rejection(text, lineOf(0), 'fhir.json', parsed.reason)];
  const bundle = indexBundle(parsed.value);
  return entriesOf(parsed.value).map(({ entry, resource, reason }) => {
    const line = lineOf(entry);
    if (resource === null) return rejection(entry === 0 ? text.slice(0, 10_000) : '', line, 'fhir.resource', reason ?? '');
    return { line, raw: rawOf(resource, parsed.value === resource ? text : null, bundle), type: resource.resourceType, node: nodeOf(resource, bundle) };
  });
}

/**
 * A resource as kept with its row. One that names its patient by a link which only its bundle can follow is kept
 * in a bundle of two, with the patient's identifiers, so that it can be read again alone.
 */
function rawOf(resource: Resource, text: string | null, bundle: BundleIndex): string {
  const reference = ['subject', 'patient'].map((name) => resource[name]).find((r) => typeof r === 'object' && r !== null && 'reference' in r && String(r.reference).startsWith('urn:'));
  const patient = reference === undefined || resource.resourceType === 'Patient' ? null : patientOf(resource, bundle);
  if (patient === null) return text ?? JSON.stringify(resource);
  const named = { resourceType: 'Patient', id: patient.id, identifier: patient['identifier'] };
  return JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource }, { fullUrl: (reference as { reference: string }).reference, resource: named }] });
}

const rejection = (raw: string, line: number, code: string, reason: string): ReadItem<FhirNode> => ({ line, raw, rejected: { field: '', code, reason } });

function parse(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Refuses a file that is JSON but holds nothing to read; returns how many records it holds. */
function checkDocument(document: unknown): number {
  if (!isResource(document)) throw refused('is JSON but not FHIR: it has no resourceType', 'Check that this is a file of this feed.');
  if (document.resourceType === 'OperationOutcome') throw refused('is an OperationOutcome: the answer of a server that refused a request', 'Ask the sender for the data itself.');
  const entries = entriesOf(document);
  if (entries.length === 0) throw refused(`is a ${document.resourceType} without entries`, 'Nothing needs importing.');
  return entries.length;
}
