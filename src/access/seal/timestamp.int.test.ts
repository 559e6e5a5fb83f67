import { createHash, webcrypto } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Integer, ObjectIdentifier, OctetString, Utf8String } from 'asn1js';
import { AlgorithmIdentifier, Attribute, AttributeTypeAndValue, Certificate, ContentInfo, EncapsulatedContentInfo, Extension, ExtKeyUsage, IssuerAndSerialNumber, PKIStatusInfo, SignedAndUnsignedAttributes, SignedData, SignerInfo, TimeStampReq, TimeStampResp, TSTInfo, PKIStatus } from 'pkijs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { newId, type Kernel } from '../../kernel/index.ts';
import { createAccess } from '../access.ts';
import { createLogSeal, type LogSeal } from './index.ts';
import { requestTimeStamp } from './timestamp.ts';

/** A small time-stamping authority on this machine: a key, a certificate that may stamp, and a server that signs what it is asked. */
interface Authority {
  certificate: Certificate;
  pem: string;
  sign(query: ArrayBuffer, change?: { genTime?: Date; hash?: Buffer; nonce?: boolean; status?: number }): Promise<Buffer>;
}

async function authority(name: string, purpose = '1.3.6.1.5.5.7.3.8'): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = new Certificate({ version: 2, serialNumber: new Integer({ value: 7 }) });
  for (const who of [certificate.issuer, certificate.subject]) who.typesAndValues.push(new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) }));
  certificate.notBefore.value = new Date('2020-01-01T00:00:00Z');
  certificate.notAfter.value = new Date('2040-01-01T00:00:00Z');
  const usage = new ExtKeyUsage({ keyPurposes: [purpose] });
  certificate.extensions = [new Extension({ extnID: '2.5.29.37', critical: true, extnValue: usage.toSchema().toBER(), parsedValue: usage })];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey as CryptoKey);
  await certificate.sign(keys.privateKey as CryptoKey, 'SHA-256');
  return {
    certificate,
    pem: `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate.toSchema(true).toBER()).toString('base64')}\n-----END CERTIFICATE-----\n`,
    async sign(query, change = {}) {
      const asked = TimeStampReq.fromBER(query);
      const info = new TSTInfo({ version: 1, policy: '1.3.6.1.4.1.99999.1', messageImprint: asked.messageImprint, serialNumber: new Integer({ value: 42 }), genTime: change.genTime ?? new Date('2026-11-20T09:00:30Z') });
      if (change.hash !== undefined) info.messageImprint.hashedMessage = new OctetString({ valueHex: Uint8Array.from(change.hash).buffer });
      if (change.nonce !== false && asked.nonce !== undefined) info.nonce = asked.nonce;
      const content = info.toSchema().toBER();
      const digest = createHash('sha256').update(Buffer.from(content)).digest();
      const signed = new SignedData({
        version: 3,
        encapContentInfo: new EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.9.16.1.4' }),
        digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' })],
        certificates: [certificate],
        signerInfos: [
          new SignerInfo({
            version: 1,
            sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
            signedAttrs: new SignedAndUnsignedAttributes({
              type: 0,
              attributes: [
                new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: '1.2.840.113549.1.9.16.1.4' })] }),
                new Attribute({ type: '1.2.840.113549.1.9.4', values: [new OctetString({ valueHex: Uint8Array.from(digest).buffer })] }),
              ],
            }),
          }),
        ],
      });
      // Set afterwards, the content stays one piece, as DER has it.
      signed.encapContentInfo.eContent = new OctetString({ valueHex: content });
      await signed.sign(keys.privateKey as CryptoKey, 0, 'SHA-256');
      const token = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) });
      const status = new PKIStatusInfo({ status: change.status === 2 ? PKIStatus.rejection : PKIStatus.granted });
      return Buffer.from(new TimeStampResp(change.status === 2 ? { status } : { status, timeStampToken: token }).toSchema().toBER());
    },
  };
}

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel;
let tsa: Authority;
let server: Server;
let url: string;
let change: Parameters<Authority['sign']>[1];
let asked: Buffer[] = [];
const folder = mkdtempSync(join(tmpdir(), 'kith-tsa-'));
const pem = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const headNote = async (): Promise<string> => (await db.owner<{ note: string }[]>`select note from access.head`)[0]!.note;
const sealWith = (certificates: string | undefined): LogSeal => createLogSeal({ ...kernel, config: { ...kernel.config, ...(certificates === undefined ? {} : { logTimestampCertificates: certificates }) } });

beforeAll(async () => {
  tsa = await authority('Authority');
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const query = Buffer.concat(chunks);
      asked.push(query);
      void tsa.sign(Uint8Array.from(query).buffer, change).then((reply) => response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(reply));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`;
  db = await testDatabase();
  const plain = testKernel(db);
  kernel = { ...plain, config: { ...plain.config, logTimestamp: url } };
  const access = createAccess(kernel);
  await access.reading(access.session('ruth.adeyemi'), { action: 'open', persons: [newId()] }, async () => undefined);
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await db.close();
});

test('a head is time-stamped once when it is published, by its hash alone, and the stamp holds', async () => {
  const seal = sealWith(pem('authority.pem', tsa.pem));
  await seal.seal();
  expect(await seal.publish()).toEqual([url]);
  expect(await seal.publish()).toEqual([url]);
  expect(asked).toHaveLength(1);
  expect(asked[0]!.length).toBeLessThan(100);
  expect(await seal.verify()).toMatchObject({ timeStamps: { checked: 1, unchecked: 0 }, problems: [] });
  expect((await sealWith(undefined).verify()).timeStamps).toEqual({ checked: 0, unchecked: 1 });
  const [row] = await db.owner<{ at: Date }[]>`select at from access.head_timestamp`;
  expect(row?.at.toISOString()).toBe('2026-11-20T09:00:30.000Z');
});

test('a head made again by somebody who has the log’s key is found out by its time-stamp', async () => {
  const seal = sealWith(join(folder, 'authority.pem'));
  const note = await headNote();
  await db.owner`update access.head set note = ${note.replace('T09:00:00Z', 'T09:00:01Z')}`;
  expect((await seal.verify()).problems).toContainEqual(expect.objectContaining({ kind: 'timestamp', says: expect.stringContaining('it is of another head') as string }));
  await db.owner`update access.head set note = ${note}`;
  expect((await seal.verify()).problems).toEqual([]);
});

test('a stamp by another certificate, by one that may not stamp, tampered with or too early does not hold', async () => {
  const says = async (certificates: string): Promise<string[]> => (await sealWith(certificates).verify()).problems.map((p) => p.says.replace(/^.*does not hold: /, ''));
  expect(await says(pem('other.pem', (await authority('Authority')).pem))).toEqual(['its signature is not by the certificate given.']);
  expect(await says(pem('nobody.pem', (await authority('Nobody')).pem))).toEqual([expect.stringContaining('No valid certificate paths found')]);
  const token = (await db.owner<{ token: Buffer }[]>`select token from access.head_timestamp`)[0]!.token;
  const keep = (bytes: Buffer) => db.owner`update access.head_timestamp set token = ${bytes}`;
  const broken = Buffer.from(token);
  broken[broken.length - 3]! ^= 1;
  await keep(broken);
  expect(await says(join(folder, 'authority.pem'))).toHaveLength(1);
  await keep(Buffer.from('nonsense'));
  expect((await says(join(folder, 'authority.pem')))[0]).toContain('it cannot be checked');
  const note = await headNote();
  change = { genTime: new Date('2026-11-19T09:00:00Z') };
  await keep((await requestTimeStamp(url, note)).token);
  expect(await says(join(folder, 'authority.pem'))).toEqual(['it is from before the head was signed.']);
  const real = tsa;
  tsa = await authority('Web server', '1.3.6.1.5.5.7.3.1');
  change = {};
  await keep((await requestTimeStamp(url, note)).token);
  expect(await says(pem('web.pem', tsa.pem))).toEqual(['the certificate that signed it may not make time-stamps.']);
  tsa = real;
});

test('an answer to another question, for another text, or a refusal is not kept', async () => {
  for (const [how, message] of [[{ nonce: false }, 'another question'], [{ hash: Buffer.alloc(32) }, 'another text'], [{ status: 2 }, 'refused, with status 2']] as const) {
    change = how;
    await expect(requestTimeStamp(url, 'a head')).rejects.toThrow(message);
  }
  change = {};
  await expect(sealWith(pem('empty.pem', 'nothing')).verify()).rejects.toThrow('The file of certificates holds none.');
  await expect(async () => sealWith(join(folder, 'not-there.pem')).verify()).rejects.toMatchObject({ code: 'config.invalid' });
});
