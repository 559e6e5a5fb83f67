import type { Day } from './days.ts';

/** Changes whenever the form below does: rows packed otherwise are packed again. */
export const packing = 1;

/** People around somebody, and events of each, kept at most: the newest. Beyond that it is no household and no history. */
export const mostOthers = 12;
export const mostEventsEach = 4_000;

export const genders = ['unknown', 'male', 'female', 'other'] as const;

/** Something dated of somebody. */
export interface PackedEvent {
  shape: number;
  /** 0 when it has no date. */
  start: Day;
  /** 0 when none is stated. */
  end: Day;
  /** It can still go on: an episode, finding or observation that no end or status says is over. */
  lasting: boolean;
  /** Day it was known; 0 when always. */
  learnt: Day;
  /** Day it was taken back or replaced; 0 when not. */
  forgotten: Day;
  /** NaN when it is no measurement. */
  value: number;
  /** Id of the fact, or key of the observation. */
  ref: number | string;
}

/** Somebody around the person. */
export interface PackedOther {
  /** UUID. */
  personId: string;
  birth: Day;
  death: Day;
  /** When they live together, from and until (0: still); null when they do not. */
  home: { from: Day; to: Day } | null;
  /** Shapes of stated relationships: what they are to the person. */
  kin: readonly number[];
  events: readonly PackedEvent[];
}

export interface PackedPerson {
  birth: Day;
  death: Day;
  gender: (typeof genders)[number];
  interpreter: boolean;
  gpPractice: boolean;
  /** Whether sensors are fitted in the home. */
  sensors: boolean;
  /** Lives in a home of their own, where who else lives there is known. */
  housed: boolean;
  events: readonly PackedEvent[];
  others: readonly PackedOther[];
}

export const eventFlags = { end: 1, value: 2, learntAtStart: 4, forgotten: 8, key: 16, lasting: 32 } as const;

/**
 * A person as bytes: version, flags, birth and death; then each section, the person's own first. Counts, shapes and
 * fact ids are varints (base 128), days two bytes, values doubles, all little-endian. Events stand oldest first.
 */
export function pack(person: PackedPerson): Buffer {
  const out = writer();
  out.byte(packing);
  out.byte((person.interpreter ? 1 : 0) | (person.gpPractice ? 2 : 0) | (person.sensors ? 4 : 0) | (person.housed ? 8 : 0) | (genders.indexOf(person.gender) << 4));
  out.day(person.birth);
  out.day(person.death);
  const others = person.others.slice(0, mostOthers);
  out.varint(others.length);
  writeEvents(out, person.events);
  for (const other of others) {
    out.uuid(other.personId);
    out.day(other.birth);
    out.day(other.death);
    out.byte(other.home === null ? 0 : 1);
    out.day(other.home?.from ?? 0);
    out.day(other.home?.to ?? 0);
    out.varint(other.kin.length);
    for (const shape of other.kin) out.varint(shape);
    writeEvents(out, other.events);
  }
  return out.done();
}

function writeEvents(out: ReturnType<typeof writer>, events: readonly PackedEvent[]): void {
  out.varint(Math.min(events.length, mostEventsEach));
  for (const event of events.toSorted((a, b) => a.start - b.start).slice(-mostEventsEach)) {
    const { start, end, value, learnt, forgotten, ref } = event;
    const f = eventFlags;
    const flags = (end > 0 ? f.end : 0) | (Number.isNaN(value) ? 0 : f.value) | (learnt === start ? f.learntAtStart : 0) | (forgotten > 0 ? f.forgotten : 0) | (typeof ref === 'string' ? f.key : 0) | (event.lasting ? f.lasting : 0);
    out.varint(event.shape);
    out.byte(flags);
    out.day(start);
    if (end > 0) out.day(end);
    if (!Number.isNaN(value)) out.double(value);
    if (learnt !== start) out.day(learnt);
    if (forgotten > 0) out.day(forgotten);
    if (typeof ref === 'string') out.text(ref);
    else out.varint(ref);
  }
}

function writer() {
  let buffer = Buffer.allocUnsafe(1024);
  let at = 0;
  const room = (n: number): void => {
    if (at + n <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + n));
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
  };
  const varint = (n: number): void => {
    room(10);
    let rest = n;
    while (rest >= 128) {
      buffer[at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    buffer[at++] = rest;
  };
  return {
    varint,
    byte(n: number): void {
      room(1);
      buffer[at++] = n;
    },
    day(n: Day): void {
      room(2);
      at = buffer.writeUInt16LE(n, at);
    },
    double(n: number): void {
      room(8);
      at = buffer.writeDoubleLE(n, at);
    },
    uuid(id: string): void {
      room(16);
      at += buffer.write(id.replaceAll('-', ''), at, 'hex');
    },
    text(words: string): void {
      const n = Buffer.byteLength(words);
      varint(n);
      room(n);
      at += buffer.write(words, at);
    },
    done: (): Buffer => Buffer.from(buffer.subarray(0, at)),
  };
}
