import { z } from 'zod';
import { KithError, readNhsNumber, type Address, type Demographics, type Fact, type LocalIdentifier } from '../../kernel/index.ts';
import { ethnicityText, nhsNumberSystem } from './codes.ts';
import { validateScis, type ScisProfile } from './validate.ts';

/** What a document of the standard says, in the record's own shapes. */
export interface ScisImport {
  profile: ScisProfile;
  people: Demographics[];
  /** Episodes and events, each with the identifiers of those it is about. */
  facts: { about: LocalIdentifier[]; fact: Fact }[];
  /** How many of each entity there were. */
  entities: Record<string, number>;
}

const personTypes = new Set(['Person']);
const safeguardingTypes = new Set(['Organisation', 'Service', 'Professional', 'ServiceEpisode', 'LifeEvent']);
const largest = 5_000_000;

/**
 * Reads a JSON-LD document of the Social Care Interoperability Standards: persons (Person Standard), or organisations,
 * services, professionals, episodes and life events (Safeguarding Standard).
 * @param document text, or what it parses to
 * @param as profile for a person; a document of the Safeguarding Standard is known by its entities
 * @throws KithError `import.refused`, with `detail.problems` (`ScisProblem[]`: the standard's code and the path) when it is not valid
 */
export async function readScis(document: string | object, as: Exclude<ScisProfile, 'safeguarding'> = 'subject-of-care'): Promise<ScisImport> {
  const parsed = typeof document === 'string' ? parse(document) : document;
  const nodes = nodesOf(parsed);
  const types = nodes.map((node) => (typeof node['@type'] === 'string' ? node['@type'] : ''));
  const unread = types.filter((type) => !personTypes.has(type) && !safeguardingTypes.has(type));
  if (nodes.length === 0 || unread.length > 0) {
    throw new KithError('import.refused', nodes.length === 0 ? 'The document holds nothing.' : `Kith does not read "${unread[0]?.slice(0, 80)}" of the standard.`, {
      mend: `It reads ${[...personTypes, ...safeguardingTypes].join(', ')}.`,
    });
  }
  const profile = types.some((type) => safeguardingTypes.has(type)) ? 'safeguarding' : as;
  const problems = [
    ...(await validateScis(parsed, profile)),
    ...(profile === 'safeguarding' && types.some((type) => personTypes.has(type)) ? await validateScis(parsed, as) : []),
  ];
  if (problems.length > 0) {
    const listed = problems.slice(0, 10).map((p) => `${p.jsonPath}: ${p.message} (${p.code})`);
    throw new KithError('import.refused', `The document does not follow the standard:\n  ${listed.join('\n  ')}`, { mend: 'Correct the fields named and send it again.', detail: { problems } });
  }
  return {
    profile,
    people: nodes.filter((node) => node['@type'] === 'Person').map((node) => toDemographics(personSchema.parse(node))),
    facts: nodes.filter((node) => node['@type'] === 'ServiceEpisode' || node['@type'] === 'LifeEvent').map((node) => toFact(happeningSchema.parse(node))),
    entities: Object.fromEntries([...Map.groupBy(types, (type) => type)].map(([type, all]) => [type, all.length])),
  };
}

function parse(text: string): object {
  if (text.length > largest) throw new KithError('import.refused', `The document is larger than ${largest / 1_000_000} MB.`);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new KithError('import.refused', `The document is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  throw new KithError('import.refused', 'The document is not a JSON object.');
}

function nodesOf(document: object): Record<string, unknown>[] {
  const graph = '@graph' in document ? document['@graph'] : document;
  return [graph].flat().filter((node): node is Record<string, unknown> => typeof node === 'object' && node !== null);
}

const many = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((one) => [one])]).default([] as never);
const identifierSchema = z.object({ value: z.string(), system: z.string() });
const dateSchema = z.object({ date: z.string(), accuracyIndicator: z.string().default('AAA') });
const text = z.string();

const personSchema = z.object({
  identifier: many(identifierSchema),
  name: many(z.object({ familyName: many(text), givenName: many(text), preferredName: text.optional() })),
  dateOfBirth: dateSchema.optional(),
  isDeceased: z.boolean().default(false),
  deceasedDate: dateSchema.optional(),
  address: many(z.object({ line1: text, line2: text.optional(), city: text, postcode: text, UPRN: text.optional(), use: text.optional() })),
  contact: many(z.object({ email: many(text), telephone: many(text) })),
  genderCode: text.optional(),
  ethnicityCode: text.optional(),
});

/** A date as far as its accuracy goes: an estimated or unknown day or month is left out. */
function toDate({ date, accuracyIndicator }: z.infer<typeof dateSchema>): string {
  const [day, month] = accuracyIndicator;
  return month !== 'A' ? date.slice(0, 4) : day !== 'A' ? date.slice(0, 7) : date;
}

const genders: Readonly<Record<string, Demographics['gender']>> = { '1': 'male', '2': 'female', '9': 'other', X: 'unknown' };
const uses: Readonly<Record<string, Address['use']>> = { home: 'home', temp: 'temp', old: 'old', work: 'work' };

function toDemographics(p: z.infer<typeof personSchema>): Demographics {
  const [name] = p.name;
  const nhsNumber = p.identifier.filter((i) => i.system === nhsNumberSystem).map((i) => readNhsNumber(i.value)).find((number) => number !== null);
  const others = p.identifier.filter((i) => i.system !== nhsNumberSystem).map((i) => ({ system: i.system, value: i.value }));
  const deceased = p.deceasedDate === undefined ? (p.isDeceased ? true : undefined) : toDate(p.deceasedDate);
  const gender = genders[p.genderCode ?? ''];
  const ethnicity = ethnicityText(p.ethnicityCode ?? '');
  const [phones, emails] = [p.contact.flatMap((c) => c.telephone), p.contact.flatMap((c) => c.email)];
  return {
    ...(nhsNumber === undefined ? {} : { nhsNumber }),
    ...(others.length > 0 ? { identifiers: others } : {}),
    given: name?.givenName ?? [],
    family: (name?.familyName ?? []).join(' '),
    ...(name?.preferredName === undefined ? {} : { preferredName: name.preferredName }),
    ...(p.dateOfBirth === undefined ? {} : { birthDate: toDate(p.dateOfBirth) }),
    ...(deceased === undefined ? {} : { deceased }),
    ...(gender === undefined ? {} : { gender }),
    ...(ethnicity === null ? {} : { ethnicity }),
    addresses: p.address.map((a) => {
      const use = uses[a.use ?? ''];
      return { lines: [a.line1, ...(a.line2 === undefined ? [] : [a.line2]), a.city], postcode: a.postcode, ...(a.UPRN === undefined ? {} : { uprn: a.UPRN }), ...(use === undefined ? {} : { use }) };
    }),
    ...(phones.length > 0 ? { phones } : {}),
    ...(emails.length > 0 ? { emails } : {}),
  };
}

const happeningSchema = z.object({
  '@type': z.enum(['ServiceEpisode', 'LifeEvent']),
  type: many(text),
  subjectPerson: many(z.object({ person: identifierSchema })),
  timeInformation: many(z.object({ startDateTime: text, endDateTime: text.optional() })),
  location: many(text),
  episodeOutcome: text.optional(),
  outcome: text.optional(),
});

function toFact(h: z.infer<typeof happeningSchema>): ScisImport['facts'][number] {
  const [time] = h.timeInformation;
  const [code = ''] = h.type;
  const [location] = h.location;
  const outcome = h.episodeOutcome ?? h.outcome;
  const common = {
    code,
    system: 'https://ns.socialcaredata.io/safeguarding/',
    label: h.type.join(', '),
    ...(time === undefined ? {} : { start: time.startDateTime }),
    ...(time?.endDateTime === undefined ? {} : { end: time.endDateTime }),
  };
  const fact: Fact =
    h['@type'] === 'ServiceEpisode'
      ? { ...common, kind: 'service-episode', body: { status: time?.endDateTime === undefined ? 'current' : 'historic', service: code, ...(outcome === undefined ? {} : { outcome }) } }
      : { ...common, kind: 'life-event', body: location === undefined ? {} : { place: location } };
  return { about: h.subjectPerson.map((s) => ({ system: s.person.system, value: s.person.value })), fact };
}
