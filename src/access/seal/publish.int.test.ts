import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { newId, type Database, type Kernel } from '../../kernel/index.ts';
import { createAccess } from '../access.ts';
import { isHeadOf, readHead, splitHeads } from './head.ts';
import { createLogSeal, type LogSeal } from './index.ts';
import { leafHash, verifyInclusion } from './merkle.ts';

let db: Database;
let kernel: Kernel;
let seal: LogSeal;
let partner: Server;
let answer: (note: string) => { status: number; body: string };
const seen: string[] = [];
const anchor = mkdtempSync(join(tmpdir(), 'kith-anchor-'));

beforeAll(async () => {
  partner = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      seen.push(text);
      const { status, body } = answer(text);
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((done) => partner.listen(0, '127.0.0.1', done));
  db = await testDatabase();
  const plain = testKernel(db);
  const url = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/add-checkpoint`;
  kernel = { ...plain, config: { ...plain.config, logAnchor: anchor, logWitnesses: [url] } };
  seal = createLogSeal(kernel);
  const access = createAccess(kernel);
  const joanna = access.session('joanna.price', 'front-door', 'adult-safeguarding');
  for (let i = 0; i < 5; i++) await access.reading(joanna, { action: 'open', persons: [newId()] }, async () => undefined);
  await seal.seal();
});
afterAll(async () => {
  await new Promise((done) => partner.close(done));
  await db.close();
});

test('a head goes to the folder once and is never written over, and to the partner, whose signature is kept', async () => {
  answer = () => ({ status: 200, body: '\u2014 partner.example AAAAAAbcdefg\n' });
  const held = await seal.publish();
  expect(held).toHaveLength(2);
  const [file] = readdirSync(anchor);
  const note = readFileSync(join(anchor, file!), 'utf8');
  expect(file).toBe('000000000005.head');
  expect(seen.at(-1)).toBe(note);
  expect(isHeadOf(note, seal.signer.name, Buffer.from(seal.signer.publicKey, 'base64'))).toBe(true);
  expect(await db.writer`select witness, line from access.cosignature`).toMatchObject([{ line: '\u2014 partner.example AAAAAAbcdefg' }]);
  await seal.publish();
  expect(readFileSync(join(anchor, file!), 'utf8')).toBe(note);
  expect(await seal.verify([note])).toMatchObject({ anchors: 1, problems: [] });
});

test.each([['refuses', { status: 409, body: '' }], ['says nothing', { status: 200, body: '' }], ['says nonsense', { status: 200, body: 'hello\n\nworld' }]])('a partner who %s is not counted as holding it', async (_, said) => {
  answer = () => said;
  expect(await seal.publish()).toHaveLength(1);
});

test('one row is proved to be in the log by its proof alone', async () => {
  const [row] = await db.writer<{ id: string }[]>`select log_id::text as id from access.log order by log_id offset 2 limit 1`;
  const proof = (await seal.prove(row!.id))!;
  const { head } = readHead(proof.head)!;
  const leaf = leafHash(Buffer.concat([Buffer.from(proof.salt, 'hex'), Buffer.from(proof.body)]));
  const path = proof.path.map((h) => Buffer.from(h, 'hex'));
  expect(verifyInclusion(leaf, proof.index, head.size, path, head.root)).toBe(true);
  expect(proof.body).toContain(row!.id);
  expect(await seal.prove(newId())).toBeNull();
});

test('heads that stand one after another in a file are told apart, and anything between is not passed over', async () => {
  const [note = ''] = await seal.heads();
  expect(splitHeads(`${note}\n${note}`)).toEqual([note, note]);
  expect(splitHeads(`${note}forged\n${note}`)).toHaveLength(2);
  expect((await seal.verify(splitHeads('no head at all'))).problems).toMatchObject([{ kind: 'anchor' }]);
});
