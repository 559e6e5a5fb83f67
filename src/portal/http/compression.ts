import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Under this many bytes compression costs more than it saves. */
const smallest = 1024;

export type Encoding = 'br' | 'gzip';

/** The best encoding a client takes, by its `Accept-Encoding`. */
export function acceptedEncoding(header: string | undefined): Encoding | null {
  if (header === undefined) return null;
  const refused = (name: string): boolean => new RegExp(`\\b${name}\\s*;\\s*q=0(?:\\.0*)?(?:,|$)`, 'i').test(header);
  if (/\bbr\b/i.test(header) && !refused('br')) return 'br';
  return /\bgzip\b/i.test(header) && !refused('gzip') ? 'gzip' : null;
}

/**
 * Compresses pages as they leave, off the main thread. The level is the lowest that pays: pages are repetitive, and a
 * waiting worker feels a millisecond of work more than a kilobyte.
 */
export function addCompression(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < smallest || reply.hasHeader('content-encoding')) return payload;
    reply.header('vary', 'accept-encoding');
    const encoding = acceptedEncoding(request.headers['accept-encoding']);
    if (encoding === null) return payload;
    const body = Buffer.from(payload);
    reply.header('content-encoding', encoding).removeHeader('content-length');
    return encoding === 'br'
      ? toBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })
      : toGzip(body, { level: 4 });
  });
}
