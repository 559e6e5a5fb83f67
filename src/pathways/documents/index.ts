export { toBundle, type NewId } from './bundle.ts';
export type { CaseData, CompletedScore, DocumentFact } from './case-data.ts';
export { makeDocument, placeholderProblems } from './make.ts';
export type { AnswerRow, Block, Code, DatedLine, DocumentModel } from './model.ts';
export { toPdf } from './pdf.ts';
