import { z } from 'zod';
import { KithError, type Area } from '../../kernel/index.ts';

const environment = z.object({
  KITH_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  KITH_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  KITH_OIDC_CLIENT_ID: z.string().min(1).optional(),
  KITH_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
});

export interface SignInSettings {
  /** Where people reach the portal, when that is not the address the server itself sees (behind a proxy). */
  publicOrigin: string | null;
  /** The area's own identity provider; null means the embedded one. */
  provider: { issuer: string; clientId: string; clientSecret: string } | null;
}

/**
 * Reads sign-in's settings from the environment. The embedded provider lets anybody in by a name alone in an area of invented
 * people; an area of real people cannot start with that, but with a provider of its own, or with passkeys.
 */
export function readSignInSettings(env: NodeJS.ProcessEnv, area: Pick<Area, 'synthetic' | 'name'>, embedded: 'choose' | 'passkeys'): SignInSettings {
  const named = Object.keys(environment.shape) as (keyof typeof environment.shape)[];
  const parsed = environment.safeParse(Object.fromEntries(named.map((name) => [name, env[name] === '' ? undefined : env[name]])));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new KithError('config.invalid', `${issue?.path.join('.')}: ${issue?.message}`, { mend: 'See docs/rooms/access.md, "Signing in".' });
  }
  const { KITH_PUBLIC_URL: url, KITH_OIDC_ISSUER: issuer, KITH_OIDC_CLIENT_ID: clientId, KITH_OIDC_CLIENT_SECRET: clientSecret } = parsed.data;
  const publicOrigin = url === undefined ? null : new URL(url).origin;
  if (issuer !== undefined && clientId !== undefined && clientSecret !== undefined) return { publicOrigin, provider: { issuer, clientId, clientSecret } };
  if (issuer !== undefined || clientId !== undefined || clientSecret !== undefined) {
    throw new KithError('config.invalid', 'An identity provider needs all of KITH_OIDC_ISSUER, KITH_OIDC_CLIENT_ID and KITH_OIDC_CLIENT_SECRET.', { mend: 'Set the missing ones, or none for the demo.' });
  }
  if (!area.synthetic && embedded === 'choose') {
    throw new KithError('config.invalid', `${area.name} holds real people, so it needs an identity provider.`, { mend: 'Set KITH_OIDC_ISSUER, KITH_OIDC_CLIENT_ID and KITH_OIDC_CLIENT_SECRET, or let people sign in with passkeys (signIn.embedded in access/security.yaml).' });
  }
  return { publicOrigin, provider: null };
}
