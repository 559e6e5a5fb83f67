import type { FastifyInstance } from 'fastify';
import type { Assets } from '../assets/assets.ts';
import { acceptedEncoding } from './compression.ts';

/** Assets from memory, compressed beforehand. Their address changes with their content, so a browser keeps them for a year. */
export function serveAssets(app: FastifyInstance, assets: Assets): void {
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const asset = assets.byPath.get(`/assets/${request.params.name}`);
    if (asset === undefined) return reply.callNotFound();
    reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', etag: asset.etag, vary: 'accept-encoding' });
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
    const encoding = acceptedEncoding(request.headers['accept-encoding']);
    const compressed = encoding === 'br' ? asset.brotli : encoding === 'gzip' ? asset.gzip : null;
    reply.type(asset.type);
    if (compressed === null) return reply.send(asset.body);
    return reply.header('content-encoding', encoding).send(compressed);
  });
}
