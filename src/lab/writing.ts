import type { Random } from './random.ts';
import type { Clan, Ethnicity, IsoDate, Person, Practice } from './world.ts';

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
