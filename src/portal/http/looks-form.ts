import { readDate } from '../../kernel/index.ts';
import type { LooksAsked } from '../../access/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { lookActions } from '../words/looks.ts';
import type { Context } from './route.ts';

/** What was typed into the filter of looks. */
export interface LooksTyped {
  from: string;
  to: string;
  organisation: string;
  action: string;
}

/** Reads the filter of looks from an address; what cannot be read is said, and left out. */
export function readLooks(context: Pick<Context, 'one' | 'area'>): { asked: Omit<LooksAsked, 'limit'>; typed: LooksTyped; errors: FieldError[] } {
  const typed: LooksTyped = { from: context.one('from'), to: context.one('to'), organisation: context.one('organisation'), action: context.one('action') };
  const errors: FieldError[] = [];
  const day = (field: 'from' | 'to'): string | null => {
    if (typed[field] === '') return null;
    const read = readDate(typed[field]);
    if (read !== null && read.length === 10) return read;
    errors.push({ text: `${field === 'from' ? 'From' : 'To'} must be a real day, such as 1/4/2026`, href: `#${field}` });
    return null;
  };
  const [from, to] = [day('from'), day('to')];
  if (from !== null && to !== null && from > to) errors.push({ text: 'From must be before To', href: '#from' });
  const before = context.one('before');
  return {
    asked: {
      ...(before === '' ? {} : { before }),
      ...(from === null || errors.length > 0 ? {} : { from }),
      ...(to === null || errors.length > 0 ? {} : { to }),
      ...(context.area.organisations.some(({ id }) => id === typed.organisation) ? { organisation: typed.organisation } : {}),
      ...(Object.hasOwn(lookActions, typed.action) ? { action: typed.action } : {}),
    },
    typed,
    errors,
  };
}

/** The filter as an address carries it. */
export function looksQuery({ from, to, organisation, action }: LooksTyped, before?: string): string {
  const given = Object.entries({ from, to, organisation, action, ...(before === undefined ? {} : { before }) }).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
