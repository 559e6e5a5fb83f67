import { beforeAll, describe, expect, test } from 'vitest';
import { makeBorough } from './borough.ts';
import { ageAt } from './dates.ts';
import { families } from './generate.ts';
import type { Clan, Person } from './world.ts';

const today = '2026-11-20';
const clans: Clan[] = [];
let people: Person[] = [];

beforeAll(() => {
  for (const { draft } of families(makeBorough('courses', today), 7_000)) clans.push(draft.clan);
  people = clans.flatMap((c) => c.people);
});

const day = (at: string): string => at.slice(0, 10);

describe('the agencies’ stories agree', () => {
  test('an admission after a fall has an ambulance before it, to the same visit', () => {
    const falls = people.flatMap((p) => p.life.hospital.filter((s) => s.kind === 'emergency-admission' && s.reason.startsWith('Fall')).map((spell) => ({ p, spell })));
    expect(falls.length).toBeGreaterThan(20);
    const without = falls.filter(({ p, spell }) => !p.life.conveyances.some((c) => c.spell === spell.id && c.at < spell.arrived && c.outcome === 'conveyed'));
    expect(without).toEqual([]);
  });

  test('every ambulance that conveyed somebody names a visit of theirs', () => {
    const lost = people.flatMap((p) => p.life.conveyances.filter((c) => (c.outcome === 'conveyed') !== p.life.hospital.some((s) => s.id === c.spell)));
    expect(lost).toEqual([]);
  });

  test('reablement after hospital begins on the day of a discharge', () => {
    const starts = people.flatMap((p) => p.life.adultCare.filter((e) => e.component === 'Reablement').map((e) => ({ p, e })));
    expect(starts.length).toBeGreaterThan(5);
    const strange = starts.filter(({ p, e }) => !p.life.hospital.some((s) => s.discharged !== undefined && Math.abs(Date.parse(day(s.discharged)) - Date.parse(e.start)) <= 86_400_000));
    expect(strange).toEqual([]);
  });

  test('nothing happens to the dead, the unborn or in the future, but for what is planned', () => {
    const wrong = people.flatMap((p) => {
      const { life } = p;
      const dates = [...life.conveyances.map((c) => c.at), ...life.hospital.filter((s) => !s.planned).flatMap((s) => [s.arrived, s.discharged ?? s.arrived]), ...life.adultCare.flatMap((e) => [e.start, e.end ?? e.start]), ...life.community.map((c) => c.referred), ...life.mentalHealth.map((m) => m.referred), ...life.police.map((i) => i.at), ...life.exclusions.map((x) => x.start), ...life.need.map((n) => n.referral), ...life.lookedAfter.map((e) => e.start), ...life.missing.map((m) => m.start)].map(day);
      return dates.filter((d) => d > today || d < p.birthDate || (p.deathDate !== undefined && d > p.deathDate)).map((d) => `${p.id} ${d}`);
    });
    expect(wrong).toEqual([]);
  });

  test('children present at domestic abuse come to social care, and miss more school', () => {
    const children = people.filter((p) => p.life.police.some((i) => i.role === 'child-present'));
    expect(children.length).toBeGreaterThan(20);
    expect(children.filter((p) => p.life.need.length > 0).length / children.length).toBeGreaterThan(0.5);
    const rate = (of: Person[]): number => {
      const terms = of.flatMap((p) => p.life.schooling.filter((t) => t.from >= '2026-09-01'));
      return terms.reduce((n, t) => n + t.attended, 0) / terms.reduce((n, t) => n + t.possible, 0);
    };
    expect(rate(children)).toBeLessThan(rate(people.filter((p) => p.life.police.length === 0 && p.life.need.length === 0)) - 0.05);
  });

  test('households in trouble owe more rent', () => {
    const owing = (hit: boolean): number => {
      const lets = clans.flatMap((c) => c.households.filter((h) => h.tenancy !== undefined && h.tenancy.end === undefined && c.people.some((p) => p.household === h.id && p.life.police.some((i) => i.kind === 'domestic-abuse')) === hit));
      return lets.filter((h) => h.tenancy!.arrears.length > 0).length / lets.length;
    };
    expect(owing(true)).toBeGreaterThan(owing(false) * 2);
  });

  test('an incident has the same time and kind for everybody in it', () => {
    const seen = new Map<string, string>();
    const differing = people.flatMap((p) => p.life.police).filter((i) => {
      const said = `${i.at} ${i.kind}`;
      const before = seen.get(i.incident) ?? said;
      seen.set(i.incident, before);
      return before !== said;
    });
    expect(differing).toEqual([]);
  });

  test('people in care homes have a placement from the day they moved', () => {
    const residents = people.filter((p) => p.residences.at(-1)!.dwelling.kind === 'care-home' && p.deathDate === undefined);
    expect(residents.length).toBeGreaterThan(5);
    expect(residents.filter((p) => !p.life.adultCare.some((e) => e.kind === 'service' && e.start === p.residences.at(-1)!.from && e.end === undefined))).toEqual([]);
  });

  test('looked-after episodes follow each other day for day, within an open need', () => {
    const children = people.filter((p) => p.life.lookedAfter.length > 0);
    expect(children.length).toBeGreaterThan(2);
    expect(children.filter(({ life }) => life.lookedAfter.some((e, i) => i > 0 && e.start !== life.lookedAfter[i - 1]!.end))).toEqual([]);
    expect(children.filter(({ life }) => !life.need.some((n) => n.referral <= life.lookedAfter[0]!.start))).toEqual([]);
  });

  test('children of school age go to school', () => {
    const pupils = people.filter((p) => ageAt(p.birthDate, '2026-08-31') >= 5 && ageAt(p.birthDate, '2026-08-31') < 15 && p.deathDate === undefined && p.residences[0]!.from < '2026-01-01');
    expect(pupils.filter((p) => p.life.schooling.length > 0).length / pupils.length).toBeGreaterThan(0.95);
    expect(pupils.flatMap((p) => p.life.schooling).filter((t) => t.attended + t.authorised + t.unauthorised !== t.possible || t.attended < 0)).toEqual([]);
  });

  test('a bereaved spouse has somebody who died, on that day', () => {
    const byId = new Map(people.map((p) => [p.id, p]));
    const ended = people.flatMap((p) => p.relations.filter((r) => (r.role === 'husband' || r.role === 'wife') && r.until !== undefined).map((r) => ({ p, other: byId.get(r.to)!, r })));
    expect(ended.length).toBeGreaterThan(20);
    expect(ended.filter(({ p, other, r }) => other.deathDate !== r.until && p.deathDate !== r.until)).toEqual([]);
  });
});

describe('people of the showcase', () => {
  const named = (given: string, family: string): Person => people.find((p) => p.name.given === given && p.name.family === family)!;

  test('Amina Begum’s autumn', () => {
    const amina = named('Amina', 'Begum');
    expect(amina).toMatchObject({ birthDate: '1943-07-14', nhsNumber: '9990123454', practice: 'Z99001', interpreter: true });
    expect(amina.residences.at(-1)!.dwelling).toMatchObject({ lines: ['12 Larch Close'], postcode: 'NB4 2QT' });
    expect(amina.life.hospital.map((s) => s.arrived)).toContain('2026-11-11T02:40');
    expect(amina.life.conveyances.map((c) => day(c.at))).toContain('2026-10-27');
    expect(amina.life.community).toMatchObject([{ started: '2026-09-02', reason: 'Leg ulcer', worker: { name: 'Sister Paul Okafor', phone: '020 7946 0112' } }]);
    expect(amina.life.adultCare.at(-1)).toMatchObject({ component: 'Reablement', end: '2025-02-03' });
    expect(amina.life.mentalHealth).toEqual([]);
    expect(amina.relations.find((r) => r.carerSince !== undefined)).toMatchObject({ to: named('Nasreen', 'Begum').id, role: 'daughter' });
    const home = clans.flatMap((c) => c.households).find((h) => h.id === amina.household)!;
    expect(home.tenancy!.repairs.find((r) => r.category === 'boiler')).toMatchObject({ reported: '2026-11-09' });
    expect(home.tenancy!.repairs.find((r) => r.category === 'boiler')!.completed).toBeUndefined();
    expect(named('Yusuf', 'Ali').life.exclusions).toHaveLength(1);
  });

  test('the twins, the child of five agencies, the hidden and the namesakes', () => {
    expect(named('Hannah', 'Fletcher').relations.find((r) => r.role === 'twin')!.to).toBe(named('Anna', 'Fletcher').id);
    const { life } = named('Kayden', 'Marsh');
    for (const list of [life.police, life.need, life.mentalHealth, life.schooling, life.exclusions, life.hospital]) expect(list.length).toBeGreaterThan(0);
    expect(life.need.at(-1)!.protection).toMatchObject({ initial: 'EMO' });
    expect(named('Leanne', 'Prior').restricted).toBe(true);
    expect(people.filter((p) => p.name.given === 'Patrick' && p.name.family === 'Brennan' && p.residences.at(-1)!.dwelling.lines[0] === 'Flat 22, Larch House')).toHaveLength(2);
    expect(named('Dorothy', 'Whitcombe').residences.at(-1)!.dwelling.kind).toBe('care-home');
  });
});
