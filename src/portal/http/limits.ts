import type { FastifyInstance } from 'fastify';
import type { Safety } from '../../access/index.ts';
import { KithError, type Logger } from '../../kernel/index.ts';
import { paths } from '../paths.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The identity provider's endpoints, which the portal itself asks in this process, and the doors of devices, which hold back each sender. */
const countsItself = (url: string): boolean => url === '/identity/*' || url.startsWith('/uplinks');

/**
 * Counts forms by user, and forms and searches by network address. Searches and lists taken away are counted by user where they
 * are read, whatever page asks. A protocol endpoint counts for itself.
 */
export function addLimits(app: FastifyInstance, safety: Pick<Safety, 'limits' | 'events'>, log: Pick<Logger, 'warn' | 'error'>): void {
  app.addHook('onRequest', async (request) => {
    const { url } = request.routeOptions;
    const counted = safe.has(request.method) ? url === paths.find && request.url.includes('q=') : !request.is404 && !countsItself(url ?? '');
    if (counted) await safety.limits.take('address', request.ip);
  });
  app.addHook('preHandler', async (request) => {
    const who = request.ticket?.user;
    if (who !== undefined && !safe.has(request.method) && request.routeOptions.config.csrf !== false && request.routeOptions.url !== paths.session) await safety.limits.take('change', who);
  });
  // The first refusal in a window is an event; those that follow in it say nothing new.
  app.addHook('onError', async (request, _reply, error) => {
    if (!(error instanceof KithError) || error.code !== 'request.too-many' || error.detail.first !== true) return;
    const limit = String(error.detail.limit);
    log.warn({ limit, route: request.routeOptions.url }, 'a limit was reached');
    await safety.events.note({ userId: request.ticket?.user ?? null, kind: 'too-many', detail: limit, address: request.ip }).catch((failure: unknown) => log.error({ err: failure }, 'a refusal could not be noted'));
  });
}
