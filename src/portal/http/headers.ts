import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Only our own stylesheet and script, no inline ones, nothing framed, nothing from or to another host. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Record<string, string> = {
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-robots-tag': 'noindex, nofollow',
};

/** Set on every answer. A page is never stored, by the browser or by anything between, unless its route says otherwise. */
export function addSecurityHeaders(app: FastifyInstance, isSecure: (request: FastifyRequest) => boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('cache-control', 'no-store');
    // Two years, for this name alone: other names of the organisation are not Kith's to decide about.
    if (isSecure(request)) reply.header('strict-transport-security', 'max-age=63072000');
  });
}
