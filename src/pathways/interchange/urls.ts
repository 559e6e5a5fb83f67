/** Extensions of FHIR R4 and of Structured Data Capture 3.0 that a form uses, and Kith's own for what neither has a place for. */
const base = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';

export const extensions = {
  itemControl: `${base}questionnaire-itemControl`,
  unit: `${base}questionnaire-unit`,
  unitOption: `${base}questionnaire-unitOption`,
  minValue: `${base}minValue`,
  maxValue: `${base}maxValue`,
  maxDecimalPlaces: `${base}maxDecimalPlaces`,
  minOccurs: `${base}questionnaire-minOccurs`,
  maxOccurs: `${base}questionnaire-maxOccurs`,
  ordinalValue: `${base}ordinalValue`,
  signatureRequired: `${base}questionnaire-signatureRequired`,
  supportLink: `${base}questionnaire-supportLink`,
  mimeType: `${base}mimeType`,
  citation: `${base}cqf-citation`,
  enableWhen: `${sdc}enableWhenExpression`,
  calculated: `${sdc}calculatedExpression`,
  initial: `${sdc}initialExpression`,
  launchContext: `${sdc}launchContext`,
  /** A FEEL expression as the definition has it, so that a translation never replaces it. */
  feel: 'urn:kith:fhir:feel',
  /** JSON of the parts of a definition that FHIR has no place for. */
  rest: 'urn:kith:fhir:rest',
  /** Words beside an option. */
  optionHint: 'urn:kith:fhir:option-hint',
} as const;

export const systems = {
  itemControl: 'http://hl7.org/fhir/questionnaire-item-control',
  ucum: 'http://unitsofmeasure.org',
  /** Purpose of a signature (ASTM E1762-95). */
  signature: 'urn:iso-astm:E1762-95:2013',
  nhsNumber: 'https://fhir.nhs.uk/Id/nhs-number',
} as const;

export const fhirpathLanguage = 'text/fhirpath';

/** Units as forms write them, in UCUM where it has another spelling or the same. */
export const ucumOf: Readonly<Record<string, string>> = {
  '%': '%', mmHg: 'mm[Hg]', '°C': 'Cel', 'kg/m²': 'kg/m2', kg: 'kg', g: 'g', cm: 'cm', mm: 'mm', m: 'm', ml: 'mL', l: 'L', litres: 'L', hours: 'h', minutes: 'min', days: 'd', weeks: 'wk', months: 'mo', years: 'a', 'mmol/l': 'mmol/L', 'hours a week': 'h/wk',
};

/** What a file may be, as forms name it. */
export const mimeTypes = {
  pdf: 'application/pdf', png: 'image/png', jpeg: 'image/jpeg', txt: 'text/plain',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Paths from the patient of the launch context; the rest of a prefill is Kith's own. */
export const patientPaths: Readonly<Record<string, string>> = {
  name: "%patient.name.where(use = 'official').select(given.first() & ' ' & family).first()",
  'preferred-name': "%patient.name.where(use = 'nickname').given.first()",
  'birth-date': '%patient.birthDate',
  gender: '%patient.gender',
  'nhs-number': `%patient.identifier.where(system = '${systems.nhsNumber}').value.first()`,
  postcode: "%patient.address.where(use = 'home').postalCode.first()",
  address: "%patient.address.where(use = 'home').select(line.join(', ') & ', ' & postalCode).first()",
  phone: "%patient.telecom.where(system = 'phone').value.first()",
  email: "%patient.telecom.where(system = 'email').value.first()",
};

/** What of the person an initial expression takes, where it is one that is written here. */
export const personPartOf = (path: string): string | null => Object.entries(patientPaths).find(([, known]) => known === path)?.[0] ?? null;
