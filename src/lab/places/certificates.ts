import { randomOf, type Random } from '../random.ts';
import type { Dwelling, Household } from '../world.ts';

/** What an assessor found of a home, in the words of the register of energy performance certificates. */
export interface Certificate {
  /** A to G. */
  rating: string;
  /** SAP points, 1 to 100. */
  score: number;
  propertyType: 'House' | 'Flat' | 'Maisonette' | 'Bungalow';
  builtForm: string;
  ageBand: string;
  fuel: string;
  heating: string;
  /** Square metres. */
  floorArea: number;
  /** Pounds a year. */
  heatingCost: number;
  hotWaterCost: number;
  lightingCost: number;
  tariff: 'Single' | 'dual' | 'off-peak 7 hour';
}

interface Age {
  band: string;
  /** SAP points of a gas-heated house of that age, as the English stock has them (English Housing Survey). */
  score: number;
}

const ages: readonly (readonly [Age, number])[] = [
  [{ band: 'before 1900', score: 62 }, 14],
  [{ band: '1900-1929', score: 63 }, 18],
  [{ band: '1930-1949', score: 65 }, 16],
  [{ band: '1950-1966', score: 68 }, 17],
  [{ band: '1967-1975', score: 70 }, 13],
  [{ band: '1976-1982', score: 72 }, 6],
  [{ band: '1983-1990', score: 73 }, 6],
  [{ band: '1996-2002', score: 74 }, 4],
  [{ band: '2003-2006', score: 79 }, 3],
  [{ band: '2012 onwards', score: 86 }, 3],
];
const towers: readonly (readonly [Age, number])[] = [[{ band: '1950-1966', score: 68 }, 5], [{ band: '1967-1975', score: 70 }, 5], [{ band: '2003-2006', score: 79 }, 1]];
const sheltered: readonly (readonly [Age, number])[] = [[{ band: '1967-1975', score: 70 }, 4], [{ band: '1976-1982', score: 72 }, 4], [{ band: '1983-1990', score: 73 }, 4]];

/** Bands of the certificate by points (SAP 2012). */
const bands = [[92, 'A'], [81, 'B'], [69, 'C'], [55, 'D'], [39, 'E'], [21, 'F'], [1, 'G']] as const;
export const bandOf = (score: number): string => bands.find(([from]) => score >= from)?.[1] ?? 'G';

const tenureWorth = { social: 4, private: -2, owned: 0, institution: 0 } as const;

/** A street is built at one time, so its homes share an age. */
const ageOf = ({ kind, uprn }: Dwelling): Age => randomOf('built', uprn.slice(0, -2)).weighted(kind === 'tower' ? towers : kind === 'sheltered' ? sheltered : ages);

const fuelOf = (random: Random, kind: Dwelling['kind']): string =>
  kind === 'tower'
    ? random.weighted([['mains gas (community)', 45], ['electricity (not community)', 35], ['mains gas (not community)', 20]])
    : kind === 'house'
      ? random.weighted([['mains gas (not community)', 93], ['electricity (not community)', 5], ['oil (not community)', 1], ['LPG (not community)', 1]])
      : random.weighted([['mains gas (not community)', 66], ['electricity (not community)', 28], ['mains gas (community)', 6]]);

/** The certificate of a home: always the same for the same home and tenure. */
export function certificateOf(dwelling: Dwelling, tenure: Household['tenure']): Certificate {
  const random = randomOf('certificate', dwelling.uprn);
  const age = ageOf(dwelling);
  const house = dwelling.kind === 'house';
  const fuel = fuelOf(random, dwelling.kind);
  const electric = fuel.startsWith('electricity');
  const score = Math.round(Math.min(96, Math.max(8, age.score + (house ? 0 : 5) - (electric ? 10 : 0) + tenureWorth[tenure] + random.normal(0, 7.5))));
  const floorArea = Math.round((house ? 46 : 30) + dwelling.bedrooms * (house ? 17 : 15) + random.normal(0, 6));
  // Rises as points fall: some £9 a square metre in the middle of band D, twice that in band G.
  const heatingCost = Math.round(floorArea * (21.5 - 0.2 * score) * (electric ? 1.35 : 1));
  const single = !electric || random.chance(0.35);
  return {
    rating: bandOf(score),
    score,
    propertyType: house ? (random.chance(0.04) ? 'Bungalow' : 'House') : random.chance(0.12) ? 'Maisonette' : 'Flat',
    builtForm: house ? random.weighted([['Mid-Terrace', 46], ['End-Terrace', 18], ['Semi-Detached', 30], ['Detached', 6]]) : random.weighted([['Mid-Terrace', 5], ['End-Terrace', 3], ['Enclosed Mid-Terrace', 2]]),
    ageBand: age.band === '2012 onwards' ? 'England and Wales: 2012 onwards' : `England and Wales: ${age.band}`,
    fuel,
    heating: electric ? (single ? 'Room heaters, electric' : 'Electric storage heaters') : fuel.includes('(community)') ? 'Community scheme' : fuel.startsWith('oil') ? 'Boiler and radiators, oil' : 'Boiler and radiators, mains gas',
    floorArea,
    heatingCost,
    hotWaterCost: Math.round(70 + dwelling.bedrooms * 22 + random.next() * 60 * (electric ? 2.2 : 1)),
    lightingCost: Math.round(38 + floorArea * 0.42),
    tariff: single ? (random.chance(0.9) ? 'Single' : 'dual') : 'off-peak 7 hour',
  };
}
