export type * from './types.ts';
export { createAccess } from './access.ts';
export { checkAccess } from './check.ts';
export { assertReading } from './reading.ts';
