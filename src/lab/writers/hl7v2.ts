import { plusDays, plusMinutes } from '../dates.ts';
import type { AgencyRecord, HospitalSpell, IsoTime, OutputFile, Person, Writer, WriterContext } from '../world.ts';
import { diagnosis, eventSegment, header, merged, nextOfKin, patient, registration, stamp, visitSegments, type Visit } from './hl7v2-segments.ts';

/** Messages in one batch file: about half an hour's worth for a large interface, 25 MB or so. */
const batchSize = 25_000;

/** What one message adds to the patient: an event at a time, and the visit as it then stands. */
interface Message {
  event: string;
  at: IsoTime;
  record: AgencyRecord;
  /** Segments after the patient's own. */
  rest: string[];
  /** Next of kin goes only with events whose structure has NK1. */
  full: boolean;
}

/**
 * The hospital's ADT messages in HL7 v2.4 batch files (`adt-00001.hl7`…): everything that happened to a patient,
 * in order; corrections as the system sends them (A11, A12, A13) and merges of double records (A40).
 */
export const hospitalAdt: Writer = {
  feed: 'hospital-adt',
  open(context) {
    const batch = createBatch(context);
    return {
      add(clan) {
        const family = new Map(clan.people.map((p) => [p.id, p]));
        for (const person of clan.people) addPerson(context, batch, person, family);
      },
      close: () => batch.close(),
    };
  },
};

function addPerson(context: WriterContext, batch: Batch, person: Person, family: Map<string, Person>): void {
  const [main, double] = context.records('hospital', person);
  if (main === undefined) return;
  const random = context.random('hospital-adt', person.id);
  context.truth(main.localId, main);
  // A double record begins with a visit of its own; most are found and merged afterwards.
  const [first, ...others] = person.life.hospital;
  const split = double !== undefined && first !== undefined;
  if (double !== undefined) context.truth(double.localId, double);
  const messages = (split ? others : person.life.hospital).flatMap((spell) => visitMessages(context, spell, main));
  if (split) messages.unshift(...visitMessages(context, first, double));
  if (!messages.some((m) => m.record === main) || random.chance(0.1)) messages.unshift(personMessage('A28', since(context, person, 0), main));
  if (double !== undefined && !split) messages.unshift(personMessage('A28', since(context, person, 400), double));
  if (random.chance(0.15)) messages.push(personMessage('A31', since(context, person, random.int(1, 300)), main));
  if (double !== undefined && random.chance(0.6)) messages.push({ event: 'A40', at: since(context, person, random.int(1, 60)), record: main, rest: [merged(double.localId)], full: false });
  const kin = nextOfKin(person, family);
  for (const message of messages.filter((m) => m.at <= `${context.today}T23:59`).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const registered = registration(person, message.record, context.practices);
    batch.add(message, [patient(message.record), registered, ...(message.full && kin !== null ? [kin] : []), ...message.rest]);
  }
}

/** A time `days` before today, within the person's life. */
function since(context: WriterContext, person: Person, days: number): IsoTime {
  const day = plusDays(person.deathDate ?? context.today, -days);
  return `${day < person.birthDate ? person.birthDate : day}T09:15`;
}

const personMessage = (event: string, at: IsoTime, record: AgencyRecord): Message => ({ event, at, record, rest: [], full: true });

/** The messages of one spell in hospital. */
function visitMessages(context: WriterContext, spell: HospitalSpell, record: AgencyRecord): Message[] {
  const messages: Message[] = [];
  const say = (event: string, at: IsoTime, visit: Visit, full = false): void => {
    // The structures with DG1: A02, A03 and the cancellations have none.
    const diagnosed = event === 'A01' || event === 'A04' || event === 'A08' ? [diagnosis(spell, at)].filter((s) => s !== '') : [];
    messages.push({ event, at, record, full, rest: [...visitSegments(visit, spell), ...diagnosed] });
  };
  if (spell.kind === 'emergency-department' || spell.kind === 'emergency-admission') {
    const left = spell.admitted ?? spell.discharged;
    const visit: Visit = { number: spell.admitted === undefined ? spell.id : `${spell.id}E`, patientClass: 'E', ward: 'Emergency Department', admitted: spell.arrived };
    say('A04', spell.arrived, visit, true);
    if (left !== undefined) say('A03', left, { ...visit, discharged: left });
  }
  if (spell.kind === 'outpatient') {
    const visit: Visit = { number: spell.id, patientClass: 'O', ward: spell.ward ?? `${spell.specialty.text} clinic` };
    const booked = plusDays(spell.arrived, -28);
    say('A05', `${booked < context.today ? booked : context.today}T10:00`, { ...visit, expectedIn: spell.arrived }, true);
    say('A04', spell.arrived, { ...visit, admitted: spell.arrived }, true);
    if (spell.discharged !== undefined) say('A03', spell.discharged, { ...visit, admitted: spell.arrived, discharged: spell.discharged });
  }
  if (spell.kind === 'elective-admission' || spell.admitted !== undefined) stay(context, spell, say);
  return messages;
}

/** An admission with its moves, corrections and end. */
function stay(context: WriterContext, spell: HospitalSpell, say: (event: string, at: IsoTime, visit: Visit, full?: boolean) => void): void {
  const admitted = spell.admitted ?? spell.arrived;
  let visit: Visit = { number: spell.id, patientClass: 'I', ward: spell.ward ?? 'Admissions', admitted };
  if (spell.kind === 'elective-admission') {
    const listed = plusDays(admitted, -21);
    say('A05', `${listed < context.today ? listed : context.today}T11:20`, { number: spell.id, patientClass: 'I', ward: visit.ward, expectedIn: admitted }, true);
  }
  say('A01', admitted, visit, true);
  if (spell.cancelled?.what === 'admission') return say('A11', spell.cancelled.at, visit);
  for (const move of spell.transfers) {
    const before = visit;
    visit = { ...visit, ward: move.ward };
    say('A02', move.at, visit);
    if (spell.cancelled?.what === 'transfer' && move === spell.transfers.at(-1)) {
      visit = before;
      say('A12', spell.cancelled.at, visit);
    }
  }
  if (spell.discharged === undefined) return say('A08', plusMinutes(spell.transfers.at(-1)?.at ?? admitted, 90), { ...visit, expectedOut: plusDays(context.today, 2) }, true);
  const gone = { ...visit, discharged: spell.discharged };
  say('A03', spell.discharged, gone);
  if (spell.cancelled?.what !== 'discharge') return;
  // The discharge was entered too soon: taken back, and entered again when the patient did go.
  say('A13', spell.cancelled.at, visit);
  const again = plusMinutes(spell.cancelled.at, 180);
  say('A03', again, { ...visit, discharged: again });
}

interface Batch {
  add(message: Message, segments: string[]): void;
  close(): void;
}

function createBatch(context: WriterContext): Batch {
  let file: OutputFile | null = null;
  let files = 0;
  let messages = 0;
  let control = 0;
  const close = (): void => {
    file?.write(`BTS|${messages}\r\nFTS|1\r\n`);
    file = null;
  };
  const openNext = (): OutputFile => {
    files += 1;
    messages = 0;
    const name = `adt-${String(files).padStart(5, '0')}.hl7`;
    const opened = context.file(name);
    opened.write(`FHS|^~\\&|PAS|RZ9|KITH|NEWBRIDGE|${stamp(context.today)}||${name}\r\nBHS|^~\\&|PAS|RZ9|KITH|NEWBRIDGE|${stamp(context.today)}||ADT\r\n`);
    return opened;
  };
  return {
    add(message, segments) {
      if (messages === batchSize) close();
      file ??= openNext();
      messages += 1;
      control += 1;
      const recorded = plusMinutes(message.at, 4);
      const all = [header(message.event, recorded, String(control).padStart(12, '0')), eventSegment(recorded, message.at), ...segments];
      file.write(`${all.join('\r\n')}\r\n`, 1);
    },
    close,
  };
}
