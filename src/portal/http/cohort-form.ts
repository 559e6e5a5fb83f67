import { aspects, criterionSchema, ethnicGroups, mostCriteria, sexes, type Aspect, type Criterion } from '../../radar/index.ts';
import type { FieldError } from '../components/messages.tsx';

/** What was typed for the next criterion. */
export interface Typed {
  one: (field: string) => string;
  all: (field: string) => string[];
}

export const isAspect = (text: string): text is Aspect => (aspects as readonly string[]).includes(text) && text !== 'when';

/** Criteria as an address or a form carries them, one field `c` each; what is not one is left out. */
export const readCriteria = (fields: readonly string[]): Criterion[] =>
  fields.slice(0, mostCriteria).flatMap((text) => {
    try {
      const parsed = criterionSchema.safeParse(JSON.parse(text));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });

export const writeCriteria = (criteria: readonly Criterion[]): [string, string][] => criteria.map((c) => ['c', JSON.stringify(c)]);

/** An address with these criteria and more. */
export const withCriteria = (path: string, criteria: readonly Criterion[], more: Record<string, string> = {}): string =>
  `${path}?${new URLSearchParams([...writeCriteria(criteria), ...Object.entries(more)]).toString()}`;

const whole = (text: string, low: number, high: number): number | null => (/^\d{1,4}$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : null);

/** Reads the next criterion from what was typed, or says what is missing, each beside its field. */
export function readCriterion(aspect: Aspect, { one, all }: Typed): { criterion: Criterion } | { errors: FieldError[] } {
  const wrong = (text: string, field: string): { errors: FieldError[] } => ({ errors: [{ text, href: `#${field}` }] });
  const range = (low: number, high: number, what: string): { from?: number; to?: number } | { errors: FieldError[] } => {
    const out: { from?: number; to?: number } = {};
    for (const field of ['from', 'to'] as const) {
      if (one(field) === '') continue;
      const n = whole(one(field), low, high);
      if (n === null) return wrong(`${what} must be a whole number from ${low} to ${high}`, field);
      out[field] = n;
    }
    if (out.from === undefined && out.to === undefined) return wrong(`Enter ${what.toLowerCase()} from, to, or both`, 'from');
    if (out.from !== undefined && out.to !== undefined && out.to < out.from) return wrong(`${what} to must be no lower than from`, 'to');
    return out;
  };
  switch (aspect) {
    case 'age': {
      const age = range(0, 130, 'Age');
      return 'errors' in age ? age : { criterion: { age } };
    }
    case 'deprivation': {
      const deciles = range(1, 10, 'Decile');
      return 'errors' in deciles ? deciles : { criterion: { deprivation: { from: deciles.from ?? 1, to: deciles.to ?? 10 } } };
    }
    case 'sex':
    case 'ethnicity': {
      const allowed: readonly string[] = aspect === 'sex' ? sexes : ethnicGroups;
      const chosen = all(aspect).filter((value) => allowed.includes(value));
      if (chosen.length === 0) return wrong(aspect === 'sex' ? 'Choose at least one sex' : 'Choose at least one ethnic group', aspect);
      return { criterion: criterionSchema.parse({ [aspect]: chosen }) };
    }
    case 'language':
    case 'ward':
    case 'lsoa': {
      const chosen = all(aspect).filter((value) => value !== '').slice(0, 50);
      return chosen.length === 0 ? wrong(`Choose at least one ${aspect === 'lsoa' ? 'small area' : aspect}`, aspect) : { criterion: { [aspect]: chosen } };
    }
    case 'card': {
      const [id = '', band = ''] = one('card').split('/');
      const parsed = criterionSchema.safeParse({ card: { id, band } });
      return parsed.success ? { criterion: parsed.data } : wrong('Choose a scorecard and band', 'card');
    }
    case 'household': {
      const parsed = criterionSchema.safeParse({ household: one('household') });
      return parsed.success ? { criterion: parsed.data } : wrong('Choose who they live with', 'household');
    }
    case 'signal': {
      const parsed = criterionSchema.safeParse({ signal: one('signal'), ...(one('absent') === 'yes' ? { absent: true } : {}) });
      return parsed.success ? { criterion: parsed.data } : wrong('Choose what is known of them', 'signal');
    }
    case 'contact': {
      const days = whole(one('days'), 1, 3650);
      if (days === null) return wrong('Days must be a whole number from 1 to 3650', 'days');
      const chosen = all('with').filter((value) => value !== '');
      return chosen.length === 0 ? wrong('Choose at least one service', 'with') : { criterion: { contact: { days, with: chosen } } };
    }
    default:
      return wrong('Choose what to add', 'add');
  }
}
