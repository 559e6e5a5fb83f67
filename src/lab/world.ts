/**
 * What is true in the synthetic borough. A generator makes one {@link Clan} at a time (a family over its
 * households and generations); writers turn clans into agencies' files, through what each agency believes
 * ({@link AgencyRecord}), never straight from the truth. All dates are ISO (`2026-11-09`), all times local
 * wall-clock (`2026-11-11T02:40`). Nothing lies after the world's fixed `today` unless it is planned.
 */
import type { Random } from './random.ts';

export type IsoDate = string;
export type IsoTime = string;

/** Where people can live. */
export interface Dwelling {
  uprn: string;
  /** Address without town and postcode: `['Flat 4, Alder House', 'Mill Road']` or `['12 Larch Close']`. */
  lines: string[];
  town: string;
  postcode: string;
  ward: string;
  kind: 'house' | 'flat' | 'tower' | 'sheltered' | 'care-home' | 'refuge' | 'children-home';
  bedrooms: number;
  /** Index of the care home in the directory, when it is one. */
  home?: number;
}

export interface Residence {
  dwelling: Dwelling;
  from: IsoDate;
  to?: IsoDate;
}

/** English names of cultures whose naming customs differ. */
export type Culture =
  | 'english' | 'scottish' | 'irish' | 'welsh' | 'bangladeshi' | 'pakistani' | 'punjabi' | 'gujarati' | 'tamil'
  | 'polish' | 'romanian' | 'lithuanian' | 'somali' | 'chinese' | 'nigerian' | 'ghanaian' | 'caribbean' | 'arabic' | 'turkish'
  | 'portuguese' | 'spanish' | 'italian' | 'greek' | 'ukrainian' | 'kurdish' | 'vietnamese';

export interface PersonName {
  title: string;
  given: string;
  middle: string[];
  family: string;
  /** What they like to be called, when it is not the given name: `Peggy`, `Mo`, `Ammi`. */
  preferred?: string;
  /** Surnames used before: maiden, married, deed poll; oldest first. */
  former: { family: string; until: IsoDate; reason: 'marriage' | 'divorce' | 'deed-poll' | 'adoption' }[];
}

/** What another person of the clan is to this one. */
export interface Relation {
  /** {@link Person.id} of the other. */
  to: string;
  role:
    | 'mother' | 'father' | 'daughter' | 'son' | 'sister' | 'brother' | 'twin' | 'wife' | 'husband' | 'partner' | 'former-partner'
    | 'grandmother' | 'grandfather' | 'grandchild';
  from?: IsoDate;
  until?: IsoDate;
  /** The other is this person's unpaid carer, since when. */
  carerSince?: IsoDate;
  sameHousehold: boolean;
}

export interface Person {
  /** True id, `P0000001`: never in any agency's file, only in truth. */
  id: string;
  ordinal: number;
  sex: 'F' | 'M';
  name: PersonName;
  culture: Culture;
  birthDate: IsoDate;
  deathDate?: IsoDate;
  nhsNumber: string;
  /** Unique pupil number (13 characters, valid check letter) of anybody who has been to school here since 2010. */
  upn?: string;
  /** ONS 2021 18-way code as CLD uses it, `A1`… in {@link ethnicities}. */
  ethnicity: Ethnicity;
  /** English unless said: `Bengali (Sylheti)`, `Polish`. */
  language: string;
  interpreter: boolean;
  phone?: string;
  mobile?: string;
  email?: string;
  /** Oldest first; the last without `to` is home. */
  residences: Residence[];
  /** General practice in {@link Practice}. */
  practice: string;
  practiceSince: IsoDate;
  relations: Relation[];
  /** Household now (or at death). */
  household: string;
  /** Where this person lives is protected (PDS S-flag; refuge). */
  restricted: boolean;
  adjustments: Adjustment[];
  life: Life;
}

export interface Adjustment {
  code: string;
  label: string;
  since: IsoDate;
}

/** Everything that has happened to one person, by kind, each list oldest first. Items share `spell` ids where they are one story. */
export interface Life {
  /** Stable or growing frailty: Rockwood clinical frailty scale 1–9, for people of 65 and over. */
  frailty?: { score: number; assessed: IsoDate };
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

export interface Household {
  id: string;
  dwelling: Dwelling;
  members: { person: string; from: IsoDate; to?: IsoDate }[];
  tenure: 'social' | 'private' | 'owned' | 'institution';
  tenancy?: Tenancy;
}

/** A tenancy of the borough's landlord. */
export interface Tenancy {
  ref: string;
  tenant: string;
  joint?: string;
  start: IsoDate;
  end?: IsoDate;
  type: 'Secure' | 'Introductory' | 'Flexible' | 'Sheltered' | 'Temporary';
  rent: number;
  officer: Worker;
  /** One for each month end with a debt: pence owed. */
  arrears: { on: IsoDate; owed: number; stage: 'none' | 'letter' | 'notice' | 'court' | 'agreement' }[];
  repairs: Repair[];
  alerts: HousingAlert[];
}

export interface Repair {
  ref: string;
  reported: IsoDate;
  completed?: IsoDate;
  category: 'boiler' | 'damp' | 'electrics' | 'plumbing' | 'windows' | 'adaptation';
  priority: 'emergency' | 'urgent' | 'routine';
  text: string;
}

/** A person or property alert with its HACT-style code. */
export interface HousingAlert {
  ref: string;
  person: string;
  code: string;
  text: string;
  from: IsoDate;
  review?: IsoDate;
  to?: IsoDate;
}

/** A family over its households: the unit that is made, written and forgotten. Relations never leave it. */
export interface Clan {
  ordinal: number;
  people: Person[];
  households: Household[];
}

export type Agency =
  | 'council-adults' | 'council-children' | 'landlord' | 'hospital' | 'gp' | 'community' | 'mental-health' | 'police' | 'schools' | 'ambulance';

/** What one agency has written down about one person: true except for the listed `errors`. */
export interface AgencyRecord {
  agency: Agency;
  /** True id: for the truth file only. */
  person: string;
  /** The agency's own number for the person (MRN, Mosaic id, PERSON_REF…). A duplicate has one of its own. */
  localId: string;
  /** 0 the main record, 1 a duplicate of it in the same agency. Events are on the main record unless you choose. */
  copy: 0 | 1;
  title?: string;
  given: string;
  middle: string[];
  family: string;
  preferred?: string;
  formerFamily?: string;
  /** ISO as believed (possibly wrong); absent when missing. */
  birthDate?: IsoDate;
  deathDate?: IsoDate;
  sex: 'F' | 'M' | 'U';
  /** Ten digits as keyed: can be invalid on purpose. */
  nhsNumber?: string;
  upn?: string;
  ethnicity?: Ethnicity;
  language?: string;
  interpreter?: boolean;
  address?: { lines: string[]; town: string; postcode: string; uprn?: string; from: IsoDate };
  phone?: string;
  mobile?: string;
  email?: string;
  restricted: boolean;
  /** Names of the planted errors: `typo`, `nickname`, `nhs-missing`, `old-address`… */
  errors: string[];
}

export interface Ethnicity {
  /** CLD / ONS 2021 label, e.g. `Bangladeshi`. */
  cld: string;
  /** DfE code of the CIN census and SSDA903, e.g. `ABAN`. */
  dfe: string;
  /** NHS Data Dictionary ethnic category, e.g. `K`. */
  nhs: string;
}

export interface Practice {
  /** ODS code. */
  code: string;
  name: string;
  phone: string;
  lines: string[];
  postcode: string;
  doctors: { name: string; code: string }[];
}

/** One file being written. Writes are buffered and synchronous. */
export interface OutputFile {
  /** @param rows records this text holds, for the count in the report */
  write(text: string, rows?: number): void;
}

/** What a writer is given. */
export interface WriterContext {
  seed: string;
  today: IsoDate;
  practices: Practice[];
  /** What `agency` believes about the person: one record, or two when it holds a duplicate; the same at every call. */
  records(agency: Agency, person: Person): AgencyRecord[];
  /** A stream of its own for these keys; never shared with another. */
  random(...keys: (string | number)[]): Random;
  /** Opens `<out>/<feed>/<name>`. `windows-1252` characters outside it become `?`. */
  file(name: string, encoding?: 'utf8' | 'windows-1252'): OutputFile;
  /** Notes in truth/links.csv that `key` of this feed (exactly what its mapping calls the subject's key) is this person. Once for each key is enough; repeats within a clan are dropped. */
  truth(key: string, record: Pick<AgencyRecord, 'person' | 'errors'>): void;
}

/** Writes one feed. */
export interface Writer {
  feed: string;
  open(context: WriterContext): WriterRun;
}

export interface WriterRun {
  /** Called for each clan in order. Must not keep it. */
  add(clan: Clan): void;
  /** After the last clan; files are closed after this. */
  close(): void;
}
