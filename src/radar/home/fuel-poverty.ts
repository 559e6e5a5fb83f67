/**
 * Low Income Low Energy Efficiency (LILEE), England: a household is fuel poor when its home is in EPC band D or below and
 * what is left of its income after required fuel costs is below the poverty line (DESNZ, Fuel Poverty Methodology Handbook).
 */
export const epcBands = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;
export type EpcBand = (typeof epcBands)[number];

export interface FuelPovertyFacts {
  epcBand: EpcBand | null;
  /** £ a year after tax and housing costs, of the household. */
  income: number | null;
  /** £ a year to heat and light the home to the standard, whatever is really spent. */
  requiredFuelCost: number | null;
  /** People of the household: adults and others of 14 and over, and children under 14. */
  adults: number | null;
  children: number | null;
}

export interface FuelPovertySettings {
  /** £ a year, equivalised, after housing costs: 60 % of the median. */
  povertyLine: number;
  /** Equivalisation of income after housing costs: first adult, each other of 14 and over, each child. */
  incomeFactors: { first: number; other: number; child: number };
  /** Equivalisation of fuel costs by people: one, two, three, four, five and more. */
  fuelFactors: readonly number[];
}

export type FuelPoverty = { verdict: 'fuel-poor' | 'not-fuel-poor'; because: string; residual: number | null } | { verdict: 'not-known'; because: string; missing: string[]; residual: null };

/** The verdict, or what would have to be known for one. Nothing is guessed. */
export function fuelPoverty(facts: FuelPovertyFacts, settings: FuelPovertySettings): FuelPoverty {
  const { epcBand, income, requiredFuelCost, adults, children } = facts;
  if (epcBand !== null && epcBand < 'D') return { verdict: 'not-fuel-poor', because: `EPC band ${epcBand}: bands A to C do not count as fuel poor, whatever the income`, residual: null };
  const missing = [
    ...(epcBand === null ? ['the EPC band'] : []),
    ...(income === null ? ['the household’s income after tax and housing costs'] : []),
    ...(requiredFuelCost === null ? ['what it would cost to heat the home properly'] : []),
    ...(adults === null || children === null || adults + children < 1 ? ['who lives there'] : []),
  ];
  if (epcBand === null || income === null || requiredFuelCost === null || adults === null || children === null || missing.length > 0) {
    return { verdict: 'not-known', because: `${epcBand === null ? 'EPC band not known' : `EPC band ${epcBand}`}. Not known: ${missing.join('; ')}`, missing, residual: null };
  }
  const people = adults + children;
  const size = adults === 0 ? settings.incomeFactors.first + (children - 1) * settings.incomeFactors.child : settings.incomeFactors.first + (adults - 1) * settings.incomeFactors.other + children * settings.incomeFactors.child;
  const fuel = settings.fuelFactors[Math.min(people, settings.fuelFactors.length) - 1] ?? 1;
  const residual = income / size - requiredFuelCost / fuel;
  const poor = residual < settings.povertyLine;
  return {
    verdict: poor ? 'fuel-poor' : 'not-fuel-poor',
    because: `EPC band ${epcBand}, and £${Math.round(residual).toLocaleString('en-GB')} a year left after fuel, for a household of its size; the poverty line is £${settings.povertyLine.toLocaleString('en-GB')}`,
    residual,
  };
}
