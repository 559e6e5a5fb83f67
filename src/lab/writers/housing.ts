import { dayFirst, plusDays } from '../dates.ts';
import { drama } from '../phones.ts';
import type { AgencyRecord, Clan, Household, IsoDate, Person, Tenancy, Writer, WriterContext } from '../world.ts';
import { csvTable, type Cell } from './csv.ts';
import { addressCells, holder } from './holders.ts';

const date = (on: IsoDate | undefined): string | undefined => (on === undefined ? undefined : dayFirst(on));

interface Let {
  household: Household;
  tenancy: Tenancy;
  /** Records of members the landlord writes down: 16 and over. */
  members: { person: Person; records: AgencyRecord[]; from: IsoDate; to?: IsoDate }[];
}

function lets(context: WriterContext, clan: Clan): Let[] {
  return clan.households.flatMap((household) => {
    const { tenancy } = household;
    if (!tenancy) return [];
    const members = household.members.flatMap((m) => {
      const person = clan.people.find((p) => p.id === m.person)!;
      const records = (m.to ?? '9999') > tenancy.start ? context.records('landlord', person) : [];
      return records.length === 0 ? [] : [{ person, records, from: m.from < tenancy.start ? tenancy.start : m.from, ...(m.to === undefined ? {} : { to: m.to }) }];
    });
    return [{ household, tenancy, members }];
  });
}

const whoColumns = ['PERSON_REF', 'TITLE', 'FORENAME', 'MIDDLE_NAME', 'SURNAME', 'DOB', 'NHS_NO', 'ADDR1', 'ADDR2', 'POSTCODE', 'UPRN'] as const;

function who(context: WriterContext, record: AgencyRecord): Cell[] {
  context.truth(record.localId, record);
  return [record.localId, record.title, record.given, record.middle.join(' '), record.family, date(record.birthDate), record.nhsNumber, ...addressCells(record), record.address?.uprn];
}

const relationWords: Readonly<Record<string, string>> = { wife: 'Spouse', husband: 'Spouse', partner: 'Partner', daughter: 'Daughter', son: 'Son', mother: 'Mother', father: 'Father', sister: 'Sister', brother: 'Brother', twin: 'Brother or sister', grandchild: 'Grandchild', grandmother: 'Grandmother', grandfather: 'Grandfather' };

/** One row for each member of each tenancy, aged 16 and over. */
export const tenancies: Writer = {
  feed: 'housing-tenancies',
  open(context) {
    const row = csvTable(context.file(`tenancies-${context.today}.csv`, 'windows-1252'), ['TENANCY_REF', ...whoColumns, 'SEX', 'ETHNIC_ORIGIN', 'LANGUAGE', 'INTERPRETER', 'TEL', 'ROLE', 'REL_TO_TENANT', 'TENANT_REF', 'TENANCY_TYPE', 'TENANCY_START', 'TENANCY_END', 'MEMBER_FROM', 'MEMBER_TO', 'PROPERTY_TYPE', 'BEDROOMS', 'RENT_WEEKLY', 'OFFICER', 'OFFICER_TEL']);
    return {
      add(clan) {
        for (const { household, tenancy, members } of lets(context, clan)) {
          const tenantRef = members.find((m) => m.person.id === tenancy.tenant)?.records[0]?.localId;
          for (const { person, records, from, to } of members) {
            const role = person.id === tenancy.tenant ? 'Tenant' : person.id === tenancy.joint ? 'Joint tenant' : 'Household member';
            const relation = person.relations.find((r) => r.to === tenancy.tenant)?.role;
            const ofTenant = clan.people.find((p) => p.id === tenancy.tenant)?.relations.find((r) => r.to === person.id)?.role ?? relation;
            for (const record of records) {
              row([
                tenancy.ref, ...who(context, record), record.sex, record.ethnicity?.nhs, record.language === 'English' ? undefined : record.language, record.interpreter ? 'Y' : 'N', record.mobile ?? record.phone, role, role === 'Tenant' ? undefined : (relationWords[ofTenant ?? ''] ?? 'Other'),
                role === 'Tenant' ? undefined : tenantRef, tenancy.type, date(tenancy.start), date(tenancy.end), date(from), date(to), household.dwelling.kind, household.dwelling.bedrooms, (tenancy.rent / 100).toFixed(2), tenancy.officer.name, tenancy.officer.phone,
              ]);
            }
          }
        }
      },
      close: () => undefined,
    };
  },
};

/** The tenant's own record, or the double now and then. */
function tenantOf(house: Let, n: number): AgencyRecord | undefined {
  const tenant = house.members.find((m) => m.person.id === house.tenancy.tenant);
  return tenant && holder(tenant.records, n);
}

const stages = { none: 'MONITOR', letter: 'LETTER', notice: 'NOSP', court: 'COURT', agreement: 'AGREEMENT' } as const;

/** Rent accounts in debt at the last month's end. */
export const arrears: Writer = {
  feed: 'housing-arrears',
  open(context) {
    const row = csvTable(context.file(`arrears-${context.today}.csv`, 'windows-1252'), ['ACCOUNT_REF', 'TENANCY_REF', ...whoColumns, 'ARREARS_SINCE', 'BALANCE_DATE', 'BALANCE', 'WEEKS_OWED', 'STAGE', 'STAGE_DATE', 'OFFICER', 'OFFICER_TEL']);
    return {
      add(clan) {
        for (const house of lets(context, clan)) {
          const { tenancy } = house;
          const last = tenancy.arrears.at(-1);
          const record = tenantOf(house, 0);
          if (!last || !record) continue;
          const staged = tenancy.arrears.find((a) => a.stage === last.stage)!;
          row([`${tenancy.ref}R`, tenancy.ref, ...who(context, record), date(tenancy.arrears[0]!.on), date(last.on), (last.owed / 100).toFixed(2), Math.round(last.owed / tenancy.rent), stages[last.stage], date(plusDays(staged.on, 6) > context.today ? staged.on : plusDays(staged.on, 6)), tenancy.officer.name, tenancy.officer.phone]);
        }
      },
      close: () => undefined,
    };
  },
};

/** Repairs reported in the last two years, done and open. */
export const repairs: Writer = {
  feed: 'housing-repairs',
  open(context) {
    const row = csvTable(context.file(`repairs-${context.today}.csv`, 'windows-1252'), ['JOB_NO', 'TENANCY_REF', ...whoColumns, 'REPORTED', 'COMPLETED', 'TRADE', 'PRIORITY', 'DESCRIPTION', 'STATUS', 'CONTACT', 'CONTACT_TEL']);
    return {
      add(clan) {
        for (const house of lets(context, clan)) {
          house.tenancy.repairs.forEach((repair, i) => {
            const record = tenantOf(house, i);
            if (!record) return;
            row([repair.ref, house.tenancy.ref, ...who(context, record), date(repair.reported), date(repair.completed), repair.category.toUpperCase(), repair.priority[0]!.toUpperCase(), repair.text, repair.completed === undefined ? 'OPEN' : 'COMPLETE', 'Repairs desk', drama(155)]);
          });
        }
      },
      close: () => undefined,
    };
  },
};

/** Person alerts with codes in the manner of HACT's UK Housing Data Standards. */
export const alerts: Writer = {
  feed: 'housing-alerts',
  open(context) {
    const row = csvTable(context.file(`alerts-${context.today}.csv`, 'windows-1252'), ['ALERT_REF', 'TENANCY_REF', ...whoColumns, 'ALERT_CODE', 'ALERT_TEXT', 'START_DATE', 'REVIEW_DATE', 'END_DATE', 'RAISED_BY']);
    return {
      add(clan) {
        for (const { tenancy, members } of lets(context, clan)) {
          tenancy.alerts.forEach((alert, i) => {
            const held = members.find((m) => m.person.id === alert.person);
            if (!held) return;
            row([alert.ref, tenancy.ref, ...who(context, holder(held.records, i)), alert.code, alert.text, date(alert.from), date(alert.review), date(alert.to), tenancy.officer.name]);
          });
        }
      },
      close: () => undefined,
    };
  },
};
