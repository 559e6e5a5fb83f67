export { checkRadarCards } from './cards/check.ts';
export { readRadarFiles } from './cards/read.ts';
export type { CardDefinition } from './cards/definition.ts';
export { moveObservations, observationsOf, recordObservations, touch } from './observations.store.ts';
export { createScoring, type Scoring } from './scoring/scoring.ts';
export type { NotKnown, Reason, Score, ScoreEvent } from './scoring/types.ts';
export { mappedFacts } from './signals/sources.ts';
export type { Observation } from './types.ts';
export { readDetectors, type DetectorSettings } from './settings.ts';
