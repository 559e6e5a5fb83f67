import type { Borough } from '../borough.ts';
import { sceneOf, type Scene } from '../courses/scene.ts';
import { daysBetween, plusDays } from '../dates.ts';
import { wardOf } from '../places/boundaries.ts';
import { dramaMobile } from '../phones.ts';
import { teams, worker } from '../staff.ts';
import type { Dwelling, Household, IsoDate, Person, PersonName, Tenancy } from '../world.ts';
import { addPerson, makeDraft, type Draft, type Newborn } from './draft.ts';

/** A hand-shaped family: dates are written as if today were 20 November 2026 and move with the day the borough is made for. */
export interface Cast {
  draft: Draft;
  scene: Scene;
  day: (written: IsoDate) => IsoDate;
  add(name: Partial<PersonName> & { given: string; family: string }, born: Omit<Newborn, 'root' | 'given'>, more?: Partial<Person>): Person;
  /** Marries two people who keep the names they were given here. */
  wed(a: Person, b: Person, from: IsoDate, until?: IsoDate): void;
  tenancy(household: Household, tenancy: Pick<Tenancy, 'tenant' | 'start' | 'type' | 'rent'>): Tenancy;
}

export function castOf(borough: Borough, ordinal: number): Cast {
  const draft = makeDraft(borough, ordinal);
  const scene = sceneOf(draft);
  return {
    draft,
    scene,
    day: (written) => plusDays(borough.today, daysBetween('2026-11-20', written)),
    add(name, born, more = {}) {
      const person = addPerson(draft, { ...born, root: name.family, given: name.given });
      person.name = { title: '', middle: [], former: [], ...name };
      person.language = 'English';
      person.interpreter = false;
      person.mobile = dramaMobile(300 + person.ordinal);
      delete person.email;
      delete person.phone;
      return Object.assign(person, more);
    },
    wed: (a, b, from, until) => void draft.couples.push({ a, b, from, married: true, ...(until === undefined ? {} : { until }) }),
    tenancy(household, tenancy) {
      const made: Tenancy = { ref: `T${String(borough.count('tenancy')).padStart(6, '0')}`, officer: worker(scene.random, 'housing'), arrears: [], repairs: [], alerts: [], ...tenancy };
      household.tenancy = made;
      return made;
    },
  };
}

export const named = (team: keyof typeof teams, name: string): ReturnType<typeof worker> => ({ ...worker({ ...fixed, pick: (items) => items[0]! }, team), name });

const fixed = { next: () => 0, int: (low: number) => low, chance: () => false, weighted: <T>(items: readonly (readonly [T, number])[]) => items[0]![0], normal: (mean: number) => mean };

/** A dwelling outside the street plan: Larch Close has twelve houses and one postcode. */
export const larchClose = (number: number): Dwelling => ({ uprn: String(10097000000 + number), lines: [`${number} Larch Close`], town: 'Newbridge', postcode: 'NB4 2QT', ward: wardOf('NB4 2QT').name, kind: 'house', bedrooms: 2 });

/** A block outside the street plan. */
export const larchHouse = (flat: number): Dwelling => ({ uprn: String(10097000100 + flat), lines: [`Flat ${flat}, Larch House`, 'Dock Yard'], town: 'Newbridge', postcode: 'NB7 3LH', ward: wardOf('NB7 3LH').name, kind: 'tower', bedrooms: 2 });
