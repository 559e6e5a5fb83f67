import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KithError } from '../../kernel/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False for a protocol endpoint that no form of ours posts to, or one that checks a token of its own. */
    csrf?: false;
  }
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Field of every form that changes something, and the token it must hold. */
export const csrfField = 'csrf';

/** A field of a form that was sent, when it was sent once. */
export function field(body: unknown, name: string): string | undefined {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * Refuses a change that did not come from one of this session's own forms: the form's token must be the session's, and
 * where the browser says which site sent it, that must be this one.
 */
export function checkForm(request: FastifyRequest, origin: string, expected: string | null): void {
  if (safe.has(request.method) || request.routeOptions.config.csrf === false || request.is404) return;
  sameOrigin(request, origin);
  const given = (request.body as Record<string, unknown> | null | undefined)?.[csrfField];
  if (expected === null || typeof given !== 'string' || !same(given, expected)) throw foreign();
}

/** Refuses what a browser says another site sent. */
export function sameOrigin(request: FastifyRequest, origin: string): void {
  const from = request.headers.origin;
  if (from !== undefined && from !== 'null' && from !== origin) throw foreign();
  if (request.headers['sec-fetch-site'] === 'cross-site') throw foreign();
}

/** Compares without telling by its time how much agreed. */
export function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

const foreign = (): KithError => new KithError('access.refused', 'This form was not sent from a page of yours, or the page is too old.', { mend: 'Go back, load the page again and send it once more.' });

/** A path of this portal to go to, or the home page: never another site, nor sign-in itself. */
export function safeReturn(text: unknown): string {
  if (typeof text !== 'string' || text.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text)) return '/';
  const url = URL.parse(text, 'http://kith.invalid');
  // Checked once more as the browser will read it: `/..//host` and `/.\\host` are other sites once their dots are gone.
  return url?.host !== 'kith.invalid' || /^\/(\/|(sign-in|sign-out|identity|session)(\/|$))/.test(url.pathname) ? '/' : url.pathname + url.search;
}

/** A route's `preHandler`: only for somebody signed in who has chosen a team and purpose. A page they asked for is come back to. */
export async function requireSession(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  if (request.session !== null) return undefined;
  if (!safe.has(request.method)) throw new KithError('access.unauthenticated', 'You have been signed out.', { mend: 'Sign in again; what you typed is still in the page behind this one.' });
  const back = encodeURIComponent(request.url);
  return reply.redirect(request.ticket === null ? `/sign-in?return=${back}` : `/sign-in/team?return=${back}`, 303);
}
