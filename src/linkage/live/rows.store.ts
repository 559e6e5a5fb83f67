import { selectKeys } from '../compare.store.ts';
import { listColumns, singleColumns, type Model } from '../model.ts';

/** `standard`: subject, and its record as compared. `key`: blocking key, and a subject that has it, in order of key. */
export type LiveRows = 'standard' | 'key';

/** Values of a key are hashed with the rule they are for, to the same number by `keysOf`. */
const hashed = (rule: string) => (values: string): string => `(md5_number_lower(concat_ws(chr(31), '${rule}', ${values})) >> 1)::bigint`;

/** DuckDB's side: one column of COPY lines. `from` names records of the engine. */
export function selectLive(model: Model, what: LiveRows, from: string): string {
  if (what === 'standard') {
    const values = [...singleColumns, ...listColumns].join(', ');
    return `select id || chr(9) || replace(json_array(${values})::varchar, '\\', '\\\\') from ${from} order by id`;
  }
  const keys = model.blocking.map((rule) => `(${selectKeys(rule.on, from, hashed(rule.id))})`).join(' union all ');
  return `select k || chr(9) || id from (select distinct k, id from (${keys})) order by k, id`;
}
