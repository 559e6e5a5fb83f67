import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KithError, newId, type Kernel } from '../../kernel/index.ts';
import type { Page } from '../components/layout.tsx';
import { badRequestPage, brokenPage, notFoundPage, refusedPage, tooOftenPage } from '../pages/problems.tsx';

type Send = (request: FastifyRequest, reply: FastifyReply, status: number, page: Page) => Promise<FastifyReply>;

const statusOf = (error: unknown): number => {
  if (error instanceof KithError) return error.httpStatus;
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 600) return statusCode;
  return typeof code === 'string' && storeAway.has(code) ? 503 : 500;
};

/** How PostgreSQL and its driver say that they cannot be reached now: connection failures, shut down, starting up, too many. */
const storeAway = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', '57P01', '57P02', '57P03', '53300']);

/**
 * The one place where a failure becomes an answer. The log gets the code, the route's pattern and a reference:
 * never the address, which may hold what somebody searched for, and never a message, which may hold a person.
 */
export function addFailurePages(app: FastifyInstance, kernel: Pick<Kernel, 'log'>, send: Send): void {
  app.setNotFoundHandler((request, reply) => send(request, reply, 404, notFoundPage()));
  app.setErrorHandler(async (error, request, reply) => {
    const status = statusOf(error);
    if (status === 404) return send(request, reply, 404, notFoundPage());
    const { message, mend } = error instanceof KithError ? error : { message: 'The request could not be read.', mend: null };
    if (error instanceof KithError && error.code === 'request.too-many') {
      return send(request, reply.header('retry-after', String(error.detail.retryAfter)), status, tooOftenPage({ message, mend }));
    }
    if (status === 403 || status === 401) return send(request, reply, status, refusedPage({ message, mend }));
    if (status < 500) return send(request, reply, status, badRequestPage({ message, mend }));
    const reference = newId().slice(-8);
    const name = error instanceof Error ? error.name : typeof error;
    const stack = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).map((line) => line.trim()) : [];
    kernel.log.error({ reference, route: request.routeOptions.url, method: request.method, status, name, code: (error as { code?: unknown }).code, stack }, 'page failed');
    return send(request, reply, status, brokenPage({ unavailable: status === 503, reference }));
  });
}
