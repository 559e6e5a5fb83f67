import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { KithError, type Kernel } from '../kernel/index.ts';
import { integrationOf, listIntegrations, markUsed, putIntegration, revokeIntegration, type IntegrationRow } from './integrations.store.ts';

/** Who may hand uplinks in, each with a token of its own. */
export interface Integrations {
  /** Makes a token for an integration, in place of one it had. It is shown this once: only its hash is kept. */
  issue(integration: string, about: string, by: string): Promise<string>;
  /** Its token opens nothing from now on. False when there was none in force. */
  revoke(integration: string): Promise<boolean>;
  list(): Promise<IntegrationRow[]>;
  /** Whose token this is; null when nobody's. A revoked one is refused within five seconds, everywhere. */
  recognise(token: string): Promise<string | null>;
}

const rememberedFor = 5_000;
const remembersAtMost = 1000;

export function createIntegrations(kernel: Pick<Kernel, 'db' | 'clock' | 'config'>): Integrations {
  const { db, clock, config } = kernel;
  const known = new Map<string, { integration: string; until: number }>();
  const configured = Object.entries(config.uplinkTokens).map(([integration, token]) => ({ integration, hash: hashOf(token) }));
  return {
    async issue(integration, about, by) {
      if (!/^[a-z][a-z0-9-]{1,39}$/.test(integration)) throw new KithError('usage.invalid', `"${integration}" cannot be the name of an integration.`, { mend: 'Use small letters, digits and hyphens, such as chirpstack-east.' });
      const token = `kith_${randomBytes(32).toString('base64url')}`;
      await putIntegration(db.writer, integration, about, hashOf(token), by, clock.now());
      known.clear();
      return token;
    },
    async revoke(integration) {
      known.clear();
      return revokeIntegration(db.writer, integration, clock.now());
    },
    list: () => listIntegrations(db.writer),
    async recognise(token) {
      if (token.length < 16 || token.length > 200) return null;
      const hash = hashOf(token);
      const fixed = configured.find((c) => timingSafeEqual(c.hash, hash));
      if (fixed !== undefined) return fixed.integration;
      const key = hash.toString('base64');
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.until > performance.now()) return remembered.integration;
      const integration = await integrationOf(db.writer, hash);
      if (integration === null) return null;
      if (known.size >= remembersAtMost) known.clear();
      known.set(key, { integration, until: performance.now() + rememberedFor });
      await markUsed(db.writer, integration, clock.now());
      return integration;
    },
  };
}

/** A token is 256 random bits: a plain digest of it cannot be searched. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
