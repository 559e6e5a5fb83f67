export { checkReturns, returnSchema, type ReturnDefinition } from './definition.ts';
export { toCsv, type MadeReturn, type RowProblem } from './make.ts';
export { createReturns, type ExportedReturn, type Returns } from './returns.ts';
