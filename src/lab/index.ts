export { demoToday, generate, type GenerateOptions } from './generate.ts';
export type { WrittenFile } from './output.ts';
export { makeDemoAccounts } from './own-accounts.ts';
export { makeDemoSensors } from './sensors/index.ts';
