export type * from './types.ts';
export { channels, requestKinds } from './types.ts';
export { createOwnRequests, type OwnRequests } from './requests.ts';
export { keptFor, readRetention, type RetentionDefinition, type Schedule } from './retention/definition.ts';
export type { Term } from './term.ts';
