import { readFileSync } from 'node:fs';
import type Validator from 'rdf-validate-shacl';
import { KithError } from '../../kernel/index.ts';

/** Which shapes a document is held against. */
export type ScisProfile = 'subject-of-care' | 'connected' | 'safeguarding';

/** What a document lacks or has wrong: the standard's own code for it, and where in the document. */
export interface ScisProblem {
  code: 'required-field-missing' | 'too-many-values' | 'value-not-allowed' | 'bad-format' | 'wrong-type' | 'wrong-object-type' | 'out-of-range' | 'rule-violation' | 'other';
  /** `address[0].postcode`; inside a graph, `@graph[2].name`. */
  jsonPath: string;
  message: string;
}

const read = (name: string): string => readFileSync(new URL(`standard/${name}`, import.meta.url), 'utf8');
const contextOf = (name: string): object => (JSON.parse(read(name)) as { '@context': object })['@context'];
/** The standard's terms. A document's own `@context` names them by some address; none is ever fetched. */
export const context: readonly object[] = [contextOf('person-context.jsonld'), contextOf('safeguarding-context.jsonld')];

const files: Readonly<Record<ScisProfile, string>> = {
  'subject-of-care': 'person-subject-of-care-shacl-shape.ttl',
  connected: 'person-connected-shacl-shape.ttl',
  safeguarding: 'safeguarding-shape.ttl',
};
const validators = new Map<ScisProfile, Validator>();

/** The RDF libraries, loaded when first needed: most runs of Kith read no such document. */
async function rdf() {
  const [{ default: jsonld }, { Parser, Store }, { default: Shacl }] = await Promise.all([import('jsonld'), import('n3'), import('rdf-validate-shacl')]);
  const dataset = (text: string) => new Store(new Parser().parse(text)) as never;
  const validatorOf = (profile: ScisProfile): Validator => {
    const ready = validators.get(profile) ?? new Shacl(dataset(read(files[profile])));
    validators.set(profile, ready);
    return ready;
  };
  return { jsonld, dataset, validatorOf };
}

const codes: Readonly<Record<string, ScisProblem['code']>> = {
  MinCount: 'required-field-missing',
  MinLength: 'required-field-missing',
  MaxCount: 'too-many-values',
  In: 'value-not-allowed',
  Pattern: 'bad-format',
  Datatype: 'wrong-type',
  Or: 'wrong-type',
  NodeKind: 'wrong-type',
  Class: 'wrong-object-type',
  MinInclusive: 'out-of-range',
  MaxInclusive: 'out-of-range',
  Not: 'rule-violation',
};

const deepest = 40;
const place = 'urn:kith:at:';

/** Gives every object of the document an id that says where it stands, so that a finding leads back to its place. */
function located(value: unknown, path: string, depth = 0): unknown {
  if (depth > deepest) throw new KithError('import.refused', 'The document is nested too deeply to be one of the standard.');
  if (Array.isArray(value)) return value.map((item, i) => located(item, `${path}[${i}]`, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== '@context' && key !== '@id');
  const inside = entries.map(([key, item]) => [key, key.startsWith('@') && key !== '@graph' ? item : located(item, path === '' ? key : `${path}.${key}`, depth + 1)] as const);
  return { ...Object.fromEntries(inside), '@id': place + encodeURIComponent(path) };
}

const localName = (iri: string): string => iri.slice(Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#')) + 1);

/** The key by which the object at `path` states a property: its own word where the context has two. */
function keyOf(document: unknown, path: string, property: string): string {
  const names = property === 'contactName' ? ['name'] : property === 'episodeOutcome' ? ['episodeOutcome', 'outcome'] : [property];
  const node = path.split(/[.[\]]+/).filter(Boolean).reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined), document);
  return names.find((name) => typeof node === 'object' && node !== null && name in node) ?? names[0]!;
}

/**
 * Holds a JSON-LD document against the standard's shapes, with the standard's own terms whatever `@context` says.
 * @returns violations in document order; an empty list when it is valid (the standard's warnings do not count)
 */
export async function validateScis(document: object, profile: ScisProfile): Promise<ScisProblem[]> {
  const inGraph = '@graph' in document;
  const { jsonld, dataset, validatorOf } = await rdf();
  const nodes = located(document, '') as Record<string, unknown>;
  if (inGraph) delete nodes['@id'];
  let quads: string;
  try {
    quads = await jsonld.toRDF({ ...nodes, '@context': context }, { format: 'application/n-quads', documentLoader: refuseToFetch, base: 'urn:kith:document' });
  } catch (cause) {
    throw new KithError('import.refused', `This is not JSON-LD: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const report = await validatorOf(profile).validate(dataset(quads));
  const problems = new Map<string, ScisProblem>();
  for (const result of report.results) {
    if (result.severity?.value.endsWith('#Warning')) continue;
    const focus = result.focusNode?.value ?? '';
    const at = focus.startsWith(place) ? decodeURIComponent(focus.slice(place.length)) : '';
    const property = localName(result.path?.value ?? '');
    const jsonPath = [at, property === '' ? '' : keyOf(document, at, property)].filter((part) => part !== '').join('.');
    const component = localName(result.sourceConstraintComponent?.value ?? '').replace('ConstraintComponent', '');
    const code = codes[component] ?? 'other';
    const message = result.message.map((m) => m.value).join(' ') || `${property}: ${code}`;
    if (!problems.has(`${code} ${jsonPath}`)) problems.set(`${code} ${jsonPath}`, { code, jsonPath, message });
  }
  return [...problems.values()].sort((a, b) => (a.jsonPath < b.jsonPath ? -1 : a.jsonPath > b.jsonPath ? 1 : 0));
}

function refuseToFetch(url: string): Promise<never> {
  return Promise.reject(new KithError('import.refused', `The document asks for ${url.slice(0, 200)}; nothing is fetched.`));
}
