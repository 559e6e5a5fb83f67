import { dayFirst } from '../dates.ts';
import type { AgencyRecord, Person, SchoolYearTerm, Writer } from '../world.ts';
import { csvTable, type Cell } from './csv.ts';
import { addressCells, holder } from './holders.ts';

const pupilColumns = ['UPN', 'SURNAME', 'FORENAME', 'MIDDLE_NAMES', 'KNOWN_AS', 'DOB', 'GENDER', 'ETHNICITY', 'FIRST_LANGUAGE', 'ADDRESS_1', 'ADDRESS_2', 'POSTCODE'] as const;

/** A double in the schools' system has a temporary UPN: a letter in the last place. */
const upnOf = (record: AgencyRecord): string => (record.copy === 0 ? record.upn! : `${record.upn!.slice(0, 12)}${'ABCDEFGHJK'[Number(record.upn![12])]}`);

const pupil = (record: AgencyRecord): Cell[] => [
  upnOf(record), record.family, record.given, record.middle.join(' '), record.preferred, record.birthDate && dayFirst(record.birthDate), record.sex, record.ethnicity?.dfe, record.language, ...addressCells(record),
];

/** First day at each school a pupil has been to. */
function entered(person: Person, term: SchoolYearTerm): { entry: string; left?: string } {
  const there = person.life.schooling.filter((t) => t.school.urn === term.school.urn);
  const moved = person.life.schooling.at(-1)!.school.urn !== term.school.urn || there.at(-1)!.yearGroup === 11 && there.at(-1)!.term === 'Summer';
  return { entry: there[0]!.from, ...(moved ? { left: there.at(-1)!.to } : {}) };
}

/** One row for each pupil and term, from autumn 2023. */
export const attendance: Writer = {
  feed: 'school-attendance',
  open(context) {
    const row = csvTable(context.file(`attendance-${context.today}.csv`), [...pupilColumns, 'SCHOOL', 'URN', 'ENTRY_DATE', 'LEAVING_DATE', 'ACADEMIC_YEAR', 'TERM', 'TERM_START', 'TERM_END', 'NC_YEAR', 'SESSIONS_POSSIBLE', 'SESSIONS_ATTENDED', 'AUTHORISED', 'UNAUTHORISED', 'LATES', 'ATTENDANCE_PCT', 'PERSISTENT_ABSENCE', 'SEN', 'FSM', 'SAFEGUARDING_LEAD', 'SCHOOL_TEL']);
    return {
      add(clan) {
        for (const person of clan.people) {
          const { schooling } = person.life;
          if (schooling.length === 0) continue;
          const records = context.records('schools', person);
          schooling.forEach((t, i) => {
            const record = holder(records, i % 5 === 4 ? 1 : 0);
            context.truth(upnOf(record), record);
            const { entry, left } = entered(person, t);
            const percent = (100 * t.attended) / t.possible;
            row([...pupil(record), t.school.name, t.school.urn, dayFirst(entry), left && dayFirst(left), t.year, t.term, dayFirst(t.from), dayFirst(t.to), t.yearGroup === 0 ? 'R' : t.yearGroup, t.possible, t.attended, t.authorised, t.unauthorised, t.late, percent.toFixed(1), percent < 90 ? 'Y' : 'N', t.sen, t.freeMeals ? 'Y' : 'N', t.school.safeguardingLead, t.school.phone]);
          });
        }
      },
      close: () => undefined,
    };
  },
};

export const exclusions: Writer = {
  feed: 'school-exclusions',
  open(context) {
    const row = csvTable(context.file(`exclusions-${context.today}.csv`), ['EXCLUSION_ID', ...pupilColumns, 'SCHOOL', 'URN', 'CATEGORY', 'START_DATE', 'END_DATE', 'SESSIONS', 'REASON_CODE', 'REASON', 'SAFEGUARDING_LEAD', 'SCHOOL_TEL']);
    return {
      add(clan) {
        for (const person of clan.people) {
          if (person.life.exclusions.length === 0) continue;
          const [record] = context.records('schools', person);
          if (!record) continue;
          context.truth(upnOf(record), record);
          for (const x of person.life.exclusions) row([x.id, ...pupil(record), x.school.name, x.school.urn, x.kind === 'permanent' ? 'Permanent' : 'Suspension', dayFirst(x.start), x.end && dayFirst(x.end), x.sessions || undefined, x.reason.code, x.reason.text, x.school.safeguardingLead, x.school.phone]);
        }
      },
      close: () => undefined,
    };
  },
};
