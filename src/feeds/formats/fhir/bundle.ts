/** A FHIR resource as parsed; only what every resource has is typed. */
export interface Resource {
  resourceType: string;
  id?: string;
  [element: string]: unknown;
}

/** What one path is evaluated on: a resource, or an element of it when repeating. */
export interface FhirNode {
  readonly value: unknown;
  readonly resource: Resource;
  readonly bundle: BundleIndex;
  /** What paths may name: `%resource`, and `%patient`, whom the resource is about (see {@link patientOf}). */
  readonly variables: { readonly resource: Resource; readonly patient: Resource | readonly never[] };
}

export const nodeOf = (resource: Resource, bundle: BundleIndex): FhirNode => ({ value: resource, resource, bundle, variables: { resource, patient: patientOf(resource, bundle) ?? [] } });

/** The resources of one document, by every way another may refer to them. */
export interface BundleIndex {
  /** The resource a reference means, when it travels in the same document. */
  resolve(reference: string, from: Resource): Resource | null;
  /** The patient of the document with an identifier. */
  patientWith(identifier: unknown): Resource | null;
}

export const isResource = (value: unknown): value is Resource => isObject(value) && typeof value['resourceType'] === 'string';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Resources of a document in order, or why one is missing. `entry` counts a bundle's entries from 0. */
export interface Entry {
  entry: number;
  resource: Resource | null;
  reason?: string;
}

/** A document's resources: itself, or a bundle's entries. */
export function entriesOf(document: unknown): Entry[] {
  if (!isResource(document)) return [{ entry: 0, resource: null, reason: 'the document is not a FHIR resource: it has no resourceType' }];
  if (document.resourceType !== 'Bundle') return [{ entry: 0, resource: document }];
  const entries = Array.isArray(document['entry']) ? (document['entry'] as unknown[]) : [];
  return entries.map((each, entry) => {
    const resource = isObject(each) ? each['resource'] : undefined;
    if (isResource(resource)) return { entry, resource };
    const request = isObject(each) && isObject(each['request']) ? ` (a ${String(each['request']['method'])} request)` : '';
    return { entry, resource: null, reason: `entry ${entry + 1} of the bundle carries no resource${request}` };
  });
}

/** Indexes a document by `fullUrl` and by `Type/id`, following no link outside it. */
export function indexBundle(document: unknown): BundleIndex {
  const known = new Map<string, Resource>();
  const patients = new Map<string, Resource>();
  for (const { resource, entry } of entriesOf(document)) {
    if (resource === null) continue;
    if (resource.id !== undefined) known.set(`${resource.resourceType}/${resource.id}`, resource);
    const fullUrl = fullUrlOf(document, entry);
    if (fullUrl !== null) known.set(fullUrl, resource);
    if (resource.resourceType === 'Patient' && Array.isArray(resource['identifier'])) for (const identifier of resource['identifier'] as unknown[]) patients.set(numberOf(identifier), resource);
  }
  return {
    patientWith: (identifier) => patients.get(numberOf(identifier)) ?? null,
    resolve(reference, from) {
      if (reference.startsWith('#')) {
        const contained = Array.isArray(from['contained']) ? (from['contained'] as unknown[]) : [];
        return contained.filter(isResource).find((r) => r.id === reference.slice(1)) ?? null;
      }
      return known.get(reference) ?? known.get(tail(reference)) ?? null;
    },
  };
}

const numberOf = (identifier: unknown): string => (isObject(identifier) ? `${String(identifier['system'])}|${String(identifier['value'])}` : '');

function fullUrlOf(document: unknown, entry: number): string | null {
  if (!isResource(document) || !Array.isArray(document['entry'])) return null;
  const each: unknown = (document['entry'] as unknown[])[entry];
  return isObject(each) && typeof each['fullUrl'] === 'string' ? each['fullUrl'] : null;
}

/** `Type/id` of a reference, whatever server it names and whichever version. */
const tail = (reference: string): string => reference.replace(/\/_history\/[^/]*$/, '').split('/').slice(-2).join('/');

/**
 * The patient a resource is about: itself, what its `subject`, `patient` or `beneficiary` refers to, or, when
 * that travels elsewhere, a Patient with what the reference says (its id, its identifier).
 */
export function patientOf(resource: Resource, bundle: BundleIndex): Resource | null {
  if (resource.resourceType === 'Patient') return resource;
  for (const name of ['subject', 'patient', 'beneficiary'] as const) {
    const reference = resource[name];
    if (!isObject(reference)) continue;
    const text = typeof reference['reference'] === 'string' ? reference['reference'] : '';
    const found = text === '' ? bundle.patientWith(reference['identifier']) : bundle.resolve(text, resource);
    if (found !== null) return found.resourceType === 'Patient' ? found : null;
    const [type, id] = tail(text).split('/');
    const identifier = isObject(reference['identifier']) ? { identifier: [reference['identifier']] } : {};
    if (type === 'Patient' && id !== undefined) return { resourceType: 'Patient', id, ...identifier };
    if ('identifier' in identifier) return { resourceType: 'Patient', ...identifier };
  }
  return null;
}
