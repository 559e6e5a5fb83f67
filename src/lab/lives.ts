import type { Dwelling, IsoDate, IsoTime } from './world.ts';

/** Everything that has happened to one person, by kind, each list oldest first. Items share `spell` ids where they are one story. */
export interface Life {
  /** Stable or growing frailty: Rockwood clinical frailty scale 1–9, for people of 65 and over. */
  frailty?: { score: number; assessed: IsoDate };
  /** What they want anybody who looks after them to know (PRSB About Me), in their words. */
  aboutMe?: { words: string; writtenWith: string; on: IsoDate };
  problems: Problem[];
  conveyances: Conveyance[];
  hospital: HospitalSpell[];
  adultCare: AdultCareEvent[];
  community: CommunityReferral[];
  mentalHealth: MentalHealthReferral[];
  police: PoliceInvolvement[];
  schooling: SchoolYearTerm[];
  exclusions: Exclusion[];
  need: ChildInNeed[];
  lookedAfter: LookedAfterEpisode[];
  missing: MissingEpisode[];
}

/** A GP problem. */
export interface Problem {
  /** SNOMED CT concept id. */
  code: string;
  term: string;
  onset: IsoDate;
  ended?: IsoDate;
  significance: 'major' | 'minor';
}

export interface Conveyance {
  id: string;
  at: IsoTime;
  reason: string;
  /** `fall`, `breathing`, `mental-health`… */
  kind: string;
  outcome: 'conveyed' | 'treated-on-scene' | 'refused';
  /** Hospital spell it led to. */
  spell?: string;
  crew: string;
  calledBy: string;
}

export interface HospitalSpell {
  /** Visit number across agencies, `V000123`. */
  id: string;
  kind: 'emergency-department' | 'emergency-admission' | 'elective-admission' | 'outpatient';
  arrived: IsoTime;
  /** When admitted to a ward, after the emergency department. */
  admitted?: IsoTime;
  /** Moves between wards while in. */
  transfers: { at: IsoTime; ward: string }[];
  /** Absent while still in, or for a future outpatient appointment. */
  discharged?: IsoTime;
  ward?: string;
  /** NHS main specialty code and its words. */
  specialty: { code: string; text: string };
  consultant: { name: string; code: string };
  reason: string;
  /** ICD-10 */
  diagnosis?: { code: string; text: string };
  /** NHS discharge destination: 19 usual residence, 54 NHS care home, 65 local-authority care, 79 died. */
  destination?: '19' | '54' | '65' | '79';
  outcome?: string;
  /** The admission or discharge was recorded in error and cancelled after. */
  cancelled?: { what: 'admission' | 'transfer' | 'discharge'; at: IsoTime };
  planned: boolean;
}

/** One row's worth of adult social care, in CLD's four event types. */
export interface AdultCareEvent {
  id: string;
  kind: 'request' | 'assessment' | 'service' | 'review';
  client: 'service-user' | 'carer';
  start: IsoDate;
  end?: IsoDate;
  route: string;
  assessmentType?: string;
  serviceType?: string;
  component?: string;
  outcome?: string;
  reason?: string;
  primarySupport: string;
  delivery?: string;
  provider?: string;
  /** Pence for a week. */
  weeklyCost?: number;
  hours?: number;
  worker: Worker;
  /** For a carer's event: who is cared for. */
  caredFor?: string;
}

export interface Worker {
  name: string;
  role: string;
  team: string;
  phone: string;
}

export interface CommunityReferral {
  id: string;
  service: string;
  reason: string;
  referred: IsoDate;
  started?: IsoDate;
  ended?: IsoDate;
  outcome?: string;
  worker: Worker;
  lastContact?: IsoDate;
  contacts: number;
  nextContact?: IsoDate;
}

export interface MentalHealthReferral {
  id: string;
  team: string;
  reason: string;
  source: string;
  referred: IsoDate;
  started?: IsoDate;
  ended?: IsoDate;
  outcome?: string;
  cluster: string;
  coordinator: Worker;
  /** Mental Health Act section in force, with dates. */
  section?: { code: string; from: IsoDate; to?: IsoDate };
  crisisPlan: boolean;
  cpaReview?: IsoDate;
}

export interface PoliceInvolvement {
  /** Incident shared by everybody involved. */
  incident: string;
  at: IsoTime;
  kind: 'domestic-abuse' | 'missing' | 'vulnerability-contact' | 'antisocial-behaviour' | 'concern-for-safety' | 'burglary' | 'assault' | 'theft';
  role: 'victim' | 'suspect' | 'witness' | 'subject' | 'child-present';
  risk?: 'standard' | 'medium' | 'high';
  outcome: string;
  place: Dwelling;
  officer: Worker;
}

/** One pupil, one term. */
export interface SchoolYearTerm {
  school: School;
  /** `2026/27` */
  year: string;
  term: 'Autumn' | 'Spring' | 'Summer';
  from: IsoDate;
  to: IsoDate;
  yearGroup: number;
  /** Sessions (half-days). */
  possible: number;
  attended: number;
  authorised: number;
  unauthorised: number;
  late: number;
  sen: 'N' | 'K' | 'E';
  freeMeals: boolean;
}

export interface School {
  urn: string;
  name: string;
  phase: 'primary' | 'secondary';
  phone: string;
  safeguardingLead: string;
}

export interface Exclusion {
  id: string;
  school: School;
  start: IsoDate;
  end?: IsoDate;
  kind: 'suspension' | 'permanent';
  /** DfE reason code, e.g. `DB` disruptive behaviour. */
  reason: { code: string; text: string };
  sessions: number;
}

/** A child-in-need episode as the CIN census counts it. */
export interface ChildInNeed {
  id: string;
  referral: IsoDate;
  /** CIN source code (`2B` schools, `6` police…). */
  source: string;
  noFurtherAction: boolean;
  /** `N1`…`N9` */
  primaryNeed: string;
  closure?: IsoDate;
  /** `RC1`…`RC9` */
  closureReason?: string;
  assessments: { start: IsoDate; authorised?: IsoDate; factors: string[] }[];
  plan?: { start: IsoDate; end?: IsoDate };
  section47: { start: IsoDate; conference?: IsoDate; noConference: boolean }[];
  protection?: { start: IsoDate; end?: IsoDate; initial: string; latest: string; previous: number; reviews: IsoDate[] };
  worker: Worker;
}

/** One SSDA903 episode; consecutive episodes of a period of care follow each other day for day. */
export interface LookedAfterEpisode {
  /** Period of care. */
  period: string;
  start: IsoDate;
  /** Reason for new episode: `S` started to be looked after, `P` placement change, `L` legal status, `T`, `U`, `B`. */
  reasonNew: string;
  /** `C1` interim care order, `C2` full, `V2` single voluntary, `E1`… */
  legal: string;
  /** `N1` abuse or neglect… */
  need: string;
  /** `U1`…`U6` foster, `K2` children's home, `P1`… */
  placement: string;
  provider: string;
  end?: IsoDate;
  /** `E4A` returned home, `X1` episode ceases and a new one begins… */
  reasonEnd?: string;
  reasonPlaceChange?: string;
  homePostcode: string;
  placementPostcode: string;
  /** Ofsted unique reference number. */
  urn?: string;
  reviews: { on: IsoDate; code: string }[];
  worker: Worker;
}

export interface MissingEpisode {
  /** `M` missing, `A` away from placement without authorisation */
  kind: 'M' | 'A';
  start: IsoTime;
  end?: IsoTime;
  /** Police incident of the same episode. */
  incident?: string;
}
