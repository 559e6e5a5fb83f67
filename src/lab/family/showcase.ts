import type { Borough } from '../borough.ts';
import { childInNeed } from '../courses/children.ts';
import { attend } from '../courses/hospital.ts';
import { careHome } from '../courses/later-life.ts';
import { nextId } from '../courses/scene.ts';
import { exclude, schooling } from '../courses/school.ts';
import { repair } from '../courses/tenancy.ts';
import { inOrder } from '../courses/tell.ts';
import { incidentId, involve } from '../courses/trouble.ts';
import { plusDays } from '../dates.ts';
import { careHome as home, homeDwelling } from '../places/homes.ts';
import { begum, begumCarer } from './begum.ts';
import { castOf, larchClose, larchHouse, named } from './cast.ts';
import { join, type Draft } from './draft.ts';
import { finish } from './family.ts';
import { move, settle } from './settle.ts';

/** Hannah and Anna Fletcher, twins of fourteen: one birthday, one address, names that sound alike. */
function twins(borough: Borough, ordinal: number): Draft {
  const cast = castOf(borough, ordinal);
  const { draft, scene, day } = cast;
  const mother = cast.add({ given: 'Claire', family: 'Fletcher', former: [{ family: 'Dixon', until: '2009-08-01', reason: 'marriage' }] }, { sex: 'F', birthDate: '1982-01-30', culture: 'english' });
  const father = cast.add({ given: 'Andrew', family: 'Fletcher' }, { sex: 'M', birthDate: '1980-12-05', culture: 'english' });
  cast.wed(father, mother, '2009-08-01');
  const girls = ['Hannah', 'Anna'].map((given) => cast.add({ given, family: 'Fletcher', middle: given === 'Anna' ? ['Rose'] : ['May'] }, { sex: 'F', birthDate: '2012-03-09', culture: 'english', mother, father }));
  settle(draft, [mother, father, ...girls], { tenure: 'owned', dwelling: larchClose(3), since: '2011-10-21' });
  for (const girl of girls) {
    schooling(scene, girl, undefined);
    girl.life.exclusions.length = 0;
    attend(scene, girl, { at: `${day(girl === girls[0] ? '2026-02-14' : '2026-06-02')}T16:40`, reason: 'Arm injury', specialty: 'bones', icd: 'S52.5', text: 'Fracture of lower end of radius', nights: 0 });
  }
  return draft;
}

/** Kayden Marsh, twelve: known to school, police, children's social care, mental health and hospital, in a damp flat with rent owing. */
function kayden(borough: Borough, ordinal: number): Draft {
  const cast = castOf(borough, ordinal);
  const { draft, scene, day } = cast;
  const mother = cast.add({ given: 'Stacey', family: 'Marsh' }, { sex: 'F', birthDate: '1989-06-27', culture: 'english' });
  const partner = cast.add({ given: 'Wayne', family: 'Doyle' }, { sex: 'M', birthDate: '1986-03-15', culture: 'irish' });
  const child = cast.add({ given: 'Kayden', family: 'Marsh' }, { sex: 'M', birthDate: '2014-11-02', culture: 'english', mother });
  join(draft, partner, mother, '2019-01-01', false);
  const flat = settle(draft, [mother, partner, child], { tenure: 'social', dwelling: larchHouse(14), since: '2018-04-16' });
  const tenancy = cast.tenancy(flat, { tenant: mother.id, start: '2018-04-16', type: 'Secure', rent: 12860 });
  repair(scene, tenancy, 'damp', day('2026-01-19'), 400);
  ['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'].forEach((on, i) => tenancy.arrears.push({ on: day(on), owed: 31500 + i * 14200, stage: i > 2 ? 'notice' : 'letter' }));
  for (const [on, risk] of [['2025-11-22', 'medium'], ['2026-05-09', 'high'], ['2026-09-26', 'medium']] as const) {
    const incident = incidentId(scene);
    const when = `${day(on)}T22:35`;
    involve(scene, mother, incident, when, 'domestic-abuse', 'victim', 'Referred to MARAC', flat.dwelling, risk);
    involve(scene, partner, incident, when, 'domestic-abuse', 'suspect', 'Arrested', flat.dwelling, risk);
    involve(scene, child, incident, when, 'domestic-abuse', 'child-present', 'Referred to children’s social care', flat.dwelling, risk);
  }
  const need = childInNeed(scene, child, day('2026-05-12'), '6', 'N1', 1);
  delete need.closure;
  delete need.closureReason;
  Object.assign(need, { noFurtherAction: false, worker: named('protection', 'Rebecca Stone'), assessments: [{ start: day('2026-05-13'), authorised: day('2026-06-18'), factors: ['3B', '18B'] }], section47: [{ start: day('2026-05-14'), conference: day('2026-05-28'), noConference: false }], protection: { start: day('2026-05-28'), initial: 'EMO', latest: 'EMO', previous: 0, reviews: [day('2026-08-20')] } });
  delete need.plan;
  child.life.mentalHealth.push({ id: nextId(scene, 'mental health', 'MH', 7), team: 'Child and adolescent mental health', reason: 'Anxiety', source: 'School', referred: day('2026-09-30'), cluster: '4', coordinator: named('camhs', 'Dr Tessa Lyle'), crisisPlan: false });
  schooling(scene, child, day('2025-11-22'));
  child.life.exclusions.length = 0;
  const school = child.life.schooling.at(-1)?.school;
  if (school) Object.assign(exclude(scene, child, school, day('2026-10-05')), { kind: 'suspension', end: day('2026-10-09'), sessions: 10, reason: { code: 'PP', text: 'Physical assault against a pupil' } });
  attend(scene, child, { at: `${day('2026-09-26')}T23:50`, reason: 'Head injury', specialty: 'children', icd: 'S00.9', text: 'Superficial injury of head', nights: 0 });
  return draft;
}

/** Dorothy Whitcombe, 92, in a nursing home since last year, with dementia. */
function dorothy(borough: Borough, ordinal: number): Draft {
  const cast = castOf(borough, ordinal);
  const { draft, scene, day } = cast;
  const who = cast.add({ given: 'Dorothy', family: 'Whitcombe', middle: ['Joan'], preferred: 'Dot', former: [{ family: 'Sayer', until: '1957-06-08', reason: 'marriage' }] }, { sex: 'F', birthDate: '1934-02-11', culture: 'english' });
  delete who.mobile;
  const flat = settle(draft, [who], { tenure: 'owned', dwelling: larchClose(7), since: '1961-09-01' });
  move(flat, who, homeDwelling(home(0)), day('2025-09-15'));
  who.life.problems.push({ code: '26929004', term: 'Alzheimer’s disease', onset: day('2023-02-02'), significance: 'major' }, { code: '64859006', term: 'Osteoporosis', onset: '2009-05-18', significance: 'major' });
  who.life.frailty = { score: 7, assessed: day('2026-01-20') };
  who.life.mentalHealth.push({ id: nextId(scene, 'mental health', 'MH', 7), team: 'Memory clinic', reason: 'Memory problems', source: 'General practice', referred: day('2022-11-14'), started: day('2022-12-15'), ended: day('2023-04-03'), outcome: 'Diagnosed, back to general practice', cluster: '19', coordinator: named('memory', 'Angela Firth'), crisisPlan: false });
  careHome(scene, who);
  return draft;
}

/** Leanne Prior and her son, in a refuge: where they live must not be seen. */
function hidden(borough: Borough, ordinal: number): Draft {
  const cast = castOf(borough, ordinal);
  const { draft, scene, day } = cast;
  const mother = cast.add({ given: 'Leanne', family: 'Prior' }, { sex: 'F', birthDate: '1991-10-08', culture: 'english' }, { restricted: true });
  const son = cast.add({ given: 'Tyler', family: 'Prior' }, { sex: 'M', birthDate: '2017-12-19', culture: 'english', mother }, { restricted: true });
  delete son.mobile;
  const before = settle(draft, [mother, son], { tenure: 'private', since: '2019-05-01' });
  const when = `${day('2026-03-02')}T23:15`;
  const incident = incidentId(scene);
  involve(scene, mother, incident, when, 'domestic-abuse', 'victim', 'Referred to MARAC', before.dwelling, 'high');
  involve(scene, son, incident, when, 'domestic-abuse', 'child-present', 'Referred to children’s social care', before.dwelling, 'high');
  schooling(scene, son, undefined);
  son.life.exclusions.length = 0;
  const refuge = { uprn: '10097000900', lines: ['c/o Harbour House'], town: 'Newbridge', postcode: 'NB9 9ZZ', ward: 'Harbour', kind: 'refuge' as const, bedrooms: 12 };
  for (const who of [mother, son]) move(before, who, refuge, day('2026-03-04'));
  attend(scene, mother, { at: plusDays(day('2026-03-02'), 1) + 'T01:05', reason: 'Alleged assault', specialty: 'emergency', icd: 'Y09', text: 'Assault by unspecified means', nights: 0 });
  return draft;
}

/** Patrick John Brennan and his son Patrick John Brennan, of one address and one day of the year. */
function brennans(borough: Borough, ordinal: number): Draft {
  const cast = castOf(borough, ordinal);
  const { draft, scene, day } = cast;
  const father = cast.add({ given: 'Patrick', middle: ['John'], family: 'Brennan', preferred: 'Paddy' }, { sex: 'M', birthDate: '1951-06-17', culture: 'irish' });
  const son = cast.add({ given: 'Patrick', middle: ['John'], family: 'Brennan' }, { sex: 'M', birthDate: '1979-06-17', culture: 'irish', father });
  const flat = settle(draft, [father, son], { tenure: 'social', dwelling: larchHouse(22), since: '1999-02-08' });
  cast.tenancy(flat, { tenant: father.id, start: '2009-04-06', type: 'Secure', rent: 10420 });
  for (const [who, on] of [[father, '2026-04-21'], [son, '2026-08-30']] as const) attend(scene, who, { at: `${day(on)}T10:25`, reason: 'Chest pain', specialty: 'heart', icd: 'R07.4', text: 'Chest pain, unspecified', nights: 0 });
  return draft;
}

const families = [begum, twins, kayden, dorothy, hidden, brennans];

/** Families that every borough of 200 people or more has, whatever its seed, before all others. */
export function showcase(borough: Borough): Draft[] {
  return families.map((make, i) => {
    const draft = finish(make(borough, -1 - i));
    if (make === begum) begumCarer(draft);
    inOrder(draft);
    return draft;
  });
}
