import { aspectOf, type Criterion } from './definition.ts';
import { needsOfCriterion, type Ground } from './ground.ts';

/** A fault of a criterion, at a path inside it. The builder shows the words; `kith check` adds file and line. */
export interface CriterionFault {
  at: (string | number)[];
  message: string;
  mend: string;
}

/**
 * Everything wrong with a criterion that its schema does not say.
 * @param tooLittle which of these categories the team is told too little of
 */
export function faultsOf(criterion: Criterion, ground: Ground, tooLittle: (needs: readonly string[]) => string[]): CriterionFault[] {
  const faults: CriterionFault[] = [];
  const say = (at: CriterionFault['at'], message: string, mend: string): void => void faults.push({ at, message, mend });
  const { age, ward, lsoa, card, signal, contact } = criterion;
  if (age?.from !== undefined && age.to !== undefined && age.to < age.from) say(['age', 'to'], `Nobody is ${age.from} or over and ${age.to} or under.`, 'Give `to` an age no lower than `from`.');
  for (const [level, codes] of [['ward', ward], ['lsoa', lsoa]] as const) {
    const outlines = ground.geography.get(level);
    for (const [i, code] of (codes ?? []).entries()) {
      if (outlines !== undefined && !outlines.shapes.some((s) => s.code === code)) say([level, i], `There is no ${level} "${code}".`, `Use a code of geography/: ${outlines.shapes.slice(0, 3).map((s) => s.code).join(', ')} ….`);
    }
  }
  if (card !== undefined) {
    const found = ground.cards.find((c) => c.id === card.id);
    if (found === undefined) say(['card', 'id'], `There is no scorecard "${card.id}".`, `Use one of: ${ground.cards.map((c) => c.id).join(', ')}.`);
    else if (!found.bands.some((b) => b.id === card.band)) say(['card', 'band'], `${found.title} has no band "${card.band}".`, `Use one of: ${found.bands.map((b) => b.id).join(', ')}.`);
  }
  if (signal !== undefined && !ground.signals.some((s) => s.id === signal)) say(['signal'], `There is no signal "${signal}".`, 'Name one of radar/signals.');
  for (const [i, category] of (contact?.with ?? []).entries()) {
    if (!ground.categories.some((c) => c.id === category)) say(['contact', 'with', i], `There is no category "${category}".`, `Use one of: ${ground.categories.map((c) => c.id).join(', ')}.`);
  }
  if (faults.length > 0) return faults;
  const hidden = tooLittle(needsOfCriterion(criterion, ground));
  const names = hidden.map((id) => ground.categories.find((c) => c.id === id)?.name ?? id);
  if (hidden.length > 0) say([aspectOf(criterion)], `It rests on ${names.join(' and ')}, which the team may not see of everybody for this purpose.`, 'Take it out, or choose a team and purpose that may see it in summary or detail of anybody.');
  return faults;
}
