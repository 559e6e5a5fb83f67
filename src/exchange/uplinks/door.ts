import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KithError, type Kernel } from '../../kernel/index.ts';
import type { Ingest, Integrations } from '../../sensors/index.ts';
import { createRate } from './rate.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who hands uplinks in, once its token is known. */
    integration: string | null;
  }
}

export interface UplinkDoor {
  ingest: Ingest;
  integrations: Pick<Integrations, 'recognise'>;
  kernel: Pick<Kernel, 'log'>;
}

/** Messages of one integration at once and a second, and attempts without a good token from one address. */
const rates = { messages: { burst: 20_000, perSecond: 5_000 }, failures: { burst: 30, perSecond: 0.5 } } as const;
const mostBytes = 64 * 1024;

/**
 * `POST /uplinks/<format>`: ChirpStack's and The Things Stack's webhooks, SenML, telecare receivers, makers' clouds.
 * `Authorization: Bearer <token>`, or the token as the password of Basic for those that know no other. Answers 200 once
 * what came is committed; 422 for what cannot be read, which is kept in quarantine; 503 when it must come again.
 */
export async function addUplinkDoor(app: FastifyInstance, { ingest, integrations, kernel }: UplinkDoor): Promise<void> {
  const messages = createRate(rates.messages.burst, rates.messages.perSecond);
  const failures = createRate(rates.failures.burst, rates.failures.perSecond);
  await app.register(async (door) => {
    door.decorateRequest('integration', null);
    door.removeAllContentTypeParsers();
    door.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) => done(null, body));
    door.addHook('onRequest', async (request) => {
      const integration = await integrations.recognise(tokenOf(request) ?? '');
      if (integration === null) {
        if (!failures.take(request.ip)) throw new KithError('uplink.too-many', 'Too many attempts without a good token.', { mend: 'Wait a minute, and check the token.' });
        throw new KithError('access.unauthenticated', 'Send the token of your integration: Authorization: Bearer …', { mend: '"kith sensors token <integration>" makes one.' });
      }
      if (!messages.take(integration)) throw new KithError('uplink.too-many', `${integration} hands in more than ${rates.messages.perSecond.toLocaleString('en-GB')} messages a second.`, { mend: 'Send them again a little later.' });
      request.integration = integration;
    });
    door.setErrorHandler(async (error, _request, reply) => {
      const status = error instanceof KithError ? error.httpStatus : ((error as { statusCode?: number }).statusCode ?? 500);
      if (status >= 500) kernel.log.error({ code: (error as { code?: unknown }).code, status }, 'an uplink could not be taken');
      if (status === 503 || status === 429) void reply.header('retry-after', '5');
      if (status === 401) void reply.header('www-authenticate', 'Bearer');
      const message = error instanceof KithError ? error.message : status === 413 ? `A message has at most ${mostBytes.toLocaleString('en-GB')} bytes.` : 'The message could not be taken.';
      return reply.code(status).type('application/json').send(JSON.stringify({ error: message, ...(error instanceof KithError && error.mend !== null ? { mend: error.mend } : {}) }));
    });
    door.post('/uplinks/:format', { config: { csrf: false } }, async (request, reply) => {
      const { format } = request.params as { format: string };
      const { event } = request.query as { event?: unknown };
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { uplinks, answer } = await ingest.receive({ format, body, integration: request.integration ?? '', hint: typeof event === 'string' ? event : null });
      return answer === null ? reply.type('application/json').send(JSON.stringify({ kept: uplinks })) : reply.type(answer.type).send(answer.body);
    });
  });
}

function tokenOf(request: FastifyRequest): string | null {
  const [scheme, given] = (request.headers.authorization ?? '').split(' ');
  if (given === undefined) return null;
  if (/^bearer$/i.test(scheme ?? '')) return given;
  if (!/^basic$/i.test(scheme ?? '')) return null;
  const text = Buffer.from(given, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}
