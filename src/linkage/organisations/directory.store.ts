import type { Sql } from '../../kernel/index.ts';
import type { Organisation } from './match.ts';

/** Every organisation of the directories that feeds have brought, with the feed that says so. */
export async function readDirectory(sql: Sql): Promise<(Organisation & { feed: string })[]> {
  const rows = await sql<{ feed: string; code: string; name: string; kind: string; postcode: string | null; phone: string | null; address: string | null; uprn: string | null }[]>`
    select feed, code, name, kind, postcode, phone, body ->> 'address' as address, body ->> 'uprn' as uprn from feeds.directory order by feed, code`;
  return rows.map(({ postcode, phone, address, uprn, ...row }) => ({ ...row, ...(postcode === null ? {} : { postcode }), ...(phone === null ? {} : { phone }), ...(address === null ? {} : { address }), ...(uprn === null ? {} : { uprn }) }));
}

/** Name of the organisation with this code; null where no directory has it. Codes are compared without case or spaces. */
export async function nameOfCode(sql: Sql, code: string): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`select name from feeds.directory where code = ${code.toUpperCase().replace(/[^A-Z0-9-]/g, '')} order by feed limit 1`;
  return row?.name ?? null;
}
