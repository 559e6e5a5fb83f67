import { ageAt } from '../dates.ts';
import type { Draft } from '../family/draft.ts';
import { carers } from './carers.ts';
import { frontDoor } from './front-door.ts';
import { everyday } from './hospital.ts';
import { careHome, death, dementia, falls, nursing } from './later-life.ts';
import { mentalHealth } from './mental-health.ts';
import { everydayProblems } from './problems.ts';
import { sceneOf } from './scene.ts';
import { schooling } from './school.ts';
import { learningDisability } from './disability.ts';
import { arrears, tenancies } from './tenancy.ts';
import { everydayNeed, everydayPolice, trouble } from './trouble.ts';

/** Tells everybody's life in a family: health first, since homes and carers follow from it; then home, then trouble and what it does. */
export function tell(draft: Draft): void {
  const scene = sceneOf(draft);
  for (const who of scene.people) {
    everydayProblems(scene, who);
    if (who.deathDate !== undefined) death(scene, who);
    everyday(scene, who);
    if (ageAt(who.birthDate, who.deathDate ?? scene.today) >= 65) {
      dementia(scene, who);
      falls(scene, who);
      careHome(scene, who);
    }
    nursing(scene, who);
    learningDisability(scene, who);
    frontDoor(scene, who);
  }
  carers(scene);
  tenancies(scene);
  const struck = trouble(scene);
  everydayNeed(scene, struck);
  for (const who of scene.people) {
    everydayPolice(scene, who);
    mentalHealth(scene, who);
    schooling(scene, who, struck.get(who.household));
  }
  arrears(scene, new Set(struck.keys()));
  inOrder(draft);
}

/** Every list of a life by date, so that writers need not sort. */
export function inOrder(draft: Draft): void {
  for (const { life } of draft.clan.people) {
    life.conveyances.sort((a, b) => (a.at < b.at ? -1 : 1));
    life.hospital.sort((a, b) => (a.arrived < b.arrived ? -1 : 1));
    life.adultCare.sort((a, b) => (a.start < b.start ? -1 : 1));
    life.community.sort((a, b) => (a.referred < b.referred ? -1 : 1));
    life.mentalHealth.sort((a, b) => (a.referred < b.referred ? -1 : 1));
    life.police.sort((a, b) => (a.at < b.at ? -1 : 1));
    life.need.sort((a, b) => (a.referral < b.referral ? -1 : 1));
    life.problems.sort((a, b) => (a.onset < b.onset ? -1 : 1));
  }
}
