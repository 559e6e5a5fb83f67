import { ageAt, at, dayNumber, latest, plusDays, plusMinutes } from '../dates.ts';
import { worker } from '../staff.ts';
import type { Household, IsoDate, IsoTime, Person, PoliceInvolvement } from '../world.ts';
import { childInNeed, lookAfter } from './children.ts';
import { attend, convey } from './hospital.ts';
import { here, homeOn, nextId, person, poisson, recently, someTime, type Scene } from './scene.ts';

export function involve(scene: Scene, who: Person, incident: string, when: IsoTime, kind: PoliceInvolvement['kind'], role: PoliceInvolvement['role'], outcome: string, place: Household['dwelling'], risk?: PoliceInvolvement['risk']): void {
  if (!here(who, when) || when.slice(0, 10) > scene.today) return;
  who.life.police.push({ incident, at: when, kind, role, outcome, place, officer: worker(scene.random, 'police'), ...(risk === undefined ? {} : { risk }) });
}

export const incidentId = (scene: Scene): string => nextId(scene, 'incident', '01/', 7);

/**
 * Domestic abuse, with what it brings: calls to the police, injuries, children known to social care, their school
 * attendance, rent not paid. Returns the households it struck and when it began.
 */
export function trouble(scene: Scene): Map<string, IsoDate> {
  const { random, today } = scene;
  const struck = new Map<string, IsoDate>();
  for (const couple of scene.draft.couples) {
    const { a, b, until } = couple;
    if (a.deathDate !== undefined || b.deathDate !== undefined) continue;
    const home = scene.draft.clan.households.find((h) => h.id === b.household);
    if (!home) continue;
    const children = home.members.map((m) => person(scene, m.person)).filter((p) => ageAt(p.birthDate, today) < 18);
    const parted = until !== undefined;
    if (ageAt(b.birthDate, today) > 62 || !random.chance(parted ? 0.2 : children.length > 0 ? 0.055 : 0.03)) continue;
    const end = parted ? plusDays(until, random.int(-60, 250)) : today;
    const first = plusDays(end < today ? end : today, -random.int(20, 900));
    if (first < '2019') continue;
    struck.set(home.id, first);
    const suspect = random.chance(0.85) === (a.sex === 'M') ? a : b;
    const victim = suspect === a ? b : a;
    const calls = 1 + poisson(random, 1.4);
    for (let n = 0; n < calls; n++) {
      const when = someTime(scene, plusDays(first, n === 0 ? 0 : random.int(1, Math.max(2, dayNumber(today) - dayNumber(first)))));
      if (when.slice(0, 10) > today) continue;
      const risk = random.weighted<NonNullable<PoliceInvolvement['risk']>>([['standard', 50], ['medium', 36], ['high', 14]]);
      const incident = incidentId(scene);
      const place = homeOn(victim, when)?.dwelling ?? home.dwelling;
      const outcome = random.pick(['Words of advice', 'Arrested', 'Referred to MARAC', 'No further action, victim declines', 'Domestic violence protection notice']);
      involve(scene, victim, incident, when, 'domestic-abuse', 'victim', outcome, place, risk);
      involve(scene, suspect, incident, when, 'domestic-abuse', 'suspect', outcome, place, risk);
      for (const child of children) involve(scene, child, incident, when, 'domestic-abuse', 'child-present', 'Referred to children’s social care', place, risk);
      if (risk === 'high' && random.chance(0.4)) {
        const spell = attend(scene, victim, { at: plusMinutes(when, 80), reason: 'Alleged assault', specialty: 'emergency', icd: 'Y09', text: 'Assault by unspecified means', nights: 0 });
        if (spell) convey(scene, victim, spell, 'assault', 'Alleged assault', 'Police');
        if (random.chance(0.35)) victim.restricted = true;
      }
      if (n === 0 && children.length > 0 && random.chance(0.75)) {
        const referral = plusDays(when, random.int(1, 6));
        for (const child of children) if (here(child, referral) && referral <= today) childInNeed(scene, child, referral, '6', 'N1', risk === 'high' ? 0.5 : 0.18);
      }
    }
    if (victim.restricted) for (const child of children) child.restricted = true;
  }
  return struck;
}

/** Other ways that people meet the police, and other ways that children come to notice. */
export function everydayPolice(scene: Scene, who: Person): void {
  const { random } = scene;
  const age = ageAt(who.birthDate, scene.today);
  if (who.deathDate !== undefined || age < 10) return;
  const place = (when: IsoTime): Household['dwelling'] => homeOn(who, when)!.dwelling;
  if (random.chance(0.028)) {
    const when = someTime(scene, recently(scene, 1000));
    if (here(who, when)) involve(scene, who, incidentId(scene), when, random.pick(['burglary', 'theft', 'assault'] as const), random.chance(0.8) ? 'victim' : 'suspect', random.pick(['Filed, no lines of enquiry', 'Under investigation', 'Charged']), place(when));
  }
  if (age >= 75 && random.chance(0.03)) {
    const when = someTime(scene, recently(scene, 500));
    if (here(who, when)) involve(scene, who, incidentId(scene), when, random.pick(['vulnerability-contact', 'concern-for-safety'] as const), 'subject', 'Vulnerability report shared with adult social care', place(when));
  }
  if (age < 18 && random.chance(0.02)) {
    const when = someTime(scene, recently(scene, 700));
    if (here(who, when)) involve(scene, who, incidentId(scene), when, 'antisocial-behaviour', 'suspect', 'Community resolution', place(when));
  }
}

/** Children known to social care for neglect, disability or behaviour, without a police matter first. */
export function everydayNeed(scene: Scene, struck: Map<string, IsoDate>): void {
  const { random, today } = scene;
  for (const child of scene.people) {
    if (ageAt(child.birthDate, today) > 17 || child.deathDate !== undefined || child.life.need.length > 0) continue;
    const disabled = child.life.problems.some((p) => p.code === '110359009' || p.code === '35919005');
    if (!random.chance(disabled ? 0.25 : 0.025)) continue;
    const referral = latest(recently(scene, 1200), child.birthDate);
    if (!here(child, referral) || referral > today) continue;
    childInNeed(scene, child, referral, random.pick(['2B', '1A', '3A', '3E', '5B', '8']), disabled ? 'N2' : random.pick(['N1', 'N1', 'N4', 'N5', 'N6']), disabled ? 0.01 : 0.12);
    if (!disabled && !struck.has(child.household)) struck.set(child.household, referral);
  }
  for (const child of scene.people) {
    const plan = child.life.need.find((n) => n.protection);
    const age = ageAt(child.birthDate, today);
    if (age < 18 && child.deathDate === undefined && random.chance(plan ? 0.2 : 0.0035)) lookAfter(scene, child, plan?.protection?.start ?? recently(scene, 1500));
    if (age >= 12 && age < 18 && child.deathDate === undefined && random.chance(child.life.lookedAfter.length > 0 ? 0.3 : 0.004)) goMissing(scene, child);
  }
}

/** Missing from home or placement: police and, for a child in care, social care say the same. */
function goMissing(scene: Scene, child: Person): void {
  const { random } = scene;
  for (let n = 1 + poisson(random, 0.8); n > 0; n--) {
    const start = at(recently(scene, 400), random.int(1080, 1430));
    if (!here(child, start)) continue;
    const end = plusMinutes(start, random.int(180, 3400));
    const incident = incidentId(scene);
    involve(scene, child, incident, plusMinutes(start, 90), 'missing', 'subject', 'Found safe, return interview offered', homeOn(child, start)!.dwelling, random.pick(['medium', 'high'] as const));
    const inCare = child.life.lookedAfter.some((e) => e.start <= start.slice(0, 10) && (e.end === undefined || e.end > start.slice(0, 10)));
    if (inCare) child.life.missing.push({ kind: 'M', start, incident, ...(end.slice(0, 10) <= scene.today ? { end } : {}) });
  }
  child.life.missing.sort((x, y) => (x.start < y.start ? -1 : 1));
}
