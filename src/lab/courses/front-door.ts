import { plusDays } from '../dates.ts';
import { worker } from '../staff.ts';
import type { Person } from '../world.ts';
import { ageOf, care, recently, type Scene } from './scene.ts';

/** Requests for support that come from the community: most end with advice, some with equipment or home care. */
export function frontDoor(scene: Scene, who: Person): void {
  const { random } = scene;
  const age = ageOf(scene, who);
  const frail = who.life.frailty?.score ?? 0;
  if (who.deathDate !== undefined || age < 18 || !random.chance(age < 65 ? 0.012 : 0.05 + frail * 0.025)) return;
  const start = recently(scene, 850);
  const primarySupport = random.pick(['Physical support: Access and mobility only', 'Physical Support: Personal care support', 'Social support: Support for social isolation or other reason']);
  const common = { client: 'service-user' as const, route: 'Community or other route', primarySupport };
  const helped = random.chance(0.4);
  const request = care(scene, who, { ...common, kind: 'request', start, end: plusDays(start, random.int(0, 6)), outcome: helped ? 'Progress to assessment, review or reassessment' : random.pick(['NFA: Information and advice or signposting', 'NFA: Information and advice or signposting', 'NFA: Support declined', 'NFA: Referral to other service within the local authority']), worker: worker(random, 'frontDoor') });
  if (!request || !helped) return;
  const assessed = plusDays(start, random.int(7, 45));
  const social = worker(random, age < 65 ? 'disability' : 'olderPeople');
  const made = care(scene, who, { ...common, kind: 'assessment', start: assessed, end: plusDays(assessed, random.int(0, 20)), assessmentType: 'Short term assessment', outcome: 'Progress to support planning or services', worker: social });
  if (made) care(scene, who, { ...common, kind: 'service', start: plusDays(assessed, 21), end: plusDays(assessed, 22), serviceType: 'Short term support: Ongoing low level', component: 'Equipment', delivery: 'CASSR commissioned support', outcome: 'NFA: Support ended as planned', worker: social });
}
