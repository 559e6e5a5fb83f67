import type postgres from 'postgres';
import type { Sql } from '../kernel/index.ts';

const lock = 7_254_091;

/** Runs `work` while this is the only linkage run on the database; another process's run is waited for. */
export async function holdingLock<T>(pool: postgres.Sql, work: () => Promise<T>): Promise<T> {
  const connection = await pool.reserve();
  try {
    await connection`select pg_advisory_lock(${lock})`;
    return await work();
  } finally {
    await connection`select pg_advisory_unlock(${lock})`.catch(() => undefined);
    connection.release();
  }
}

/** The person an id stands for now; null when it never stood for one. Redirects are kept one step long. */
export async function followRedirect(sql: Sql, personId: string): Promise<string | null> {
  const [row] = await sql<{ personId: string }[]>`
    select coalesce(redirect_to, person_id)::text as "personId" from linkage.person where person_id = ${personId}::uuid`;
  return row?.personId ?? null;
}
