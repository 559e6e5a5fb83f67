import type { Kernel } from '../kernel/index.ts';
import type { SignInState } from './types.ts';

/** Keeps sign-in's state in PostgreSQL; rows past their time are swept as new ones come. */
export function createSignInState(kernel: Pick<Kernel, 'db' | 'clock'>): SignInState {
  const sql = kernel.db.writer;
  return {
    async put(kind, id, payload, seconds) {
      const now = kernel.clock.now();
      const expires = new Date(now.getTime() + seconds * 1000);
      await Promise.all([
        sql`
          insert into access.sign_in (kind, id, payload, expires_at) values (${kind}, ${id}, ${sql.json(payload as Parameters<typeof sql.json>[0])}, ${expires})
          on conflict (kind, id) do update set payload = excluded.payload, expires_at = excluded.expires_at`,
        sql`delete from access.sign_in where expires_at < ${now}`,
      ]);
    },
    async get(kind, by, value) {
      const column = by === 'id' ? sql`id` : sql`payload->>'uid'`;
      const [row] = await sql<{ payload: Record<string, unknown>; consumed: boolean }[]>`
        select payload, consumed_at is not null as consumed from access.sign_in
        where kind = ${kind} and ${column} = ${value} and expires_at > ${kernel.clock.now()}`;
      return row ? { payload: row.payload, consumed: row.consumed } : null;
    },
    async consume(kind, id) {
      await sql`update access.sign_in set consumed_at = ${kernel.clock.now()} where kind = ${kind} and id = ${id}`;
    },
    async remove(kind, by, value) {
      const column = by === 'id' ? sql`id` : sql`payload->>'grantId'`;
      await sql`delete from access.sign_in where kind = ${kind} and ${column} = ${value}`;
    },
    async ids(kind) {
      const rows = await sql<{ id: string }[]>`select id from access.sign_in where kind = ${kind} and expires_at > ${kernel.clock.now()}`;
      return rows.map((row) => row.id);
    },
  };
}
