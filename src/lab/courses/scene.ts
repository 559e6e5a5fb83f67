import type { Borough } from '../borough.ts';
import { ageAt, at, plusDays } from '../dates.ts';
import type { Draft } from '../family/draft.ts';
import type { AdultCareEvent, Household, HospitalSpell, IsoDate, IsoTime, Person } from '../world.ts';
import type { Random } from '../random.ts';

/** A family whose lives are about to be told. */
export interface Scene {
  borough: Borough;
  random: Random;
  today: IsoDate;
  draft: Draft;
  people: Person[];
}

export function sceneOf(draft: Draft): Scene {
  return { borough: draft.borough, random: draft.borough.random('life', draft.clan.ordinal), today: draft.borough.today, draft, people: draft.clan.people };
}

export const person = (scene: Scene, id: string): Person => scene.draft.byId.get(id)!;

export const householdOf = (scene: Scene, of: Person): Household => scene.draft.clan.households.find((h) => h.id === of.household)!;

/** Living in the borough on that day. */
export function here(who: Person, on: IsoDate): boolean {
  const day = on.slice(0, 10);
  return day >= who.birthDate && (who.residences[0]?.from ?? '9999') <= day && (who.deathDate === undefined || day < who.deathDate);
}

export const ageOf = (scene: Scene, who: Person): number => ageAt(who.birthDate, who.deathDate ?? scene.today);

/** Where somebody lived on a day. */
export const homeOn = (who: Person, on: IsoDate): Person['residences'][number] | undefined =>
  who.residences.find((r) => r.from <= on.slice(0, 10) && (r.to === undefined || on.slice(0, 10) < r.to)) ?? who.residences.at(-1);

export function nextId(scene: Scene, series: string, prefix: string, width = 6): string {
  return `${prefix}${String(scene.borough.count(series)).padStart(width, '0')}`;
}

/** A time of day that fits people: few at night. */
export const someTime = (scene: Scene, date: IsoDate): IsoTime => at(date, scene.random.chance(0.12) ? scene.random.int(0, 420) : scene.random.int(430, 1430));

/** A day in the last `days` days, later days no likelier than earlier ones. */
export const recently = (scene: Scene, days: number): IsoDate => plusDays(scene.today, -scene.random.int(1, days));

export const poisson = (random: Random, mean: number): number => {
  let count = 0;
  for (let p = random.next(), limit = Math.exp(-mean); p > limit; p *= random.next()) count++;
  return count;
};

/** Adds an adult social care event unless the person had died or it lies in the future; cuts what death cut short. */
export function care(scene: Scene, who: Person, event: Omit<AdultCareEvent, 'id'>): AdultCareEvent | undefined {
  if (!here(who, event.start) || event.start > scene.today) return undefined;
  const made: AdultCareEvent = { ...event, id: nextId(scene, 'adult care', 'E', 7) };
  if (made.end !== undefined && made.end > scene.today) delete made.end;
  if (who.deathDate !== undefined && (made.end === undefined || made.end > who.deathDate)) {
    made.end = who.deathDate;
    made.outcome = 'NFA: Deceased';
  }
  if (made.end === undefined && made.kind !== 'service') {
    made.end = made.start;
  }
  who.life.adultCare.push(made);
  return made;
}

export function admit(scene: Scene, who: Person, spell: Omit<HospitalSpell, 'id'>): HospitalSpell | undefined {
  if (!here(who, spell.arrived) || (!spell.planned && spell.arrived.slice(0, 10) > scene.today)) return undefined;
  const made: HospitalSpell = { ...spell, id: nextId(scene, 'visit', 'V', 7) };
  const last = made.discharged?.slice(0, 10);
  if (last !== undefined && last > scene.today) delete made.discharged;
  if (who.deathDate !== undefined && last !== undefined && last > who.deathDate) return undefined;
  if (made.discharged === undefined) delete made.destination;
  who.life.hospital.push(made);
  return made;
}
