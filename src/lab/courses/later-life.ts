import { plusDays } from '../dates.ts';
import { agencies } from '../places/homes.ts';
import { worker } from '../staff.ts';
import type { HospitalSpell, IsoDate, Person } from '../world.ts';
import { attend, convey, outpatient } from './hospital.ts';
import { ageOf, care, here, nextId, poisson, recently, someTime, type Scene } from './scene.ts';

const access = 'Physical support: Access and mobility only';
const personal = 'Physical Support: Personal care support';
const memory = 'Support with memory and cognition';

/** After a fall: the ambulance, the emergency department, perhaps a ward, then reablement, therapy, nursing and home care. */
export function falls(scene: Scene, who: Person): void {
  const { random } = scene;
  const age = ageOf(scene, who);
  const frail = who.life.frailty?.score ?? 2;
  for (let n = poisson(random, (age - 60) / 90 + frail * 0.07); n > 0; n--) {
    const at = someTime(scene, recently(scene, 900));
    if (!here(who, at)) continue;
    const [reason, icd, text] = random.pick([['Fall, hip pain', 'S72.0', 'Fracture of neck of femur'], ['Fall, wrist injury', 'S52.5', 'Fracture of lower end of radius'], ['Fall, head injury', 'S00.9', 'Superficial injury of head'], ['Fall, no injury found', 'R29.6', 'Tendency to fall, not elsewhere classified']] as const);
    if (random.chance(0.18)) {
      who.life.conveyances.push({ id: nextId(scene, 'conveyance', 'CAD', 7), at, reason: 'Fall at home, not injured', kind: 'fall', outcome: random.pick(['treated-on-scene', 'refused'] as const), crew: `N${random.int(101, 989)}`, calledBy: random.pick(['Pendant alarm', 'Relative', 'Neighbour']) });
      continue;
    }
    const nights = icd === 'S72.0' ? random.int(7, 24) : random.chance(0.35) ? random.int(2, 12) : 0;
    const spell = attend(scene, who, { at, reason, specialty: icd === 'S72.0' ? 'bones' : 'elderly', icd, text, nights });
    if (!spell) continue;
    convey(scene, who, spell, 'fall', reason, random.pick(['Neighbour', 'Relative', 'Pendant alarm', 'Patient', 'Carer']));
    if (nights > 0 && spell.discharged) afterHospital(scene, who, spell);
    else if (random.chance(0.25)) therapy(scene, who, at.slice(0, 10));
  }
  if (who.life.conveyances.some((c) => c.kind === 'fall')) who.life.problems.push({ code: '161898004', term: 'Falls', onset: who.life.conveyances.find((c) => c.kind === 'fall')!.at.slice(0, 10), significance: 'minor' });
}

function therapy(scene: Scene, who: Person, after: IsoDate): void {
  refer(scene, who, 'Falls and therapy', 'therapy', 'Falls, strength and balance', plusDays(after, scene.random.int(2, 20)), scene.random.int(40, 120));
}

export function refer(scene: Scene, who: Person, service: string, team: 'therapy' | 'nursing', reason: string, referred: IsoDate, days: number): void {
  const { random } = scene;
  if (!here(who, referred) || referred > scene.today) return;
  const started = plusDays(referred, random.int(1, 12));
  const planned = plusDays(started, days);
  const ended = who.deathDate !== undefined && who.deathDate < planned ? who.deathDate : planned;
  const open = ended > scene.today;
  const seen = open ? plusDays(scene.today, -random.int(0, 7)) : plusDays(ended, -1);
  who.life.community.push({
    id: nextId(scene, 'community', 'CR', 7), service, reason, referred, worker: worker(random, team), contacts: 1 + Math.floor(days / 8),
    ...(started <= scene.today ? { started, lastContact: seen < started ? started : seen } : {}),
    ...(open ? { nextContact: plusDays(scene.today, random.int(1, 9)) } : { ended, outcome: ended === who.deathDate ? 'Died' : random.pick(['Treatment complete', 'Treatment complete', 'Declined', 'Moved to other service']) }),
  });
}

/** Discharge to assess: request, reablement, and a longer package for some. */
export function afterHospital(scene: Scene, who: Person, spell: HospitalSpell): void {
  const { random } = scene;
  const home = spell.discharged!.slice(0, 10);
  if (!random.chance(0.55)) return therapy(scene, who, home);
  const social = worker(random, 'reablement');
  const common = { client: 'service-user' as const, route: 'Discharge from hospital', primarySupport: random.pick([access, personal]) };
  care(scene, who, { ...common, kind: 'request', start: plusDays(home, -1), end: home, outcome: 'Progress to reablement/ST-Max', worker: worker(random, 'frontDoor') });
  const end = plusDays(home, random.int(21, 46));
  const needsMore = random.chance(0.3);
  const reabled = care(scene, who, { ...common, kind: 'service', start: home, end, serviceType: 'Short term support: ST-Max', component: 'Reablement', delivery: 'CASSR commissioned support', outcome: needsMore ? 'Progress to support planning or services' : 'NFA: Support ended as planned', hours: random.int(5, 14), worker: social });
  if (needsMore && reabled?.end !== undefined && reabled.end !== who.deathDate) homeCare(scene, who, reabled.end, common.primarySupport, 'Discharge from reablement');
}

/** Long-term home care from a day on: assessment, service, yearly reviews. */
export function homeCare(scene: Scene, who: Person, from: IsoDate, primarySupport: string, route: string): void {
  const { random } = scene;
  if (who.life.adultCare.some((e) => e.serviceType === 'Long term support: Community' || e.component === 'Long term residential care')) return;
  const social = worker(random, 'olderPeople');
  const provider = random.pick(agencies);
  const hours = random.int(4, 21);
  const common = { client: 'service-user' as const, route, primarySupport, worker: social };
  care(scene, who, { ...common, kind: 'assessment', start: from, end: plusDays(from, random.int(3, 28)), assessmentType: 'Long term assessment', outcome: 'Progress to support planning or services' });
  const start = plusDays(from, random.int(5, 30));
  const moved = who.residences.at(-1)?.dwelling.kind === 'care-home' ? who.residences.at(-1)!.from : undefined;
  if (moved !== undefined && moved <= start) return;
  care(scene, who, { ...common, kind: 'service', start, ...(moved === undefined ? {} : { end: moved }), serviceType: 'Long term support: Community', component: 'Home support or domiciliary care', delivery: random.chance(0.2) ? 'Direct payment' : 'CASSR managed personal budget', provider: provider.cqcId, weeklyCost: hours * 2240, hours, ...(moved === undefined ? {} : { outcome: 'Progress to assessment, review or reassessment' }) });
  for (let review = plusDays(start, 42); review < (moved ?? scene.today) && review < scene.today; review = plusDays(review, 365)) {
    care(scene, who, { ...common, kind: 'review', start: review, end: review, reason: 'Planned', outcome: 'Continuation of support or services' });
  }
}

/** Memory problems, the clinic, and what follows. Returns whether there is dementia. */
export function dementia(scene: Scene, who: Person): void {
  const { random } = scene;
  const age = ageOf(scene, who);
  const inHome = who.residences.at(-1)?.dwelling.kind === 'care-home';
  if (!random.chance(inHome ? 0.62 : age < 70 ? 0.01 : age < 80 ? 0.045 : age < 90 ? 0.15 : 0.26)) return;
  const onset = plusDays(inHome ? who.residences.at(-1)!.from : (who.deathDate ?? scene.today), -random.int(90, 1900));
  if (!here(who, onset)) return;
  const [code, term] = random.weighted([[['26929004', 'Alzheimer’s disease'], 60], [['429998004', 'Vascular dementia'], 25], [['52448006', 'Dementia'], 15]] as const);
  who.life.problems.push({ code, term, onset, significance: 'major' });
  const referred = plusDays(onset, -random.int(40, 120));
  const clinic = worker(random, 'memory');
  const ended = plusDays(onset, random.int(20, 200));
  if (here(who, referred)) {
    who.life.mentalHealth.push({ id: nextId(scene, 'mental health', 'MH', 7), team: clinic.team, reason: 'Memory problems', source: 'General practice', referred, started: plusDays(referred, random.int(14, 50)), cluster: random.pick(['18', '19', '20']), coordinator: clinic, crisisPlan: false, ...(ended < scene.today ? { ended: who.deathDate !== undefined && who.deathDate < ended ? who.deathDate : ended, outcome: 'Diagnosed, back to general practice' } : {}) });
  }
  if (random.chance(0.6)) homeCare(scene, who, plusDays(onset, random.int(30, 300)), memory, 'Community or other route');
}

/** Placement in the care home that somebody moved to. */
export function careHome(scene: Scene, who: Person): void {
  const last = who.residences.at(-1);
  if (last?.dwelling.kind !== 'care-home') return;
  const { random } = scene;
  const home = last.dwelling.home!;
  const nursing = home % 3 === 0;
  const common = { client: 'service-user' as const, route: 'Community or other route', primarySupport: personal, worker: worker(random, 'olderPeople') };
  care(scene, who, { ...common, kind: 'assessment', start: plusDays(last.from, -random.int(10, 60)), end: plusDays(last.from, -5), assessmentType: 'Long term assessment', outcome: 'Progress to support planning or services' });
  care(scene, who, { ...common, kind: 'service', start: last.from, serviceType: nursing ? 'Long term support: Nursing care' : 'Long term support: Residential care', component: nursing ? 'Long term nursing care' : 'Long term residential care', delivery: 'CASSR commissioned support', provider: `home:${home}`, weeklyCost: random.int(82000, 128000) });
  if (random.chance(0.5)) refer(scene, who, 'Community nursing', 'nursing', 'Pressure area care', plusDays(scene.today, -random.int(20, 300)), random.int(30, 200));
  const review = plusDays(last.from, 42);
  if (review < scene.today) care(scene, who, { ...common, kind: 'review', start: review, end: review, reason: 'Planned', outcome: 'Continuation of support or services' });
}

export function nursing(scene: Scene, who: Person): void {
  const { random } = scene;
  const frail = who.life.frailty?.score ?? 1;
  if (!random.chance(Math.max(0.02, (frail - 3) * 0.07))) return;
  const reason = random.pick(['Leg ulcer', 'Insulin administration', 'Catheter care', 'Wound care', 'Pressure area care', 'End of life care']);
  refer(scene, who, 'Community nursing', 'nursing', reason, recently(scene, 700), random.int(30, 380));
  if (reason === 'Leg ulcer') {
    who.life.problems.push({ code: '402863008', term: 'Venous ulcer of leg', onset: who.life.community.at(-1)?.referred ?? recently(scene, 200), significance: 'minor' });
    if (random.chance(0.3)) outpatient(scene, who, plusDays(scene.today, random.int(3, 30)), 'surgery', 'Vascular clinic');
  }
}

/** How the dead died: half of them on a ward, and every service of theirs stopped that day. */
export function death(scene: Scene, who: Person): void {
  const died = who.deathDate!;
  if (!scene.random.chance(0.5) || died < '2012') return;
  const nights = scene.random.int(1, 14);
  const arrived = plusDays(died, -nights);
  const spell = attend(scene, { ...who, deathDate: plusDays(died, 1) }, { at: someTime(scene, arrived), reason: 'Shortness of breath', specialty: 'medicine', icd: 'J18.9', text: 'Pneumonia, unspecified', nights, destination: '79', outcome: 'Died' });
  if (spell) {
    delete spell.cancelled;
    convey(scene, who, spell, 'breathing', 'Shortness of breath', 'Relative');
  }
}
