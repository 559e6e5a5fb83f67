import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readDefinition, type Area, type Problem } from '../../kernel/index.ts';

const limit = (times: number, seconds: number) =>
  z.strictObject({ times: z.number().int().min(1).max(1_000_000), seconds: z.number().int().min(1).max(86_400) }).default({ times, seconds });

/** `access/security.yaml`: how people sign in, how long that lasts, and how often things may be done. An area without it has the defaults. */
export const securitySchema = z.strictObject({
  signIn: z
    .strictObject({
      /**
       * A second step with the embedded identity provider: `required` of everybody, `optional` for whoever sets it up, or `off`.
       * An identity provider of your own asks for its own.
       */
      mfa: z.enum(['required', 'optional', 'off']).default('optional'),
      /** What the embedded provider asks: `choose` who you would like to be (invented people only), or a passkey made from an invitation. */
      embedded: z.enum(['choose', 'passkeys']).default('choose'),
    })
    .prefault({}),
  session: z
    .strictObject({
      /** Minutes without a page after which somebody is signed out. */
      idleMinutes: z.number().int().min(5).max(120).default(30),
      /** Hours after which they sign in again whatever they do. */
      longestHours: z.number().int().min(1).max(24).default(10),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** Searches for people, by one user. */
      search: limit(60, 60),
      /** Lists taken away, by one user. */
      export: limit(10, 3600),
      /** Forms sent, by one user. */
      change: limit(120, 60),
      /** Forms and searches from one network address, whoever sends them: an office may share one. */
      address: limit(1200, 60),
      /** Steps of signing in from one network address. */
      signIn: limit(600, 300),
      /** Wrong codes or passkeys of one user, before nothing more is tried for the rest of the time. It cannot be turned off. */
      code: limit(5, 900),
    })
    .prefault({}),
  /** From how much on `kith audit unusual` names a user. */
  unusual: z
    .strictObject({
      searchesInHour: z.number().int().min(1).default(40),
      /** People opened in a day with whom nobody of the user's organisation works. */
      strangersInDay: z.number().int().min(1).default(15),
      refusedInDay: z.number().int().min(1).default(5),
    })
    .prefault({}),
});

export type Security = z.infer<typeof securitySchema>;
export const defaultSecurity: Security = securitySchema.parse({});

/** More searches in a minute than anybody makes by hand: a demo may allow them, so that it can be timed, and nothing else. */
const byHand = 300;

/** Reads `access/security.yaml` of an area, where there is one. An area of real people is held to limits that limit. */
export function readSecurity(area: Pick<Area, 'dir' | 'synthetic'>): { security: Security; problems: Problem[] } {
  const file = join(area.dir, 'access', 'security.yaml');
  if (!existsSync(file)) return { security: defaultSecurity, problems: [] };
  const read = readDefinition(area.dir, file, securitySchema);
  if (Array.isArray(read)) return { security: defaultSecurity, problems: read };
  const { times, seconds } = read.value.limits.search;
  const loose = !area.synthetic && (times / seconds) * 60 > byHand;
  return { security: read.value, problems: loose ? [read.problem(['limits', 'search'], `Real people are here, and one user may search for ${times} of them in ${seconds} seconds.`, 'Leave it out for 60 in a minute, or give what a busy desk needs.')] : [] };
}
