import { z } from 'zod';
import { readDefinitions, type Area, type Problem } from '../kernel/index.ts';
import { checkAccess } from './check.ts';
import type { AgreementDefinition } from './definition.ts';

/** As much of a feed's file as says whose data it brings and under what. */
const sharing = z.looseObject({ organisation: z.string().optional(), category: z.string().optional(), agreement: z.string().optional(), rows: z.unknown().optional() });

/**
 * Checks that what each feed brings is a category of the area, under an agreement whose latest version has the feed's
 * organisation as a party and covers the category. Mistakes of the files themselves are for their own checks to name.
 */
export function checkFeedSharing(area: Area): Problem[] {
  const { definitions } = checkAccess(area);
  if (definitions === null) return [];
  const categories = new Set(definitions.categories.map((c) => c.id));
  const latest = new Map<string, AgreementDefinition>();
  for (const agreement of definitions.agreements) {
    if ((latest.get(agreement.id)?.version ?? 0) < agreement.version) latest.set(agreement.id, agreement);
  }
  const problems: Problem[] = [];
  for (const feed of readDefinitions(area.dir, 'feeds/*.yaml', sharing).definitions) {
    const { organisation, category, agreement: id, rows } = feed.value;
    if (id === undefined || organisation === undefined) continue;
    const agreement = latest.get(id);
    if (!agreement) {
      problems.push(feed.problem(['agreement'], `There is no agreement "${id}".`, `Use one of those in access/agreements.yaml: ${[...latest.keys()].join(', ')}.`));
      continue;
    }
    if (!agreement.parties.includes(organisation)) {
      problems.push(feed.problem(['agreement'], `${organisation} is no party to ${id} v${agreement.version}.`, 'Add it to the parties of a new version, or name the agreement it is a party to.'));
    }
    const brought = [...(category === undefined ? [] : [{ path: ['category'], category }]), ...categoriesIn(rows, ['rows'])];
    for (const { path, category } of brought) {
      if (!categories.has(category)) problems.push(feed.problem(path, `There is no category "${category}".`, `Use one of those in access/categories.yaml: ${[...categories].join(', ')}.`));
      else if (!agreement.categories.includes(category)) {
        problems.push(feed.problem(path, `${id} v${agreement.version} does not cover ${category}.`, 'Add the category to a new version of the agreement, or take it out of the feed.'));
      }
    }
  }
  return problems;
}

/** Categories that rows, facts or other people of a feed state for themselves. */
function categoriesIn(node: unknown, path: (string | number)[]): { path: (string | number)[]; category: string }[] {
  if (Array.isArray(node)) return node.flatMap((item, i) => categoriesIn(item, [...path, i]));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'category' && typeof value === 'string' ? [{ path: [...path, key], category: value }] : categoriesIn(value, [...path, key]),
  );
}
