import { isUuid, KithError, readDate, readNhsNumber } from '../kernel/index.ts';
import { cutRecord } from '../feeds/index.ts';
import type { Kith } from '../main.ts';
import { personsByNhsNumber } from '../record/index.ts';
import type { Registration } from '../sensors/index.ts';

/** What became of one line. */
export interface RegisteredLine {
  line: number;
  devEui: string;
  deviceId: string | null;
  /** Why it was not registered, in words; null when it was. */
  problem: string | null;
}

const columns = ['dev_eui', 'codec', 'name', 'uprn', 'household', 'room', 'person', 'installer', 'installed', 'consent_basis', 'consent_by', 'consent_date', 'consent_until', 'purpose', 'interval'] as const;
type Column = (typeof columns)[number];
const needed: readonly Column[] = ['dev_eui', 'codec', 'name', 'consent_basis', 'consent_by', 'consent_date'];

/** Registers the devices of a CSV file line by line, and reads what had been heard of them already. */
export async function registerFile(kith: Pick<Kith, 'sensors' | 'kernel'>, file: Uint8Array, by: string): Promise<RegisteredLine[]> {
  const rows = readRows(file);
  const numbers = rows.flatMap(({ cells }) => readNhsNumber(cells.person ?? '') ?? []);
  const people = await personsByNhsNumber(kith.kernel.db.writer, numbers);
  const done: RegisteredLine[] = [];
  for (const { line, cells, problem } of rows) {
    const devEui = cells.dev_eui ?? '';
    const read = problem === null ? registrationOf(cells, people) : { problem };
    if ('problem' in read) {
      done.push({ line, devEui, deviceId: null, problem: read.problem });
      continue;
    }
    try {
      const deviceId = await kith.sensors.register.add(read.registration, by);
      await kith.sensors.reread(read.registration.devEui);
      done.push({ line, devEui, deviceId, problem: null });
    } catch (error) {
      if (!(error instanceof KithError) || error.code === 'store.unavailable') throw error;
      done.push({ line, devEui, deviceId: null, problem: error.message });
    }
  }
  return done;
}

type Cells = Partial<Record<Column, string>>;

function readRows(file: Uint8Array): { line: number; cells: Cells; problem: string | null }[] {
  const text = new TextDecoder('utf-8').decode(file);
  const delimiter = (text.split('\n', 1)[0] ?? '').includes(';') ? ';' : ',';
  const rows: { line: number; cells: Cells; problem: string | null }[] = [];
  let head: string[] | null = null;
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const record = cutRecord(text, at, delimiter, true);
    if (record === 'more') {
      rows.push({ line, cells: {}, problem: 'a quoted field is not closed.' });
      break;
    }
    const { fields, raw } = record;
    if (head === null) {
      head = (fields ?? []).map((name) => name.trim().toLowerCase().replace(/[\s-]+/g, '_'));
      const missing = needed.filter((column) => !head?.includes(column));
      if (missing.length > 0) throw new KithError('import.refused', `The file has no column ${missing.join(', ')}.`, { mend: `Columns: ${columns.join(', ')}.` });
    } else if (raw.trim() !== '') {
      const cells = Object.fromEntries(head.flatMap((name, i) => ((columns as readonly string[]).includes(name) ? [[name, fields?.[i]?.trim() ?? '']] : []))) as Cells;
      rows.push({ line, cells, problem: fields === null ? 'a quote stands where none may.' : null });
    }
    line += 1 + record.extraLines;
    at = record.end;
  }
  if (head === null) throw new KithError('import.refused', 'The file is empty.', { mend: `Its first line names its columns: ${columns.join(', ')}.` });
  return rows;
}

function registrationOf(cells: Cells, people: ReadonlyMap<string, string>): { registration: Registration } | { problem: string } {
  const cell = (column: Column): string | null => (cells[column] === undefined || cells[column] === '' ? null : cells[column]);
  const date = (column: Column): string | null | undefined => {
    const text = cell(column);
    return text === null ? null : /T/.test(text) ? text : (readDate(text) ?? undefined);
  };
  const [installed, consentAt, consentUntil] = [date('installed'), date('consent_date'), date('consent_until')];
  for (const [column, value] of [['installed', installed], ['consent_date', consentAt], ['consent_until', consentUntil]] as const) {
    if (value === undefined) return { problem: `${column} "${cells[column]}" is not a date.` };
  }
  const person = cell('person');
  const number = person === null ? null : readNhsNumber(person);
  const personId = person === null ? null : isUuid(person) ? person.toLowerCase() : number === null ? undefined : people.get(number);
  if (personId === undefined) return { problem: number === null ? `person "${person}" is neither an NHS number nor a person's id.` : 'nobody is known by that NHS number.' };
  const household = cell('household');
  if (household !== null && !isUuid(household)) return { problem: `household "${household}" is not a household's id.` };
  const interval = cell('interval');
  if (interval !== null && !/^\d+(\.\d+)?$/.test(interval)) return { problem: `interval "${interval}" is not a number of minutes.` };
  return {
    registration: {
      devEui: cells.dev_eui ?? '', codec: cells.codec ?? '', name: cells.name ?? '', uprn: cell('uprn'), householdId: household, room: cell('room'), personId, installer: cell('installer'),
      installedAt: installed === null || installed === undefined ? null : new Date(installed), basis: cells.consent_basis ?? '', consentBy: cells.consent_by ?? '', consentAt: consentAt ?? '',
      consentUntil: consentUntil ?? null, purpose: cell('purpose'), intervalMinutes: interval === null ? null : Number(interval),
    },
  };
}
