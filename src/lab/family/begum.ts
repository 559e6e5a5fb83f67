import type { Borough } from '../borough.ts';
import { attend, convey, outpatient } from '../courses/hospital.ts';
import { care, nextId } from '../courses/scene.ts';
import { exclude, schooling } from '../courses/school.ts';
import { incidentId, involve } from '../courses/trouble.ts';
import { secondaries } from '../places/schools.ts';
import { larchClose, castOf, named } from './cast.ts';
import type { Draft } from './draft.ts';
import { settle } from './settle.ts';

/**
 * Amina Begum, 83, widow, of 12 Larch Close: two falls in ninety days, a leg ulcer, a boiler that has not worked since the
 * ninth, a daughter who cares for her and a grandson in trouble at school.
 */
export function begum(borough: Borough, ordinal: number): Draft {
  const cast = castOf(borough, ordinal);
  const { draft, scene, day } = cast;
  const culture = 'bangladeshi' as const;
  const husband = cast.add({ given: 'Abdul', family: 'Karim' }, { sex: 'M', birthDate: '1938-02-02', culture }, { deathDate: day('2024-03-09') });
  const amina = cast.add({ given: 'Amina', family: 'Begum', preferred: 'Ammi' }, { sex: 'F', birthDate: '1943-07-14', culture }, { nhsNumber: '9990123454', language: 'Bengali (Sylheti)', interpreter: true, phone: '020 7946 0341' });
  delete amina.mobile;
  const nasreen = cast.add({ given: 'Nasreen', family: 'Begum' }, { sex: 'F', birthDate: '1972-05-03', culture, mother: amina, father: husband }, { mobile: '07700 900 412' });
  const father = cast.add({ given: 'Rafiq', family: 'Ali' }, { sex: 'M', birthDate: '1970-09-21', culture });
  const yusuf = cast.add({ given: 'Yusuf', family: 'Ali' }, { sex: 'M', birthDate: '2015-04-18', culture, mother: nasreen, father });
  delete yusuf.mobile;
  cast.wed(husband, amina, '1962-05-01', husband.deathDate);
  cast.wed(father, nasreen, '2011-07-02', day('2022-02-11'));
  const home = settle(draft, [amina, husband], { tenure: 'social', dwelling: larchClose(12), since: '2009-06-15' });
  settle(draft, [nasreen, yusuf], { tenure: 'private', since: day('2022-02-11') });
  settle(draft, [father], { tenure: 'private', since: day('2022-02-11') });
  for (const who of [amina, husband]) Object.assign(who, { practice: 'Z99001', practiceSince: '1998-03-16' });
  amina.adjustments.push({ code: 'large-print', label: 'Large print letters', since: day('2023-05-04') }, { code: 'long-appointment', label: 'Longer appointments', since: day('2023-05-04') }, { code: 'interpreter', label: 'Interpreter needed: Bengali (Sylheti)', since: day('2019-10-01') });
  amina.life.aboutMe = {
    words: 'Please speak slowly and ask my daughter if I look confused. I pray five times a day. I am frightened of the stairs since I fell.',
    writtenWith: 'Nasreen Begum (daughter)',
    on: day('2026-11-02'),
  };
  amina.life.frailty = { score: 6, assessed: day('2026-03-12') };
  amina.life.problems.push(
    { code: '38341003', term: 'Hypertensive disorder', onset: '2001-11-05', significance: 'major' }, { code: '44054006', term: 'Diabetes mellitus type 2', onset: '2006-02-20', significance: 'major' }, { code: '396275006', term: 'Osteoarthritis', onset: '2011-09-13', significance: 'minor' },
    { code: '248279007', term: 'Frailty', onset: day('2026-03-12'), significance: 'major' }, { code: '402863008', term: 'Venous ulcer of leg', onset: day('2026-08-21'), significance: 'minor' }, { code: '161898004', term: 'Falls', onset: day('2024-12-06'), significance: 'minor' },
  );
  const hip = attend(scene, amina, { at: `${day('2024-12-06')}T15:20`, reason: 'Fall, hip pain', specialty: 'elderly', icd: 'S70.0', text: 'Contusion of hip', nights: 13 });
  if (hip) {
    delete hip.cancelled;
    convey(scene, amina, hip, 'fall', 'Fall, hip pain', 'Relative');
  }
  const reabling = { client: 'service-user' as const, route: 'Discharge from hospital', primarySupport: 'Physical support: Access and mobility only' };
  care(scene, amina, { ...reabling, kind: 'request', start: day('2024-12-18'), end: day('2024-12-19'), outcome: 'Progress to reablement/ST-Max', worker: named('frontDoor', 'Joanna Price') });
  care(scene, amina, { ...reabling, kind: 'service', start: day('2024-12-20'), end: day('2025-02-03'), serviceType: 'Short term support: ST-Max', component: 'Reablement', delivery: 'CASSR commissioned support', outcome: 'NFA: Support ended as planned', hours: 9, worker: named('reablement', 'Marcia Bennett') });
  care(scene, nasreen, { client: 'carer', kind: 'assessment', route: 'Community or other route', start: day('2025-02-20'), end: day('2025-03-06'), assessmentType: 'Short term assessment', primarySupport: 'Social support: Support to unpaid carer', outcome: 'NFA: Information and advice or signposting', worker: named('carers', 'Farhana Islam'), caredFor: amina.id });
  amina.life.community.push({ id: nextId(scene, 'community', 'CR', 7), service: 'Community nursing', reason: 'Leg ulcer', referred: day('2026-08-25'), started: day('2026-09-02'), worker: named('nursing', 'Sister Paul Okafor'), lastContact: day('2026-11-18'), contacts: 22, nextContact: day('2026-11-25') });
  amina.life.conveyances.push({ id: nextId(scene, 'conveyance', 'CAD', 7), at: `${day('2026-10-27')}T17:45`, reason: 'Fall at home, not injured', kind: 'fall', outcome: 'treated-on-scene', crew: 'N412', calledBy: 'Neighbour' });
  const second = attend(scene, amina, { at: `${day('2026-11-11')}T02:40`, reason: 'Fall, no fracture', specialty: 'emergency', icd: 'R29.6', text: 'Tendency to fall, not elsewhere classified', nights: 0, outcome: 'No fracture, discharged home' });
  if (second) second.discharged = `${day('2026-11-11')}T09:15`;
  outpatient(scene, amina, day('2026-12-02'), 'elderly', 'Falls clinic');
  involve(scene, amina, incidentId(scene), `${day('2026-08-14')}T11:10`, 'vulnerability-contact', 'subject', 'Rogue trader at the door; vulnerability report shared with adult social care', larchClose(12), 'medium');
  const tenancy = cast.tenancy(home, { tenant: amina.id, start: '2009-06-15', type: 'Secure', rent: 11240 });
  tenancy.repairs.push(
    { ref: nextId(scene, 'repair', 'R', 7), reported: day('2025-01-14'), completed: day('2025-02-20'), category: 'adaptation', priority: 'routine', text: 'Second stair rail' },
    { ref: nextId(scene, 'repair', 'R', 7), reported: day('2026-11-09'), category: 'boiler', priority: 'urgent', text: 'No heating or hot water' },
  );
  tenancy.alerts.push({ ref: nextId(scene, 'alert', 'AL', 6), person: amina.id, code: 'KEY', text: 'Key safe at property', from: day('2025-01-10'), review: day('2027-01-10') }, { ref: nextId(scene, 'alert', 'AL', 6), person: amina.id, code: 'VUL', text: 'Vulnerable tenant: allow time to answer door', from: day('2025-12-03'), review: day('2026-12-03') });
  schooling(scene, yusuf, day('2026-01-12'));
  yusuf.life.exclusions.length = 0;
  const school = yusuf.life.schooling.at(-1)?.school ?? secondaries[0]!;
  Object.assign(exclude(scene, yusuf, school, day('2026-10-12')), { kind: 'suspension', end: day('2026-10-14'), sessions: 6, reason: { code: 'DB', text: 'Persistent disruptive behaviour' } });
  return draft;
}

/** Nasreen is her mother's carer; said once relations are worked out. */
export function begumCarer(draft: Draft): void {
  const [, amina, nasreen] = draft.clan.people;
  const relation = amina?.relations.find((r) => r.to === nasreen?.id);
  if (relation) relation.carerSince = draft.borough.today < '2024-04-02' ? draft.borough.today : '2024-04-02';
}
