import { KithError } from '../../kernel/index.ts';
import type { Mark } from '../decide.ts';
import type { Rules } from '../rules.ts';
import type { Decision, OwnTie, PersonDecision } from '../types.ts';

/**
 * What somebody may see of their own record, or of that of the person they act for: who they are and which services hold
 * something, in summary, of the kinds of data their authority reaches. Of anybody else, nothing, and not even a decision.
 */
export function decideOwn(rules: Rules, tie: OwnTie, personId: string, marks: readonly Mark[]): PersonDecision {
  if (personId !== tie.personId) throw new KithError('access.refused', 'From one’s own record no other is reached.');
  const sealed = marks.some((m) => m.kind === 'sealed');
  const told = new Set(tie.tells);
  const [identity] = rules.categories;
  const basis = rules.own?.purpose.basis ?? null;
  const categories = rules.categories.map(({ id, name }): [string, Decision] => {
    const open = !sealed && (id === identity?.id || told.has(id));
    return [id, { category: id, level: open ? 'summary' : 'none', because: open ? `${name} is named on a person’s own pages.` : `${name} is not named on these pages.`, basis: open ? basis : null }];
  });
  return { personId, sealed, restricted: false, hideWhereabouts: true, categories: new Map(categories) };
}
