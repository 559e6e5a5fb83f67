import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { KithError } from './errors.ts';

const schema = z.object({
  /** Where the embedded store, received files and keys live. */
  data: z.string().min(1),
  /** Folder of the area's definitions. */
  area: z.string().min(1),
  port: z.coerce.number().int().min(0).max(65535),
  host: z.string().min(1),
  /** A PostgreSQL 16+ server; without it the embedded one is used. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Ed25519 private key (PKCS#8 PEM) that signs the access log; without it one is kept in the data folder. */
  logKey: z.string().min(1).optional(),
  /** Folder to which signed heads of the access log are published: best one that cannot be written over. */
  logAnchor: z.string().min(1).optional(),
  /** Addresses of partners who co-sign heads of the access log. */
  logWitnesses: z.array(z.url({ protocol: /^https?$/ })),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
});

export type Config = z.infer<typeof schema>;

/** A variable that is set to nothing is not set. */
const blank = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One checked configuration from defaults, then the environment, then what the command line said. */
export function readConfig(env: NodeJS.ProcessEnv, options: Partial<Record<'data' | 'area' | 'port' | 'host' | 'logLevel', string>> = {}): Config {
  const parsed = schema.safeParse({
    data: resolve(options.data ?? env.KITH_DATA ?? 'data'),
    area: resolve(options.area ?? env.KITH_AREA ?? resolve(root, 'areas/demo')),
    port: options.port ?? env.KITH_PORT ?? env.PORT ?? 3000,
    host: options.host ?? env.KITH_HOST ?? '127.0.0.1',
    databaseUrl: blank(env.DATABASE_URL),
    logKey: blank(env.KITH_LOG_KEY),
    logAnchor: blank(env.KITH_LOG_ANCHOR),
    logWitnesses: (env.KITH_LOG_WITNESSES ?? '').split(/[\s,]+/).filter((url) => url !== ''),
    logLevel: options.logLevel ?? env.KITH_LOG ?? 'error',
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KithError('config.invalid', `${issue?.path.join('.')}: ${issue?.message}`, {
    mend: 'See "kith --help" for the options, and docs/rooms/kernel.md for the environment variables.',
  });
}
