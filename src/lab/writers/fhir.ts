import type { AgencyRecord, Person, Practice, Relation, Writer, WriterContext } from '../world.ts';

const base = 'https://gp.newbridge.example/fhir';
const extension = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-';
const codes = 'https://fhir.hl7.org.uk/CodeSystem/UKCore-';
const snomed = 'http://snomed.info/sct';

type Json = { [key: string]: unknown };
interface Resource extends Json {
  resourceType: string;
  id: string;
}

/** The practices' patients in FHIR R4 UK Core: one collection bundle for each patient, one on each line. */
export const gpPatients: Writer = {
  feed: 'gp-patients',
  open(context) {
    const file = context.file('patients.ndjson');
    return {
      add(clan) {
        const family = new Map(clan.people.map((p) => [p.id, p]));
        for (const person of clan.people) {
          for (const record of context.records('gp', person)) {
            context.truth(record.localId, record);
            const resources = resourcesOf(context, person, record, family);
            const bundle = { resourceType: 'Bundle', type: 'collection', timestamp: `${context.today}T02:00:00+00:00`, entry: resources.map((resource) => ({ fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource })) };
            file.write(`${JSON.stringify(bundle)}\n`, resources.length);
          }
        }
      },
      close: () => undefined,
    };
  },
};

function resourcesOf(context: WriterContext, person: Person, record: AgencyRecord, family: ReadonlyMap<string, Person>): Resource[] {
  const practice = context.practices.find((p) => p.code === person.practice);
  const doctor = practice?.doctors[person.ordinal % practice.doctors.length];
  const resources: Resource[] = [patientOf(context, record, practice, doctor)];
  if (practice !== undefined) resources.push({ resourceType: 'Organization', id: practice.code, identifier: [ods(practice.code)], name: practice.name, telecom: [{ system: 'phone', value: practice.phone }] });
  if (doctor !== undefined) resources.push({ resourceType: 'Practitioner', id: doctor.code, identifier: [{ system: 'https://fhir.hl7.org.uk/Id/gmp-number', value: doctor.code }], name: [nameOf(doctor.name)] });
  // A double registration holds who the patient is, not their history.
  if (record.copy === 1) return resources;
  const about = { reference: `Patient/${record.localId}` };
  const id = (kind: string, n: number): string => `${record.localId}-${kind}${n}`;
  if (practice !== undefined) resources.push(registration(person, record, practice, doctor?.code));
  person.life.problems.forEach((problem, n) => resources.push(condition(id('c', n), about, problem)));
  person.adjustments.forEach((adjustment, n) =>
    resources.push({
      resourceType: 'Flag', id: id('f', n), status: 'active', category: [concept('https://newbridge.example/flag-category', 'reasonable-adjustment', 'Reasonable adjustment')],
      code: { coding: [{ system: 'https://newbridge.example/reasonable-adjustment', code: adjustment.code }], text: adjustment.label }, subject: about, period: { start: adjustment.since },
    }),
  );
  const { frailty } = person.life;
  if (frailty !== undefined) {
    resources.push({
      resourceType: 'Observation', id: id('o', 0), status: 'final', code: concept(snomed, '763264000', 'Rockwood clinical frailty scale score'),
      subject: about, effectiveDateTime: frailty.assessed, valueQuantity: { value: frailty.score, unit: 'score' },
    });
  }
  person.relations.forEach((relation, n) => {
    const other = family.get(relation.to);
    if (other !== undefined && isContact(relation, other)) resources.push(relatedPerson(context, id('r', n), about, relation, other));
  });
  return resources;
}

const concept = (system: string, code: string, display: string): Json => ({ coding: [{ system, code, display }] });
const ods = (code: string): Json => ({ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: code });
const period = (start: string, end?: string): Json => ({ start, ...(end === undefined ? {} : { end }) });

function nameOf(full: string): Json {
  const [prefix = '', given = '', ...family] = full.split(' ');
  return { text: full, family: family.join(' '), given: [given], prefix: [prefix] };
}

function patientOf(context: WriterContext, record: AgencyRecord, practice: Practice | undefined, doctor: { name: string; code: string } | undefined): Resource {
  const { address } = record;
  const names: Json[] = [{ use: 'official', family: record.family, given: [record.given, ...record.middle], ...(record.title === undefined ? {} : { prefix: [record.title] }) }];
  if (record.preferred !== undefined) names.push({ use: 'nickname', given: [record.preferred] });
  if (record.formerFamily !== undefined) names.push({ use: 'old', family: record.formerFamily });
  return {
    resourceType: 'Patient',
    id: record.localId,
    meta: { lastUpdated: `${context.today}T02:00:00+00:00`, ...(record.restricted ? { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R', display: 'restricted' }] } : {}) },
    ...extensionsOf(record),
    identifier: [{ system: 'https://newbridge.example/gp-patient-id', value: record.localId }, ...(record.nhsNumber === undefined ? [] : [nhsNumber(record.nhsNumber)])],
    name: names,
    telecom: [
      ...(record.phone === undefined ? [] : [{ system: 'phone', value: record.phone, use: 'home' }]),
      ...(record.mobile === undefined ? [] : [{ system: 'phone', value: record.mobile, use: 'mobile' }]),
      ...(record.email === undefined ? [] : [{ system: 'email', value: record.email }]),
    ],
    gender: record.sex === 'F' ? 'female' : record.sex === 'M' ? 'male' : 'unknown',
    ...(record.birthDate === undefined ? {} : { birthDate: record.birthDate }),
    ...(record.deathDate === undefined ? {} : { deceasedDateTime: record.deathDate }),
    ...(address === undefined ? {} : { address: [addressOf(address)] }),
    ...(record.language === undefined ? {} : { communication: [{ language: { text: record.language, coding: [{ system: `${codes}HumanLanguage`, display: record.language }] } }] }),
    ...(doctor === undefined ? {} : { generalPractitioner: [{ reference: `Practitioner/${doctor.code}`, display: doctor.name }] }),
    ...(practice === undefined ? {} : { managingOrganization: { reference: `Organization/${practice.code}`, display: practice.name } }),
  };
}

const nhsNumber = (value: string): Json => ({
  extension: [{ url: `${extension}NHSNumberVerificationStatus`, valueCodeableConcept: concept(`${codes}NHSNumberVerificationStatusEngland`, '01', 'Number present and verified') }],
  system: 'https://fhir.nhs.uk/Id/nhs-number',
  value,
});

function extensionsOf(record: AgencyRecord): Json {
  const all: Json[] = [];
  if (record.ethnicity !== undefined) all.push({ url: `${extension}EthnicCategory`, valueCodeableConcept: concept(`${codes}EthnicCategoryEngland`, record.ethnicity.nhs, record.ethnicity.cld) });
  if (record.interpreter !== undefined) all.push({ url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired', valueBoolean: record.interpreter });
  return all.length === 0 ? {} : { extension: all };
}

const addressOf = (address: NonNullable<AgencyRecord['address']>): Json => ({
  ...(address.uprn === undefined ? {} : { extension: [{ url: `${extension}AddressKey`, extension: [{ url: 'type', valueCodeableConcept: concept(`${codes}AddressKeyType`, 'UPRN', 'Unique Property Reference Number') }, { url: 'value', valueString: address.uprn }] }] }),
  use: 'home',
  line: address.lines,
  city: address.town,
  postalCode: address.postcode,
  period: period(address.from),
});

/** Registration with the practice, as an episode of care. */
const registration = (person: Person, record: AgencyRecord, practice: Practice, doctor: string | undefined): Resource => ({
  resourceType: 'EpisodeOfCare',
  id: `${record.localId}-e0`,
  status: record.deathDate === undefined ? 'active' : 'finished',
  type: [{ coding: [{ system: 'https://newbridge.example/episode-type', code: 'gp-registration', display: 'GP registration' }], text: `Registered with ${practice.name}` }],
  patient: { reference: `Patient/${record.localId}` },
  managingOrganization: { reference: `Organization/${practice.code}`, display: practice.name },
  period: period(person.practiceSince, record.deathDate),
  ...(doctor === undefined ? {} : { careManager: { reference: `Practitioner/${doctor}` } }),
});

/** SNOMED CT concepts that practices share as mental health only. */
const mentalHealth = new Set(['35489007', '48694002', '13746004', '58214004']);

function condition(id: string, subject: Json, problem: Person['life']['problems'][number]): Resource {
  const clinical = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
  const category = 'http://terminology.hl7.org/CodeSystem/condition-category';
  const mental = mentalHealth.has(problem.code);
  return {
    resourceType: 'Condition', id, clinicalStatus: problem.ended === undefined ? concept(clinical, 'active', 'Active') : concept(clinical, 'resolved', 'Resolved'),
    verificationStatus: concept('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed', 'Confirmed'),
    category: [concept(category, 'problem-list-item', 'Problem List Item'), ...(mental ? [concept('https://newbridge.example/condition-category', 'mental-health', 'Mental health')] : [])],
    code: concept(snomed, problem.code, problem.term), subject, onsetDateTime: problem.onset,
    ...(problem.ended === undefined ? {} : { abatementDateTime: problem.ended }),
    extension: [{ url: 'https://newbridge.example/StructureDefinition/ProblemSignificance', valueCodeableConcept: concept('https://newbridge.example/problem-significance', problem.significance, problem.significance === 'major' ? 'Major' : 'Minor') }],
  };
}

/** Practices note who cares for a patient, and a young child's parents. */
const isContact = (relation: Relation, other: Person): boolean =>
  other.deathDate === undefined && relation.until === undefined && (relation.carerSince !== undefined || ((relation.role === 'mother' || relation.role === 'father') && relation.sameHousehold));

const roles: Record<string, [code: string, display: string]> = { mother: ['MTH', 'Mother'], father: ['FTH', 'Father'], daughter: ['DAUC', 'Daughter'], son: ['SONC', 'Son'], wife: ['WIFE', 'Wife'], husband: ['HUSB', 'Husband'], sister: ['SIS', 'Sister'], brother: ['BRO', 'Brother'], partner: ['DOMPART', 'Partner'] };

function relatedPerson(context: WriterContext, id: string, patient: Json, relation: Relation, other: Person): Resource {
  const [code, display] = roles[relation.role] ?? ['FAMMEMB', 'Family member'];
  const [registered] = context.records('gp', other);
  const phone = other.mobile ?? other.phone;
  return {
    resourceType: 'RelatedPerson', id, patient,
    ...(registered === undefined ? {} : { identifier: [{ system: 'https://newbridge.example/gp-patient-id', value: registered.localId }] }),
    relationship: [concept('http://terminology.hl7.org/CodeSystem/v3-RoleCode', code, display), ...(relation.carerSince === undefined ? [] : [concept(snomed, '407542009', 'Informal carer')])],
    name: [{ family: other.name.family, given: [other.name.given], prefix: [other.name.title] }],
    ...(phone === undefined ? {} : { telecom: [{ system: 'phone', value: phone }] }),
    ...(relation.carerSince === undefined ? {} : { period: period(relation.carerSince) }),
  };
}
