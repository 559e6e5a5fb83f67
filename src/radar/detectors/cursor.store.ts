import type { Sql } from '../../kernel/index.ts';

/** How far a consumer of what sensors publish has come; its row is held until the transaction ends, so that only one goes on from there. */
export async function readCursor(sql: Sql, consumer: string): Promise<string> {
  await sql`insert into radar.cursor (consumer, cursor, at) values (${consumer}, '0', 'epoch') on conflict do nothing`;
  const [row] = await sql<{ cursor: string }[]>`select cursor from radar.cursor where consumer = ${consumer} for update`;
  return row?.cursor ?? '0';
}

export async function moveCursor(sql: Sql, consumer: string, cursor: string, now: Date): Promise<void> {
  await sql`update radar.cursor set cursor = ${cursor}, at = ${now} where consumer = ${consumer}`;
}
