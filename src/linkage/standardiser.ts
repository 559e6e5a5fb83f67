import { readRows } from './statements.ts';
import { answerIn } from './thread.ts';

/** What a standardising thread does. */
export interface StandardiserCalls {
  readRows(rows: ArrayBuffer): Promise<ReturnType<typeof readRows>>;
}

answerIn<StandardiserCalls>({ readRows: (rows) => Promise.resolve(readRows(rows)) });
