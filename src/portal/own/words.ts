import type { LogEntry, ReadAction } from '../../access/index.ts';
import type { OwnHolding } from '../../record/index.ts';
import { showMonth } from '../words/dates.ts';

/** Whose something is, to whoever reads: `your`, or the name of the person they act for. */
export interface Whose {
  /** `you`, `Amina`. */
  who: string;
  /** `your`, `Amina’s`. */
  whose: string;
  self: boolean;
}

export const whoseOf = (kind: string, given: string): Whose => (kind === 'self' ? { who: 'you', whose: 'your', self: true } : { who: given, whose: `${given}’s`, self: false });

/** What was done, as it is told to the person: short words, nothing of how the program is built. */
const done: Partial<Record<ReadAction, (whose: Whose) => string>> = {
  search: ({ whose }) => `${whose} name came up when they looked for somebody`,
  open: ({ whose }) => `Looked at ${whose} record`,
  chronology: ({ who }) => `Read what has happened to ${who}`,
  family: ({ whose }) => `Looked at ${whose} family and home`,
  sources: ({ who }) => `Checked which services know ${who}`,
  'who-viewed': ({ whose }) => `Checked who has looked at ${whose} record`,
  export: ({ whose }) => `Took a copy of part of ${whose} record for their work`,
  'link-review': ({ whose }) => `Checked that ${whose} records are in one place`,
  'add-person': ({ whose }) => `${whose} name came up when they added somebody`,
  radar: ({ who }) => `Saw ${who} on a list of people who may need help`,
  risk: ({ who }) => `Looked at what is changing for ${who}`,
  home: ({ whose }) => `Looked at how warm and safe ${whose} home is`,
  alert: ({ who }) => `Dealt with a sign that ${who} may need help`,
  cohort: ({ who }) => `Saw ${who} on a list of people they may be able to help`,
  explain: ({ whose }) => `Checked who may see ${whose} record`,
  requests: ({ who }) => `Dealt with what ${who} asked about this record`,
  case: ({ whose }) => `Worked on helping ${whose === 'your' ? 'you' : 'them'}`,
  'break-glass': ({ whose }) => `Opened ${whose} record in an emergency`,
  'own-account': ({ whose }) => `Looked after who may sign in to ${whose} record`,
  'own-record': ({ whose, self }) => (self ? 'Read this record on these pages' : `Read ${whose} record on these pages`),
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function tellAction(entry: Pick<LogEntry, 'action' | 'outcome'>, whose: Whose): string {
  const words = capital(done[entry.action as ReadAction]?.(whose) ?? `Used ${whose.whose} record`);
  return entry.outcome === 'refused' ? `Tried to look, and was not let in` : entry.outcome === 'not-shown' ? `${words}; nothing was shown to them` : words;
}

/** `Helping you since March 2025`, `Helped you until June 2024`. */
export function tellHolding({ involvement, since, until }: OwnHolding, { who }: Whose): string {
  if (involvement === 'current') return since === null ? `Knows ${who} now.` : `Has known ${who} since ${showMonth(since)}.`;
  if (involvement === 'historic') return until === null ? `Knew ${who} in the past.` : `Knew ${who} in the past, until ${showMonth(until)}.`;
  return `Holds something about ${who}.`;
}
