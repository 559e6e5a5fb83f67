export type * from './types.ts';
export { createAccess } from './access.ts';
export { checkAccess } from './check.ts';
export { checkFeedSharing } from './check-feeds.ts';
export { assertReading } from './reading.ts';
export { createLogSeal, type LogSeal } from './seal/index.ts';
export { splitHeads } from './seal/head.ts';
export type { RowProof } from './seal/prove.ts';
export type { SealProblem, Verification } from './seal/verify.ts';
