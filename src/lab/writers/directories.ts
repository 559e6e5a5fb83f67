import { agencies, careHome } from '../places/homes.ts';
import { practices } from '../places/practices.ts';
import type { Writer } from '../world.ts';
import { csvTable } from './csv.ts';

/** CQC's directory of locations as it is published: four lines before the heading. */
export const cqcLocations: Writer = {
  feed: 'cqc-locations',
  open(context) {
    const file = context.file('CQC_directory.csv');
    let homes = 12;
    return {
      add(clan) {
        for (const person of clan.people) for (const { dwelling } of person.residences) if (dwelling.home !== undefined) homes = Math.max(homes, dwelling.home + 1);
      },
      close() {
        file.write('Care Quality Commission\r\nHealth and social care directory of places\r\nInvented places: a synthetic borough\r\nProduced 1 November 2026\r\n');
        const row = csvTable(file, ['Name', 'Also known as', 'Address', 'Postcode', 'Phone number', "Service's website (if available)", 'Service types', 'Date of latest check', 'Specialisms/services', 'Provider name', 'Local authority', 'Region', 'Location URL', 'CQC Location ID (for office use only)', 'CQC Provider ID (for office use only)']);
        for (let i = 0; i < homes; i++) {
          const home = careHome(i);
          row([home.name, undefined, home.lines.join(', '), home.postcode, home.phone, undefined, home.nursing ? 'Nursing homes' : 'Residential homes', '2025-0' + String((i % 9) + 1) + '-14', 'Caring for adults over 65 yrs|Dementia', home.provider, 'Newbridge', 'London', `https://www.cqc.example/location/${home.cqcId}`, home.cqcId, home.providerId]);
        }
        for (const agency of agencies) row([agency.name, undefined, agency.lines.join(', '), agency.postcode, agency.phone, undefined, 'Homecare agencies', '2025-03-20', 'Caring for adults over 65 yrs|Personal care', agency.provider, 'Newbridge', 'London', `https://www.cqc.example/location/${agency.cqcId}`, agency.cqcId, agency.providerId]);
      },
    };
  },
};

/** Health organisations with their ODS codes, in the columns of the Organisation Data Service's reports. */
export const odsOrganisations: Writer = {
  feed: 'ods-organisations',
  open(context) {
    const row = csvTable(context.file('ods-organisations.csv'), ['Code', 'Name', 'Primary Role', 'Primary Role Name', 'Status', 'Open Date', 'Close Date', 'Address Line 1', 'Address Line 2', 'Town', 'Postcode', 'Telephone', 'Parent Code']);
    return {
      add: () => undefined,
      close() {
        for (const p of practices) row([p.code, p.name, 'RO177', 'PRESCRIBING COST CENTRE', 'Active', '2001-04-01', undefined, p.lines[0], undefined, 'Newbridge', p.postcode, p.phone, 'QZ9']);
        for (const [code, name, phone, line, postcode] of [['RZ9', 'St Bride’s Hospital NHS Trust', '020 7946 0120', 'St Bride’s Walk', 'NB1 9SB'], ['RZ8', 'Newbridge Community and Mental Health NHS Trust', '020 7946 0112', 'Canal Walk', 'NB2 9CM'], ['RZ7', 'Capital Ambulance Service NHS Trust', '020 7946 0180', 'Dock Road', 'NB3 9CA']] as const)
          row([code, name, 'RO197', 'NHS TRUST', 'Active', '2005-04-01', undefined, line, undefined, 'Newbridge', postcode, phone, 'QZ9']);
        row(['QZ9', 'NHS Newbridge Integrated Care Board', 'RO261', 'STRATEGIC PARTNERSHIP', 'Active', '2022-07-01', undefined, 'Market Square', undefined, 'Newbridge', 'NB1 9IC', '020 7946 0199', undefined]);
      },
    };
  },
};
