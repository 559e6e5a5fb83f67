import type { Reading } from '../../access/index.ts';
import type { Address, Kernel } from '../../kernel/index.ts';
import { family } from '../family.ts';
import { peopleRows } from '../person.store.ts';
import { requireOpen, type Sources } from '../present.ts';
import type { Family, PersonSummary } from '../types.ts';
import { ethnicityCode, genderCodes, nhsNumberSystem, relationshipCodes } from './codes.ts';

const published = 'https://github.com/SocialCareData/ontology/releases/latest/download/context.jsonld';
const shapeOf = { 'subject-of-care': 'https://ns.socialcaredata.io/person/subject-of-care-shape', connected: 'https://ns.socialcaredata.io/person/connected-shape' } as const;

type Json = Record<string, unknown>;

/**
 * A person as JSON-LD of the Person Standard, with what this session may see of them. The standard has no word for
 * "not known", and a made-up value is worse than a gap: whoever has all that a subject of care must have is written
 * under that profile, anybody else under the connected person's, and `conformsTo` says which.
 */
export async function scis(kernel: Kernel, sources: Sources, reading: Reading, personId: string): Promise<Json> {
  requireOpen(reading, personId);
  const { summary, members } = await family(kernel, sources, reading, personId);
  const related = await relatedPeople(reading, members);
  const person = describe(summary, kernel.area.id);
  const whole = ['identifier', 'dateOfBirth', 'address', 'ethnicityCode'].every((key) => key in person);
  const profile = whole ? 'subject-of-care' : 'connected';
  return {
    '@context': [published, { conformsTo: { '@id': 'http://purl.org/dc/terms/conformsTo', '@type': '@id' } }],
    '@id': `urn:uuid:${personId}`,
    '@type': 'Person',
    conformsTo: shapeOf[profile],
    ...person,
    // A connected person points to one other at most.
    ...(related.length > 0 && (whole || related.length === 1) ? { relatedPerson: related } : {}),
  };
}

const identifier = (value: string, system: string): Json => ({ '@type': 'Identifier', value, system });
const localSystem = (area: string, system: string): string => `urn:kith:${area}:${encodeURIComponent(system)}`;
const idOf = (personId: string): Json => identifier(`urn:uuid:${personId}`, 'urn:ietf:rfc:3986');

function describe(s: PersonSummary, area: string): Json {
  const deceased = typeof s.deceased === 'string' ? partialDate(s.deceased) : null;
  const ethnicity = s.ethnicity === null ? null : ethnicityCode(s.ethnicity);
  const address = s.address === null ? null : addressOf(s.address);
  return {
    identifier: [...(s.nhsNumber === null ? [] : [identifier(s.nhsNumber, nhsNumberSystem)]), ...s.identifiers.map((i) => identifier(i.value, localSystem(area, i.system))), idOf(s.personId)],
    name: [
      {
        '@type': 'Name',
        familyName: [s.family === '' ? 'Not known' : s.family],
        givenName: s.given.length > 0 ? s.given : ['Not known'],
        ...(s.preferredName === null ? {} : { preferredName: s.preferredName }),
        use: 'usual',
      },
    ],
    ...(s.birthDate === null ? {} : { dateOfBirth: partialDate(s.birthDate) }),
    isDeceased: s.deceased !== null,
    ...(deceased === null ? {} : { deceasedDate: deceased }),
    ...(address === null ? {} : { address: [address] }),
    ...(s.phones.length + s.emails.length === 0 ? {} : { contact: [{ '@type': 'Contact', ...(s.emails.length > 0 ? { email: s.emails } : {}), ...(s.phones.length > 0 ? { telephone: s.phones } : {}) }] }),
    genderCode: genderCodes[s.gender],
    ...(ethnicity === null ? {} : { ethnicityCode: ethnicity }),
  };
}

/** A date as precise as known, with the standard's accuracy of day, month and year: `UUA` for a year alone. */
export function partialDate(date: string): Json {
  const [year = '', month, day] = date.slice(0, 10).split('-');
  const accuracy = `${day === undefined ? 'U' : 'A'}${month === undefined ? 'U' : 'A'}A`;
  return { '@type': 'PartialDate', date: `${year}-${month ?? '01'}-${day ?? '01'}`, accuracyIndicator: accuracy };
}

/** An address in the standard's lines; null when it lacks the line, town or postcode that one must have. */
function addressOf({ lines, postcode, uprn, use }: Address): Json | null {
  const town = lines.at(-1);
  const [line1, ...others] = lines.slice(0, -1);
  if (line1 === undefined || town === undefined || postcode === undefined || !/^[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}$/.test(postcode)) return null;
  return {
    '@type': 'Address',
    line1,
    ...(others.length > 0 ? { line2: others.join(', ') } : {}),
    city: town,
    postcode,
    ...(uprn === undefined ? {} : { UPRN: uprn }),
    use: use === 'temp' ? 'temp' : 'home',
  };
}

/** Relationships the standard has a code for, to people this session may see; each by NHS number or else by Kith's id. */
async function relatedPeople(reading: Reading, members: Family['members']): Promise<Json[]> {
  const people = members.filter((m) => m.kind === 'person');
  const numbers = new Map((await peopleRows(reading.sql, people.map((m) => m.personId))).map((row) => [row.personId, row.summary.nhsNumber]));
  return people.flatMap((member) => {
    const codes = relationshipCodes(member.role);
    const number = numbers.get(member.personId) ?? null;
    return codes.length === 0 ? [] : [{ '@type': 'PersonRelationship', identifier: number === null ? idOf(member.personId) : identifier(number, nhsNumberSystem), relationship: codes }];
  });
}
