import { ageAt, at, plusDays, plusMinutes } from '../dates.ts';
import { teams, worker } from '../staff.ts';
import type { MentalHealthReferral, Person } from '../world.ts';
import { attend, convey } from './hospital.ts';
import { here, homeOn, nextId, recently, type Scene } from './scene.ts';
import { incidentId, involve } from './trouble.ts';

/** Referrals to talking therapies, children's services and community teams, and now and then a crisis. */
export function mentalHealth(scene: Scene, who: Person): void {
  const { random, today } = scene;
  const age = ageAt(who.birthDate, today);
  if (who.deathDate !== undefined || age < 6 || who.life.mentalHealth.length > 0) return;
  const low = who.life.problems.some((p) => p.code === '35489007' || p.code === '48694002');
  if (random.chance(0.006) && age >= 18) return severe(scene, who);
  if (!random.chance(age < 18 ? 0.035 : low ? 0.22 : 0.015)) return;
  const team = age < 18 ? 'camhs' : random.chance(0.75) ? 'talking' : 'recovery';
  refer(scene, who, team, age < 18 ? random.pick(['Anxiety', 'Low mood', 'Self-harm', 'Neurodevelopmental assessment']) : random.pick(['Depression', 'Anxiety', 'Post-traumatic stress', 'Low mood']), random.int(60, 420));
}

function refer(scene: Scene, who: Person, team: keyof typeof teams, reason: string, days: number): MentalHealthReferral | undefined {
  const { random, today } = scene;
  const referred = recently(scene, 1100);
  if (!here(who, referred)) return undefined;
  const started = plusDays(referred, random.int(5, 110));
  const ended = plusDays(started, days);
  const coordinator = worker(random, team);
  const made: MentalHealthReferral = {
    id: nextId(scene, 'mental health', 'MH', 7), team: coordinator.team, reason, source: random.pick(['General practice', 'Self', 'School', 'Emergency department', 'Social care']), referred, coordinator,
    cluster: String(random.int(1, 8)), crisisPlan: random.chance(0.1), ...(started <= today ? { started } : {}), ...(ended <= today ? { ended, outcome: random.pick(['Completed', 'Completed', 'Did not attend', 'Stepped up']) } : {}),
  };
  who.life.mentalHealth.push(made);
  return made;
}

/** A lasting severe illness: a co-ordinator, a crisis plan, sometimes a detention with police and ambulance. */
function severe(scene: Scene, who: Person): void {
  const { random, today } = scene;
  const [code, term] = random.pick([['58214004', 'Schizophrenia'], ['13746004', 'Bipolar disorder']] as const);
  const onset = recently(scene, 4000);
  if (!here(who, onset)) return;
  who.life.problems.push({ code, term, onset, significance: 'major' });
  const open = refer(scene, who, 'recovery', term, 4000);
  if (!open) return;
  Object.assign(open, { crisisPlan: true, cluster: random.pick(['11', '12', '16']), cpaReview: plusDays(today, random.int(-40, 200)) });
  if (!random.chance(0.35)) return;
  const date = plusDays(today, -random.int(10, 500));
  const when = at(date, random.int(600, 1400));
  if (date < open.referred) return;
  involve(scene, who, incidentId(scene), when, 'concern-for-safety', 'subject', 'Detained under section 136, taken to hospital', homeOn(who, when)!.dwelling, 'high');
  const spell = attend(scene, who, { at: plusMinutes(when, 75), reason: 'Mental health crisis', specialty: 'emergency', icd: 'F99', text: 'Mental disorder, not otherwise specified', nights: 0, outcome: 'Transferred to mental health unit' });
  if (spell) convey(scene, who, spell, 'mental-health', 'Mental health crisis, police on scene', 'Police');
  const until = plusDays(date, 28);
  open.section = { code: random.pick(['2', '3']), from: date, ...(until <= today ? { to: until } : {}) };
}
