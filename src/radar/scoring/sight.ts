import type { Day } from './days.ts';
import { eventFlags, genders, mostEventsEach, mostOthers, packing } from './pack.ts';

/**
 * A packed person laid out in columns for evaluation. One is filled again for each person, so that a million people
 * make no rubbish to collect: nothing of it may be kept.
 */
export interface Sight {
  birth: Day;
  death: Day;
  gender: (typeof genders)[number];
  interpreter: boolean;
  gpPractice: boolean;
  sensors: boolean;
  housed: boolean;
  /** Section 0 is the person; the rest are others. */
  sections: number;
  sectionBirth: Int32Array;
  sectionDeath: Int32Array;
  /** 1 where they share a home. */
  sectionHome: Uint8Array;
  sectionFrom: Int32Array;
  sectionTo: Int32Array;
  /** Where the 16 bytes of their id stand. */
  sectionId: Int32Array;
  kin: number[][];
  events: number;
  shape: Int32Array;
  start: Int32Array;
  end: Int32Array;
  learnt: Int32Array;
  forgotten: Int32Array;
  lasting: Uint8Array;
  value: Float64Array;
  section: Int32Array;
  /** Id of the fact; -1 where it is an observation, whose key stands at `key`. */
  fact: Float64Array;
  key: Int32Array;
  keyLength: Int32Array;
  bytes: Buffer;
}

const mostSections = mostOthers + 1;
const mostEvents = mostSections * mostEventsEach;

/** Room for one person at a time. */
export function makeSight(): Sight {
  const days = (n: number): Int32Array => new Int32Array(n);
  return {
    birth: 0, death: 0, gender: 'unknown', interpreter: false, gpPractice: false, sensors: false, housed: false,
    sections: 0, sectionBirth: days(mostSections), sectionDeath: days(mostSections), sectionHome: new Uint8Array(mostSections), sectionFrom: days(mostSections), sectionTo: days(mostSections), sectionId: days(mostSections),
    kin: [], events: 0, shape: days(mostEvents), start: days(mostEvents), end: days(mostEvents), learnt: days(mostEvents), forgotten: days(mostEvents), lasting: new Uint8Array(mostEvents),
    value: new Float64Array(mostEvents), section: days(mostEvents), fact: new Float64Array(mostEvents), key: days(mostEvents), keyLength: days(mostEvents), bytes: Buffer.alloc(0),
  };
}

/** Lays a packed row out in `sight`. @returns false when it was packed in another form, and must be packed again */
export function see(sight: Sight, bytes: Buffer): boolean {
  if (bytes[0] !== packing) return false;
  let at = 1;
  const day = (): Day => {
    const value = bytes[at]! | (bytes[at + 1]! << 8);
    at += 2;
    return value;
  };
  const varint = (): number => {
    let byte = bytes[at++]!;
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = bytes[at++]!;
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte >= 128);
    return value;
  };
  const s = sight;
  s.bytes = bytes;
  const flags = bytes[at++]!;
  s.interpreter = (flags & 1) !== 0;
  s.gpPractice = (flags & 2) !== 0;
  s.sensors = (flags & 4) !== 0;
  s.housed = (flags & 8) !== 0;
  s.gender = genders[(flags >> 4) & 3]!;
  s.birth = day();
  s.death = day();
  s.sections = varint() + 1;
  s.events = 0;
  s.kin.length = 0;
  for (let section = 0; section < s.sections; section++) {
    s.kin.push([]);
    if (section === 0) {
      s.sectionBirth[0] = s.birth;
      s.sectionDeath[0] = s.death;
    } else {
      s.sectionId[section] = at;
      at += 16;
      s.sectionBirth[section] = day();
      s.sectionDeath[section] = day();
      s.sectionHome[section] = bytes[at++]!;
      s.sectionFrom[section] = day();
      s.sectionTo[section] = day();
      for (let n = varint(); n > 0; n--) s.kin[section]!.push(varint());
    }
    for (let n = varint(); n > 0; n--) {
      const e = s.events++;
      s.section[e] = section;
      s.shape[e] = varint();
      const f = bytes[at++]!;
      const start = day();
      s.start[e] = start;
      s.end[e] = f & eventFlags.end ? day() : 0;
      if (f & eventFlags.value) {
        s.value[e] = bytes.readDoubleLE(at);
        at += 8;
      } else s.value[e] = NaN;
      s.learnt[e] = f & eventFlags.learntAtStart ? start : day();
      s.forgotten[e] = f & eventFlags.forgotten ? day() : 0;
      s.lasting[e] = f & eventFlags.lasting ? 1 : 0;
      const ref = varint();
      if (f & eventFlags.key) {
        s.fact[e] = -1;
        s.key[e] = at;
        s.keyLength[e] = ref;
        at += ref;
      } else s.fact[e] = ref;
    }
  }
  return true;
}

/** Fact id or observation key of an event. */
export const refOf = (s: Sight, e: number): string => (s.fact[e]! < 0 ? s.bytes.toString('utf8', s.key[e], s.key[e]! + s.keyLength[e]!) : String(s.fact[e]));

/** Feed and all are in the shape; whose an event is, here: null for the person's own. */
export function personOf(s: Sight, section: number): string | null {
  if (section === 0) return null;
  const at = s.sectionId[section]!;
  const hex = s.bytes.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
