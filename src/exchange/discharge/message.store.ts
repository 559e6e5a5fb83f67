import type { Sql } from '../../kernel/index.ts';

export interface KeptMessage {
  key: string;
  receivedAt: Date;
  format: string;
  kind: string;
  topic: string | null;
  reference: string | null;
  raw: string | null;
  problem: string | null;
  mend: string | null;
  reply: string | null;
  replyName: string | null;
}

/** Keeps a message the first time. One that was set aside and comes again takes its place. @returns false when it was taken before */
export async function insertMessage(sql: Sql, m: KeptMessage): Promise<boolean> {
  const done = await sql`
    insert into exchange.message (key, received_at, format, kind, topic, reference, raw, problem, mend, reply, reply_name)
    values (${m.key}, ${m.receivedAt}, ${m.format}, ${m.kind}, ${m.topic}, ${m.reference}, ${m.raw}, ${m.problem}, ${m.mend}, ${m.reply}, ${m.replyName})
    on conflict (key) do update set received_at = excluded.received_at, format = excluded.format, kind = excluded.kind, topic = excluded.topic, reference = excluded.reference,
      raw = excluded.raw, problem = excluded.problem, mend = excluded.mend, reply = excluded.reply, reply_name = excluded.reply_name, sent_at = null
      where exchange.message.problem is not null`;
  return done.count > 0;
}

export async function replyOf(sql: Sql, key: string): Promise<{ reply: string; name: string } | null> {
  const [row] = await sql<{ reply: string; name: string }[]>`select reply, reply_name as name from exchange.message where key = ${key} and reply is not null`;
  return row ?? null;
}

export async function markSent(sql: Sql, key: string, at: Date): Promise<void> {
  await sql`update exchange.message set sent_at = ${at}, reply = null where key = ${key}`;
}

/** Messages set aside, newest first, without what they say of anybody. */
export async function setAside(sql: Sql, limit: number): Promise<Pick<KeptMessage, 'key' | 'receivedAt' | 'format' | 'problem' | 'mend'>[]> {
  return sql<Pick<KeptMessage, 'key' | 'receivedAt' | 'format' | 'problem' | 'mend'>[]>`
    select key, received_at as "receivedAt", format, problem, mend from exchange.message where problem is not null order by received_at desc limit ${limit}`;
}

/** When somebody was born, as the record has it. */
export async function bornOf(sql: Sql, personId: string): Promise<string | null> {
  const [row] = await sql<{ born: string | null }[]>`select summary->>'birthDate' as born from record.person where person_id = ${personId}`;
  return row?.born ?? null;
}
