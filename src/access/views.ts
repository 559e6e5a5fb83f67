import { z } from 'zod';
import type { Definition, Problem } from '../kernel/index.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter');

/** Entries of the main navigation that a team's view may name, beside *My work*, which is always first. */
export const viewEntries = ['work', 'alerts', 'radar', 'cards', 'cohorts', 'pathways', 'feeds', 'devices', 'links', 'review', 'governance', 'emergency'] as const;
export type ViewEntry = (typeof viewEntries)[number];

/** What a result of a search may show of somebody beside their name and what matched. */
export const resultColumns = ['born', 'gender', 'nhs-number', 'address', 'services'] as const;
export type ResultColumn = (typeof resultColumns)[number];

/** How pages are laid out for each team, within what it may see. A team without a view has everything in the area's order. */
export const viewsSchema = z.strictObject({
  views: z.array(
    z.strictObject({
      team: id,
      /** Categories whose cards stand first on a person's overview, in this order; the others are folded away below, never left out. */
      cards: z.array(id).min(1).optional(),
      /** What a search result shows, in this order. */
      results: z.array(z.enum(resultColumns)).optional(),
      /** Entries of the navigation, in this order; one that the team may not open is not drawn. */
      navigation: z.array(z.enum(viewEntries)).optional(),
    }),
  ),
});

export type ViewsDefinition = z.infer<typeof viewsSchema>;

/** A team's view; null where it says nothing of that part. */
export interface TeamView {
  cards: readonly string[] | null;
  results: readonly ResultColumn[] | null;
  navigation: readonly ViewEntry[] | null;
}

/** Checks that every team and category of `views.yaml` stands elsewhere, and that nothing stands twice. */
export function checkViews(file: Definition<ViewsDefinition>, teams: readonly string[], categories: readonly string[]): Problem[] {
  const { views } = file.value;
  const twice = (list: readonly string[] | undefined, at: (string | number)[]): Problem[] =>
    (list ?? []).flatMap((one, i, all) => (all.indexOf(one) === i ? [] : [file.problem([...at, i], `"${one}" stands here twice.`, 'Keep it once, where it should stand.')]));
  return views.flatMap(({ team, cards, results, navigation }, i) => [
    ...(teams.includes(team) ? [] : [file.problem(['views', i, 'team'], `There is no team "${team}".`, `Use one of those in teams.yaml: ${teams.join(', ')}.`)]),
    ...(views.findIndex((v) => v.team === team) === i ? [] : [file.problem(['views', i, 'team'], `"${team}" has a view already.`, 'Make one view of the two.')]),
    ...(cards ?? []).flatMap((card, j) => (categories.includes(card) && card !== categories[0] ? [] : [file.problem(['views', i, 'cards', j], `There is no card "${card}".`, `Use a category of categories.yaml: ${categories.slice(1).join(', ')}.`)])),
    ...twice(cards, ['views', i, 'cards']),
    ...twice(results, ['views', i, 'results']),
    ...twice(navigation, ['views', i, 'navigation']),
  ]);
}

/** The view of a team. */
export function viewOf(definition: ViewsDefinition | null, team: string): TeamView {
  const view = definition?.views.find((v) => v.team === team);
  return { cards: view?.cards ?? null, results: view?.results ?? null, navigation: view?.navigation ?? null };
}
