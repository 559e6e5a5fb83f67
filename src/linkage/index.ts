export { createLinkage, type Linkage, type LinkReport } from './linkage.ts';
export { checkLinkage } from './model.ts';
export type { PairEvidence } from './explain.store.ts';
export { fold, givenKeys, soundOf } from './names.ts';
export { linkRecords, type LinkedRecords } from './link-records.ts';
