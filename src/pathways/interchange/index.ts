export { bareForm } from './bare.ts';
export { toPlanDefinition } from './plan-definition.ts';
export { toQuestionnaire } from './questionnaire.ts';
export { readQuestionnaire, type ImportedForm } from './read-questionnaire.ts';
export { readResponse, type ReadAnswers } from './read-response.ts';
export { toResponse, type ResponseHead } from './response.ts';
export { toCaseBundle, toTask } from './task.ts';
