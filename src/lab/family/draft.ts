import type { Borough } from '../borough.ts';
import { ageAt, dateOf, dayNumber } from '../dates.ts';
import { cultures, ethnicities } from '../names/cultures.ts';
import { marry, nameAtBirth } from '../names/naming.ts';
import { plain } from '../agencies/slips.ts';
import { drama, dramaMobile } from '../phones.ts';
import type { Random } from '../random.ts';
import type { Clan, Culture, Ethnicity, Household, IsoDate, Life, Person } from '../world.ts';

export interface Couple {
  a: Person;
  b: Person;
  from: IsoDate;
  until?: IsoDate;
  married: boolean;
}

/** A family being made up. */
export interface Draft {
  borough: Borough;
  random: Random;
  clan: Clan;
  byId: Map<string, Person>;
  parents: Map<string, { mother?: Person; father?: Person }>;
  couples: Couple[];
  /** The surname root each person passes on (a woman's own differs in some cultures). */
  roots: Map<string, string>;
}

export function makeDraft(borough: Borough, ordinal: number): Draft {
  return { borough, random: borough.random('clan', ordinal), clan: { ordinal, people: [], households: [] }, byId: new Map(), parents: new Map(), couples: [], roots: new Map() };
}

const emptyLife = (): Life => ({
  problems: [], conveyances: [], hospital: [], adultCare: [], community: [], mentalHealth: [], police: [], schooling: [], exclusions: [], need: [], lookedAfter: [], missing: [],
});

export interface Newborn {
  sex?: 'F' | 'M';
  birthDate: IsoDate;
  culture: Culture;
  root: string;
  ethnicity?: Ethnicity;
  mother?: Person;
  father?: Person;
  given?: string;
  taken?: string[];
}

/** A person as born; residences, household and relations come later. */
export function addPerson(draft: Draft, born: Newborn): Person {
  const { random, borough } = draft;
  const facts = cultures[born.culture];
  const ordinal = borough.count('person');
  const sex = born.sex ?? (random.chance(0.5) ? 'F' : 'M');
  const age = ageAt(born.birthDate, borough.today);
  const { language } = facts;
  const speaks = language !== undefined && random.chance(born.birthDate < '1970' ? language.older : language.younger);
  const person: Person = {
    id: `P${String(ordinal).padStart(7, '0')}`,
    ordinal,
    sex,
    culture: born.culture,
    name: nameAtBirth(random, { culture: born.culture, sex, birthDate: born.birthDate, family: born.root, ...(born.father ? { father: born.father.name } : {}), taken: born.taken ?? [], ...(born.given === undefined ? {} : { given: born.given }) }),
    birthDate: born.birthDate,
    nhsNumber: borough.nextNhsNumber(),
    ethnicity: born.ethnicity ?? facts.ethnicity,
    language: speaks ? language.name : 'English',
    interpreter: speaks && born.birthDate < '2008' && random.chance(language.interpreter),
    residences: [],
    practice: '',
    practiceSince: '',
    relations: [],
    household: '',
    restricted: false,
    adjustments: [],
    life: emptyLife(),
  };
  if (age >= 13 && random.chance(age > 80 ? 0.35 : 0.92)) person.mobile = dramaMobile(random.int(0, 999));
  reach(borough, person, age);
  draft.byId.set(person.id, person);
  draft.clan.people.push(person);
  draft.roots.set(person.id, born.root);
  draft.parents.set(person.id, { ...(born.mother ? { mother: born.mother } : {}), ...(born.father ? { father: born.father } : {}) });
  return person;
}

/** Mail, and the land line of older people: from a stream of their own. */
function reach(borough: Borough, person: Person, age: number): void {
  const random = borough.random('reach', person.ordinal);
  if (age >= 16 && random.chance(age > 80 ? 0.15 : age > 65 ? 0.45 : 0.75)) person.email = `${mailbox(person.name.given)}.${mailbox(person.name.family)}${random.int(1, 99)}@example.org`;
  if (age >= 65 && random.chance(0.6)) person.phone = drama(900 + random.int(0, 99));
}

const mailbox = (name: string): string => plain(name).toLowerCase().replace(/[^a-z]/g, '');

/** A day in the year in which somebody of `age` on `today` was born. */
export function bornAtAge(random: Random, today: IsoDate, age: number): IsoDate {
  return dateOf(dayNumber(today) - Math.floor(age * 365.25) - random.int(1, 364));
}

/** Joins two people, married or not; a married woman may take the name. */
export function join(draft: Draft, a: Person, b: Person, from: IsoDate, married: boolean): Couple {
  const couple: Couple = { a, b, from, married };
  draft.couples.push(couple);
  const [wife, husband] = a.sex === 'F' ? [a, b] : [b, a];
  if (married && wife.sex === 'F' && husband.sex === 'M') marry(draft.random, wife.name, wife.culture, draft.roots.get(husband.id)!, from);
  return couple;
}

export function mixedEthnicity(random: Random, mother: Person, father: Person): Ethnicity {
  if (mother.ethnicity.cld === father.ethnicity.cld) return mother.ethnicity;
  const has = (label: string): boolean => mother.ethnicity.cld.includes(label) || father.ethnicity.cld.includes(label);
  if (!has('White')) return ethnicities.otherMixed;
  if (has('Caribbean')) return has(': Caribbean') ? ethnicities.whiteCaribbean : ethnicities.whiteAfrican;
  if (has('African')) return ethnicities.whiteAfrican;
  if (has('Asian')) return ethnicities.whiteAsian;
  return has('British') && has('Irish') ? random.pick([mother.ethnicity, father.ethnicity]) : ethnicities.otherWhite;
}

/** Children of two people (or of a mother alone), eldest first; never born after today. Twins now and then. */
export function addChildren(draft: Draft, mother: Person, father: Person | undefined, wanted: number, firstAge: number): Person[] {
  const { random, borough } = draft;
  const children: Person[] = [];
  const parentCulture = father?.culture ?? mother.culture;
  const root = father ? draft.roots.get(father.id)! : draft.roots.get(mother.id)!;
  const taken = [mother.name.given, ...(father ? [father.name.given] : [])];
  let born = dayNumber(mother.birthDate) + Math.round(firstAge * 365.25) + random.int(0, 360);
  while (children.length < wanted && dateOf(born) < borough.today && born < dayNumber(mother.birthDate) + 46 * 365) {
    const birthDate = dateOf(born);
    const twins = random.chance(0.016) ? 2 : 1;
    let before: Person | undefined;
    for (let i = 0; i < twins; i++) {
      const sex = before && random.chance(0.64) ? before.sex : random.chance(0.5) ? 'F' : 'M';
      const named = father !== undefined && sex === 'M' && children.length === 0 && random.chance(0.03) ? father.name.given : undefined;
      const child = addPerson(draft, {
        sex, birthDate, culture: parentCulture, root, taken, mother, ethnicity: father ? mixedEthnicity(random, mother, father) : mother.ethnicity,
        ...(father ? { father } : {}), ...(named === undefined ? {} : { given: named }),
      });
      taken.push(child.name.given);
      children.push(child);
      before = child;
    }
    born += random.int(480, 1500);
  }
  return children;
}

/** Keeps the people of a household together in one place, to be settled by households.ts. */
export function addHousehold(draft: Draft, tenure: Household['tenure'], dwelling: Household['dwelling']): Household {
  const household: Household = { id: `H${String(draft.borough.count('household')).padStart(7, '0')}`, dwelling, members: [], tenure };
  draft.clan.households.push(household);
  return household;
}
