export { readColumnFlag, readLinkConfig, type LinkConfig } from './config.ts';
export type { ColumnProfile } from './guess.ts';
export { linkFiles, showColumns, type LinkRequest, type LinkSummary } from './link.ts';
export { roleIds, roleTitles, type ColumnUse, type Role } from './roles.ts';
