import type { Level } from './types.ts';

/** Levels from least to most. */
export const levels = ['none', 'alert', 'summary', 'detail'] as const satisfies readonly Level[];

const rank: Readonly<Record<Level, number>> = { none: 0, alert: 1, summary: 2, detail: 3 };

export const isMore = (a: Level, b: Level): boolean => rank[a] > rank[b];
