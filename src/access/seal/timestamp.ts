import { createHash, randomBytes } from 'node:crypto';
import { Integer, Null, OctetString } from 'asn1js';
import { KithError } from '../../kernel/index.ts';
import { AlgorithmIdentifier, Certificate, ContentInfo, ExtKeyUsage, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo, PKIStatus } from 'pkijs';

/** Object identifiers of SHA-256, of a time-stamp's content, and of the key usage that lets a certificate make one. */
const oid = { sha256: '2.16.840.1.101.3.4.2.1', tstInfo: '1.2.840.113549.1.9.16.1.4', signedData: '1.2.840.113549.1.7.2', extKeyUsage: '2.5.29.37', timeStamping: '1.3.6.1.5.5.7.3.8' } as const;

const waitsAtMost = 10_000;
const longestAnswer = 64 * 1024;
const nonceBytes = 16;
/** How much the authority's clock may be behind ours, in milliseconds. */
const skew = 5 * 60_000;

export interface TimeStamp {
  /** When the authority says that it saw the text. */
  at: Date;
  /** DER of the token. */
  token: Buffer;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** A copy with memory of its own, as the library reads whole buffers. */
const bytes = (buffer: Uint8Array): ArrayBuffer => Uint8Array.from(buffer).buffer;

/**
 * Asks an authority for a time-stamp of a text (RFC 3161 over HTTP): it is sent a hash and a number, nothing else. Throws when it does
 * not answer, refuses, or answers for another text.
 */
export async function requestTimeStamp(authority: string, text: string): Promise<TimeStamp> {
  const nonce = randomBytes(nonceBytes);
  // A first byte below 0x80 and above 0 keeps the number positive and of one length.
  nonce[0] = (nonce[0]! & 0x7f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.sha256, algorithmParams: new Null() }), hashedMessage: new OctetString({ valueHex: bytes(digest(text)) }) }),
    nonce: new Integer({ valueHex: bytes(nonce) }),
    certReq: true,
  });
  const answer = await fetch(authority, { method: 'POST', body: request.toSchema().toBER(), headers: { 'content-type': 'application/timestamp-query' }, redirect: 'error', signal: AbortSignal.timeout(waitsAtMost) });
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  const body = await answer.arrayBuffer();
  if (body.byteLength > longestAnswer) throw new Error('its answer is too long');
  const { status, timeStampToken } = TimeStampResp.fromBER(body);
  if (![PKIStatus.granted, PKIStatus.grantedWithMods].includes(status.status) || timeStampToken === undefined) throw new Error(`it refused, with status ${status.status}`);
  const token = Buffer.from(timeStampToken.toSchema().toBER());
  const { info } = readToken(token);
  if (!info.nonce || !Buffer.from(info.nonce.valueBlock.valueHexView).equals(nonce)) throw new Error('its answer is to another question');
  if (!imprints(info, text)) throw new Error('its answer is for another text');
  return { at: info.genTime, token };
}

function readToken(token: Uint8Array): { signed: SignedData; info: TSTInfo } {
  const content = ContentInfo.fromBER(bytes(token));
  if (content.contentType !== oid.signedData) throw new Error('it is not signed data');
  const signed = new SignedData({ schema: content.content as unknown });
  const inner = signed.encapContentInfo.eContent;
  if (signed.encapContentInfo.eContentType !== oid.tstInfo || inner === undefined) throw new Error('it holds no time');
  return { signed, info: TSTInfo.fromBER(bytes(new Uint8Array(inner.getValue()))) };
}

const imprints = (info: TSTInfo, text: string): boolean =>
  info.messageImprint.hashAlgorithm.algorithmId === oid.sha256 && Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView).equals(digest(text));

/** Certificates in a PEM text. Throws `config.invalid` when there is none that can be read. */
export function readCertificates(pem: string): Certificate[] {
  const mend = 'KITH_LOG_TIMESTAMP_CERTIFICATES must name a PEM file of the time-stamping authority’s certificates.';
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)];
  if (blocks.length === 0) throw new KithError('config.invalid', 'The file of certificates holds none.', { mend });
  try {
    return blocks.map(([, base64]) => Certificate.fromBER(bytes(Buffer.from(base64 ?? '', 'base64'))));
  } catch (cause) {
    throw new KithError('config.invalid', 'A certificate of the time-stamping authority cannot be read.', { mend, cause });
  }
}

/**
 * What is wrong with a stored time-stamp of a text; null when nothing is. It must be of this text, not from before `since`, and
 * signed by one of the certificates, or by one they stand above, that may make time-stamps.
 */
export async function faultOf(token: Uint8Array, text: string, since: Date, trusted: readonly Certificate[]): Promise<string | null> {
  try {
    const { signed, info } = readToken(token);
    if (!imprints(info, text)) return 'it is of another head';
    if (info.genTime.getTime() < since.getTime() - skew) return 'it is from before the head was signed';
    const [signer] = signed.signerInfos;
    if (signer === undefined) return 'nobody signed it';
    const isSigner = (certificate: Certificate): boolean => {
      const sid = signer.sid as { issuer?: Certificate['issuer']; serialNumber?: Integer };
      return sid.issuer?.isEqual(certificate.issuer) === true && sid.serialNumber?.isEqual(certificate.serialNumber) === true;
    };
    const direct = trusted.find(isSigner);
    const own = direct ?? (signed.certificates ?? []).find((c): c is Certificate => c instanceof Certificate && isSigner(c));
    if (own === undefined) return 'the certificate that signed it is not there';
    if (!mayStamp(own)) return 'the certificate that signed it may not make time-stamps';
    if (direct !== undefined) signed.certificates = [direct];
    const good = await signed.verify({ signer: 0, data: bytes(Buffer.from(text)), ...(direct === undefined ? { checkChain: true, trustedCerts: [...trusted] } : {}) });
    return good ? null : 'its signature is not by the certificate given';
  } catch (error) {
    return `it cannot be checked (${error instanceof Error ? error.message : String(error)})`;
  }
}

function mayStamp(certificate: Certificate): boolean {
  const usage = certificate.extensions?.find((e) => e.extnID === oid.extKeyUsage)?.parsedValue;
  return usage instanceof ExtKeyUsage && usage.keyPurposes.includes(oid.timeStamping);
}
