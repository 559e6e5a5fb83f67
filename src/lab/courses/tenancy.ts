import { ageAt, latest, plusDays, plusYears } from '../dates.ts';
import { worker } from '../staff.ts';
import type { Household, HousingAlert, IsoDate, Person, Repair, Tenancy } from '../world.ts';
import { here, nextId, person, poisson, type Scene } from './scene.ts';

const texts: Record<Repair['category'], readonly string[]> = {
  boiler: ['No heating or hot water', 'Boiler losing pressure', 'Boiler lockout, no heating'],
  damp: ['Black mould in bedroom', 'Damp patch on external wall', 'Condensation and mould in bathroom'],
  electrics: ['Socket not working in kitchen', 'Lights tripping'],
  plumbing: ['Leak under sink', 'Blocked toilet', 'No water pressure'],
  windows: ['Window will not close', 'Broken pane in living room'],
  adaptation: ['Grab rail by bath', 'Level-access shower', 'Second stair rail'],
};

const priority = (category: Repair['category']): Repair['priority'] => (category === 'boiler' ? 'urgent' : category === 'electrics' || category === 'plumbing' ? 'urgent' : 'routine');

/** HACT UK Housing Data Standards person-alert style: code, words, review after days. */
export const alertCodes = {
  VUL: ['Vulnerable tenant: allow time to answer door', 365], KEY: ['Key safe at property', 365], OXY: ['Oxygen user: no naked flames', 180], DVA: ['Do not disclose address or movements', 180],
  TWO: ['Visit in pairs', 90], INT: ['Interpreter needed', 730], HOA: ['Hoarding: fire risk', 180], SUP: ['Tenancy sustainment support', 180], MOB: ['Mobility: ground floor or lift access', 730],
} as const;

function alert(scene: Scene, tenancy: Tenancy, who: Person, code: keyof typeof alertCodes): void {
  const [text, days] = alertCodes[code];
  const from = latest(tenancy.start, plusDays(scene.today, -scene.random.int(5, 700)));
  const review = plusDays(from, Math.ceil((scene.random.int(1, 3) * days)));
  const made: HousingAlert = { ref: nextId(scene, 'alert', 'AL', 6), person: who.id, code, text, from, review };
  if (review < scene.today && scene.random.chance(0.5)) made.to = review;
  tenancy.alerts.push(made);
}

/** Tenancies of the borough's landlord for everybody in social housing. */
export function tenancies(scene: Scene): void {
  const { random } = scene;
  for (const household of scene.draft.clan.households) {
    if (household.tenure !== 'social') continue;
    const adults = household.members.map((m) => person(scene, m.person)).filter((p) => ageAt(p.birthDate, scene.today) >= 18);
    const living = adults.filter((p) => p.deathDate === undefined);
    const tenant = living.find((p) => household.members.some((m) => m.person === p.id && m.to === undefined)) ?? adults[0];
    if (!tenant) continue;
    const start = latest(household.members.map((m) => m.from).sort()[0], '2009-04-06', plusYears(tenant.birthDate, 18));
    const joint = living.find((p) => p.id !== tenant.id && p.relations.some((r) => r.to === tenant.id && ['wife', 'husband', 'partner'].includes(r.role)));
    const gone = household.members.every((m) => m.to !== undefined);
    const end = gone ? household.members.map((m) => m.to ?? '').sort().at(-1)! : undefined;
    household.tenancy = {
      ref: nextId(scene, 'tenancy', 'T', 6), tenant: tenant.id, ...(joint ? { joint: joint.id } : {}), start, ...(end === undefined ? {} : { end }),
      type: household.dwelling.kind === 'sheltered' ? 'Sheltered' : start > plusYears(scene.today, -1) ? 'Introductory' : random.chance(0.12) ? 'Flexible' : 'Secure',
      rent: random.int(9800, 17500), officer: worker(random, 'housing'), arrears: [], repairs: [], alerts: [],
    };
    repairs(scene, household, household.tenancy);
    alerts(scene, household.tenancy, living);
  }
}

function repairs(scene: Scene, household: Household, tenancy: Tenancy): void {
  const { random } = scene;
  const frail = household.members.some((m) => (person(scene, m.person).life.frailty?.score ?? 0) >= 5);
  for (let n = poisson(random, 1.5); n > 0; n--) {
    const category = random.weighted<Repair['category']>([['boiler', 22], ['damp', 20], ['electrics', 16], ['plumbing', 24], ['windows', 10], ['adaptation', frail ? 25 : 2]]);
    repair(scene, tenancy, category, plusDays(scene.today, -random.int(1, 730)), random.int(category === 'damp' ? 14 : 1, category === 'damp' ? 190 : category === 'boiler' ? 16 : 45));
  }
}

export function repair(scene: Scene, tenancy: Tenancy, category: Repair['category'], reported: IsoDate, days: number): void {
  if (reported < tenancy.start || (tenancy.end !== undefined && reported > tenancy.end)) return;
  const completed = plusDays(reported, days);
  tenancy.repairs.push({ ref: nextId(scene, 'repair', 'R', 7), reported, category, priority: priority(category), text: scene.random.pick(texts[category]), ...(completed <= scene.today ? { completed } : {}) });
}

function alerts(scene: Scene, tenancy: Tenancy, living: Person[]): void {
  const { random } = scene;
  for (const who of living) {
    if (ageAt(who.birthDate, scene.today) < 18) continue;
    const frail = who.life.frailty?.score ?? 0;
    if (frail >= 5 && random.chance(0.4)) alert(scene, tenancy, who, 'VUL');
    if (frail >= 5 && random.chance(0.25)) alert(scene, tenancy, who, 'KEY');
    if (who.interpreter && random.chance(0.5)) alert(scene, tenancy, who, 'INT');
    if (who.life.problems.some((p) => p.code === '13645005') && random.chance(0.12)) alert(scene, tenancy, who, 'OXY');
    if (random.chance(0.006)) alert(scene, tenancy, who, random.pick(['TWO', 'HOA', 'SUP'] as const));
    if (frail >= 6 && random.chance(0.3)) alert(scene, tenancy, who, 'MOB');
  }
}

/** Rent owed at each month's end, growing with trouble; told after the trouble is. */
export function arrears(scene: Scene, troubled: ReadonlySet<string>): void {
  const { random } = scene;
  for (const { id, tenancy } of scene.draft.clan.households) {
    if (!tenancy || tenancy.end !== undefined) continue;
    const bad = troubled.has(id);
    if (!random.chance(bad ? 0.75 : 0.14)) continue;
    const months = random.int(2, bad ? 16 : 7);
    let owed = 0;
    for (let back = months; back >= 0; back--) {
      const date = new Date(`${scene.today}T00:00Z`);
      date.setUTCDate(1);
      date.setUTCMonth(date.getUTCMonth() - back);
      const on = plusDays(date.toISOString().slice(0, 10), -1);
      if (on < tenancy.start) continue;
      owed = Math.max(0, owed + Math.round(tenancy.rent * random.normal(bad ? 0.9 : 0.45, 0.8)));
      if (owed === 0) continue;
      tenancy.arrears.push({ on, owed, stage: owed > tenancy.rent * 9 ? 'court' : owed > tenancy.rent * 5 ? 'notice' : owed > tenancy.rent * 2 ? 'letter' : random.chance(0.1) ? 'agreement' : 'none' });
    }
    if (bad && here(person(scene, tenancy.tenant), scene.today) && random.chance(0.3)) alert(scene, tenancy, person(scene, tenancy.tenant), 'SUP');
  }
}
