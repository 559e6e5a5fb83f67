import { z } from 'zod';
import { factKinds } from '../kernel/index.ts';
import { value, values, when } from './values.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Use small letters, digits and hyphens, starting with a letter');
const day = z.iso.date();
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const each = z.string().min(1).describe('One for each repeat of this group; paths beside it are then inside the group, and /path reads from the whole record');

const address = z.strictObject({
  each: each.optional(),
  when: when.optional(),
  lines: z.array(value).default([]),
  postcode: value.optional(),
  uprn: value.optional(),
  use: value.optional().describe('home, temp, old, work or care-home'),
  start: value.optional(),
  end: value.optional(),
});

const contact = z.strictObject({
  each: each.optional(),
  when: when.optional(),
  name: values.describe('One value, or several joined by a space'),
  relationship: value.optional(),
  phone: value.optional(),
  address: value.optional(),
  localKey: value.optional(),
});

/** Who the subject is; every part optional, each a value or a list of values. */
export const demographicsMapping = z.strictObject({
  nhsNumber: value.optional(),
  identifiers: z.array(z.strictObject({ each: each.optional(), system: id, value: value })).optional(),
  title: value.optional(),
  name: value.optional().describe('Whole name in one field: "Given Family" or "FAMILY, Given"'),
  given: values.optional(),
  family: value.optional(),
  otherFamily: values.optional(),
  preferredName: value.optional(),
  birthDate: value.optional(),
  deceased: value.optional().describe('Date of death, or a word that means yes'),
  gender: value.optional().describe('male, female, other or unknown, by a code list'),
  ethnicity: value.optional(),
  language: value.optional(),
  interpreterNeeded: value.optional(),
  addresses: z.array(address).optional(),
  phones: values.optional(),
  emails: values.optional(),
  gpPractice: value.optional(),
  contacts: z.array(contact).optional(),
  restricted: value.optional().describe('A word that means yes hides where this person lives'),
});
export type DemographicsMapping = z.infer<typeof demographicsMapping>;

const professional = z.strictObject({
  each: each.optional(),
  name: values.optional(),
  role: value.optional(),
  team: value.optional(),
  organisation: value.optional(),
  phone: value.optional(),
  email: value.optional(),
});
export type ProfessionalMapping = z.infer<typeof professional>;

const fact = <K extends (typeof factKinds)[number], B extends z.ZodType>(kind: K, body: B) =>
  z.strictObject({
    kind: z.literal(kind),
    each: each.optional(),
    when: when.optional(),
    code: value.optional(),
    system: z.string().min(1).optional().describe('Which list the code is from; the feed itself when not said'),
    label: value.describe('What a reader sees, in words'),
    start: value.optional(),
    end: value.optional(),
    category: id.optional().describe('Category of data, when it is not the feed’s own'),
    body,
  });

const professionals = z.array(professional).optional();

const lifeEvent = fact('life-event', z.strictObject({ detail: value.optional(), place: value.optional(), organisation: value.optional(), outcome: value.optional(), role: value.optional() }).prefault({}));
const finding = fact(
  'finding',
  z.strictObject({
    type: z.enum(['need', 'condition', 'risk', 'alert', 'reasonable-adjustment', 'measurement', 'observation', 'about-me']),
    value: value.optional(),
    unit: value.optional(),
    severity: value.optional(),
    reviewDate: value.optional(),
    detail: value.optional(),
    recordedBy: value.optional(),
  }),
);

/** One statement about a subject. */
export const factMapping = z.discriminatedUnion('kind', [
  fact(
    'service-episode',
    z
      .strictObject({
        status: value.optional().describe('current, historic, planned or unknown; worked out from the dates when not mapped'),
        service: value.optional(),
        organisation: value.optional(),
        professionals,
        outcome: value.optional(),
        reason: value.optional(),
        detail: value.optional(),
      })
      .prefault({}),
  ),
  lifeEvent,
  finding,
  fact(
    'relationship',
    z.strictObject({ to: value.describe('Local key of the other person in this feed'), role: value, sameHousehold: z.union([z.boolean(), value]).optional() }),
  ),
  fact('plan', z.strictObject({ status: value, reviewDate: value.optional(), professionals, detail: value.optional() })),
]);
export type FactMapping = z.infer<typeof factMapping>;

const subject = z.strictObject({
  key: values.describe('What numbers this person in the source; several parts are joined'),
  asOf: value.optional().describe('The source’s own date for these demographics'),
  require: z.array(z.string()).default([]).describe('Demographics that must be present and readable; a row without is quarantined'),
  demographics: demographicsMapping.optional(),
});
export type SubjectMapping = z.infer<typeof subject>;

const other = subject.extend({ each: each.optional(), when: when.optional(), facts: z.array(factMapping).default([]) });
export type OtherMapping = z.infer<typeof other>;

const dwelling = z.strictObject({
  uprn: value.describe('Unique Property Reference Number of the home; a row without a readable one is quarantined'),
  facts: z.array(z.discriminatedUnion('kind', [lifeEvent, finding])).min(1).describe('What the row says about the home: it stands on the record of whoever lives there now'),
});
export type DwellingMapping = z.infer<typeof dwelling>;

const directory = z.strictObject({
  code: value,
  name: value,
  kind: value,
  postcode: value.optional(),
  phone: value.optional(),
  body: z.record(z.string(), value).default({}),
});
export type DirectoryMapping = z.infer<typeof directory>;

/** How one kind of row is read. Every entry whose `type` and `when` fit a record reads it. */
export const rowMapping = z.strictObject({
  name: id.optional().describe('Sets this kind of row apart in row keys; the type when not said. Entries of one name describe the same rows'),
  type: z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]).optional().describe('Record types: a table name, an HL7 event, an XML element, a FHIR resource'),
  each: each.optional(),
  when: when.optional(),
  key: values.optional().describe('What makes this row the same row next time'),
  withdraws: z.boolean().default(false).describe('A record of this kind withdraws the row with this key, and says nothing more'),
  subject: subject.optional(),
  facts: z.array(factMapping).default([]),
  others: z.array(other).default([]),
  dwelling: dwelling.optional().describe('The row is about a home, with or without a person'),
  directory: directory.optional(),
});
export type RowMapping = z.infer<typeof rowMapping>;

const csvFormat = z.strictObject({
  kind: z.literal('csv'),
  encoding: z.enum(['auto', 'utf-8', 'windows-1252', 'utf-16le', 'utf-16be']).default('auto'),
  delimiter: z.enum(['auto', ',', ';', '\t', '|']).default('auto'),
  preamble: z.int().min(0).max(100).default(0).describe('Lines before the heading'),
  dates: z.enum(['day-first', 'month-first']).default('day-first').describe('Order of an all-figure date; ISO dates are always understood'),
  columns: z
    .record(z.string(), z.union([z.string().transform((one) => [one]), z.array(z.string())]))
    .default({})
    .describe('Other headings a column may have: { name used in this file: [other headings] }'),
  optional: z.array(z.string()).default([]).describe('Columns a file may leave out; a file without any other mapped column is refused'),
  tables: z
    .record(id, z.strictObject({ columns: z.array(z.string()).min(1) }))
    .optional()
    .describe('Several kinds of file in one feed, told apart by columns that only they have'),
  blanks: z.array(z.string()).default([]).describe('Values that mean nothing is there, e.g. NULL'),
});

const otherFormat = <K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind), dates: z.enum(['day-first', 'month-first']).default('day-first'), blanks: z.array(z.string()).default([]) });

const xmlFormat = otherFormat('xml').extend({
  root: z.string().min(1).optional().describe('Name of the outermost element; a file that begins with another is refused'),
  row: z.string().min(1).describe('Name of the element that is one record; namespace prefixes are ignored'),
});

const grace = z.string().regex(/^\d+[hdw]$/, 'Write hours, days or weeks: 12h, 2d, 1w');

/** A feed: what a source sends, what it means, and what to expect of it. */
export const feedSchema = z.strictObject({
  id,
  title: z.string().min(1),
  organisation: id.optional().describe('Whose data it is: an organisation of area.yaml'),
  publisher: z.string().optional().describe('Who publishes a directory'),
  category: id.default('directory'),
  agreement: id.optional().describe('Sharing agreement it comes under'),
  system: id.optional().describe('Register that numbers its people; the subject’s key becomes an identifier of this system'),
  tie: id.optional().describe('What an open service episode of it is to whoever runs it, for access: registration, ward, allocation, tenancy, residence'),
  cadence: z.strictObject({ every: z.enum(['day', 'week', 'month', 'quarter', 'term', 'year']), grace: grace.default('1d') }),
  coverage: z.strictObject({
    says: z.string().min(1).describe('Plain sentence: whom it covers, since when'),
    from: day.optional(),
    to: day.optional(),
    ages: z.strictObject({ from: z.int().min(0).optional(), to: z.int().max(130).optional() }).default({}),
  }),
  delivery: z.enum(['snapshot', 'changes']).describe('snapshot: a row that is missing was withdrawn; changes: only what is new'),
  restates: z.boolean().default(false).describe('A row says all that the source now says of who its subject is: when it changes, what it said before is no evidence any more'),
  withdrawLimit: z.number().gt(0).max(1).default(0.3).describe('A snapshot that would withdraw more than this share of the rows held withdraws nothing, and says so'),
  format: z.discriminatedUnion('kind', [csvFormat, otherFormat('hl7v2'), otherFormat('fhir-r4'), xmlFormat, otherFormat('typed')]),
  codes: z.record(z.string(), z.record(z.string(), text)).default({}),
  unmatched: z.enum(['quarantine', 'ignore']).default('quarantine').describe('What to do with a record that no entry of `rows` reads'),
  rows: z.array(rowMapping).min(1),
});

export type FeedDefinition = z.infer<typeof feedSchema>;
export type CsvFormat = z.infer<typeof csvFormat>;
