import type { Work } from './engine.store.ts';

/**
 * Says which records are of one person now, for what is stated of their homes to be read person by person.
 * @param groups record ids, and the group each is in; null takes the groups that clustering made
 */
export async function settle(work: Work, groups: { ids: ArrayLike<number>; groups: ArrayLike<number> } | null): Promise<void> {
  if (groups === null) await work.run('create or replace temp view settled as select id, c from placed');
  else {
    await work.put('settling', { id: groups.ids, c: groups.groups });
    await work.run('create or replace temp view settled as select id, c from settling');
  }
}

/** Group and what its records state of homes (JSON; see `ResidenceStatement`), parted by a tab, in order of group and record. */
export const readSettled = (work: Work): AsyncGenerator<string[]> =>
  work.texts(`select c || chr(9) || statements from settled join record using (id) where statements is not null order by c, id`);

/**
 * COPY text of the addresses of the settled, each with a UPRN stated for it.
 * @param bare those too that no UPRN is stated for
 */
export async function* readStated(work: Work, bare: boolean): AsyncGenerator<string> {
  const rows = work.texts(`select distinct s from (select unnest(stated) as s from settled join record using (id)) ${bare ? '' : "where not ends_with(s, chr(9))"}`);
  for await (const some of rows) yield some.map((row) => `${row.endsWith('\t') ? `${row}\\N` : row}\n`).join('');
}
