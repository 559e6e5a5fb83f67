import type { LikelyPerson } from '../../record/index.ts';
import { levelWords } from './review.ts';

type Candidate = LikelyPerson['candidate'];

/** How likely somebody is the one asked for, in words; where a rule decides, no likelihood is said. */
export function likelyWords({ band, weight, guard }: Pick<Candidate, 'band' | 'weight' | 'guard'>): string {
  if (guard !== null && band !== 'join') return 'Cannot be told from this';
  if (band === 'apart') return 'Not very likely';
  if (band === 'review') return 'May be the same person';
  return weight >= 20 ? 'Almost certainly the same person' : 'Very likely the same person';
}

/** What agrees and what differs, by the sign of what each comparison weighs. What only one of them says was not compared. */
export function agreeWords({ comparisons }: { comparisons: readonly Pick<Candidate['comparisons'][number], 'title' | 'level' | 'weight'>[] }): { agrees: string[]; differs: string[] } {
  const said = comparisons.filter((c) => c.weight !== 0);
  const words = (c: (typeof said)[number]): string => {
    const title = /^[A-Z]{2}/.test(c.title) ? c.title : c.title.charAt(0).toLowerCase() + c.title.slice(1);
    return c.level === 'same' || c.level === 'different' ? title : `${title} (${levelWords(c.level).toLowerCase()})`;
  };
  return { agrees: said.filter((c) => c.weight > 0).map(words), differs: said.filter((c) => c.weight < 0).map(words) };
}
