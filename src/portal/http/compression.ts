import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** Under this many bytes compression costs more than it saves. */
const smallest = 1024;

/**
 * The lowest level that pays. Compressed where it stands: on a page of 15 KB a trip to the thread pool costs three
 * times the work itself, and Brotli at a like cost comes out no smaller.
 */
const level = 4;

export type Encoding = 'br' | 'gzip';

/** Whether a client takes an encoding, by its `Accept-Encoding`. */
export function accepts(encoding: Encoding, header: string | undefined): boolean {
  if (header === undefined) return false;
  const asked = header.split(',').map((part) => part.trim().toLowerCase().split(';'));
  const [, quality] = asked.find(([name]) => name?.trim() === encoding) ?? [encoding, 'q=0'];
  return quality === undefined || Number(quality.replace(/^\s*q=/, '')) > 0;
}

/** Compresses pages as they leave. */
export function addCompression(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < smallest || reply.hasHeader('content-encoding')) return payload;
    reply.header('vary', 'accept-encoding');
    if (!accepts('gzip', request.headers['accept-encoding'])) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return gzipSync(payload, { level });
  });
}
