export { demoToday, generate, type GenerateOptions } from './generate.ts';
export type { WrittenFile } from './output.ts';
export { makeDemoAccounts } from './own-accounts.ts';
export { makeDemoCases } from './own-cases.ts';
export { makeDemoSensors } from './sensors/index.ts';
