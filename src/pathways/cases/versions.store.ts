import type { Sql } from '../../kernel/index.ts';

export interface KeptVersion {
  pathway: string;
  version: number;
  hash: string;
}

export async function keptVersions(sql: Sql): Promise<KeptVersion[]> {
  return sql<KeptVersion[]>`select pathway, version, hash from pathways.version`;
}

/** What a version said when it was kept. */
export async function keptDefinition(sql: Sql, pathway: string, version: number): Promise<unknown> {
  const [row] = await sql<{ definition: unknown }[]>`select definition from pathways.version where pathway = ${pathway} and version = ${version}`;
  return row?.definition ?? null;
}

/** Keeps a version; one that is there stays. @returns the hash that is kept */
export async function keepVersion(sql: Sql, kept: KeptVersion & { definition: unknown }, now: Date): Promise<string> {
  await sql`
    insert into pathways.version (pathway, version, hash, definition, kept_at) values (${kept.pathway}, ${kept.version}, ${kept.hash}, ${sql.json(kept.definition as never)}, ${now}) on conflict do nothing`;
  const [row] = await sql<{ hash: string }[]>`select hash from pathways.version where pathway = ${kept.pathway} and version = ${kept.version}`;
  return row?.hash ?? kept.hash;
}
