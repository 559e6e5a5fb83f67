import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { newId, type Database, type Kernel } from '../../kernel/index.ts';
import { createAccess } from '../access.ts';
import type { Access, Session } from '../types.ts';
import { readHead, signHead } from './head.ts';
import { openSealKey, type SealKey } from './keys.ts';
import { sealAll, sealBatch } from './seal.ts';
import { verifySeal, type Verification } from './verify.ts';

let db: Database & { name: string; socket: string };
let kernel: Kernel;
let access: Access;
let joanna: Session;
let key: SealKey;
const now = new Date('2026-11-20T09:00:00Z');

beforeAll(async () => {
  db = await testDatabase();
  kernel = testKernel(db);
  access = createAccess(kernel);
  joanna = access.session('joanna.price', 'front-door', 'adult-safeguarding');
  key = openSealKey(kernel.config.data, kernel.area.id);
});
afterAll(() => db.close());

const owner = <T extends readonly object[]>(text: string): Promise<T> => db.owner.unsafe(text) as unknown as Promise<T>;
const look = (persons: string[] = [newId()]): Promise<void> => access.reading(joanna, { action: 'open', persons, request: 'ünïcode "quoted"' }, async () => undefined);
const verify = (anchors: string[] = []): Promise<Verification> => verifySeal(db.writer, key, anchors);
const kinds = (v: Verification): string[] => v.problems.map((p) => `${p.kind} ${p.seq ?? '-'}`);
const logAt = async (seq: number): Promise<string> => (await owner<{ id: string }[]>(`select log_id::text as id from access.leaf where seq = ${seq}`))[0]!.id;

/** Twelve looks under three heads, each at two people. */
beforeEach(async () => {
  await owner('truncate access.log, access.log_person, access.leaf, access.head, access.unsealed, access.cosignature');
  for (let batch = 0; batch < 3; batch++) {
    for (let i = 0; i < 4; i++) await look([newId(), newId()]);
    await sealBatch(db, key, now);
  }
});

describe('a log that was left alone', () => {
  test('is whole, and its root is the same however it was sealed', async () => {
    const whole = await verify();
    expect(whole).toMatchObject({ sealed: 12, waiting: 0, heads: 3, problems: [], more: false });
    await look();
    expect(await verify()).toMatchObject({ sealed: 12, waiting: 1, problems: [] });
    expect(await sealAll(db, key, () => now)).toBe(1);
    expect(await verify()).toMatchObject({ sealed: 13, waiting: 0, heads: 4, problems: [] });
    expect(await sealBatch(db, key, now)).toBe(0);
  });

  test('two sealers at once seal every row once', async () => {
    await Promise.all([look(), look(), look()]);
    await Promise.all([sealAll(db, key, () => now), sealAll(db, key, () => now)]);
    await sealAll(db, key, () => now);
    expect(await verify()).toMatchObject({ sealed: 15, waiting: 0, problems: [] });
  });

  test('a look that is undone leaves nothing to seal', async () => {
    await expect(db.reader.begin(async (sql) => {
      await sql`insert into access.unsealed values (${newId()})`;
      throw new Error('undone');
    })).rejects.toThrow('undone');
    expect((await verify()).waiting).toBe(0);
  });
});

describe('what was done to it is found and named', () => {
  test('a row edited', async () => {
    const id = await logAt(5);
    await owner(`update access.log set user_name = 'Somebody Else' where log_id = '${id}'`);
    expect((await verify()).problems).toMatchObject([{ kind: 'edited', seq: 5, logId: id }]);
  });

  test('whom it concerned edited, removed or added', async () => {
    await owner(`update access.log_person set person_id = '${newId()}' where ctid = (select ctid from access.log_person where log_id = '${await logAt(2)}' limit 1)`);
    await owner(`delete from access.log_person where ctid = (select ctid from access.log_person where log_id = '${await logAt(6)}' limit 1)`);
    await owner(`insert into access.log_person select '${newId()}', log_id, at, decisions from access.log where log_id = '${await logAt(9)}'`);
    expect(kinds(await verify())).toEqual(['edited 2', 'edited 6', 'edited 9']);
  });

  test('a row removed', async () => {
    const id = await logAt(7);
    await owner(`delete from access.log where log_id = '${id}'`);
    expect((await verify()).problems).toMatchObject([{ kind: 'removed', seq: 7, logId: id }, { kind: 'removed', seq: null, logId: id }]);
  });

  test('a row removed with its leaf', async () => {
    const id = await logAt(7);
    await owner(`delete from access.log where log_id = '${id}'; delete from access.log_person where log_id = '${id}'; delete from access.leaf where seq = 7`);
    expect(kinds(await verify())).toEqual(['removed 7']);
  });

  test('two rows exchanged', async () => {
    await owner('update access.leaf set seq = -1 where seq = 4; update access.leaf set seq = 4 where seq = 6; update access.leaf set seq = 6 where seq = -1');
    expect(kinds(await verify())).toEqual(['re-ordered 4', 're-ordered 6', 'head 7', 'head 11']);
  });

  test('a row and its leaf rewritten by somebody without the key', async () => {
    const thief = openSealKey(kernel.config.data, kernel.area.id, otherKey());
    const id = await logAt(3);
    await owner(`update access.log set purpose = 'direct-care' where log_id = '${id}'`);
    await reseal(3, thief);
    expect(kinds(await verify())).toEqual(['re-ordered 3', 'head 3', 'head 7', 'head 11']);
  });

  test('the end cut off, with or without its heads', async () => {
    const published = await lastNote();
    await owner(`delete from access.log where log_id in (select log_id from access.leaf where seq >= 9);
      delete from access.log_person where log_id in (select log_id from access.leaf where seq >= 9); delete from access.leaf where seq >= 9`);
    expect(kinds(await verify())).toEqual(['truncated -']);
    await owner('delete from access.head where size > 8');
    expect(kinds(await verify())).toEqual(['truncated 8']);
    await owner('delete from access.leaf where seq >= 8; delete from access.log where log_id not in (select log_id from access.leaf); delete from access.log_person where log_id not in (select log_id from access.log)');
    expect(kinds(await verify())).toEqual([]);
    expect(kinds(await verify([published]))).toEqual(['anchor -']);
  });

  test('the end rewritten by somebody who has the key, from a head published outside', async () => {
    const published = await lastNote();
    await owner(`update access.log set user_name = 'Nobody' where log_id in (select log_id from access.leaf where seq >= 8); delete from access.leaf where seq >= 8; delete from access.head where size > 8;
      insert into access.unsealed select log_id from access.log where log_id not in (select log_id from access.leaf)`);
    await sealAll(db, key, () => now);
    expect(kinds(await verify())).toEqual([]);
    expect(kinds(await verify([published]))).toEqual(['head 11']);
  });

  test('a row put in past the sealer', async () => {
    const id = newId();
    await owner(`insert into access.log select '${id}', at, 'forged', user_name, organisation, team, role, purpose, basis, action, request, outcome, decisions, rules from access.log limit 1`);
    expect((await verify()).problems).toMatchObject([{ kind: 'unsealed', logId: id }]);
  });

  test('a head forged', async () => {
    const thief = openSealKey(kernel.config.data, kernel.area.id, otherKey());
    const { head } = readHead(await lastNote())!;
    await db.owner`update access.head set note = ${signHead(head, thief)} where size = 12`;
    expect(kinds(await verify())).toEqual(['head -']);
    expect(kinds(await verify([signHead(head, thief), 'not a head']))).toEqual(['anchor -', 'anchor -', 'head -']);
  });
});

test('the application cannot change what is logged', async () => {
  for (const pool of [db.writer, db.reader]) {
    for (const table of ['log', 'log_person', 'leaf', 'head']) {
      await expect(pool.unsafe(`delete from access.${table}`)).rejects.toThrow('permission denied');
      await expect(pool.unsafe(`update access.${table} set ${table === 'head' ? 'size' : table === 'leaf' ? 'seq' : 'at'} = default`)).rejects.toThrow('permission denied');
    }
  }
});

const otherKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const lastNote = async (): Promise<string> => (await owner<{ note: string }[]>('select note from access.head order by size desc limit 1'))[0]!.note;

/** Makes one leaf's hash again over what its row says now. */
async function reseal(seq: number, by: SealKey): Promise<void> {
  const { bodyOf } = await import('./body.ts');
  const { leafHash } = await import('./merkle.ts');
  const { readLeaves } = await import('./seal.store.ts');
  for await (const leaves of readLeaves(db.owner)) {
    const leaf = leaves.find((l) => l.seq === seq)!;
    const hash = leafHash(Buffer.concat([leaf.salt, bodyOf(leaf.row!)]));
    await db.owner`update access.leaf set hash = ${hash}, mac = ${by.mac(seq, leaf.logId, hash)} where seq = ${seq}`;
  }
}
