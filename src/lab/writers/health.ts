import { at } from '../dates.ts';
import type { AgencyRecord, IsoDate, Person, Writer } from '../world.ts';
import { csvTable, type Cell } from './csv.ts';
import { addressCells, filed, yes } from './holders.ts';

const who = (record: AgencyRecord, person: Person, date: (on: IsoDate | undefined) => string | undefined): Cell[] => [
  record.localId, record.nhsNumber, record.title, record.family, [record.given, ...record.middle].join(' '), record.preferred, date(record.birthDate), date(record.deathDate), record.sex === 'F' ? '2' : record.sex === 'M' ? '1' : '0', record.ethnicity?.nhs, ...addressCells(record), record.mobile ?? record.phone,
  person.practice, record.language, yes(record.interpreter), yes(record.restricted),
];
const whoColumns = ['PATIENT_ID', 'NHS_NUMBER', 'TITLE', 'SURNAME', 'FORENAMES', 'KNOWN_AS', 'DATE_OF_BIRTH', 'DATE_OF_DEATH', 'SEX', 'ETHNIC_CATEGORY', 'ADDRESS_1', 'ADDRESS_2', 'POSTCODE', 'TELEPHONE', 'GP_PRACTICE', 'LANGUAGE', 'INTERPRETER', 'SENSITIVE'] as const;

const iso = (on: IsoDate | undefined): string | undefined => on;

/** Community services: one row for each referral, with the caseload holder to ring. */
export const communityHealth: Writer = {
  feed: 'community-health',
  open(context) {
    const row = csvTable(context.file(`community-referrals-${context.today}.csv`), ['REFERRAL_ID', ...whoColumns, 'SERVICE', 'REFERRAL_REASON', 'REFERRAL_DATE', 'CASELOAD_START', 'DISCHARGE_DATE', 'DISCHARGE_REASON', 'CLINICIAN', 'CLINICIAN_ROLE', 'TEAM', 'TEAM_TEL', 'CONTACTS', 'LAST_CONTACT', 'NEXT_CONTACT', 'FRAILTY_SCORE', 'FRAILTY_DATE', 'ADJUSTMENT_1', 'ADJUSTMENT_2', 'ADJUSTMENT_3', 'ABOUT_ME', 'ABOUT_ME_WITH', 'ABOUT_ME_DATE'], '\n');
    return {
      add(clan) {
        for (const person of clan.people) {
          const { frailty, aboutMe } = person.life;
          const adjustments = [0, 1, 2].map((i) => person.adjustments[i]?.label);
          filed(context, 'community', person, person.life.community, (r, record) =>
            row([r.id, ...who(record, person, iso), r.service, r.reason, r.referred, r.started, r.ended, r.outcome, r.worker.name, r.worker.role, r.worker.team, r.worker.phone, r.contacts, r.lastContact, r.nextContact, frailty?.score, frailty?.assessed, ...adjustments, aboutMe?.words, aboutMe?.writtenWith, aboutMe?.on]),
          );
        }
      },
      close: () => undefined,
    };
  },
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const worded = (on: IsoDate | undefined): string | undefined => (on === undefined ? undefined : `${on.slice(8, 10)}-${months[Number(on.slice(5, 7)) - 1]}-${on.slice(0, 4)}`);

/** Mental health: one row for each referral, dates as `03-Nov-2026`. */
export const mentalHealth: Writer = {
  feed: 'mental-health',
  open(context) {
    const row = csvTable(context.file(`mh-referrals-${context.today}.csv`), ['REFERRAL_ID', ...whoColumns, 'TEAM', 'REFERRAL_SOURCE', 'PRIMARY_REASON', 'REFERRAL_RECEIVED', 'FIRST_CONTACT', 'DISCHARGED', 'DISCHARGE_REASON', 'CARE_COORDINATOR', 'COORDINATOR_ROLE', 'COORDINATOR_TEL', 'CARE_CLUSTER', 'MHA_SECTION', 'MHA_START', 'MHA_END', 'CRISIS_PLAN', 'CPA_REVIEW']);
    return {
      add(clan) {
        for (const person of clan.people) {
          filed(context, 'mental-health', person, person.life.mentalHealth, (r, record) =>
            row([r.id, ...who(record, person, worded), r.team, r.source, r.reason, worded(r.referred), worded(r.started), worded(r.ended), r.outcome, r.coordinator.name, r.coordinator.role, r.coordinator.phone, r.cluster, r.section?.code, worded(r.section?.from), worded(r.section?.to), yes(r.crisisPlan), worded(r.cpaReview)]),
          );
        }
      },
      close: () => undefined,
    };
  },
};

const outcomes = { conveyed: 'Conveyed', 'treated-on-scene': 'Treated on scene', refused: 'Conveyance refused' } as const;

/** Ambulance attendances, whether or not anybody was taken anywhere. */
export const ambulance: Writer = {
  feed: 'ambulance-conveyances',
  open(context) {
    const row = csvTable(context.file(`conveyances-${context.today}.csv`), ['CAD_NUMBER', 'PATIENT_REF', 'NHS_NUMBER', 'SURNAME', 'FORENAME', 'DOB', 'GENDER', 'ADDRESS_1', 'ADDRESS_2', 'POSTCODE', 'CALL_TIME', 'ON_SCENE', 'CHIEF_COMPLAINT', 'COMPLAINT_GROUP', 'CALLED_BY', 'OUTCOME', 'DESTINATION', 'VISIT_NUMBER', 'CREW']);
    return {
      add(clan) {
        for (const person of clan.people) {
          filed(context, 'ambulance', person, person.life.conveyances, (c, record) => {
            const minutes = Number(c.at.slice(11, 13)) * 60 + Number(c.at.slice(14, 16));
            row([c.id, record.localId, record.nhsNumber, record.family, record.given, record.birthDate, record.sex === 'F' ? 'Female' : 'Male', ...addressCells(record), at(c.at, minutes - 14), c.at, c.reason, c.kind, c.calledBy, outcomes[c.outcome], c.spell === undefined ? undefined : 'St Bride’s Hospital', c.spell, c.crew]);
          });
        }
      },
      close: () => undefined,
    };
  },
};
