import { beforeAll, describe, expect, test } from 'vitest';
import { nhsCheckDigit } from '../kernel/index.ts';
import { makeBorough } from './borough.ts';
import { ageAt, daysBetween } from './dates.ts';
import { families } from './generate.ts';
import type { Clan, Person } from './world.ts';

const today = '2026-11-20';
const clans: Clan[] = [];
let people: Person[] = [];

beforeAll(() => {
  for (const { draft } of families(makeBorough('population', today), 7_000)) clans.push(draft.clan);
  people = clans.flatMap((c) => c.people);
});

const share = (of: Person[], test_: (p: Person) => boolean): number => of.filter(test_).length / of.length;

describe('the borough’s people', () => {
  test('there are exactly as many as were asked for', () => {
    expect(people).toHaveLength(7_000);
    expect(new Set(people.map((p) => p.id)).size).toBe(7_000);
  });

  test('every NHS number is 9xx, valid and nobody else’s', () => {
    const bad = people.filter(({ nhsNumber }) => !/^9\d{9}$/.test(nhsNumber) || nhsCheckDigit(nhsNumber.slice(0, 9)) !== Number(nhsNumber[9]));
    expect(bad).toEqual([]);
    expect(new Set(people.map((p) => p.nhsNumber)).size).toBe(people.length);
  });

  test('ages are those of a London borough', () => {
    const living = people.filter((p) => p.deathDate === undefined);
    const aged = (from: number, to: number): number => share(living, (p) => ageAt(p.birthDate, today) >= from && ageAt(p.birthDate, today) < to);
    expect(aged(0, 16)).toBeGreaterThan(0.17);
    expect(aged(0, 16)).toBeLessThan(0.25);
    expect(aged(25, 45)).toBeGreaterThan(0.29);
    expect(aged(25, 45)).toBeLessThan(0.4);
    expect(aged(65, 85)).toBeGreaterThan(0.06);
    expect(aged(65, 85)).toBeLessThan(0.12);
    expect(aged(85, 120)).toBeGreaterThan(0.01);
    expect(aged(85, 120)).toBeLessThan(0.03);
    expect(share(people, (p) => p.deathDate !== undefined)).toBeGreaterThan(0.01);
    expect(share(people, (p) => p.sex === 'F')).toBeCloseTo(0.5, 1);
  });

  test('nobody was born, lived somewhere or died out of order', () => {
    const inOrder = (p: Person): boolean =>
      p.birthDate <= today &&
      (p.deathDate === undefined || (p.deathDate > p.birthDate && p.deathDate <= today)) &&
      p.residences.length > 0 &&
      p.residences.every((r, i) => r.from >= p.birthDate && (r.to === undefined || r.to > r.from) && (i === 0 || r.from >= p.residences[i - 1]!.to!));
    expect(people.filter((p) => !inOrder(p))).toEqual([]);
  });

  test('mothers are older than their children by a plausible number of years', () => {
    for (const { people: family } of clans) {
      const byId = new Map(family.map((p) => [p.id, p]));
      const years = family.flatMap((child) => child.relations.filter((r) => r.role === 'mother').map((r) => daysBetween(byId.get(r.to)!.birthDate, child.birthDate) / 365.25));
      expect(years.filter((y) => y < 14 || y > 55)).toEqual([]);
    }
  });

  test('relations are said by both sides and stay in the family', () => {
    for (const { people: family } of clans) {
      const byId = new Map(family.map((p) => [p.id, p]));
      const oneSided = family.flatMap((p) => p.relations.filter((r) => !byId.get(r.to)?.relations.some((back) => back.to === p.id)));
      expect(oneSided).toEqual([]);
    }
  });

  test('there are twins, and they share a birthday and an address but not a name', () => {
    const byId = new Map(people.map((p) => [p.id, p]));
    const twins = people.filter((p) => p.relations.some((r) => r.role === 'twin'));
    expect(twins.length / people.length).toBeGreaterThan(0.003);
    for (const one of twins) {
      const other = byId.get(one.relations.find((r) => r.role === 'twin')!.to)!;
      expect(other.birthDate).toBe(one.birthDate);
      expect(other.residences.at(-1)!.dwelling.uprn).toBe(one.residences.at(-1)!.dwelling.uprn);
      expect(other.name.given).not.toBe(one.name.given);
    }
  });

  test('fathers and sons of one name exist', () => {
    const byId = new Map(people.map((p) => [p.id, p]));
    const alike = people.filter((p) => p.sex === 'M' && p.relations.some((r) => r.role === 'father' && byId.get(r.to)!.name.given === p.name.given && byId.get(r.to)!.name.family === p.name.family));
    expect(alike.length).toBeGreaterThan(2);
  });

  test('households are of plausible size, one to a dwelling, with postcodes of the invented area', () => {
    const living = people.filter((p) => p.deathDate === undefined).length;
    const households = clans.flatMap((c) => c.households);
    expect(living / households.length).toBeGreaterThan(2);
    expect(living / households.length).toBeLessThan(2.8);
    const homes = households.map((h) => h.dwelling.uprn);
    expect(new Set(homes).size).toBe(homes.length);
    expect(households.filter((h) => !/^NB[1-9] \d[ABDEFGHJLNPQRSTUWXYZ]{2}$/.test(h.dwelling.postcode))).toEqual([]);
  });

  test('names follow the customs they come from', () => {
    const of = (culture: Person['culture']): Person[] => people.filter((p) => p.culture === culture);
    expect(share(of('bangladeshi').filter((p) => p.sex === 'F'), (p) => ['Begum', 'Khatun', 'Bibi', 'Akhter', 'Khanam', 'Sultana'].includes(p.name.family))).toBeGreaterThan(0.4);
    expect(of('polish').filter((p) => p.sex === 'M' && p.name.family.endsWith('ska'))).toHaveLength(0);
    expect(of('polish').some((p) => p.sex === 'F' && p.name.family.endsWith('ska'))).toBe(true);
    expect(of('somali').every((p) => p.name.middle.length === 1)).toBe(true);
    expect(of('punjabi').filter((p) => p.sex === 'F').every((p) => p.name.family === 'Kaur' || p.name.middle.includes('Kaur'))).toBe(true);
    expect(people.some((p) => p.name.family.includes('-') && p.name.former.length > 0)).toBe(true);
    expect(people.some((p) => p.name.former.some((f) => f.reason === 'divorce'))).toBe(true);
    expect(people.some((p) => p.name.family.startsWith('ap ') || p.name.family.startsWith('ab '))).toBe(true);
  });
});
