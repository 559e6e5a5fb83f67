export type { CardDefinition } from './cards/definition.ts';
export { observationsOf, recordObservations, touch } from './observations.store.ts';
export type { NotKnown, Reason, Score, ScoreEvent } from './scoring/types.ts';
export type { Observation } from './types.ts';
