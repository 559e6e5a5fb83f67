import { plusDays } from '../dates.ts';
import type { AgencyRecord, ChildInNeed, IsoDate, OutputFile, Person, Writer, WriterContext } from '../world.ts';

/** First collection of the feed's coverage: the year to 31 March 2022. */
const firstYear = 2022;

/** One year's return, as far as the year has got. */
interface Return {
  year: number;
  from: IsoDate;
  /** The day it describes: 31 March, or today for the year still running. */
  until: IsoDate;
  file: OutputFile | null;
}

/**
 * The council's Children in Need census, one file for each collection year and one for the year so far
 * (`cin-census-2026.xml`), in the element order of the DfE's schemas: GenderCurrent to 2024, Sex from 2025.
 */
export const cinCensus: Writer = {
  feed: 'cin-census',
  open(context) {
    const returns = returnsUntil(context.today);
    return {
      add(clan) {
        for (const person of clan.people) {
          if (person.life.need.length === 0) continue;
          for (const { record, cases } of perRecord(context, person)) {
            context.truth(record.localId, record);
            for (const each of returns) write(context, each, record, cases);
          }
        }
      },
      close() {
        for (const { file } of returns) file?.write('  </Children>\n</Message>\n');
      },
    };
  },
};

function returnsUntil(today: IsoDate): Return[] {
  const running = Number(today.slice(0, 4)) + (today.slice(5) > '03-31' ? 1 : 0);
  return Array.from({ length: running - firstYear + 1 }, (_, i) => {
    const year = firstYear + i;
    return { year, from: `${year - 1}-04-01`, until: year === running ? today : `${year}-03-31`, file: null };
  });
}

/** A double record has the earliest of a child's cases; the main record the rest. */
function perRecord(context: WriterContext, person: Person): { record: AgencyRecord; cases: ChildInNeed[] }[] {
  const [main, double] = context.records('council-children', person);
  if (main === undefined) return [];
  const cases = person.life.need;
  if (double === undefined || cases.length < 2) return [{ record: main, cases }];
  return [{ record: main, cases: cases.slice(1) }, { record: double, cases: cases.slice(0, 1) }];
}

function write(context: WriterContext, to: Return, record: AgencyRecord, cases: readonly ChildInNeed[]): void {
  const open = cases.filter((c) => c.referral <= to.until && (c.closure === undefined || c.closure >= to.from));
  if (open.length === 0) return;
  to.file ??= openReturn(context, to);
  to.file.write(`    <Child>\n${identity(record, to.year)}${open.map((c) => details(c, to.until)).join('')}    </Child>\n`, 1);
}

function openReturn(context: WriterContext, to: Return): OutputFile {
  const file = context.file(`cin-census-${to.year}.xml`);
  file.write(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n  <Header>\n    <CollectionDetails>\n      <Collection>CIN</Collection>\n      <Year>${to.year}</Year>\n      <ReferenceDate>${to.until}</ReferenceDate>\n    </CollectionDetails>\n` +
      `    <Source>\n      <SourceLevel>L</SourceLevel>\n      <LEA>999</LEA>\n      <SoftwareCode>Case system</SoftwareCode>\n      <Release>26.1</Release>\n      <SerialNo>001</SerialNo>\n      <DateTime>${plusDays(to.until, to.until === context.today ? 0 : 60)}T11:14:05</DateTime>\n    </Source>\n  </Header>\n  <Children>\n`,
  );
  return file;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const element = (indent: number, name: string, value: string | undefined): string => (value === undefined ? '' : `${' '.repeat(indent)}<${name}>${value.replace(/[&<>]/g, (c) => escapes[c] ?? c)}</${name}>\n`);
const group = (indent: number, name: string, inside: string): string => `${' '.repeat(indent)}<${name}>\n${inside}${' '.repeat(indent)}</${name}>\n`;

function identity(record: AgencyRecord, year: number): string {
  const sex = year < 2025 ? element(8, 'GenderCurrent', record.sex === 'M' ? '1' : record.sex === 'F' ? '2' : '0') : element(8, 'Sex', record.sex);
  return (
    group(
      6,
      'ChildIdentifiers',
      element(8, 'LAchildID', record.localId) +
        (record.upn === undefined ? element(8, 'UPNunknown', 'UN1') : element(8, 'UPN', record.upn)) +
        element(8, 'PersonBirthDate', record.birthDate) +
        sex +
        element(8, 'PersonDeathDate', record.deathDate),
    ) + group(6, 'ChildCharacteristics', element(8, 'Ethnicity', record.ethnicity?.dfe ?? 'NOBT'))
  );
}

/** A case as it stood on a day. */
function details(c: ChildInNeed, until: IsoDate): string {
  const by = (date: IsoDate | undefined): IsoDate | undefined => (date !== undefined && date <= until ? date : undefined);
  const closed = by(c.closure);
  const inside =
    element(8, 'CINreferralDate', c.referral) +
    element(8, 'ReferralSource', c.source) +
    (c.noFurtherAction ? '' : element(8, 'PrimaryNeedCode', c.primaryNeed)) +
    element(8, 'CINclosureDate', closed) +
    element(8, 'ReasonForClosure', closed === undefined ? undefined : c.closureReason) +
    element(8, 'DateOfInitialCPC', by(c.section47.find((s) => s.conference !== undefined)?.conference)) +
    c.assessments.filter((a) => a.start <= until).map((a) => assessment(a, by(a.authorised))).join('') +
    (c.plan === undefined || c.plan.start > until ? '' : group(8, 'CINPlanDates', element(10, 'CINPlanStartDate', c.plan.start) + element(10, 'CINPlanEndDate', by(c.plan.end)))) +
    c.section47
      .filter((s) => s.start <= until)
      .map((s) => group(8, 'Section47', element(10, 'S47ActualStartDate', s.start) + element(10, 'InitialCPCtarget', plusDays(s.start, 21)) + element(10, 'DateOfInitialCPC', by(s.conference)) + element(10, 'ICPCnotRequired', s.noConference ? '1' : '0')))
      .join('') +
    element(8, 'ReferralNFA', c.noFurtherAction ? '1' : '0') +
    protection(c.protection, until, by);
  return group(6, 'CINdetails', inside);
}

function assessment(a: ChildInNeed['assessments'][number], authorised: IsoDate | undefined): string {
  const factors = authorised === undefined || a.factors.length === 0 ? '' : group(10, 'FactorsIdentifiedAtAssessment', a.factors.map((f) => element(12, 'AssessmentFactors', f)).join(''));
  return group(8, 'Assessments', element(10, 'AssessmentActualStartDate', a.start) + element(10, 'AssessmentAuthorisationDate', authorised) + factors);
}

function protection(plan: ChildInNeed['protection'], until: IsoDate, by: (date: IsoDate | undefined) => IsoDate | undefined): string {
  if (plan === undefined || plan.start > until) return '';
  const reviews = plan.reviews.filter((r) => r <= until);
  return group(
    8,
    'ChildProtectionPlans',
    element(10, 'CPPstartDate', plan.start) +
      element(10, 'CPPendDate', by(plan.end)) +
      element(10, 'InitialCategoryOfAbuse', plan.initial) +
      element(10, 'LatestCategoryOfAbuse', plan.latest) +
      element(10, 'NumberOfPreviousCPP', String(plan.previous)) +
      (reviews.length === 0 ? '' : group(10, 'Reviews', reviews.map((r) => element(12, 'CPPreviewDate', r)).join(''))),
  );
}
