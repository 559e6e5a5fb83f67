/**
 * What is true in the synthetic borough. A generator makes one {@link Clan} at a time (a family over its
 * households and generations); writers turn clans into agencies' files, through what each agency believes
 * ({@link AgencyRecord}), never straight from the truth. All dates are ISO (`2026-11-09`), all times local
 * wall-clock (`2026-11-11T02:40`). Nothing lies after the world's fixed `today` unless it is planned.
 */
import type { Life, Worker } from './lives.ts';

export type * from './lives.ts';
export type * from './writing.ts';

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
