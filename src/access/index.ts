export type * from './types.ts';
export { createAccess } from './access.ts';
export { checkAccess } from './check.ts';
export { checkFeedSharing } from './check-feeds.ts';
export { assertReading } from './reading.ts';
