import type { AgreementView } from '../../access/index.ts';
import { showDay } from './dates.ts';
import { count } from './person.ts';

/** Days before its end at which an agreement is worth renewing. */
export const soon = 90;

/** How long a version has to go, in words: `Ends in 40 days, on 31 Mar 2028`. */
export function standsIn({ state, days, starts, expires }: Pick<AgreementView, 'state' | 'days' | 'starts' | 'expires'>): string {
  if (state === 'not-yet') return `Begins ${days === 1 ? 'tomorrow' : `in ${count(days, 'day')}`}, on ${showDay(starts)}`;
  if (state === 'ended') return `Ended ${days === 1 ? 'yesterday' : `${count(days, 'day')} ago`}, on ${showDay(expires)}`;
  return days === 0 ? 'Ends at midnight tonight' : `Ends ${days === 1 ? 'tomorrow' : `in ${count(days, 'day')}`}, on ${showDay(expires)}`;
}
