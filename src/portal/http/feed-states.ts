import type { FeedState } from '../../kernel/index.ts';
import { openFeedBook, type FeedBook } from '../words/feeds.ts';

const keptFor = 5_000;

/**
 * The state of every feed, read at most once in five seconds however many pages ask: it is the same for everybody,
 * and names no person. A failed read is not kept.
 */
export function feedStates(feeds: { states(): Promise<FeedState[]> }, categories: readonly { id: string }[]): () => Promise<FeedBook> {
  let kept: { until: number; book: Promise<FeedBook> } | null = null;
  return () => {
    const now = performance.now();
    if (kept === null || kept.until <= now) {
      const book = feeds.states().then((states) => openFeedBook(states, categories));
      const mine = { until: now + keptFor, book };
      kept = mine;
      book.catch(() => {
        if (kept === mine) kept = null;
      });
    }
    return kept.book;
  };
}
