import type { Level } from '../../access/index.ts';
import type { TagColour } from '../components/tag.tsx';

/** How much of a kind of data is shown, in words. */
export const levels: Record<Level, { words: string; colour: TagColour; means: string }> = {
  detail: { words: 'Detail', colour: 'green', means: 'what is held, with dates and workers' },
  summary: { words: 'Summary', colour: 'aqua-green', means: 'that the service is involved, and whom to ring' },
  alert: { words: 'That there is something to discuss', colour: 'blue', means: 'whether there is something to discuss, and a desk to ring; the same words whatever is held' },
  none: { words: 'Not shared', colour: 'grey', means: 'nothing, not even whether the service knows them' },
};
