import type { Dwelling } from '../world.ts';
import { wardOf } from './boundaries.ts';
import { buildingName, streetName } from './streets.ts';

type Pool = 'house' | 'flat' | 'tower' | 'sheltered';

/** What every tenth street is built up with; each street has 64 dwellings. */
const pattern: readonly Pool[] = ['house', 'house', 'flat', 'house', 'tower', 'house', 'house', 'flat', 'house', 'sheltered'];
const perStreet = 64;
/** Streets filled at the same time, so that neighbours in the files are not neighbours in the street. */
const opened = { house: 16, flat: 8, tower: 6, sheltered: 2 } as const;

const streetsOf: Record<Pool, number[]> = { house: [], flat: [], tower: [], sheltered: [] };
pattern.forEach((pool, i) => streetsOf[pool].push(i));

/** Letters that end a postcode: all but C I K M O V. */
const letters = 'ABDEFGHJLNPQRSTUWXYZ';

/** Postcode of the n-th group of sixteen dwellings of a district; 4,000 for each district. */
export function postcodeOf(district: number, group: number): string {
  const at = (group * 1367 + district * 443 + 211) % 4000;
  return `NB${district} ${Math.floor(at / 400)}${letters[Math.floor(at / 20) % 20]}${letters[at % 20]}`;
}

function build(pool: Pool, street: number, at: number): Dwelling {
  const district = (street % 9) + 1;
  const postcode = postcodeOf(district, Math.floor(street / 9) * 4 + Math.floor(at / 16));
  const base = { town: 'Newbridge', postcode, uprn: String(10099000000 + street * 100 + at), ward: wardOf(postcode).name };
  const road = streetName(street);
  const number = 2 + ((street * 37) % 140);
  switch (pool) {
    case 'house': {
      const converted = (street * 131 + at * 17) % 11 === 0;
      return { ...base, kind: converted ? 'flat' : 'house', lines: converted ? [`Flat ${at % 2 ? 'B' : 'A'}`, `${at + 1} ${road}`] : [`${at + 1}${(street + at) % 23 === 0 ? 'A' : ''} ${road}`], bedrooms: converted ? 1 : 2 + ((street + at) % 3) };
    }
    case 'flat':
      return { ...base, kind: 'flat', lines: [`Flat ${(at % 16) + 1}, ${buildingName(street * 4 + Math.floor(at / 16), 'Court')}`, `${number} ${road}`], bedrooms: 1 + (at % 3) };
    case 'tower':
      return { ...base, kind: 'tower', lines: [`Flat ${at + 1}, ${buildingName(street, street % 3 === 0 ? 'Tower' : street % 3 === 1 ? 'House' : 'Point')}`, road], bedrooms: 1 + (at % 3) };
    default:
      return { ...base, kind: 'sheltered', lines: [`Flat ${at + 1}, ${buildingName(street, 'Lodge')}`, `${number} ${road}`], bedrooms: 1 };
  }
}

/** The n-th dwelling of a kind: a fixed plan of the borough that grows street by street and never moves. */
export function dwellingAt(pool: Pool, n: number): Dwelling {
  const window = opened[pool] * perStreet;
  const inWindow = ((n % window) * 389 + 131) % window;
  const ordinal = Math.floor(n / window) * opened[pool] + (inWindow % opened[pool]);
  const kinds = streetsOf[pool];
  const street = Math.floor(ordinal / kinds.length) * pattern.length + kinds[ordinal % kinds.length]!;
  return build(pool, street, Math.floor(inWindow / opened[pool]));
}

export type { Pool };
