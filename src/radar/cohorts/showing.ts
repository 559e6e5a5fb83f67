import type { Reading } from '../../access/index.ts';
import type { Kernel } from '../../kernel/index.ts';
import type { Records } from '../../record/index.ts';
import { inOrder, type Criterion } from './definition.ts';
import type { Finding } from './finding.ts';
import { needsOfCriterion, type Ground } from './ground.ts';
import { bandsOf } from './members.store.ts';
import { datesOf } from './members.ts';
import type { CohortPerson } from './types.ts';
import { becauseOf } from './words.ts';

/** Whether a reader may know that somebody fits a criterion, and whether they may know since when. */
function sight(reading: Reading, personId: string, needs: readonly string[]): { known: boolean; dated: boolean } {
  const levels = needs.map((category) => reading.level(personId, category));
  return { known: levels.every((l) => l === 'detail' || l === 'summary'), dated: levels.every((l) => l === 'detail') };
}

/** Decides and logs each of these people, and says why each is here; who may not be shown, for all that was certain before, is not. */
export async function showPeople(kernel: Kernel, records: Pick<Records, 'people'>, finding: Finding, reading: Reading, criteria: readonly Criterion[], ids: readonly string[]): Promise<CohortPerson[]> {
  const asked = inOrder(criteria);
  const { ground } = await finding.services(kernel.clock.today());
  const found = await records.people(reading, ids);
  const shown = new Map(found.flatMap((person) => (person.kind === 'person' ? [[person.summary.personId, person.summary] as const] : [])));
  const needs = asked.map((criterion) => needsOfCriterion(criterion, ground));
  const today = kernel.clock.today();
  const [dates, bands] = await Promise.all([
    finding.services(today).then((services) => datesOf([...shown.keys()], asked, today, services)),
    bandsOf(kernel.db.writer, [...shown.keys()], asked.flatMap((c) => c.card?.id ?? [])),
  ]);
  return ids.flatMap((personId): CohortPerson[] => {
    const summary = shown.get(personId);
    if (summary === undefined) return [];
    const sights = needs.map((categories) => sight(reading, personId, categories));
    if (!sights.every((s) => s.known)) return [];
    return [
      {
        summary,
        because: asked.map((criterion, i) =>
          becauseOf(
            criterion,
            {
              birthDate: summary.birthDate, gender: summary.gender, language: summary.language,
              band: criterion.card === undefined ? null : titleOfBand(ground, criterion.card.id, bands.find((b) => b.personId === personId && b.card === criterion.card!.id)?.band),
              dated: sights[i]!.dated ? (dates.get(personId)?.[i] ?? null) : null,
            },
            ground,
            today,
          ),
        ),
      },
    ];
  });
}

const titleOfBand = (ground: Ground, card: string, band: string | undefined): string | null => ground.cards.find((c) => c.id === card)?.bands.find((b) => b.id === band)?.title ?? null;
