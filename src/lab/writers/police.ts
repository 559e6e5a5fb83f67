import { dayFirst } from '../dates.ts';
import { drama } from '../phones.ts';
import type { Writer } from '../world.ts';
import { csvTable } from './csv.ts';
import { addressCells, filed } from './holders.ts';

const kinds = { 'domestic-abuse': 'DOMESTIC ABUSE', missing: 'MISSING PERSON', 'vulnerability-contact': 'VULNERABILITY CONTACT', 'antisocial-behaviour': 'ANTI-SOCIAL BEHAVIOUR', 'concern-for-safety': 'CONCERN FOR SAFETY', burglary: 'BURGLARY', assault: 'ASSAULT', theft: 'THEFT' } as const;
const roles = { victim: 'VICTIM', suspect: 'SUSPECT', witness: 'WITNESS', subject: 'SUBJECT', 'child-present': 'CHILD PRESENT' } as const;

/** Involvement in incidents, one row for each person in each, in capitals and windows-1252 as older police systems export. */
export const police: Writer = {
  feed: 'police-incidents',
  open(context) {
    const row = csvTable(context.file(`incidents-${context.today}.csv`, 'windows-1252'), ['INCIDENT_NO', 'NOMINAL_ID', 'SURNAME', 'FORENAME_1', 'FORENAME_2', 'ALIAS', 'DOB', 'SEX', 'HOME_ADDRESS_1', 'HOME_ADDRESS_2', 'HOME_POSTCODE', 'DATE_TIME', 'INCIDENT_TYPE', 'ROLE', 'RISK', 'LOCATION', 'LOCATION_POSTCODE', 'OUTCOME', 'OFFICER', 'DESK_TEL']);
    const capitals = (text: string | undefined): string | undefined => text?.toUpperCase();
    return {
      add(clan) {
        for (const person of clan.people) {
          filed(context, 'police', person, person.life.police, (p, record) =>
            row([
              p.incident, record.localId, capitals(record.family), capitals(record.given), capitals(record.middle.join(' ')), capitals(record.preferred), record.birthDate && dayFirst(record.birthDate), record.sex, ...addressCells(record).map(capitals), `${dayFirst(p.at)} ${p.at.slice(11)}`, kinds[p.kind], roles[p.role],
              capitals(p.risk), capitals(p.place.lines.join(', ')), p.place.postcode, capitals(p.outcome), capitals(p.officer.name), p.officer.phone,
            ]),
          );
        }
      },
      // Somebody seen and never named: the one row that is meant to be turned away.
      close: () => row(['01/9999999', 'N00000000', undefined, undefined, undefined, undefined, undefined, 'M', undefined, undefined, undefined, `${dayFirst(context.today)} 01:15`, kinds['antisocial-behaviour'], roles.suspect, undefined, 'MARKET SQUARE', 'NB1 9SQ', 'NO FURTHER LINES OF ENQUIRY', 'PC 2208 CARTER', drama(190)]),
    };
  },
};
