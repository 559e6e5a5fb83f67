import type { EventKind, RequestKind, RightsRequest, Term } from '../../rights/index.ts';
import { showDay } from './dates.ts';
import { count } from './person.ts';

export const kindWords: Record<RequestKind, string> = { copy: 'A copy of the record', correction: 'A correction', objection: 'That sharing stop' };
export const channelWords = { 'own-page': 'Their own page', letter: 'Letter', email: 'E-mail', call: 'Telephone', 'in-person': 'In person' } as const;

/** What each step is called, to do and once done. */
export const stepWords: Record<EventKind, { todo: string; done: string; hint: string }> = {
  'identity-asked': { todo: 'Ask who they are', done: 'Identity was asked for', hint: 'What you asked them to show. The month starts when they have.' },
  'identity-seen': { todo: 'Identity was seen', done: 'Identity was seen', hint: 'What you saw. The month starts today.' },
  'clarity-asked': { todo: 'Ask what they mean', done: 'A question was asked', hint: 'What you asked. The days until they answer do not count.' },
  'clarity-given': { todo: 'They have answered', done: 'The question was answered', hint: 'What they said.' },
  extended: { todo: 'Take two months more', done: 'Two months more were taken', hint: 'Why: it is complex, or they have asked much. Tell them within the first month.' },
  gathered: { todo: 'Gather', done: 'What is held was gathered', hint: '' },
  checked: { todo: 'Agree', done: 'A second person agreed', hint: '' },
  'sent-back': { todo: 'Send back', done: 'It was sent back', hint: '' },
  released: { todo: 'Release', done: 'The copy was given', hint: '' },
  agreed: { todo: 'Agree', done: 'It was agreed', hint: '' },
  refused: { todo: 'Refuse', done: 'It was refused', hint: '' },
  withdrawn: { todo: 'They take it back', done: 'It was taken back', hint: 'How they said so.' },
  replied: { todo: 'Decide and reply', done: 'It was decided, and replied to', hint: 'What was decided, why, and how you told them. Say that they may complain.' },
};

/** How long there is, in words: `12 days left, due 2 Dec 2026`. */
export function termWords(term: Term, closed: boolean): string {
  if (closed) return 'Answered';
  if (term.awaiting === 'identity') return 'Waits for identity; the month starts when it is seen';
  const due = `due ${showDay(term.due)}`;
  const paused = term.awaiting === 'clarity' ? 'Paused; ' : '';
  if (term.daysLeft < 0) return `${paused}${count(-term.daysLeft, 'day')} late, ${due}`;
  return `${paused}${term.daysLeft === 0 ? 'due today' : `${count(term.daysLeft, 'day')} left, ${due}`}`;
}

/** What an event said, without the mark by which the program knows what was checked. */
export const eventWords = (event: RightsRequest['events'][number]): string => (['checked', 'sent-back', 'released'].includes(event.kind) ? event.words.replace(/^[0-9a-f]{16} ?/, '') : event.words);
