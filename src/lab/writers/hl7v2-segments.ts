import type { AgencyRecord, HospitalSpell, IsoTime, Person, Practice } from '../world.ts';

const written: Record<string, string> = { '\\': '\\E\\', '|': '\\F\\', '^': '\\S\\', '~': '\\R\\', '&': '\\T\\', '\n': '\\.br\\' };
const safe = (text: string): string => text.replace(/[\\|^~&\n]/g, (c) => written[c] ?? c);

/** Components as one field; trailing empty ones are left off. */
const parts = (...components: (string | undefined)[]): string => components.map((c) => safe(c ?? '')).join('^').replace(/\^+$/, '');

/** `2026-11-11T02:40` as HL7 writes it, `202611110240`. */
export const stamp = (time: string): string => time.replace(/[-T:]/g, '').slice(0, 12);

/** A segment from its fields by number. */
function segment(name: string, fields: Record<number, string | undefined>): string {
  const last = Math.max(...Object.entries(fields).map(([n, value]) => (value === undefined || value === '' ? 0 : Number(n))));
  return [name, ...Array.from({ length: last }, (_, i) => fields[i + 1] ?? '')].join('|');
}

/** Message structure of each event (NHS ITK HL7v2 1.0.15, messages it profiles). */
const structures: Record<string, string> = { A01: 'ADT_A01', A02: 'ADT_A02', A03: 'ADT_A03', A04: 'ADT_A01', A05: 'ADT_A05', A08: 'ADT_A01', A11: 'ADT_A09', A12: 'ADT_A09', A13: 'ADT_A01', A28: 'ADT_A05', A31: 'ADT_A05', A40: 'ADT_A39' };

export const header = (event: string, at: IsoTime, control: string): string =>
  `MSH|^~\\&|PAS|RZ9|KITH|RZ9|${stamp(at)}||ADT^${event}^${structures[event]}|${control}|P|2.4|||||GBR|UNICODE|EN||iTKv1.0`;

export const eventSegment = (recorded: IsoTime, occurred: IsoTime): string => segment('EVN', { 2: stamp(recorded), 5: parts('RZ900117', 'Clerk', 'Ward'), 6: stamp(occurred) });

const languages: Record<string, string> = { English: 'EN', Bengali: 'BN', Urdu: 'UR', Punjabi: 'PA', Panjabi: 'PA', Gujarati: 'GU', Tamil: 'TA', Polish: 'PL', Romanian: 'RO', Lithuanian: 'LT', Somali: 'SO', Chinese: 'ZH', Cantonese: 'ZH', Mandarin: 'ZH', Arabic: 'AR', Turkish: 'TR', Portuguese: 'PT', Spanish: 'ES', Italian: 'IT', Greek: 'EL', Ukrainian: 'UK', Kurdish: 'KU', Vietnamese: 'VI' };

/** As a patient administration system holds somebody: names in capitals, sex as the NHS Data Dictionary codes it. */
export function patient(record: AgencyRecord): string {
  const upper = (text: string | undefined): string | undefined => text?.toUpperCase();
  const names = [parts(upper(record.family), upper(record.given), upper(record.middle.join(' ')), '', upper(record.title), '', 'L')];
  if (record.preferred !== undefined) names.push(parts('', upper(record.preferred), '', '', '', '', 'N'));
  if (record.formerFamily !== undefined) names.push(parts(upper(record.formerFamily), '', '', '', '', '', 'M'));
  const { address } = record;
  const phones = [
    ...(record.phone === undefined ? [] : [parts(record.phone, 'PRN', 'PH')]),
    ...(record.mobile === undefined ? [] : [parts(record.mobile, 'PRN', 'CP')]),
    ...(record.email === undefined ? [] : [parts('', 'NET', 'Internet', record.email)]),
  ];
  return segment('PID', {
    1: '1',
    3: [parts(record.localId, '', '', 'RZ9', 'PI'), ...(record.nhsNumber === undefined ? [] : [parts(record.nhsNumber, '', '', 'NHS', 'NH')])].join('~'),
    5: names.join('~'),
    7: record.birthDate === undefined ? '' : stamp(record.birthDate),
    8: record.sex === 'M' ? '1' : record.sex === 'F' ? '2' : '0',
    11: address === undefined ? '' : `${parts(upper(address.lines[0]), upper(address.lines[1]), upper(address.town), '', address.postcode, 'GBR', 'H')}^^^^^${stamp(address.from)}`,
    13: phones.join('~'),
    15: languages[(record.language ?? 'English').split(' ')[0] ?? ''] ?? safe(record.language ?? ''),
    22: record.ethnicity?.nhs,
    29: record.deathDate === undefined ? '' : stamp(record.deathDate),
    30: record.deathDate === undefined ? '' : 'Y',
  });
}

export function registration(person: Person, record: AgencyRecord, practices: readonly Practice[]): string {
  const practice = practices.find((p) => p.code === person.practice);
  const doctor = practice?.doctors[person.ordinal % practice.doctors.length];
  return segment('PD1', {
    3: practice === undefined ? '' : parts(practice.name, '', practice.code),
    4: doctor === undefined ? '' : named(doctor.name, doctor.code),
    12: record.restricted ? 'Y' : 'N',
  });
}

const named = (name: string, code: string): string => {
  const [title, given, ...family] = name.split(' ');
  return parts(code, family.join(' '), given, '', '', title, '', '', 'GMC');
};

const kin: Record<string, string> = { wife: 'SPO', husband: 'SPO', partner: 'DOM', daughter: 'DAU', son: 'SON', mother: 'MTH', father: 'FTH', sister: 'SIS', brother: 'BRO', twin: 'SIB', grandmother: 'GRP', grandfather: 'GRP', grandchild: 'GCH' };
const nearest = ['wife', 'husband', 'partner', 'mother', 'father', 'daughter', 'son', 'sister', 'brother', 'twin'];

/** Next of kin: the nearest living adult relative of the clan, as the ward clerk was told. */
export function nextOfKin(person: Person, family: ReadonlyMap<string, Person>): string | null {
  const known = person.relations
    .filter((r) => r.until === undefined && nearest.includes(r.role))
    .toSorted((a, b) => nearest.indexOf(a.role) - nearest.indexOf(b.role))
    .flatMap((relation) => {
      const other = family.get(relation.to);
      return other === undefined || other.deathDate !== undefined || (other.phone ?? other.mobile) === undefined ? [] : [{ relation, other }];
    });
  const [first] = known;
  if (first === undefined) return null;
  const { other, relation } = first;
  const home = other.restricted ? undefined : other.residences.at(-1)?.dwelling;
  return segment('NK1', {
    1: '1',
    2: parts(other.name.family.toUpperCase(), other.name.given.toUpperCase(), '', '', other.name.title.toUpperCase(), '', 'L'),
    3: parts(kin[relation.role] ?? 'OTH'),
    4: home === undefined ? '' : parts(home.lines[0]?.toUpperCase(), home.lines[1]?.toUpperCase(), home.town.toUpperCase(), '', home.postcode, 'GBR', 'H'),
    5: other.mobile ?? other.phone,
  });
}

export interface Visit {
  number: string;
  patientClass: 'I' | 'E' | 'O';
  ward: string;
  admitted?: IsoTime;
  discharged?: IsoTime;
  expectedIn?: IsoTime;
  expectedOut?: string;
}

/** PV1 and PV2 of a visit as it stands at the message. */
export function visitSegments(visit: Visit, spell: HospitalSpell): string[] {
  const method = visit.patientClass !== 'I' ? '' : spell.kind === 'elective-admission' ? '11' : '21';
  const home = visit.discharged === undefined ? '' : (spell.destination ?? '19');
  return [
    segment('PV1', {
      1: '1',
      2: visit.patientClass,
      3: parts(visit.ward, '', '', 'RZ9'),
      4: method,
      7: named(spell.consultant.name, spell.consultant.code),
      10: visit.patientClass === 'E' ? '180' : spell.specialty.code,
      14: visit.patientClass === 'I' ? '19' : '',
      19: parts(visit.number, '', '', 'VISITID'),
      36: home === '' ? '' : home === '79' ? '4' : '1',
      37: home,
      44: visit.admitted === undefined ? '' : stamp(visit.admitted),
      45: visit.discharged === undefined ? '' : stamp(visit.discharged),
    }),
    segment('PV2', { 3: parts('', spell.reason), 8: visit.expectedIn === undefined ? '' : stamp(visit.expectedIn), 9: visit.expectedOut === undefined ? '' : stamp(visit.expectedOut) }),
  ];
}

export const diagnosis = (spell: HospitalSpell, at: IsoTime): string =>
  spell.diagnosis === undefined ? '' : segment('DG1', { 1: '1', 3: parts(spell.diagnosis.code, spell.diagnosis.text, 'ICD10'), 5: stamp(at), 6: 'F', 16: named(spell.consultant.name, spell.consultant.code) });

export const merged = (localId: string): string => segment('MRG', { 1: parts(localId, '', '', 'RZ9', 'PI') });
