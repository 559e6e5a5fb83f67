import { ageAt, plusDays, plusYears } from '../dates.ts';
import { worker } from '../staff.ts';
import type { Person } from '../world.ts';
import { care, type Scene } from './scene.ts';

/** Grown-ups with a learning disability: supported living or a direct payment for years, reviewed every year. */
export function learningDisability(scene: Scene, who: Person): void {
  const { random, today } = scene;
  if (ageAt(who.birthDate, today) < 18 || who.deathDate !== undefined || !who.life.problems.some((p) => p.code === '110359009') || !random.chance(0.7)) return;
  const start = [plusYears(who.birthDate, 18), who.residences[0]!.from, '2014-04-01'].sort().at(-1)!;
  if (start >= today) return;
  const common = { client: 'service-user' as const, route: 'Planned entry (transition)', primarySupport: 'Learning disability support', worker: worker(random, 'disability') };
  care(scene, who, { ...common, kind: 'assessment', start, end: plusDays(start, 28), assessmentType: 'Long term assessment', outcome: 'Progress to support planning or services' });
  care(scene, who, { ...common, kind: 'service', start: plusDays(start, 30), serviceType: 'Long term support: Community', component: random.pick(['Community supported living', 'Day support', 'Direct payment']), delivery: random.pick(['Direct payment', 'CASSR managed personal budget']), weeklyCost: random.int(15000, 95000), hours: random.int(6, 40) });
  for (let review = plusDays(start, 365); review < today; review = plusDays(review, 365)) {
    if (review > '2023') care(scene, who, { ...common, kind: 'review', start: review, end: review, reason: 'Planned', outcome: 'Continuation of support or services' });
  }
}
