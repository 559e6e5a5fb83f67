import { ageAt, plusDays } from '../dates.ts';
import { worker } from '../staff.ts';
import type { Person } from '../world.ts';
import { care, here, person, type Scene } from './scene.ts';

const dependant = (who: Person): boolean =>
  who.deathDate === undefined && who.residences.at(-1)?.dwelling.kind !== 'care-home' && ((who.life.frailty?.score ?? 0) >= 5 || who.life.problems.some((p) => ['26929004', '429998004', '52448006', '110359009'].includes(p.code)));

/** A spouse or a grown-up child looks after somebody frail; some are assessed by the council. */
export function carers(scene: Scene): void {
  const { random } = scene;
  for (const who of scene.people) {
    if (!dependant(who) || !random.chance(0.7)) continue;
    const relation = who.relations
      .filter((r) => ['wife', 'husband', 'partner', 'daughter', 'son', 'mother', 'father'].includes(r.role))
      .filter((r) => {
        const other = person(scene, r.to);
        return other.deathDate === undefined && ageAt(other.birthDate, scene.today) >= 18 && (other.life.frailty?.score ?? 0) < 6;
      })
      .sort((a, b) => Number(b.sameHousehold) - Number(a.sameHousehold))[0];
    if (!relation) continue;
    const since = plusDays(scene.today, -random.int(60, 2200));
    const carer = person(scene, relation.to);
    if (!here(carer, since) || !here(who, since)) continue;
    relation.carerSince = since;
    if (!random.chance(0.35)) continue;
    const common = { client: 'carer' as const, route: 'Community or other route', primarySupport: 'Social support: Support to unpaid carer', worker: worker(random, 'carers'), caredFor: who.id };
    const assessed = plusDays(since, random.int(20, 400));
    care(scene, carer, { ...common, kind: 'assessment', start: assessed, end: plusDays(assessed, 14), assessmentType: 'Short term assessment', outcome: random.pick(['Progress to support planning or services', 'NFA: Information and advice or signposting']) });
    if (carer.life.adultCare.at(-1)?.outcome === 'Progress to support planning or services') {
      care(scene, carer, { ...common, kind: 'service', start: plusDays(assessed, 21), serviceType: 'Unpaid carer support: Direct to unpaid carer', component: random.pick(['Other unpaid carer support', 'Unpaid carer respite', 'Unpaid carer sitting service']), delivery: 'Direct payment', weeklyCost: 4500 });
    }
  }
}
