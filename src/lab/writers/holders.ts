import type { AgencyRecord, Person, WriterContext } from '../world.ts';

/** `12 Larch Close` and the rest of the lines, so that a table with two address columns keeps everything. */
export function addressCells(record: AgencyRecord): [string | undefined, string | undefined, string | undefined] {
  const { address } = record;
  if (address === undefined) return [undefined, undefined, undefined];
  const [first, ...rest] = address.lines;
  return [first, [...rest, address.town].join(', '), address.postcode];
}

/** Which of an agency's records an event is filed on: every second one on the double, where there is one. */
export const holder = (records: readonly AgencyRecord[], event: number): AgencyRecord => records[event % records.length]!;

/** Calls back for each event of a person that the agency holds, and notes the truth of each record used. */
export function filed<T>(context: WriterContext, agency: AgencyRecord['agency'], person: Person, events: readonly T[], row: (event: T, record: AgencyRecord) => void): void {
  if (events.length === 0) return;
  const records = context.records(agency, person);
  if (records.length === 0) return;
  events.forEach((event, i) => {
    const record = holder(records, i);
    context.truth(record.localId, record);
    row(event, record);
  });
}

export const yes = (condition: boolean | undefined): string => (condition ? 'Y' : 'N');
