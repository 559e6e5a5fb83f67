import { ageAt, daysBetween, latest, plusDays } from '../dates.ts';
import { upnOf } from '../numbers.ts';
import { schoolOf } from '../places/schools.ts';
import type { Exclusion, IsoDate, Person, School, SchoolYearTerm } from '../world.ts';
import { homeOn, nextId, type Scene } from './scene.ts';

interface Term {
  year: string;
  term: SchoolYearTerm['term'];
  from: IsoDate;
  to: IsoDate;
  sessions: number;
  /** 31 August before the school year: decides the year group. */
  cutoff: IsoDate;
}

/** Terms from autumn 2023 on; the one that `today` falls in ends today for what has been counted so far. */
function termsUntil(today: IsoDate): Term[] {
  const terms: Term[] = [];
  for (let y = Number(today.slice(0, 4)) - 3; y <= Number(today.slice(0, 4)); y++) {
    const year = `${y}/${String(y + 1).slice(2)}`;
    const parts = [['Autumn', `${y}-09-03`, `${y}-12-19`, 140], ['Spring', `${y + 1}-01-05`, `${y + 1}-03-27`, 112], ['Summer', `${y + 1}-04-13`, `${y + 1}-07-21`, 128]] as const;
    for (const [term, from, to, sessions] of parts) {
      if (from > today) continue;
      const shown = to < today ? to : today;
      terms.push({ year, term, from, to: shown, sessions: Math.max(2, Math.round((sessions * daysBetween(from, shown)) / daysBetween(from, to) / 2) * 2), cutoff: `${y}-08-31` });
    }
  }
  return terms;
}

const reasons: readonly (readonly [string, string])[] = [['DB', 'Persistent disruptive behaviour'], ['PP', 'Physical assault against a pupil'], ['VA', 'Verbal abuse against an adult'], ['DM', 'Damage'], ['DA', 'Drug and alcohol related']];

/** Schooling since 2023, with attendance that falls where home is in trouble. */
export function schooling(scene: Scene, who: Person, trouble: IsoDate | undefined): void {
  const { random, today } = scene;
  const age = ageAt(who.birthDate, today);
  if (age < 4 || age > 19 || who.deathDate !== undefined) return;
  const choice = random.next();
  const usual = Math.min(0.995, Math.max(0.7, random.normal(0.945, 0.035)));
  const sen = random.weighted<SchoolYearTerm['sen']>([['N', 82], ['K', 14], ['E', 4]]);
  const freeMeals = random.chance(trouble === undefined ? 0.24 : 0.6);
  for (const term of termsUntil(today)) {
    const group = ageAt(who.birthDate, term.cutoff) - 4;
    const home = homeOn(who, term.from);
    if (group < 0 || group > 11 || !home || home.from > term.from) continue;
    const school = who.life.schooling.at(-1)?.school;
    const phase: School['phase'] = group <= 6 ? 'primary' : 'secondary';
    const here = school?.phase === phase ? school : schoolOf(phase, home.dwelling.postcode, who.sex, choice);
    who.upn ??= upnOf(Math.max(2010, Number(who.birthDate.slice(0, 4)) + 4), who.ordinal);
    const sunk = trouble !== undefined && term.to > trouble ? Math.min(0.4, 0.1 + daysBetween(trouble, term.to) / 2500) : 0;
    const rate = Math.max(0.3, usual - sunk - Math.abs(random.normal(0, 0.02)));
    const missed = Math.round(term.sessions * (1 - rate));
    const unauthorised = Math.round(missed * (sunk > 0 ? random.int(50, 85) : random.int(5, 35)) / 100);
    who.life.schooling.push({ school: here, year: term.year, term: term.term, from: term.from, to: term.to, yearGroup: group, possible: term.sessions, attended: term.sessions - missed, authorised: missed - unauthorised, unauthorised, late: Math.round(Math.abs(random.normal(2, sunk > 0 ? 6 : 2))), sen, freeMeals });
    if (group >= 4 && random.chance(sunk > 0 ? 0.2 : 0.006)) exclude(scene, who, here, latest(term.from, plusDays(term.to, -random.int(5, 60))));
  }
}

export function exclude(scene: Scene, who: Person, school: School, start: IsoDate): Exclusion {
  const { random } = scene;
  const [code, text] = random.pick(reasons);
  const permanent = random.chance(0.03);
  const days = random.int(1, 5);
  const made: Exclusion = { id: nextId(scene, 'exclusion', 'X', 6), school, start, kind: permanent ? 'permanent' : 'suspension', reason: { code, text }, sessions: permanent ? 0 : days * 2, ...(permanent ? {} : { end: plusDays(start, days - 1) }) };
  who.life.exclusions.push(made);
  return made;
}
