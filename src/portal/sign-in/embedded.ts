import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Provider, type Adapter, type AdapterPayload } from 'oidc-provider';
import type { Access, UserProfile } from '../../access/index.ts';
import type { Keys } from './keys.ts';
import { callbackPath, type ProviderAddress } from './relying-party.ts';

/** Where the embedded identity provider stands in the portal. */
export const mount = '/identity';
const clientId = 'kith';
const minute = 60;

/** An identity provider for a synthetic area: it asks who you would like to be, and no more. */
export interface Embedded {
  /** The provider for one address people use. Its issuer is that address, whatever port or name it has. */
  at(origin: string): Provider;
  address(origin: string): ProviderAddress;
}

export function createEmbedded(app: FastifyInstance, users: readonly UserProfile[], state: Access['signInState'], keys: Keys): Embedded {
  const providers = new Map<string, Provider>();
  const make = (origin: string): Provider => {
    const provider = new Provider(`${origin}${mount}`, {
      adapter: (kind) => adapter(state, kind),
      clients: [{ client_id: clientId, client_secret: keys.client, redirect_uris: [`${origin}${callbackPath}`], grant_types: ['authorization_code'], response_types: ['code'] }],
      jwks: { keys: [keys.signing] },
      cookies: { keys: keys.cookies.map((key) => key.toString('base64url')), short: { httpOnly: true, sameSite: 'lax', signed: true }, long: { httpOnly: true, sameSite: 'lax', signed: true } },
      claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
      interactions: { url: (_, interaction) => `${mount}/choose/${interaction.uid}` },
      ttl: { Interaction: 10 * minute, AuthorizationCode: minute, AccessToken: 5 * minute, IdToken: 5 * minute, Grant: 10 * minute, Session: 10 * minute },
      findAccount: (_, id) => {
        const user = users.find((u) => u.id === id);
        return user && { accountId: id, claims: () => ({ sub: id, email: user.email, email_verified: true, name: user.name }) };
      },
      // The portal is the only client and belongs to the same area, so there is no consent to ask for.
      async loadExistingGrant(context) {
        const { client, session } = context.oidc;
        const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
      renderError(context, out) {
        context.type = 'text/plain';
        context.body = `Signing in did not finish (${out.error}). Start again from ${origin}/sign-in`;
      },
    });
    provider.proxy = true;
    return provider;
  };
  const at = (origin: string): Provider => {
    const provider = providers.get(origin) ?? make(origin);
    providers.set(origin, provider);
    if (providers.size > 16) providers.delete(providers.keys().next().value!);
    return provider;
  };
  return {
    at,
    address: (origin) => ({
      issuer: `${origin}${mount}`,
      clientId,
      clientSecret: keys.client,
      askAlways: true,
      // Asked in this process: the server need not be able to reach itself by the name people use.
      async fetch(url, { method, headers, body }) {
        const target = new URL(url);
        const reply = await app.inject({
          method: method as 'GET' | 'POST',
          url: target.pathname + target.search,
          headers: { ...Object.fromEntries(new Headers(headers)), host: target.host, 'x-forwarded-proto': target.protocol.slice(0, -1) },
          ...(body instanceof URLSearchParams || typeof body === 'string' ? { payload: body.toString() } : {}),
        });
        return new Response(reply.body, { status: reply.statusCode, headers: new Headers(Object.entries(reply.headers).map(([name, value]) => [name, String(value)])) });
      },
    }),
  };
}

/** Adds the provider's own endpoints. They are a protocol, not pages: they read their own bodies and need no form token. */
export async function mountEmbedded(app: FastifyInstance, embedded: Embedded, originOf: (request: FastifyRequest) => string): Promise<void> {
  await app.register(async (inner) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser('*', (_request, _payload, done) => done(null));
    inner.all(`${mount}/*`, { config: { csrf: false } }, async (request, reply) => {
      const origin = new URL(originOf(request));
      const raw = request.raw as typeof request.raw & { originalUrl?: string };
      raw.originalUrl = raw.url ?? '/';
      raw.url = raw.originalUrl.slice(mount.length);
      raw.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1);
      raw.headers['x-forwarded-host'] = origin.host;
      reply.hijack();
      await embedded.at(origin.origin).callback()(raw, reply.raw);
    });
  });
}

function adapter(state: Access['signInState'], name: string): Adapter {
  const kind = `provider:${name}`;
  const find = async (by: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> => {
    const found = await state.get(kind, by, value);
    return found ? { ...found.payload, ...(found.consumed ? { consumed: true } : {}) } : undefined;
  };
  return {
    upsert: (id, payload, seconds) => state.put(kind, id, payload, seconds ?? 10 * minute),
    find: (id) => find('id', id),
    findByUid: (uid) => find('uid', uid),
    findByUserCode: async () => undefined,
    consume: (id) => state.consume(kind, id),
    destroy: (id) => state.remove(kind, 'id', id),
    revokeByGrantId: (grantId) => state.remove(kind, 'grantId', grantId),
  };
}
