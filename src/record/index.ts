export type * from './types.ts';
export { createRecords } from './records.ts';
export type { FeedSource } from './refresh.ts';
export { readSurvivorship, survivorshipSchema } from './survivorship.ts';
