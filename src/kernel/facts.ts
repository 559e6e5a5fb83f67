/**
 * What a source says, in the terms every room shares. Shapes and names follow the Social Care
 * Interoperability Standards (PUB01 person, PUB02 safeguarding); codes are the source's own, with their system.
 */

/** An ISO date as precise as the source was: `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (FHIR `date`, SCIS `PartialDate`). */
export type PartialDate = string;
/** An ISO date, or a date and time with its offset when the source gave a time. Never an invented 00:00. */
export type When = string;

export type Gender = 'male' | 'female' | 'other' | 'unknown';

export interface Address {
  /** Lines as given, without the postcode. */
  lines: string[];
  postcode?: string;
  uprn?: string;
  use?: 'home' | 'temp' | 'old' | 'work' | 'care-home';
  start?: PartialDate;
  end?: PartialDate;
}

export interface LocalIdentifier {
  /** Which register numbered it: the feed's own name for its id, e.g. `mosaic`, `pas`, `upn`, `tenancy-ref`. */
  system: string;
  value: string;
}

/** Someone a source names without being about them: next of kin, carer, key holder. */
export interface ContactPerson {
  name: string;
  relationship?: string;
  phone?: string;
  address?: string;
  /** Local key of the same person in the same feed, where the source gives one. */
  localKey?: string;
}

/** Who a subject is, by one source at one time. Absent means the source did not say. */
export interface Demographics {
  nhsNumber?: string;
  identifiers?: LocalIdentifier[];
  title?: string;
  given?: string[];
  family?: string;
  /** Earlier or other surnames: maiden, married, also known as. */
  otherFamily?: string[];
  preferredName?: string;
  birthDate?: PartialDate;
  /** As received, when it could not be read as a date or needed repair. */
  birthDateRaw?: string;
  deceased?: PartialDate | true;
  gender?: Gender;
  ethnicity?: string;
  language?: string;
  interpreterNeeded?: boolean;
  addresses?: Address[];
  phones?: string[];
  emails?: string[];
  gpPractice?: string;
  contacts?: ContactPerson[];
  /** The source itself restricts who may see where this person lives (PDS S-flag and the like). */
  restricted?: boolean;
}

export const factKinds = ['service-episode', 'life-event', 'finding', 'relationship', 'plan'] as const;
export type FactKind = (typeof factKinds)[number];

/** One dated statement about a subject. `body` holds what its kind adds. */
export interface Fact<K extends FactKind = FactKind> {
  kind: K;
  /** Code in the source's or the standard's list; `system` says which. */
  code?: string;
  system?: string;
  /** What a reader sees, in words. */
  label: string;
  start?: When;
  end?: When;
  /** Category of data, when it is not the feed's own (a GP feed's mental-health problem, say). */
  category?: string;
  body: FactBodies[K];
}

export interface FactBodies {
  'service-episode': {
    status: 'current' | 'historic' | 'planned' | 'unknown';
    /** The service as its users know it: "Reablement", "Tenancy". */
    service?: string;
    organisation?: string;
    professionals?: Professional[];
    outcome?: string;
    reason?: string;
    detail?: string;
  };
  'life-event': { detail?: string; place?: string; organisation?: string; outcome?: string; role?: string };
  finding: {
    type: 'need' | 'condition' | 'risk' | 'alert' | 'reasonable-adjustment' | 'measurement' | 'observation' | 'about-me';
    value?: string | number;
    unit?: string;
    severity?: string;
    reviewDate?: PartialDate;
    detail?: string;
    recordedBy?: string;
  };
  relationship: {
    /** Local key of the other person in the same feed. */
    to: string;
    /** What the other person is to the subject: `mother`, `carer`, `tenancy-member` (HL7 v3 RoleCode where one fits). */
    role: string;
    sameHousehold?: boolean;
  };
  plan: { status: string; reviewDate?: PartialDate; professionals?: Professional[]; detail?: string };
}

/** The worker to ring. */
export interface Professional {
  name?: string;
  role?: string;
  team?: string;
  organisation?: string;
  phone?: string;
  email?: string;
}
