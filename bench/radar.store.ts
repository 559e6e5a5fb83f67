import type { Sql } from '../src/kernel/index.ts';

/** Copies packed people under new ids until there are `wanted`, in order of id as a store grown over years has them, without scores. */
export async function multiplyPeople(owner: Sql, writer: Sql, wanted: number): Promise<{ people: number; bytes: number }> {
  const [now] = await writer<{ n: number }[]>`select count(*)::int as n from radar.person_events`;
  const missing = wanted - (now?.n ?? 0);
  if (missing > 0) {
    await writer`
      insert into radar.person_events (person_id, packed, made_at)
      select id, packed, now() from (
        select gen_random_uuid() as id, packed from (select packed from radar.person_events limit ${now?.n ?? 1}) p, generate_series(1, ${Math.ceil(missing / (now?.n ?? 1))}) limit ${missing}) m
      order by id`;
  }
  await writer`truncate radar.score, radar.score_history, radar.score_event, radar.due`;
  for (const table of ['person_events', 'score', 'score_history', 'due']) await owner`vacuum (analyze) ${owner(`radar.${table}`)}`;
  const [size] = await writer<{ people: number; bytes: number }[]>`select count(*)::int as people, sum(length(packed))::float8 as bytes from radar.person_events`;
  return size ?? { people: 0, bytes: 0 };
}

/** Reads every packed row, and does nothing with it. */
export async function copyOut(sql: Sql): Promise<number> {
  let bytes = 0;
  for await (const chunk of await sql`copy radar.person_events to stdout (format binary)`.readable()) bytes += (chunk as Buffer).length;
  return bytes;
}
