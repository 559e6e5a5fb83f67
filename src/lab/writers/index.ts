import type { Writer } from '../world.ts';

/** Every feed the borough's agencies send, in the order their files are written. */
export const writers: readonly Writer[] = [];
