import { dayFirst } from '../dates.ts';
import { agencies, careHome } from '../places/homes.ts';
import { practices } from '../places/practices.ts';
import type { AdultCareEvent, AgencyRecord, Clan, IsoDate, Person, Writer, WriterContext } from '../world.ts';
import { release1 } from './cld-release1.ts';
import { csvTable, type Cell } from './csv.ts';
import { holder } from './holders.ts';

/** The fifty headings of release 1 in order; release 2 leaves out the two marked in {@link dropped}. */
const columns = [
  'LA Code', 'Reporting Period Start Date', 'Reporting Period End Date', 'NHS Number', 'LA Person Unique Identifier', 'First Name', 'Last Name', 'GP Practice Name', 'GP Practice Code', 'Gender', 'Ethnicity', 'Date of Birth', 'Date of Death',
  'Client Type', 'Primary Support Reason', 'Postcode', 'Accommodation Status', 'Employment Status', 'Has Unpaid Carer', 'Autism Spectrum Disorder (ASD)', 'Visual Impairment', 'Hearing Impairment', 'Dementia', 'Client Funding Status', 'Event Type',
  'Event Reference', 'Event Start Date', 'Event End Date', 'Event Description', 'Event Outcome', 'Request: Route of Access', 'Assessment Type', 'Eligible Needs Identified', 'Method of Assessment', 'Total Hrs Caring per week',
  'No. of adults being cared for', 'Adult 1 Linked Person_ID', 'Adult 2 Linked Person_ID', 'Adult 3 Linked Person_ID', 'Service Type', 'Service Component', 'Delivery Mechanism', 'Provider CQC Location Name', 'Provider CQC Location ID', 'Review Reason',
  'Review Outcomes Achieved', 'Method of Review', 'Unit Cost', 'Cost Frequency (Unit Type)', 'Planned units per week',
] as const;
type Column = (typeof columns)[number];
type Row = Partial<Record<Column, Cell>>;

const dropped: readonly Column[] = ['GP Practice Name', 'Provider CQC Location Name'];

/** When releases changed over: returns up to here are release 1. */
const changeover = '2025-03-31';

/**
 * Adult social care as Client Level Data: the year to March 2025 as release 1 (50 columns, day-first dates, byte-order mark)
 * and what has been open since as release 2 (48 columns, ISO dates).
 */
export const clientLevelData: Writer = {
  feed: 'adult-social-care',
  open(context) {
    const current = columns.filter((c) => !dropped.includes(c));
    const first = context.file('1-cld-2024-25-release1.csv');
    first.write('\uFEFF');
    const old = csvTable(first, columns);
    const now = csvTable(context.file('2-cld-2026-27-q2-release2.csv'), current);
    return {
      add(clan) {
        for (const person of clan.people) {
          const { adultCare } = person.life;
          if (adultCare.length === 0) continue;
          const records = context.records('council-adults', person);
          adultCare.forEach((event, i) => {
            const record = holder(records, i);
            const last = event.end ?? context.today;
            if (last <= '2021-04-01') return;
            context.truth(record.localId, record);
            const row = rowOf(context, clan, person, record, event);
            if (event.start <= changeover) old(columns.map((c) => inRelease1(c, row[c], event)));
            if (last > changeover) now(current.map((c) => row[c]));
          });
        }
      },
      close: () => undefined,
    };
  },
};

function inRelease1(column: Column, cell: Cell, event: AdultCareEvent): Cell {
  if (column === 'Reporting Period Start Date') return '01/04/2024';
  if (column === 'Reporting Period End Date') return '31/03/2025';
  if (cell === undefined) return cell;
  if (column === 'Event End Date') return event.end !== undefined && event.end <= changeover ? dayFirst(event.end) : undefined;
  if (column === 'Event Outcome' && event.kind === 'service' && (event.end === undefined || event.end > changeover)) return 'Provision of service';
  if (column.includes('Date')) return dayFirst(String(cell));
  return release1[String(cell)] ?? cell;
}

function provider(event: AdultCareEvent): { id: string; name: string } | undefined {
  if (event.provider === undefined) return undefined;
  if (event.provider.startsWith('home:')) {
    const home = careHome(Number(event.provider.slice(5)));
    return { id: home.cqcId, name: home.name };
  }
  return { id: event.provider, name: agencies.find((a) => a.cqcId === event.provider)?.name ?? '' };
}

const kindOf = { request: 'Request', assessment: 'Assessment', service: 'Service', review: 'Review' } as const;

function rowOf(context: WriterContext, clan: Clan, person: Person, record: AgencyRecord, event: AdultCareEvent): Row {
  const { life } = person;
  const has = (...codes: string[]): boolean => life.problems.some((p) => codes.includes(p.code));
  const carer = event.client === 'carer';
  const cared = event.caredFor === undefined ? undefined : clan.people.find((p) => p.id === event.caredFor);
  const practice = practices.find((p) => p.code === person.practice);
  const by = provider(event);
  const end: IsoDate | undefined = event.end;
  const gone = person.deathDate;
  return {
    'LA Code': 'E09000099', 'Reporting Period Start Date': '2025-10-01', 'Reporting Period End Date': context.today < '2026-09-30' ? context.today : '2026-09-30', 'NHS Number': record.nhsNumber, 'LA Person Unique Identifier': record.localId, 'First Name': record.given,
    'Last Name': record.family, 'GP Practice Name': practice?.name, 'GP Practice Code': practice?.code, Gender: record.sex === 'F' ? 'Female' : record.sex === 'M' ? 'Male' : 'Unknown', Ethnicity: record.ethnicity?.cld, 'Date of Birth': record.birthDate, 'Date of Death': record.deathDate,
    'Client Type': carer ? 'Unpaid carer' : 'Service user', 'Primary Support Reason': event.kind === 'request' ? undefined : event.primarySupport, Postcode: record.address?.postcode, 'Accommodation Status': accommodation(clan, person), 'Employment Status': person.birthDate > '1961' ? 'Unknown' : 'Not in paid employment: Not actively seeking work or retired',
    'Has Unpaid Carer': person.relations.some((r) => r.carerSince !== undefined) ? 'Yes' : 'No', 'Autism Spectrum Disorder (ASD)': has('35919005') ? 'Yes' : 'No', 'Visual Impairment': 'Unknown', 'Hearing Impairment': has('15188001') ? 'Hard of hearing' : 'No hearing impairment',
    Dementia: has('26929004', '429998004', '52448006') ? 'Yes' : 'No', 'Client Funding Status': event.kind === 'service' && !carer ? (person.ordinal % 4 === 0 ? 'Joint client and social care funded' : 'Fully social care funded') : 'Unknown', 'Event Type': kindOf[event.kind], 'Event Reference': event.id,
    'Event Start Date': event.start, 'Event End Date': gone !== undefined && (end === undefined || end > gone) ? gone : end, 'Event Description': `${event.worker.name}, ${event.worker.team}, ${event.worker.phone}`, 'Event Outcome': event.outcome ?? (event.kind === 'service' && end === undefined ? undefined : 'NFA: Other'),
    ...(event.kind === 'request' ? { 'Request: Route of Access': event.route } : {}),
    ...(event.kind === 'assessment' ? { 'Assessment Type': event.assessmentType, 'Eligible Needs Identified': event.outcome?.startsWith('Progress') ? 'Eligible needs identified' : 'Non-eligible needs identified', 'Method of Assessment': 'Face to face' } : {}),
    ...(carer ? { 'Total Hrs Caring per week': event.kind === 'assessment' ? '20-34 hours' : undefined, 'No. of adults being cared for': 1, 'Adult 1 Linked Person_ID': cared && context.records('council-adults', cared)[0]?.localId } : {}),
    ...(event.kind === 'service' ? { 'Service Type': event.serviceType, 'Service Component': event.component, 'Delivery Mechanism': event.delivery, 'Provider CQC Location Name': by?.name, 'Provider CQC Location ID': by?.id, 'Unit Cost': event.weeklyCost === undefined ? undefined : (event.weeklyCost / 100).toFixed(2), 'Cost Frequency (Unit Type)': event.weeklyCost === undefined ? undefined : 'Weekly', 'Planned units per week': event.hours } : {}),
    ...(event.kind === 'review' ? { 'Review Reason': event.reason, 'Method of Review': 'Service user only' } : {}),
  };
}

function accommodation(clan: Clan, person: Person): string {
  const home = person.residences.at(-1)!.dwelling;
  if (home.kind === 'care-home') return (home.home ?? 0) % 3 === 0 ? 'Registered nursing home' : 'Registered care home';
  if (home.kind === 'sheltered') return 'Sheltered housing, extra care housing or other sheltered housing';
  const tenure = clan.households.find((h) => h.id === person.household)?.tenure;
  return tenure === 'social' ? 'Tenant: Local authority or other social housing provider' : tenure === 'private' ? 'Tenant: Private landlord' : 'Owner occupier or shared ownership scheme';
}
