import type { AuditEvent, AuditEventAgent, AuditEventEntity, CodeableConcept, Coding } from '@medplum/fhirtypes';
import type { LogRow } from '../seal/body.ts';

/** What an event needs to be told with beside its row. */
export interface AuditNames {
  area: { id: string; name: string };
  /** Name and code (ODS) of an organisation. */
  organisation: (id: string) => { name: string; code: string };
  /** Name of a purpose, and what HL7 calls it (v3 ActReason) where the area says so. */
  purpose: (id: string) => { name: string; actReason: string | null };
}

/** Looks for people by what was typed or chosen; the rest open somebody's own pages. */
const queries: ReadonlySet<string> = new Set(['search', 'cohort', 'radar', 'add-person', 'link-review']);

const profile = (name: string): string => `https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.${name}`;
const systems = {
  type: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  interaction: 'http://hl7.org/fhir/restful-interaction',
  dicom: 'http://dicom.nema.org/resources/ontology/DCM',
  participation: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  roleClass: 'http://terminology.hl7.org/CodeSystem/v3-RoleClass',
  actReason: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  entity: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  object: 'http://terminology.hl7.org/CodeSystem/object-role',
  balpEntity: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
  authorisation: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType',
  ods: 'https://fhir.nhs.uk/Id/ods-organization-code',
  source: 'http://terminology.hl7.org/CodeSystem/security-source-type',
} as const;

const coded = (system: string, code: string, display?: string): Coding => ({ system, code, ...(display === undefined ? {} : { display }) });
const concept = (...coding: Coding[]): CodeableConcept => ({ coding });

/**
 * A row of the log as FHIR R4 AuditEvents in the patterns of IHE BALP 1.1 (PatientQuery, PatientRead, PatientUpdate, Query): one for
 * each person it concerned, as BALP asks, or one where it concerned nobody. It holds the question and the decision, never what was found.
 * A refusal is an authorisation decision (DICOM 110113, AuthZ-Role) by roles and law; it claims no profile, since BALP's is of consent.
 */
export function auditEventsOf(row: LogRow, names: AuditNames): AuditEvent[] {
  if (row.persons.length === 0) return [eventOf(row, null, row.logId, names)];
  return row.persons.map((person, i) => eventOf(row, person, i === 0 ? row.logId : `${row.logId}-${i}`, names));
}

type Person = LogRow['persons'][number];

function eventOf(row: LogRow, person: Person | null, id: string, names: AuditNames): AuditEvent {
  const refused = row.outcome === 'refused';
  const done = row.outcome === 'shown' || row.outcome === 'done';
  const kind = row.kind === 'change' ? 'Update' : queries.has(row.action) || person === null ? 'Query' : 'Read';
  const emergency = person?.emergency != null;
  const event = interactions[kind];
  return {
    resourceType: 'AuditEvent',
    id,
    ...(done ? { meta: { profile: [profile(person === null ? kind : `Patient${kind}`)] } } : {}),
    type: refused ? coded(systems.dicom, '110113', 'Security Alert') : coded(systems.type, 'rest', 'Restful Operation'),
    subtype: [refused ? coded(systems.authorisation, 'AuthZ-Role', 'Authorization Decision using only Roles') : coded(systems.interaction, event.code, event.code), coded(urn(names, 'action'), row.action)],
    action: refused ? 'E' : event.action,
    recorded: row.at,
    outcome: refused ? '8' : done ? '0' : '4',
    ...(done ? {} : { outcomeDesc: refused ? 'The team may not look in this way for this purpose.' : 'The page failed after the decision; nothing was shown.' }),
    purposeOfEvent: reasons(row, emergency, names),
    agent: [...programs(kind, names), user(row, emergency, names), organisation(row, names)],
    source: { site: names.area.id, observer: { display: `Kith, ${names.area.name}` }, type: [coded(systems.source, '4', 'Application Server')] },
    entity: [
      { type: coded(systems.balpEntity, 'XrequestId'), what: { identifier: { system: urn(names, 'log'), value: row.logId } } },
      ...(kind === 'Query' ? [query(row)] : person === null ? [] : [data(row, person, names)]),
      ...(person === null ? [] : [patient(person)]),
    ],
  };
}

const interactions = { Query: { code: 'search', action: 'E' }, Read: { code: 'read', action: 'R' }, Update: { code: 'update', action: 'U' } } as const;
const urn = (names: AuditNames, what: string): string => `urn:kith:${names.area.id}:${what}`;

/** Why somebody looked: the area's own purpose, HL7's word for it where the area gives one, and that a glass was broken. */
function reasons(row: LogRow, emergency: boolean, names: AuditNames): CodeableConcept[] {
  const { name, actReason } = names.purpose(row.purpose);
  const own = concept(coded(urn(names, 'purpose'), row.purpose, name), ...(actReason === null ? [] : [coded(systems.actReason, actReason)]));
  return [{ ...own, text: row.basis === '' ? name : `${name}; ${row.basis}` }, ...(emergency ? [concept(coded(systems.actReason, 'BTG', 'break the glass'))] : [])];
}

/** Client and server. The log keeps no network address of anybody, so each is named by its own address. */
function programs(kind: keyof typeof interactions, names: AuditNames): AuditEventAgent[] {
  // What is asked flows to the server, what is read flows from it: BALP names the roles by that.
  const [client, server] = kind === 'Read' ? (['110152', '110153'] as const) : (['110153', '110152'] as const);
  const role = { '110152': 'Destination Role ID', '110153': 'Source Role ID' } as const;
  const one = (code: keyof typeof role, what: string): AuditEventAgent => ({ type: concept(coded(systems.dicom, code, role[code])), who: { display: `Kith ${what}` }, requestor: false, network: { address: urn(names, what), type: '5' } });
  return [one(client, 'portal'), one(server, 'store')];
}

const user = (row: LogRow, emergency: boolean, names: AuditNames): AuditEventAgent => ({
  type: concept(coded(systems.participation, 'IRCP', 'information recipient')),
  who: { identifier: { system: urn(names, 'user'), value: row.userId }, display: row.userName },
  name: row.userName,
  requestor: true,
  role: [concept(coded(urn(names, 'role'), row.role), coded(urn(names, 'team'), row.team))],
  policy: [urn(names, `rules:${row.rules}`)],
  purposeOfUse: reasons(row, emergency, names),
});

function organisation(row: LogRow, names: AuditNames): AuditEventAgent {
  const { name, code } = names.organisation(row.organisation);
  return { type: concept(coded(systems.roleClass, 'PROV', 'healthcare provider')), who: { type: 'Organization', identifier: { system: systems.ods, value: code }, display: name }, requestor: false };
}

/** What was asked, as it was typed, in base64: whatever was typed can be kept so. */
const query = (row: LogRow): AuditEventEntity => ({
  type: coded(systems.entity, '2', 'System Object'),
  role: coded(systems.object, '24', 'Query'),
  query: Buffer.from(row.request === '' ? row.action : row.request).toString('base64'),
});

/** What was opened or changed: somebody's record, or the consent, mark or emergency access that a change names. */
const data = (row: LogRow, person: Person, names: AuditNames): AuditEventEntity => ({
  type: coded(systems.entity, '2', 'System Object'),
  role: coded(systems.object, '4', 'Domain Resource'),
  what: row.kind === 'change' ? { identifier: { system: urn(names, 'change'), value: person.emergency ?? /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(row.request)?.[0] ?? row.logId } } : { reference: `Patient/${person.personId}` },
  ...(row.request === '' ? {} : { description: row.request }),
});

/** Whose record it was, with the level decided for each kind of data. */
const patient = (person: Person): AuditEventEntity => ({
  type: coded(systems.entity, '1', 'Person'),
  role: coded(systems.object, '1', 'Patient'),
  what: { reference: `Patient/${person.personId}` },
  ...(Object.keys(person.decisions).length === 0 ? {} : { detail: Object.entries(person.decisions).map(([type, valueString]) => ({ type, valueString })) }),
});
