import type { Due, PathwayDefinition } from '../../pathways/index.ts';
import { clockTime, showDay } from './dates.ts';

type Wait = PathwayDefinition['deadlines'][string]['after'];

const some = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** A wait in words: `28 days`, `1 working day`. */
export function waitInWords(wait: Wait): string {
  if ('hours' in wait) return some(wait.hours, 'hour');
  if ('days' in wait) return some(wait.days, 'day');
  return 'months' in wait ? some(wait.months, 'month') : some(wait.workingDays, 'working day');
}

/** When something is due: a day, with its hour where the clock runs in hours. */
export const dueInWords = ({ day, at }: Due): string => `${showDay(day)}${at === null ? '' : `, ${clockTime(new Date(at))}`}`;

/** What a role is called: `social worker`. */
export const roleInWords = (role: string | undefined): string => (role === undefined ? '' : role.replaceAll('-', ' '));
