import type { ChangeAction, LogEntry, ReadAction } from '../../access/index.ts';
import { listWords } from './person.ts';

/** What each look is called, to workers. */
export const lookActions: Record<ReadAction | ChangeAction, string> = {
  search: 'Found in a search',
  open: 'Opened the record',
  chronology: 'Read the chronology',
  family: 'Looked at the family',
  sources: 'Looked at the sources',
  'who-viewed': 'Looked at who viewed',
  export: 'Exported',
  'link-review': 'Reviewed whether two records are one person',
  'add-person': 'Was told of when somebody was recorded by hand',
  radar: 'Saw on a list of what is changing',
  risk: 'Looked at what is changing and why',
  home: 'Looked at the conditions at home',
  alert: 'Dealt with an alert',
  cohort: 'Found as one of a group',
  explain: 'Asked who may see what',
  'own-account': 'Looked after who may sign in at this record',
  'own-record': 'Read the record at the person’s own side',
  withhold: 'Decided which looks the person is told of',
  requests: 'Dealt with what they asked of their own data',
  case: 'Worked on a case',
  'break-glass': 'Asked for emergency access',
  'break-glass-review': 'Judged emergency access',
  'break-glass-end': 'Ended emergency access',
  mark: 'Looked at seals and marks',
  consent: 'Looked at consents and objections',
  'mark-put': 'Put a mark',
  'mark-lift': 'Lifted a mark',
  'mark-propose': 'Said it is their own record, or of somebody close',
  'mark-decline': 'Declined a mark',
  'wish-record': 'Recorded a consent or objection',
  'wish-withdraw': 'Recorded that one was withdrawn',
  destroyed: 'Destroyed what had reached the end of its time',
  'hold-put': 'Held on to what is kept',
  'hold-lift': 'Let go of a hold',
  'break-glass-told': 'Told the person of emergency access',
};

/** What a row of the log says was done. */
export const actionWords = (action: string): string => lookActions[action as ReadAction] ?? action;

const outcomes: Record<LogEntry['outcome'], string> = { shown: '', done: '', refused: ' (refused)', 'not-shown': ' (nothing was shown)' };

export const whatWasDone = (entry: Pick<LogEntry, 'action' | 'outcome'>): string => `${actionWords(entry.action)}${outcomes[entry.outcome]}`;

/** Categories that were open to whoever looked. */
export function wasOpen(entry: LogEntry, categories: readonly { id: string; name: string }[]): string {
  if (entry.kind === 'change') return '–';
  const seen = categories.filter(({ id }) => entry.decisions[id] === 'detail' || entry.decisions[id] === 'summary').map(({ name }) => name);
  return seen.length === 0 ? 'Nothing' : listWords(seen);
}
