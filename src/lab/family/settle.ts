import { dateOf, dayNumber, earliest, latest, plusYears } from '../dates.ts';
import { practiceOf } from '../places/practices.ts';
import type { Pool } from '../places/dwellings.ts';
import type { Random } from '../random.ts';
import type { Dwelling, Household, IsoDate, Person } from '../world.ts';
import { addHousehold, type Draft } from './draft.ts';

export interface SettleOptions {
  tenure?: Household['tenure'];
  /** Older people alone: sheltered housing is likelier. */
  sheltered?: boolean;
  since?: IsoDate;
  dwelling?: Dwelling;
  /** They came from different places. */
  apart?: boolean;
  /** Homes that grown-up members lived in before they were on their own: by person. */
  childhood?: Map<string, Household>;
}

const tenureOf = (random: Random, age: number): Household['tenure'] =>
  random.weighted<Household['tenure']>(age > 60 ? [['social', 38], ['private', 8], ['owned', 54]] : age > 35 ? [['social', 36], ['private', 28], ['owned', 36]] : [['social', 30], ['private', 58], ['owned', 12]]);

function poolOf(random: Random, tenure: Household['tenure'], size: number, sheltered: boolean): Pool {
  if (sheltered && tenure !== 'owned' && random.chance(0.4)) return 'sheltered';
  if (tenure === 'owned') return random.weighted<Pool>([['house', size > 2 ? 80 : 60], ['flat', 18], ['tower', 2]]);
  return random.weighted<Pool>(tenure === 'social' ? [['tower', 38], ['flat', 37], ['house', 25]] : [['house', 45], ['flat', 40], ['tower', 15]]);
}

/** Gives people a home together, and where they lived before it. */
export function settle(draft: Draft, people: Person[], options: SettleOptions = {}): Household {
  const { random, borough } = draft;
  const eldest = earliest(...people.map((p) => p.birthDate));
  const age = (dayNumber(borough.today) - dayNumber(eldest)) / 365.25;
  const tenure = options.tenure ?? tenureOf(random, age);
  const pool = poolOf(random, tenure, people.length, options.sheltered ?? false);
  const household = addHousehold(draft, tenure, options.dwelling ?? borough.nextDwelling(pool));
  const grown = plusYears(eldest, 19);
  const died = earliest(...people.map((p) => p.deathDate), borough.today);
  const since = options.since ?? latest(grown, dateOf(dayNumber(died) - Math.floor(120 + random.next() ** 1.8 * 365 * (tenure === 'private' ? 9 : 38))));
  const beforeThat = random.chance(0.85) ? latest(grown, dateOf(dayNumber(since) - random.int(200, 4200))) : since;
  const earlier = (): Dwelling | undefined => (beforeThat < since ? borough.someDwelling(random, pool === 'sheltered' ? 'flat' : pool) : undefined);
  const shared = earlier();
  for (const person of people) {
    const childhood = options.childhood?.get(person.id);
    const previous = options.apart === true ? earlier() : shared;
    const end = person.deathDate;
    const add = (dwelling: Dwelling, from: IsoDate, to?: IsoDate): void => {
      const start = latest(from, person.birthDate);
      const until = end !== undefined && (to === undefined || end < to) ? end : to;
      if (until === undefined || start < until) person.residences.push({ dwelling, from: start, ...(until === undefined ? {} : { to: until }) });
    };
    const own = previous === undefined ? since : beforeThat;
    if (childhood) add(childhood.dwelling, childhood.members[0]?.from ?? person.birthDate, own);
    if (previous) add(previous, beforeThat, since);
    add(household.dwelling, since, undefined);
    household.members.push({ person: person.id, from: latest(since, person.birthDate), ...(end === undefined ? {} : { to: end }) });
    person.household = household.id;
    const practice = practiceOf(household.dwelling.postcode);
    const kept = random.chance(0.08) && previous !== undefined;
    person.practice = (kept ? practiceOf(previous.postcode) : practice).code;
    person.practiceSince = latest(person.birthDate, kept ? beforeThat : since);
  }
  return household;
}

/** Moves somebody out of their household to another dwelling. */
export function move(household: Household, person: Person, dwelling: Dwelling, on: IsoDate): void {
  const last = person.residences.at(-1);
  if (last && last.to === undefined) last.to = on;
  person.residences.push({ dwelling, from: on, ...(person.deathDate === undefined ? {} : { to: person.deathDate }) });
  const member = household.members.find((m) => m.person === person.id && m.to === undefined);
  if (member) member.to = on;
}
