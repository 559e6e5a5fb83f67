import type { Sql } from '../kernel/index.ts';

/** Has the records of these people made again, though no link of theirs moved. */
export async function touchPeople(sql: Sql, personIds: readonly string[], now: Date): Promise<void> {
  await sql`insert into linkage.changed_person (person_id, changed_at) select unnest(${personIds as string[]}::uuid[]), ${now} on conflict do nothing`;
}
