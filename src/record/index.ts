export type * from './types.ts';
export { createRecords } from './records.ts';
export { carryMoves, type FeedSource } from './refresh.ts';
export { createReviews, type Comparison, type MadeDecision, type QueuedReview, type ReviewDetail, type Reviews, type ReviewSide } from './reviews.ts';
export type { ComparedField } from './review-fields.ts';
export { readScis, type ScisImport } from './scis/read.ts';
export { validateScis, type ScisProblem, type ScisProfile } from './scis/validate.ts';
export { readSurvivorship, survivorshipSchema } from './survivorship.ts';
