import type { Sql } from '../kernel/index.ts';

export interface IntegrationRow {
  integration: string;
  about: string;
  madeBy: string;
  madeAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

const columns = (sql: Sql) => sql`integration, about, made_by as "madeBy", made_at as "madeAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

export const listIntegrations = (sql: Sql): Promise<IntegrationRow[]> => sql<IntegrationRow[]>`select ${columns(sql)} from sensors.integration order by integration`;

/** Whose token this hash is, when it is in force. */
export async function integrationOf(sql: Sql, hash: Buffer): Promise<string | null> {
  const [row] = await sql<{ integration: string }[]>`select integration from sensors.integration where token_hash = ${hash} and revoked_at is null`;
  return row?.integration ?? null;
}

/** Remembers the hash of an integration's token, in place of one it had. */
export async function putIntegration(sql: Sql, integration: string, about: string, hash: Buffer, by: string, now: Date): Promise<void> {
  await sql`
    insert into sensors.integration (integration, about, token_hash, made_by, made_at) values (${integration}, ${about}, ${hash}, ${by}, ${now})
    on conflict (integration) do update set about = case when excluded.about = '' then integration.about else excluded.about end, token_hash = excluded.token_hash, made_by = excluded.made_by,
      made_at = excluded.made_at, revoked_at = null, last_used_at = null`;
}

export async function revokeIntegration(sql: Sql, integration: string, now: Date): Promise<boolean> {
  const rows = await sql`update sensors.integration set revoked_at = ${now} where integration = ${integration} and revoked_at is null returning 1`;
  return rows.length > 0;
}

export async function markUsed(sql: Sql, integration: string, now: Date): Promise<void> {
  await sql`update sensors.integration set last_used_at = ${now} where integration = ${integration} and (last_used_at is null or last_used_at < ${now}::timestamptz - interval '1 minute')`;
}
