export { openColumnSeals, keyOf, type ColumnSeals, type SealedColumn } from './columns.ts';
export { changeKeyFile, openKeyFile } from './key-file.ts';
export type { ColumnKey, Keyring } from './keyring.ts';
export { countByKey, reencryptColumns, type Reencrypted } from './reencrypt.ts';
