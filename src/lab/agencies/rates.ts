import type { Agency } from '../world.ts';

/** Chance of each error in one record of an agency. */
export interface Rates {
  /** NHS number not held. */
  nhsMissing: number;
  /** NHS number with two neighbouring digits swapped, so that its check digit is wrong. */
  nhsTransposed: number;
  birthMissing: number;
  /** Day and month the wrong way round, where that makes a date. */
  birthSwapped: number;
  /** A digit of the day or the year wrong. */
  birthTypo: number;
  /** One slip of keyboard, eye or ear in a name. */
  typo: number;
  /** Forename and surname in each other's place. */
  swapped: number;
  /** The familiar name, or another spelling of it, instead of the given one; only where a person has one. */
  nickname: number;
  /** An earlier surname, only where there is one. */
  former: number;
  /** Letters without their marks. */
  plain: number;
  /** An earlier address, only where there is one. */
  oldAddress: number;
  noAddress: number;
  /** A second record of the same person in the same agency. */
  duplicate: number;
}

const rates = (...r: [number, number, number, number, number, number, number, number, number, number, number, number, number]): Rates => ({
  nhsMissing: r[0], nhsTransposed: r[1], birthMissing: r[2], birthSwapped: r[3], birthTypo: r[4], typo: r[5], swapped: r[6], nickname: r[7], former: r[8], plain: r[9], oldAddress: r[10], noAddress: r[11], duplicate: r[12],
});

/** The one table of errors (docs/rooms/lab.md shows it; agencies.test.ts holds the generator to it). */
export const ratesOf: Readonly<Record<Agency, Rates>> = {
  //                     NHS no.        date of birth          names                            marks  address      twice
  'council-adults': rates(0.12, 0.01, 0.01, 0.006, 0.008, 0.04, 0.006, 0.12, 0.15, 0.7, 0.1, 0.02, 0.025),
  'council-children': rates(0.3, 0.008, 0.005, 0.006, 0.008, 0.04, 0.006, 0.1, 0.1, 0.6, 0.08, 0.02, 0.02),
  landlord: rates(0.95, 0.015, 0.05, 0.012, 0.012, 0.05, 0.012, 0.2, 0.2, 0.9, 0.03, 0, 0.03),
  hospital: rates(0.08, 0.004, 0.002, 0.005, 0.006, 0.03, 0.006, 0.08, 0.14, 0.5, 0.15, 0.01, 0.03),
  gp: rates(0.003, 0, 0, 0.001, 0.002, 0.01, 0.002, 0.03, 0.08, 0.3, 0.06, 0.002, 0),
  community: rates(0.04, 0.004, 0.004, 0.005, 0.006, 0.03, 0.006, 0.08, 0.12, 0.5, 0.08, 0.01, 0.02),
  'mental-health': rates(0.06, 0.005, 0.004, 0.005, 0.006, 0.03, 0.006, 0.12, 0.12, 0.5, 0.12, 0.02, 0.02),
  police: rates(1, 0, 0.06, 0.02, 0.02, 0.06, 0.015, 0.15, 0.15, 1, 0.12, 0.03, 0.03),
  schools: rates(1, 0, 0, 0.004, 0.006, 0.025, 0.005, 0.12, 0.05, 0.4, 0.08, 0.01, 0.01),
  ambulance: rates(0.42, 0.01, 0.06, 0.015, 0.015, 0.07, 0.012, 0.15, 0.15, 0.8, 0.12, 0.05, 0.02),
};

/** Share of the living who are known to a general practice here. */
export const registered = 0.965;
