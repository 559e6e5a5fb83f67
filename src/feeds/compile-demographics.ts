import { readNhsNumber, readPostcode, readUprn, type Address, type ContactPerson, type Demographics, type Gender, type LocalIdentifier } from '../kernel/index.ts';
import { BadValue, compileEach, compileValue, compileWhen, converter, fieldOf, readYesNo, type At, type Read, type Scope } from './compile-values.ts';
import type { DemographicsMapping } from './definition.ts';
import type { Value } from './values.ts';

type Part<N> = (into: Demographics, node: N, record: N) => void;

/** Compiles who a subject is. A value that is there and unreadable is left out, unless `require` names it. */
export function compileDemographics<N>(scope: Scope<N>, mapping: DemographicsMapping, require: readonly string[], at: At): Read<N, Demographics> {
  const parts = [...single(scope, mapping, at), ...lists(scope, mapping, at)];
  for (const [i, name] of require.entries()) {
    if (!(name in mapping)) scope.report([...at.slice(0, -1), 'require', i], `"${name}" is required but not mapped under demographics.`);
  }
  const required = require.map((name) => {
    const value = mapping[name as keyof DemographicsMapping];
    return { name: name as keyof Demographics, field: isValue(value) ? fieldOf(value) : name };
  });
  return (node, record) => {
    const demographics: Demographics = {};
    for (const part of parts) part(demographics, node, record);
    for (const { name, field } of required) {
      if (name === 'birthDate' ? demographics.birthDate === undefined : demographics[name] === undefined) {
        throw new BadValue(field, 'value.required', `${field} is missing, or is not a valid value for ${name}.`);
      }
    }
    return demographics;
  };
}

const isValue = (value: unknown): value is Value => typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value));

/** Longer than any name, number or postcode; the store could not index it. */
const longest = 500;

function believable(text: string, name: string): string {
  if (text.length > longest) throw new BadValue(name, 'value.too-long', `A value of ${text.length} characters cannot be somebody's ${name}; ${longest} is the most.`);
  return text;
}

const plain = ['title', 'family', 'preferredName', 'ethnicity', 'language', 'gpPractice'] as const;

function single<N>(scope: Scope<N>, mapping: DemographicsMapping, at: At): Part<N>[] {
  const read = (name: keyof DemographicsMapping): Read<N, string | undefined> | null => {
    const value = mapping[name];
    return isValue(value) ? compileValue(scope, value, [...at, name]) : null;
  };
  const parts: Part<N>[] = [];
  const add = (name: keyof DemographicsMapping, put: (into: Demographics, text: string) => void): void => {
    const from = read(name);
    if (from === null) return;
    parts.push((into, node, record) => {
      const text = from(node, record);
      if (text !== undefined) put(into, believable(text, name));
    });
  };
  const date = lenientDate(scope);
  add('nhsNumber', (into, text) => {
    const number = readNhsNumber(text);
    if (number !== null && !/^(\d)\1{9}$/.test(number)) into.nhsNumber = number;
  });
  for (const name of plain) add(name, (into, text) => void (into[name] = text));
  add('name', (into, text) => Object.assign(into, splitName(text)));
  add('birthDate', (into, text) => {
    const read = date(text);
    if (read === undefined) into.birthDateRaw = text;
    else into.birthDate = read;
  });
  add('deceased', (into, text) => {
    const deceased = date(text) ?? (readYesNo(text) === true ? true : undefined);
    if (deceased !== undefined) into.deceased = deceased;
  });
  add('gender', (into, text) => {
    const gender = genders.get(text.toLowerCase());
    if (gender !== undefined) into.gender = gender;
  });
  add('interpreterNeeded', (into, text) => {
    const needed = readYesNo(text);
    if (needed !== undefined) into.interpreterNeeded = needed;
  });
  add('restricted', (into, text) => {
    if (readYesNo(text) === true) into.restricted = true;
  });
  return parts;
}

const genders = new Map<string, Gender>([
  ...(['male', 'female', 'other', 'unknown'] as const).map((g): [string, Gender] => [g, g]),
  ['m', 'male'],
  ['f', 'female'],
  ['man', 'male'],
  ['woman', 'female'],
  ['not known', 'unknown'],
]);

const lenientDate = (scope: Pick<Scope<never>, 'definition'>): ((text: string | undefined) => string | undefined) => {
  const strict = converter('date', '', scope.definition);
  return (text) => {
    if (text === undefined) return undefined;
    try {
      return strict(text);
    } catch {
      return undefined;
    }
  };
};

/** `BEGUM, Amina Jahan` or `Amina Jahan Begum`. */
function splitName(name: string): Pick<Demographics, 'given' | 'family'> {
  const [family, ...after] = name.split(',').map((part) => part.trim());
  if (after.length > 0 && family) return { family, given: after.join(' ').split(/\s+/).filter(Boolean) };
  const words = name.split(/\s+/).filter(Boolean);
  const last = words.pop();
  return last === undefined ? {} : { family: last, ...(words.length > 0 ? { given: words } : {}) };
}

const listed = ['given', 'otherFamily', 'phones', 'emails'] as const;

function lists<N>(scope: Scope<N>, mapping: DemographicsMapping, at: At): Part<N>[] {
  const parts: Part<N>[] = [];
  for (const name of listed) {
    const values = mapping[name];
    if (values === undefined) continue;
    const read = compileAll(scope, values, [...at, name]);
    parts.push((into, node, record) => {
      const found = read(node, record);
      if (found.length > 0) into[name] = found.map((text) => believable(text, name));
    });
  }
  const addresses = mapping.addresses?.map((address, i) => compileAddress(scope, address, [...at, 'addresses', i]));
  if (addresses) parts.push(gather(addresses, (into, found: Address[]) => void (into.addresses = found)));
  const contacts = mapping.contacts?.map((contact, i) => compileContact(scope, contact, [...at, 'contacts', i]));
  if (contacts) parts.push(gather(contacts, (into, found: ContactPerson[]) => void (into.contacts = found)));
  const identifiers = mapping.identifiers?.map((identifier, i): Read<N, LocalIdentifier[]> => {
    const { inner, nodes } = compileEach(scope, identifier.each, [...at, 'identifiers', i]);
    const read = compileValue(inner, identifier.value, [...at, 'identifiers', i, 'value']);
    return (node, record) =>
      nodes(node, record).flatMap((part) => {
        const value = read(part, record);
        return value === undefined ? [] : [{ system: identifier.system, value: believable(value, identifier.system) }];
      });
  });
  if (identifiers) parts.push(gather(identifiers, (into, found: LocalIdentifier[]) => void (into.identifiers = found)));
  return parts;
}

function gather<N, T>(reads: Read<N, T[]>[], put: (into: Demographics, found: T[]) => void): Part<N> {
  return (into, node, record) => {
    const found = reads.flatMap((read) => read(node, record));
    if (found.length > 0) put(into, found);
  };
}

/** Every value of several sources; a bare path gives all its repeats. */
export function compileAll<N>(scope: Scope<N>, values: readonly Value[], at: At): Read<N, string[]> {
  const reads = values.map((value, i): Read<N, string[]> => {
    if (typeof value === 'string' && !scope.reader.first && !(scope.grouped && value.startsWith('/'))) {
      try {
        return scope.reader.path(value, scope.definition);
      } catch (error) {
        scope.report([...at, i], error instanceof Error ? error.message : String(error));
        return () => [];
      }
    }
    const read = compileValue(scope, value, [...at, i]);
    return (node, record) => {
      const found = read(node, record);
      return found === undefined ? [] : [found];
    };
  });
  const [only] = reads;
  return reads.length === 1 && only ? only : (node, record) => reads.flatMap((read) => read(node, record));
}

const uses = new Set(['home', 'temp', 'old', 'work', 'care-home']);

function compileAddress<N>(scope: Scope<N>, mapping: NonNullable<DemographicsMapping['addresses']>[number], at: At): Read<N, Address[]> {
  const { inner, nodes } = compileEach(scope, mapping.each, at);
  const fits = compileWhen(inner, mapping.when, [...at, 'when']);
  const lines = compileAll(inner, mapping.lines, [...at, 'lines']);
  const [postcode, uprn, use, start, end] = (['postcode', 'uprn', 'use', 'start', 'end'] as const).map((name) => optional(inner, mapping[name], [...at, name]));
  const date = lenientDate(scope);
  return (node, record) =>
    nodes(node, record).flatMap((part) => {
      if (!fits(part, record)) return [];
      const address: Address = { lines: lines(part, record) };
      const code = postcode?.(part, record);
      if (code !== undefined) address.postcode = readPostcode(code) ?? believable(code, 'postcode').toUpperCase();
      const property = readUprn(uprn?.(part, record) ?? '');
      if (property !== null) address.uprn = property;
      if (address.lines.length === 0 && address.postcode === undefined && address.uprn === undefined) return [];
      const kind = use?.(part, record)?.toLowerCase();
      if (kind !== undefined && uses.has(kind)) address.use = kind as NonNullable<Address['use']>;
      const from = date(start?.(part, record));
      if (from !== undefined) address.start = from;
      const to = date(end?.(part, record));
      if (to !== undefined) address.end = to;
      return [address];
    });
}

const optional = <N>(scope: Scope<N>, value: Value | undefined, at: At): Read<N, string | undefined> | undefined => (value === undefined ? undefined : compileValue(scope, value, at));

function compileContact<N>(scope: Scope<N>, mapping: NonNullable<DemographicsMapping['contacts']>[number], at: At): Read<N, ContactPerson[]> {
  const { inner, nodes } = compileEach(scope, mapping.each, at);
  const fits = compileWhen(inner, mapping.when, [...at, 'when']);
  const name = compileAll(inner, mapping.name, [...at, 'name']);
  const rest = (['relationship', 'phone', 'address', 'localKey'] as const).map((part) => [part, optional(inner, mapping[part], [...at, part])] as const);
  return (node, record) =>
    nodes(node, record).flatMap((part) => {
      const called = fits(part, record) ? name(part, record).join(' ') : '';
      if (called === '') return [];
      const contact: ContactPerson = { name: called };
      for (const [key, read] of rest) {
        const text = read?.(part, record);
        if (text !== undefined) contact[key] = text;
      }
      return [contact];
    });
}
