import { z } from 'zod';
import { KithError, type Area } from '../../kernel/index.ts';

const environment = z.object({
  KITH_PERSON_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  KITH_PERSON_OIDC_CLIENT_ID: z.string().min(1).optional(),
  KITH_PERSON_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
});

/** How people sign in at their own side: a provider of theirs, by choosing an invented account, or not at all. */
export type OwnSignInSettings = { kind: 'provider'; issuer: string; clientId: string; clientSecret: string } | { kind: 'invented' } | { kind: 'none' };

/** People are never signed in by the workers' provider: an address that both know would make one into the other. */
export function readOwnSettings(env: NodeJS.ProcessEnv, area: Pick<Area, 'synthetic'>): OwnSignInSettings {
  const named = Object.keys(environment.shape) as (keyof typeof environment.shape)[];
  const parsed = environment.safeParse(Object.fromEntries(named.map((name) => [name, env[name] === '' ? undefined : env[name]])));
  if (!parsed.success) throw new KithError('config.invalid', `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`, { mend: 'See docs/rooms/access.md, "People at their own record".' });
  const { KITH_PERSON_OIDC_ISSUER: issuer, KITH_PERSON_OIDC_CLIENT_ID: clientId, KITH_PERSON_OIDC_CLIENT_SECRET: clientSecret } = parsed.data;
  if (issuer !== undefined && clientId !== undefined && clientSecret !== undefined) return { kind: 'provider', issuer, clientId, clientSecret };
  if (issuer !== undefined || clientId !== undefined || clientSecret !== undefined) {
    throw new KithError('config.invalid', 'An identity provider for people needs all of KITH_PERSON_OIDC_ISSUER, KITH_PERSON_OIDC_CLIENT_ID and KITH_PERSON_OIDC_CLIENT_SECRET.', { mend: 'Set the missing ones, or none: then people do not sign in.' });
  }
  return area.synthetic ? { kind: 'invented' } : { kind: 'none' };
}
