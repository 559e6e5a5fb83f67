import { drama } from '../phones.ts';
import type { School } from '../world.ts';

const heads = ['Mrs J Petrie', 'Mr D Asante', 'Ms R Kaplan', 'Mrs S Hussain', 'Mr T Morgan', 'Ms C Brennan', 'Mrs F Obi', 'Mr L Novak', 'Ms A Desai'];
const school = (phase: School['phase'], name: string, i: number): School => ({ urn: String(990100 + i), name, phase, phone: drama(700 + i), safeguardingLead: heads[i % heads.length]! });

/** One primary for each postcode district, then one more for every odd one. */
export const primaries = ['Abbey Primary School', 'Canal Side Primary School', 'Dockside Primary School', 'Larch Road Primary School', 'Foundry Primary School', 'Heathside Primary School', 'Millbrook Primary School', 'Priory C of E Primary School', 'St Brigid’s Catholic Primary School'].map((name, i) => school('primary', name, i));
export const secondaries = ['Newbridge Academy', 'Harbour School', 'Kingsmead Girls’ School', 'Northgate High School'].map((name, i) => school('secondary', name, 20 + i));

export function schoolOf(phase: School['phase'], postcode: string, sex: 'F' | 'M', choice: number): School {
  const district = Number(postcode[2]) || 1;
  if (phase === 'primary') return primaries[(district - 1 + (choice < 0.15 ? 1 : 0)) % primaries.length]!;
  if (sex === 'F' && choice < 0.25) return secondaries[2]!;
  return [secondaries[0]!, secondaries[1]!, secondaries[3]!][(Math.floor((district - 1) / 3) + (choice > 0.8 ? 1 : 0)) % 3]!;
}
