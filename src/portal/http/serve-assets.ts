import type { FastifyInstance } from 'fastify';
import type { Assets } from '../assets/assets.ts';
import { accepts } from './compression.ts';

/** Assets from memory, compressed beforehand. Their address changes with their content, so a browser keeps them for a year. */
export function serveAssets(app: FastifyInstance, assets: Assets): void {
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const asset = assets.byPath.get(`/assets/${request.params.name}`);
    if (asset === undefined) return reply.callNotFound();
    reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', etag: asset.etag, vary: 'accept-encoding' });
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
    reply.type(asset.type);
    const taken = request.headers['accept-encoding'];
    if (asset.brotli !== null && accepts('br', taken)) return reply.header('content-encoding', 'br').send(asset.brotli);
    if (asset.gzip !== null && accepts('gzip', taken)) return reply.header('content-encoding', 'gzip').send(asset.gzip);
    return reply.send(asset.body);
  });
}
