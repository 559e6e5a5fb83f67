import { dayFirst, daysBetween } from '../dates.ts';
import type { AgencyRecord, IsoDate, Person, Writer, WriterContext } from '../world.ts';
import { csvTable, type Cell } from './csv.ts';

/** The tables of the return and their headings (DfE SSDA903 guide; the order is fixed). */
const headings = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
  reviews: 'CHILD,DOB,REVIEW,REVIEW_CODE',
  missing: 'CHILD,DOB,MISSING,MIS_START,MIS_END',
  oc2: 'CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED',
} as const;
type Table = keyof typeof headings;
type Row = (table: Table, ...cells: Cell[]) => void;

/** The council's SSDA903 return on looked-after children: a CSV file for each table that has rows. */
export const ssda903: Writer = {
  feed: 'ssda903',
  open(context) {
    const tables = new Map<Table, (cells: readonly Cell[]) => void>();
    const row: Row = (name, ...cells) => {
      const write = tables.get(name) ?? csvTable(context.file(`${name}.csv`), headings[name].split(','));
      tables.set(name, write);
      write(cells);
    };
    return {
      add(clan) {
        for (const person of clan.people) {
          const [record] = person.life.lookedAfter.length > 0 ? context.records('council-children', person) : [];
          if (record === undefined) continue;
          context.truth(record.localId, record);
          child(context, person, record, row);
        }
      },
      close: () => undefined,
    };
  },
};

const day = (date: IsoDate | undefined): string => (date === undefined ? '' : dayFirst(date));

function child(context: WriterContext, person: Person, record: AgencyRecord, row: Row): void {
  const id = record.localId;
  const born = day(record.birthDate);
  const { lookedAfter, missing } = person.life;
  row('header', id, record.sex === 'M' ? '1' : record.sex === 'F' ? '2' : '', born, record.ethnicity?.dfe ?? 'NOBT', record.upn ?? 'UN1', person.sex === 'F' ? '0' : '', '');
  for (const e of lookedAfter) {
    row('episodes', id, day(e.start), e.reasonNew, e.legal, e.need, e.placement, e.provider, day(e.end), e.reasonEnd, e.reasonPlaceChange, e.homePostcode, e.placementPostcode, e.urn);
    for (const review of e.reviews) row('reviews', id, born, day(review.on), review.code);
  }
  const cared = (date: IsoDate): boolean => lookedAfter.some((e) => e.start <= date && (e.end === undefined || date <= e.end));
  for (const m of missing) if (cared(m.start.slice(0, 10))) row('missing', id, born, m.kind, day(m.start.slice(0, 10)), day(m.end?.slice(0, 10)));
  // Outcomes are collected for children looked after for a year or more.
  const first = lookedAfter[0];
  const last = lookedAfter.at(-1);
  if (first === undefined || last === undefined || daysBetween(first.start, last.end ?? context.today) < 365) return;
  const random = context.random('ssda903', person.id);
  const scored = random.chance(0.8);
  const yes = (probability: number): string => (random.chance(probability) ? '1' : '0');
  row('oc2', id, born, scored ? String(random.int(2, 26)) : '', scored ? '' : 'SDQ1', yes(0.03), yes(0.9), yes(0.88), yes(0.8), yes(0.92), yes(0.03), '0', '0');
}
