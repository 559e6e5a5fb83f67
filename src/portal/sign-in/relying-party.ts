import * as client from 'openid-client';
import { KithError } from '../../kernel/index.ts';

/** What must be remembered between sending a browser to the provider and its return. */
export interface Errand {
  state: string;
  nonce: string;
  verifier: string;
}

/** The portal's side of OpenID Connect: authorization code with PKCE, state and nonce. */
export interface RelyingParty {
  /** Where to send the browser, and what to remember. */
  start(origin: string): Promise<{ url: URL; errand: Errand }>;
  /** The e-mail address the provider vouches for, and how it says they proved themselves (RFC 8176). Throws `access.unauthenticated`. */
  finish(origin: string, returned: URL, errand: Errand): Promise<{ email: string; methods: readonly string[] }>;
  /** Where to send the browser to sign out of the provider too; null when there is nowhere. */
  signOut(origin: string): Promise<URL | null>;
}

export const callbackPath = '/sign-in/callback';

/** How the provider for an origin is reached. */
export interface ProviderAddress {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where requests to it go; the embedded provider is asked in this very process. */
  fetch?: client.CustomFetch;
  /** Asks who it is every time, rather than trusting an earlier answer. */
  askAlways: boolean;
}

/** Speaks to the provider that `address` gives for the origin people use, and has it send them back to `callback`. */
export function createRelyingParty(address: (origin: string) => ProviderAddress, callback: string = callbackPath): RelyingParty {
  const known = new Map<string, Promise<client.Configuration>>();
  const configuration = (origin: string): Promise<client.Configuration> => {
    const { issuer, clientId, clientSecret, fetch } = address(origin);
    const already = known.get(issuer);
    if (already) return already;
    const found = client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      ...(issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {}),
      ...(fetch ? { [client.customFetch]: fetch } : {}),
    });
    known.set(issuer, found);
    if (known.size > 16) known.delete(known.keys().next().value!);
    found.catch(() => known.delete(issuer));
    return found;
  };
  return {
    async start(origin) {
      const errand = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
      const config = await configuration(origin).catch(unreachable);
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: `${origin}${callback}`,
        scope: 'openid email profile',
        state: errand.state,
        nonce: errand.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(errand.verifier),
        code_challenge_method: 'S256',
        ...(address(origin).askAlways ? { prompt: 'login' } : {}),
      });
      return { url, errand };
    },
    async finish(origin, returned, errand) {
      const config = await configuration(origin).catch(unreachable);
      const tokens = await client
        .authorizationCodeGrant(config, returned, { pkceCodeVerifier: errand.verifier, expectedState: errand.state, expectedNonce: errand.nonce, idTokenExpected: true })
        .catch(refused);
      const claims = tokens.claims();
      const said = claims?.email === undefined && claims ? await client.fetchUserInfo(config, tokens.access_token, claims.sub).catch(refused) : claims;
      if (typeof said?.email !== 'string' || said.email_verified === false) {
        throw new KithError('access.unauthenticated', 'The identity provider gave no e-mail address it vouches for.', { mend: 'Ask whoever runs it to release the claim "email".' });
      }
      const amr = claims?.amr;
      return { email: said.email, methods: Array.isArray(amr) ? amr.map(String) : [] };
    },
    async signOut(origin) {
      const config = await configuration(origin).catch(() => null);
      if (config === null || config.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(config, { post_logout_redirect_uri: `${origin}/sign-out` });
    },
  };
}

function unreachable(cause: unknown): never {
  throw new KithError('store.unavailable', 'The identity provider could not be reached.', { mend: 'Try again in a minute; if it goes on, tell your service desk.', cause });
}

function refused(cause: unknown): never {
  throw new KithError('access.unauthenticated', 'Signing in did not finish.', { mend: 'Start again from the sign-in page.', cause });
}
