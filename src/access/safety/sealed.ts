import type { SealedColumn } from '../../kernel/index.ts';

/** The room's columns whose values are sealed. */
export const keptFormColumn: SealedColumn = { table: 'access.kept_form', column: 'sealed', row: 'kept_id' };
export const factorColumn: SealedColumn = { table: 'access.factor', column: 'sealed', row: 'factor_id' };

export const sealedColumns: readonly SealedColumn[] = [keptFormColumn, factorColumn];
