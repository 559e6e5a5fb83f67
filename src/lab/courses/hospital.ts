import { plusDays, plusMinutes } from '../dates.ts';
import type { HospitalSpell, IsoTime, Person } from '../world.ts';
import { admit, ageOf, here, nextId, poisson, recently, someTime, type Scene } from './scene.ts';

export const specialties = {
  emergency: { code: '180', text: 'Emergency Medicine' },
  medicine: { code: '300', text: 'General Internal Medicine' },
  elderly: { code: '430', text: 'Geriatric Medicine' },
  bones: { code: '110', text: 'Trauma and Orthopaedics' },
  surgery: { code: '100', text: 'General Surgery' },
  children: { code: '420', text: 'Paediatrics' },
  chest: { code: '340', text: 'Respiratory Medicine' },
  heart: { code: '320', text: 'Cardiology' },
  eyes: { code: '130', text: 'Ophthalmology' },
  maternity: { code: '501', text: 'Obstetrics' },
} as const;

type SpecialtyName = keyof typeof specialties;

const wards: Record<SpecialtyName, string> = { emergency: 'Emergency Department', medicine: 'Acute Medical Unit', elderly: 'Cedar Ward', bones: 'Nightingale Ward', surgery: 'Lister Ward', children: 'Rainbow Ward', chest: 'Bevan Ward', heart: 'Harvey Ward', eyes: 'Eye Clinic', maternity: 'Birth Centre' };
const consultants: Record<SpecialtyName, HospitalSpell['consultant']> = {
  emergency: { name: 'Dr R Calloway', code: 'C9900001' }, medicine: { name: 'Dr I Petrov', code: 'C9900002' }, elderly: { name: 'Dr M Achebe', code: 'C9900003' }, bones: { name: 'Mr J Thorne', code: 'C9900004' },
  surgery: { name: 'Ms V Raman', code: 'C9900005' }, children: { name: 'Dr L Fitzgerald', code: 'C9900006' }, chest: { name: 'Dr C Mbeki', code: 'C9900007' }, heart: { name: 'Dr S Hakimi', code: 'C9900008' },
  eyes: { name: 'Mr P Wen', code: 'C9900009' }, maternity: { name: 'Ms D Farrow', code: 'C9900010' },
};

interface Complaint {
  reason: string;
  specialty: SpecialtyName;
  icd: string;
  text: string;
  /** Chance of admission from the emergency department. */
  admitted: number;
  days: readonly [number, number];
  /** Words of the ambulance's own list when one is called, and the chance of that. */
  ambulance?: readonly [string, number];
}

const complaint = (reason: string, specialty: SpecialtyName, icd: string, text: string, admitted: number, days: [number, number], ambulance?: [string, number]): Complaint => ({ reason, specialty, icd, text, admitted, days, ...(ambulance ? { ambulance } : {}) });

const forChildren = [
  complaint('Fever', 'children', 'R50.9', 'Fever, unspecified', 0.15, [1, 2]),
  complaint('Wheeze', 'children', 'J45.9', 'Asthma, unspecified', 0.3, [1, 3], ['breathing', 0.3]),
  complaint('Arm injury', 'bones', 'S52.5', 'Fracture of lower end of radius', 0.2, [1, 1]),
  complaint('Head injury', 'children', 'S00.9', 'Superficial injury of head', 0.05, [1, 1], ['head-injury', 0.15]),
];
const forAdults = [
  complaint('Chest pain', 'heart', 'R07.4', 'Chest pain, unspecified', 0.25, [1, 3], ['chest-pain', 0.45]),
  complaint('Abdominal pain', 'surgery', 'R10.4', 'Other and unspecified abdominal pain', 0.25, [1, 4], ['abdominal-pain', 0.15]),
  complaint('Ankle injury', 'bones', 'S93.4', 'Sprain of ankle', 0.02, [1, 1]),
  complaint('Cut to hand', 'emergency', 'S61.9', 'Open wound of wrist and hand', 0.02, [1, 1]),
  complaint('Back pain', 'bones', 'M54.5', 'Low back pain', 0.05, [1, 3], ['back-pain', 0.1]),
];
const forElders = [
  complaint('Shortness of breath', 'chest', 'J44.1', 'COPD with acute exacerbation', 0.6, [3, 12], ['breathing', 0.7]),
  complaint('Confusion', 'elderly', 'N39.0', 'Urinary tract infection', 0.6, [3, 16], ['confusion', 0.6]),
  complaint('Pneumonia', 'medicine', 'J18.9', 'Pneumonia, unspecified', 0.8, [4, 15], ['breathing', 0.65]),
  complaint('Heart failure', 'heart', 'I50.9', 'Heart failure, unspecified', 0.8, [4, 14], ['breathing', 0.6]),
  complaint('Collapse', 'medicine', 'R55', 'Syncope and collapse', 0.5, [1, 6], ['collapse', 0.85]),
];

export interface Attendance {
  at: IsoTime;
  reason: string;
  specialty: SpecialtyName;
  icd: string;
  text: string;
  /** Nights in hospital; 0 for home from the emergency department. */
  nights: number;
  destination?: NonNullable<HospitalSpell['destination']>;
  outcome?: string;
}

/** An emergency attendance, and the admission it led to. */
export function attend(scene: Scene, who: Person, a: Attendance): HospitalSpell | undefined {
  const { random } = scene;
  const decided = plusMinutes(a.at, random.int(95, 420));
  const diagnosis = { code: a.icd, text: a.text };
  if (a.nights === 0) {
    return admit(scene, who, { kind: 'emergency-department', arrived: a.at, transfers: [], discharged: decided, ward: wards.emergency, specialty: specialties.emergency, consultant: consultants.emergency, reason: a.reason, diagnosis, destination: '19', outcome: a.outcome ?? 'Discharged home', planned: false });
  }
  const discharged = `${plusDays(a.at, a.nights)}T${random.pick(['11:30', '13:05', '14:20', '15:45', '16:50', '18:10'])}`;
  const ward = wards[a.specialty];
  const moves = a.nights > 3 && random.chance(0.4) && a.specialty !== 'medicine';
  const transfer = plusMinutes(decided, random.int(900, 2000));
  const spell = admit(scene, who, {
    kind: 'emergency-admission', arrived: a.at, admitted: decided, transfers: moves && transfer < `${scene.today}T23:59` ? [{ at: transfer, ward }] : [], discharged,
    ward: moves ? wards.medicine : ward, specialty: specialties[a.specialty], consultant: consultants[a.specialty], reason: a.reason, diagnosis, destination: a.destination ?? '19', planned: false,
    ...(a.outcome === undefined ? {} : { outcome: a.outcome }),
  });
  if (spell && random.chance(0.02) && spell.discharged !== undefined) spell.cancelled = { what: 'discharge', at: plusMinutes(spell.discharged, 40) };
  return spell;
}

/** The ambulance that took somebody there half an hour before. */
export function convey(scene: Scene, who: Person, spell: HospitalSpell, kind: string, reason: string, calledBy: string): void {
  who.life.conveyances.push({ id: nextId(scene, 'conveyance', 'CAD', 7), at: plusMinutes(spell.arrived, -scene.random.int(25, 70)), reason, kind, outcome: 'conveyed', spell: spell.id, crew: `N${scene.random.int(101, 989)}`, calledBy });
}

/** What brings anybody to hospital now and then, over the last two years. */
export function everyday(scene: Scene, who: Person): void {
  const { random } = scene;
  const age = ageOf(scene, who);
  const mean = (age < 5 ? 0.4 : age < 18 ? 0.18 : age < 65 ? 0.16 : age < 80 ? 0.32 : 0.55) * 2;
  for (let n = poisson(random, mean); n > 0; n--) {
    const c = random.pick(age < 16 ? forChildren : age < 68 ? forAdults : forElders);
    const nights = random.chance(c.admitted) ? random.int(c.days[0], c.days[1]) : 0;
    const spell = attend(scene, who, { at: someTime(scene, recently(scene, 730)), reason: c.reason, specialty: c.specialty, icd: c.icd, text: c.text, nights });
    if (spell && c.ambulance && random.chance(c.ambulance[1])) convey(scene, who, spell, c.ambulance[0], c.reason, random.pick(['Patient', 'Relative', 'Relative', '111']));
  }
  if (random.chance(age > 60 ? 0.16 : 0.04)) {
    const date = plusDays(scene.today, random.int(-500, 45));
    const specialty = random.pick<SpecialtyName>(age > 60 ? ['eyes', 'heart', 'bones', 'chest'] : ['surgery', 'bones', 'heart']);
    outpatient(scene, who, date, specialty, 'Outpatient follow-up');
  }
  if (age > 30 && random.chance(0.02)) elective(scene, who);
}

export function outpatient(scene: Scene, who: Person, date: string, specialty: SpecialtyName, reason: string): void {
  const arrived = `${date}T${scene.random.pick(['09:20', '10:40', '11:15', '14:00', '15:30'])}`;
  const past = date <= scene.today;
  if (!here(who, date)) return;
  admit(scene, who, { kind: 'outpatient', arrived, transfers: [], ...(past ? { discharged: plusMinutes(arrived, 45), destination: '19' as const } : {}), specialty: specialties[specialty], consultant: consultants[specialty], reason, planned: !past });
}

function elective(scene: Scene, who: Person): void {
  const { random } = scene;
  const date = recently(scene, 700);
  const [reason, code, text, specialty] = random.pick([['Knee replacement', 'M17.9', 'Gonarthrosis, unspecified', 'bones'], ['Hernia repair', 'K40.9', 'Inguinal hernia', 'surgery'], ['Cataract surgery', 'H26.9', 'Cataract, unspecified', 'eyes']] as const);
  admit(scene, who, { kind: 'elective-admission', arrived: `${date}T07:30`, admitted: `${date}T08:15`, transfers: [], discharged: `${plusDays(date, specialty === 'bones' ? random.int(2, 4) : 1)}T12:10`, ward: wards[specialty], specialty: specialties[specialty], consultant: consultants[specialty], reason, diagnosis: { code, text }, destination: '19', planned: false });
}
