import { createHash, randomBytes } from 'node:crypto';
import { newId, type ColumnSeals, type Kernel, type Sql } from '../../kernel/index.ts';
import { factorColumn } from './sealed.ts';

export type FactorKind = 'totp' | 'passkey' | 'recovery';

/** Something a user proves themselves with, as it may be shown. */
export interface Factor {
  id: string;
  kind: FactorKind;
  name: string;
  madeAt: Date;
  usedAt: Date | null;
}

/** A factor opened for checking what somebody gave. */
export interface OpenFactor extends Factor {
  secret: string;
  /** The last time step or signature count accepted; -1 when none was. */
  lastCount: number;
}

export interface Factors {
  list(userId: string): Promise<Factor[]>;
  open(userId: string, kind: FactorKind): Promise<OpenFactor[]>;
  /** @param lastCount a count that is used already */
  add(userId: string, factor: { kind: 'totp' | 'passkey'; name: string; secret: string; lastCount: number }): Promise<void>;
  /** Takes a count as used. False when it, or one beyond it, has been: of two at once with one code, one is refused. */
  use(id: string, count: number): Promise<boolean>;
  /** A device that does not count says nought each time. */
  touch(id: string): Promise<void>;
  remove(userId: string, id: string): Promise<boolean>;
  removeAll(userId: string): Promise<number>;
  /** New recovery codes in place of any there were. They are told here and nowhere else. */
  makeRecovery(userId: string): Promise<string[]>;
  /** Uses one up. */
  useRecovery(userId: string, code: string): Promise<boolean>;
  /** A link by which somebody makes their first passkey, good once and for `hours`. */
  invite(userId: string, hours: number): Promise<string>;
  invited(token: string): Promise<string | null>;
  /** Uses an invitation up. @returns whose it was; null when it was used or is too old */
  takeInvitation(token: string): Promise<string | null>;
}

const recoveryCodes = 8;
/** Letters and digits that are not mistaken for each other: 32 of them, so that twenty-four say 120 bits. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const recoveryCode = (): string => [...randomBytes(24)].map((byte) => alphabet[byte % alphabet.length]).join('').replace(/(.{4})(?=.)/g, '$1-');
const plain = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');
const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

export function createFactors({ db, clock }: Pick<Kernel, 'db' | 'clock'>, seals: ColumnSeals): Factors {
  const sql = db.writer;
  const insert = async (tx: Sql, userId: string, kind: FactorKind, name: string, secret: string, lastCount: number): Promise<void> => {
    const id = newId();
    await tx`
      insert into access.factor (factor_id, user_id, kind, name, sealed, made_at, last_count)
      values (${id}, ${userId}, ${kind}, ${name.slice(0, 60)}, ${seals.sealColumn(factorColumn, id, secret)}, ${clock.now()}, ${lastCount})`;
  };
  const open = async (userId: string, kind: FactorKind): Promise<OpenFactor[]> => {
    const rows = await sql<(Omit<OpenFactor, 'secret' | 'lastCount'> & { sealed: string; lastCount: string })[]>`
      select factor_id::text as id, kind, name, made_at as "madeAt", used_at as "usedAt", sealed, last_count as "lastCount"
      from access.factor where user_id = ${userId} and kind = ${kind} order by factor_id`;
    return rows.map(({ sealed, lastCount, ...row }) => ({ ...row, lastCount: Number(lastCount), secret: seals.openColumn(factorColumn, row.id, sealed) }));
  };
  return {
    async list(userId) {
      return [...(await sql<Factor[]>`select factor_id::text as id, kind, name, made_at as "madeAt", used_at as "usedAt" from access.factor where user_id = ${userId} order by factor_id`)];
    },
    open,
    add: (userId, { kind, name, secret, lastCount }) => insert(sql, userId, kind, name, secret, lastCount),
    async use(id, count) {
      const used = await sql`update access.factor set last_count = ${count}, used_at = ${clock.now()} where factor_id = ${id} and last_count < ${count}`;
      return used.count === 1;
    },
    async touch(id) {
      await sql`update access.factor set used_at = ${clock.now()} where factor_id = ${id}`;
    },
    async remove(userId, id) {
      return (await sql`delete from access.factor where factor_id = ${id} and user_id = ${userId}`).count === 1;
    },
    async removeAll(userId) {
      return (await sql`delete from access.factor where user_id = ${userId}`).count;
    },
    async makeRecovery(userId) {
      const codes = Array.from({ length: recoveryCodes }, recoveryCode);
      await sql.begin(async (tx) => {
        await tx`delete from access.factor where user_id = ${userId} and kind = 'recovery'`;
        for (const code of codes) await insert(tx, userId, 'recovery', 'Recovery code', hash(plain(code)), -1);
      });
      return codes;
    },
    async useRecovery(userId, code) {
      const wanted = hash(plain(code));
      const found = (await open(userId, 'recovery')).find(({ secret }) => secret === wanted);
      return found !== undefined && (await sql`delete from access.factor where factor_id = ${found.id}`).count === 1;
    },
    async invite(userId, hours) {
      const token = randomBytes(32).toString('base64url');
      await sql`
        insert into access.sign_in (kind, id, payload, expires_at)
        values ('invitation', ${hash(token)}, ${sql.json({ user: userId })}, ${new Date(clock.now().getTime() + hours * 3_600_000)})`;
      return token;
    },
    async invited(token) {
      const [row] = await sql<{ user: string }[]>`select payload->>'user' as user from access.sign_in where kind = 'invitation' and id = ${hash(token)} and expires_at > ${clock.now()}`;
      return row?.user ?? null;
    },
    async takeInvitation(token) {
      const [row] = await sql<{ user: string }[]>`delete from access.sign_in where kind = 'invitation' and id = ${hash(token)} and expires_at > ${clock.now()} returning payload->>'user' as user`;
      return row?.user ?? null;
    },
  };
}
