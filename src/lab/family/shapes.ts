import { dateOf, dayNumber, plusDays, plusYears } from '../dates.ts';
import { cultures } from '../names/cultures.ts';
import { divorce, surname } from '../names/naming.ts';
import { homeDwelling, homeOf } from '../places/homes.ts';
import type { Culture, Household, Person } from '../world.ts';
import { addChildren, addPerson, bornAtAge, join, type Couple, type Draft } from './draft.ts';
import { move, settle } from './settle.ts';

const cultureWeights = Object.entries(cultures).map(([culture, facts]) => [culture as Culture, facts.weight] as const);

const someCulture = (draft: Draft): Culture => draft.random.weighted(cultureWeights);

/** Incomers' older generations are thinner on the ground. */
function cultureAtAge(draft: Draft, age: number): Culture {
  const culture = someCulture(draft);
  const settled = ['english', 'irish', 'scottish', 'welsh', 'caribbean', 'italian', 'greek'].includes(culture);
  return age > 60 && !settled && draft.random.chance(0.45) ? draft.random.pick<Culture>(['english', 'english', 'irish', 'caribbean', 'welsh', 'scottish']) : culture;
}

function adult(draft: Draft, age: number, culture: Culture, sex?: 'F' | 'M'): Person {
  return addPerson(draft, { birthDate: bornAtAge(draft.random, draft.borough.today, age), culture, root: surname(draft.random, culture), ...(sex ? { sex } : {}) });
}

function pair(draft: Draft, age: number, culture: Culture): Couple {
  const { random, borough } = draft;
  const husband = adult(draft, age, culture, 'M');
  const other = random.chance(cultures[culture].extended ? 0.05 : 0.14) ? someCulture(draft) : culture;
  const wife = adult(draft, Math.max(19, age - Math.round(random.normal(2, 3))), other, 'F');
  const both = husband.birthDate > wife.birthDate ? husband.birthDate : wife.birthDate;
  const from = plusDays(plusYears(both, 20), random.int(0, Math.max(1, Math.min(9 * 365, dayNumber(borough.today) - dayNumber(plusYears(both, 20)) - 1))));
  return join(draft, husband, wife, from < borough.today ? from : borough.today, random.chance(age > 55 ? 0.93 : age > 35 ? 0.68 : 0.45));
}

const familySize = (draft: Draft, culture: Culture): number =>
  draft.random.weighted(cultures[culture].extended ? [[1, 18], [2, 30], [3, 28], [4, 15], [5, 7], [6, 2]] : [[1, 36], [2, 42], [3, 16], [4, 6]]);

/** Children still at home: those under nineteen, and some who are older. */
function childrenAtHome(draft: Draft, mother: Person, father: Person | undefined): Person[] {
  const { random, borough } = draft;
  const age = (dayNumber(borough.today) - dayNumber(mother.birthDate)) / 365.25;
  const first = Math.max(17, Math.min(age - 0.5, random.normal(28.5, 4.5)), age - 21);
  return addChildren(draft, mother, father, familySize(draft, father?.culture ?? mother.culture), first);
}

function die(draft: Draft, person: Person, couple: Couple | undefined, yearsAgo: number): void {
  const { random, borough } = draft;
  person.deathDate = plusDays(borough.today, -random.int(20, Math.max(21, Math.round(yearsAgo * 365))));
  if (couple) couple.until = person.deathDate;
}

export function single(draft: Draft, age: number): void {
  settle(draft, [adult(draft, age, cultureAtAge(draft, age))]);
}

export function coupleAlone(draft: Draft, age: number): void {
  const couple = pair(draft, age, cultureAtAge(draft, age));
  settle(draft, [couple.a, couple.b]);
}

export function parentsAndChildren(draft: Draft, age: number): void {
  const couple = pair(draft, age, cultureAtAge(draft, age));
  const children = childrenAtHome(draft, couple.b, couple.a);
  settle(draft, [couple.a, couple.b, ...children]);
}

/** A mother (now and then a father) alone with children; the other parent may live elsewhere in the borough. */
export function loneParent(draft: Draft, age: number): void {
  const { random, borough } = draft;
  const culture = cultureAtAge(draft, age);
  const couple = pair(draft, age + 2, culture);
  const children = childrenAtHome(draft, couple.b, couple.a);
  const youngest = children.at(-1)?.birthDate ?? couple.from;
  couple.until = plusDays(youngest, random.int(100, Math.max(101, Math.min(3000, dayNumber(borough.today) - dayNumber(youngest) - 30))));
  if (couple.until >= borough.today) couple.until = plusDays(borough.today, -60);
  if (couple.until < couple.from) couple.from = plusDays(couple.until, -300);
  if (couple.married) divorce(random, couple.b.name, couple.until);
  settle(draft, [couple.b, ...children], random.chance(0.55) ? { tenure: 'social' } : {});
  settle(draft, [couple.a], { since: couple.until });
}

/** The family of a grown-up child, in a household of their own. Kept small: one child of the elders, a partner, their children. */
function childFamily(draft: Draft, mother: Person, father: Person, home: Household, childAge: number): Person {
  const { random, borough } = draft;
  const child = addPerson(draft, { birthDate: bornAtAge(random, borough.today, childAge), culture: father.culture, root: draft.roots.get(father.id)!, mother, father, taken: [mother.name.given, ...(random.chance(0.97) ? [father.name.given] : [])] });
  if (child.sex === 'M' && random.chance(0.025)) child.name.given = father.name.given;
  const people = [child];
  if (random.chance(0.62) && childAge > 24) {
    const partner = adult(draft, Math.max(20, childAge - random.int(-3, 3)), random.chance(0.85) ? child.culture : someCulture(draft), child.sex === 'F' ? 'M' : 'F');
    const later = partner.birthDate > child.birthDate ? partner.birthDate : child.birthDate;
    join(draft, child, partner, plusYears(later, Math.min(childAge - 3, random.int(20, 30))), random.chance(0.65));
    people.push(partner);
    const [wife, husband] = child.sex === 'F' ? [child, partner] : [partner, child];
    people.push(...childrenAtHome(draft, wife, husband));
  }
  settle(draft, people, { childhood: new Map([[child.id, home]]) });
  return child;
}

const childAgeOf = (draft: Draft, mother: Person): number =>
  Math.max(19, Math.floor((dayNumber(draft.borough.today) - dayNumber(mother.birthDate)) / 365.25 - draft.random.normal(27, 4)));

/** Elders in a home of their own, one of them perhaps dead, with children's families near by. */
export function elders(draft: Draft, age: number, widowed: boolean): void {
  const { random } = draft;
  const couple = pair(draft, age, cultureAtAge(draft, age));
  if (widowed) die(draft, random.chance(0.72) ? couple.a : couple.b, couple, 14);
  const home = settle(draft, [couple.a, couple.b], { sheltered: widowed });
  const near = random.weighted([[0, 45], [1, 40], [2, 15]]);
  for (let i = 0; i < near; i++) childFamily(draft, couple.b, couple.a, home, childAgeOf(draft, couple.b));
}

/** Grandparents, parents and children under one roof. */
export function threeGenerations(draft: Draft, age: number): void {
  const { random, borough } = draft;
  const culture = random.pick<Culture>(['bangladeshi', 'pakistani', 'punjabi', 'gujarati', 'somali', 'tamil', 'arabic', 'caribbean', 'english']);
  const couple = pair(draft, age, culture);
  if (random.chance(0.4)) die(draft, couple.a, couple, 10);
  const childAge = Math.min(46, childAgeOf(draft, couple.b));
  const son = addPerson(draft, { sex: 'M', birthDate: bornAtAge(random, borough.today, childAge), culture, root: draft.roots.get(couple.a.id)!, mother: couple.b, father: couple.a, taken: [couple.a.name.given] });
  const wife = adult(draft, Math.max(20, childAge - random.int(0, 5)), culture, 'F');
  join(draft, son, wife, plusYears(wife.birthDate > son.birthDate ? wife.birthDate : son.birthDate, 20), true);
  settle(draft, [couple.a, couple.b, son, wife, ...childrenAtHome(draft, wife, son)]);
}

export function sharers(draft: Draft): void {
  const { random } = draft;
  const people = Array.from({ length: random.int(2, 4) }, () => adult(draft, random.int(20, 36), someCulture(draft)));
  settle(draft, people, { tenure: 'private', apart: true, since: dateOf(dayNumber(draft.borough.today) - random.int(30, 900)) });
}

/** Somebody who moved from a home of their own into a care home, with a child's family outside. */
export function careHomeResident(draft: Draft, age: number): void {
  const { random, borough } = draft;
  const couple = pair(draft, age, cultureAtAge(draft, age));
  const [resident, other] = random.chance(0.7) ? [couple.b, couple.a] : [couple.a, couple.b];
  die(draft, other, couple, 12);
  const home = settle(draft, [couple.a, couple.b], { since: plusYears(borough.today, -random.int(14, 35)) });
  if (random.chance(0.7)) childFamily(draft, couple.b, couple.a, home, childAgeOf(draft, couple.b));
  move(home, resident, homeDwelling(homeOf(borough.count('care home resident') - 1)), plusDays(borough.today, -random.int(40, 1400)));
}
