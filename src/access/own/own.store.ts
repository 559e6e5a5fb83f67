import type { Sql } from '../../kernel/index.ts';
import type { Withheld } from './types.ts';

export interface AuthorityRow {
  authorityId: string;
  personId: string;
  accountId: string;
  name: string;
  email: string;
  kind: string;
  tells: string[];
  personName: string;
  evidence: string;
  verifiedBy: string;
  verifiedAt: Date;
  since: string;
  until: string | null;
  tiedAt: Date | null;
  codeExpires: Date | null;
  codeTries: number;
  codeHash: Buffer | null;
  suspendedAt: Date | null;
  suspendedBy: string | null;
  suspendedReason: string | null;
  reviewOn: string | null;
  endedAt: Date | null;
  endedBy: string | null;
  endedReason: string | null;
}

const columns = (sql: Sql) => sql`
  t.authority_id as "authorityId", t.person_id as "personId", t.account_id as "accountId", a.name, a.email, t.kind, t.tells, t.person_name as "personName", t.evidence,
  t.verified_by_name as "verifiedBy", t.verified_at as "verifiedAt", t.since, t.until, t.tied_at as "tiedAt", t.code_expires as "codeExpires", t.code_tries as "codeTries",
  t.code_hash as "codeHash", t.suspended_at as "suspendedAt", t.suspended_by_name as "suspendedBy", t.suspended_reason as "suspendedReason", t.review_on as "reviewOn",
  t.ended_at as "endedAt", t.ended_by_name as "endedBy", t.ended_reason as "endedReason"`;

export const authoritiesOf = (sql: Sql, personId: string): Promise<AuthorityRow[]> =>
  sql<AuthorityRow[]>`select ${columns(sql)} from access.authority t join access.account a using (account_id) where t.person_id = ${personId} order by t.verified_at desc`;

/** Of an account, those of nobody who is sealed now. */
export const authoritiesOfAccount = (sql: Sql, accountId: string, now: Date): Promise<AuthorityRow[]> =>
  sql<AuthorityRow[]>`
    select ${columns(sql)} from access.authority t join access.account a using (account_id)
    where t.account_id = ${accountId}
      and not exists (select from access.mark m where m.person_id = t.person_id and m.kind = 'sealed' and (m.until is null or m.until > ${now}))
    order by t.kind <> 'self', t.person_name`;

export async function accountBy(sql: Sql, by: { email: string } | { accountId: string }): Promise<{ accountId: string; name: string; email: string } | null> {
  const [row] = await sql<{ accountId: string; name: string; email: string }[]>`
    select account_id as "accountId", name, email from access.account where ${'email' in by ? sql`email = ${by.email.toLowerCase()}` : sql`account_id = ${by.accountId}`}`;
  return row ?? null;
}

/** Every account with the people it is tied to, of whom nobody is sealed. */
export const everyAccount = (sql: Sql, now: Date): Promise<{ accountId: string; name: string; email: string; kinds: { kind: string; personName: string }[] }[]> =>
  sql<{ accountId: string; name: string; email: string; kinds: { kind: string; personName: string }[] }[]>`
    select a.account_id as "accountId", a.name, a.email, jsonb_agg(jsonb_build_object('kind', t.kind, 'personName', t.person_name)) as kinds
    from access.account a join access.authority t using (account_id)
    where t.ended_at is null and not exists (select from access.mark m where m.person_id = t.person_id and m.kind = 'sealed' and (m.until is null or m.until > ${now}))
    group by a.account_id order by a.name limit 50`;

export async function insertAccount(sql: Sql, account: { accountId: string; email: string; name: string; at: Date }): Promise<string> {
  await sql`insert into access.account (account_id, email, name, invited_at) values (${account.accountId}, ${account.email}, ${account.name}, ${account.at}) on conflict (email) do nothing`;
  const [row] = await sql<{ id: string }[]>`select account_id as id from access.account where email = ${account.email}`;
  return row!.id;
}

export interface NewAuthority {
  personId: string;
  authorityId: string;
  accountId: string;
  kind: string;
  tells: readonly string[];
  personName: string;
  evidence: string;
  by: { userId: string; name: string };
  at: Date;
  since: string;
  until: string | null;
  codeHash: Buffer;
  codeExpires: Date;
}

export async function insertAuthority(sql: Sql, a: NewAuthority): Promise<void> {
  await sql`
    insert into access.authority (person_id, authority_id, account_id, kind, tells, person_name, evidence, verified_by, verified_by_name, verified_at, since, until, code_hash, code_expires)
    values (${a.personId}, ${a.authorityId}, ${a.accountId}, ${a.kind}, ${a.tells as string[]}, ${a.personName}, ${a.evidence}, ${a.by.userId}, ${a.by.name}, ${a.at}, ${a.since}, ${a.until}, ${a.codeHash}, ${a.codeExpires})`;
}

export const suspendAuthority = (sql: Sql, personId: string, authorityId: string, by: string, at: Date, reason: string, reviewOn: string): Promise<number> =>
  sql`update access.authority set suspended_at = ${at}, suspended_by_name = ${by}, suspended_reason = ${reason}, review_on = ${reviewOn}
      where person_id = ${personId} and authority_id = ${authorityId} and ended_at is null`.then((r) => r.count);

export const resumeAuthority = (sql: Sql, personId: string, authorityId: string): Promise<number> =>
  sql`update access.authority set suspended_at = null, suspended_by_name = null, suspended_reason = null, review_on = null
      where person_id = ${personId} and authority_id = ${authorityId} and ended_at is null and suspended_at is not null`.then((r) => r.count);

export const endAuthority = (sql: Sql, personId: string, authorityId: string, by: string, at: Date, reason: string): Promise<number> =>
  sql`update access.authority set ended_at = ${at}, ended_by_name = ${by}, ended_reason = ${reason}
      where person_id = ${personId} and authority_id = ${authorityId} and ended_at is null`.then((r) => r.count);

/** Counts a try against every tie of the account that waits for its code, and ties the one whose code it is. */
export async function tieByCode(sql: Sql, accountId: string, hash: Buffer, now: Date, mostTries: number): Promise<boolean> {
  await sql`update access.authority set code_tries = code_tries + 1 where account_id = ${accountId} and tied_at is null`;
  const tied = await sql`
    update access.authority t set tied_at = ${now}, code_hash = null
    where account_id = ${accountId} and tied_at is null and ended_at is null and code_hash = ${hash} and code_expires > ${now} and code_tries <= ${mostTries}
      and not exists (select from access.mark m where m.person_id = t.person_id and m.kind = 'sealed' and (m.until is null or m.until > ${now}))`;
  return tied.count > 0;
}

export const withheldOf = async (sql: Sql, personId: string): Promise<Withheld[]> => {
  const rows = await sql<(Omit<Withheld, 'at'> & { at: Date })[]>`
    select withheld_id as "withheldId", log_id as "logId", team, purpose, reason, by_name as by, at, review_on as "reviewOn"
    from access.withheld where person_id = ${personId} and lifted_at is null order by withheld_id desc`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
};

export async function insertWithheld(sql: Sql, w: { personId: string; withheldId: string; logId: string | null; team: string | null; purpose: string | null; reason: string; by: string; at: Date; reviewOn: string }): Promise<void> {
  await sql`
    insert into access.withheld (person_id, withheld_id, log_id, team, purpose, reason, by_name, at, review_on)
    values (${w.personId}, ${w.withheldId}, ${w.logId}, ${w.team}, ${w.purpose}, ${w.reason}, ${w.by}, ${w.at}, ${w.reviewOn})`;
}

export const liftWithheld = (sql: Sql, personId: string, withheldId: string, by: string, at: Date, reason: string): Promise<number> =>
  sql`update access.withheld set lifted_at = ${at}, lifted_by_name = ${by}, lifted_reason = ${reason}
      where person_id = ${personId} and withheld_id = ${withheldId} and lifted_at is null`.then((r) => r.count);

export async function copyWithheld(sql: Sql, from: string, to: string): Promise<void> {
  await sql`
    insert into access.withheld (person_id, withheld_id, log_id, team, purpose, reason, by_name, at, review_on, lifted_at, lifted_by_name, lifted_reason)
    select ${to}::uuid, withheld_id, log_id, team, purpose, reason, by_name, at, review_on, lifted_at, lifted_by_name, lifted_reason from access.withheld where person_id = ${from}
    on conflict do nothing`;
}
