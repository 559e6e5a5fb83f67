import { drama } from '../phones.ts';
import type { Dwelling } from '../world.ts';
import { wardOf } from './boundaries.ts';
import { postcodeOf } from './dwellings.ts';

export interface CareHome {
  index: number;
  cqcId: string;
  providerId: string;
  name: string;
  provider: string;
  nursing: boolean;
  beds: number;
  lines: string[];
  postcode: string;
  phone: string;
}

const names = ['Rosewood', 'The Limes', 'St Anne’s', 'Fairhaven', 'Willowbrook', 'Kingsmead', 'Orchard View', 'Beech Lawn', 'Riverside', 'The Elms', 'Summerfield', 'Priory'];
const providers = ['Harbour Care Limited', 'Fernleigh Homes Limited', 'Newbridge Care Trust', 'Meadowcroft Healthcare Limited'];

/** The n-th care home of the borough. */
export function careHome(index: number): CareHome {
  const district = (index * 4) % 9 + 1;
  return {
    index,
    cqcId: `1-9${String(100000000 + index * 7919).slice(1)}`,
    providerId: `1-9${String(200000000 + (index % providers.length) * 31).slice(1)}`,
    name: `${names[index % names.length]} ${index % 3 === 0 ? 'Nursing Home' : 'Care Home'}${index >= names.length ? ` ${Math.floor(index / names.length) + 1}` : ''}`,
    provider: providers[index % providers.length]!,
    nursing: index % 3 === 0,
    beds: 36,
    lines: [`${names[index % names.length]} ${index % 3 === 0 ? 'Nursing Home' : 'Care Home'}`, `${10 + index * 3} Abbey Park`],
    postcode: postcodeOf(district, 3999 - Math.floor(index / 9)),
    phone: drama(600 + (index % 200)),
  };
}

const window = 6;

/** Home of the n-th person to move into one: six homes fill together, then the next six open. */
export function homeOf(n: number): CareHome {
  return careHome(Math.floor(n / (window * 34)) * window + (n % window));
}

export const homesOpen = (residents: number): number => (Math.floor(Math.max(0, residents - 1) / (window * 34)) + 1) * window;

export function homeDwelling(home: CareHome): Dwelling {
  return { uprn: String(10098000000 + home.index), lines: home.lines, town: 'Newbridge', postcode: home.postcode, ward: wardOf(home.postcode).name, kind: 'care-home', bedrooms: home.beds, home: home.index };
}

/** Home-care agencies of the directory. */
export const agencies = ['Kindly Home Care', 'Bridge Care at Home', 'Daybreak Domiciliary', 'Harbour Home Support'].map((name, i) => ({
  name,
  provider: `${name} Limited`,
  cqcId: `1-8${String(300000000 + i * 6151).slice(1)}`,
  providerId: `1-8${String(400000000 + i * 41).slice(1)}`,
  lines: [`Unit ${i + 2}`, 'Foundry Yard'],
  postcode: postcodeOf(i + 1, 3990),
  phone: drama(800 + i),
}));
