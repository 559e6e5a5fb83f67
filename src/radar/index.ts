export type { Observation } from './types.ts';
export { observationsOf, recordObservations, touch } from './observations.store.ts';
