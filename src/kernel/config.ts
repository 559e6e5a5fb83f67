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
  /** Keys that designated columns are sealed under, `id=key,id=key`, the newest first; without it they are kept in the data folder. */
  keys: z.string().min(1).optional(),
  /** Ed25519 private key (PKCS#8 PEM) that signs the access log; without it one is kept in the data folder. */
  logKey: z.string().min(1).optional(),
  /** Folder to which signed heads of the access log are published: best one that cannot be written over. */
  logAnchor: z.string().min(1).optional(),
  /** Addresses of partners who co-sign heads of the access log. */
  logWitnesses: z.array(z.url({ protocol: /^https?$/ })),
  /** Address of an authority that time-stamps heads of the access log (RFC 3161), and a PEM file of the certificates it is checked by. */
  logTimestamp: z.url({ protocol: /^https?$/ }).optional(),
  logTimestampCertificates: z.string().min(1).optional(),
  mqtt: z.object({
    /** Port and address of the embedded MQTT broker; no port, no broker. */
    port: z.coerce.number().int().min(0).max(65535).nullable(),
    host: z.string().min(1),
    /** A broker elsewhere, to listen to as well. */
    url: z.url({ protocol: /^(mqtts?|wss?)$/ }).optional(),
    user: z.string().optional(),
    password: z.string().optional(),
    /** Topics listened to there, and the group that shares them among processes; no group, no sharing. */
    topics: z.array(z.string().min(1)).min(1),
    group: z.string().regex(/^[\w.-]*$/),
    /** Connections held there: each has one message in hand at a time. */
    connections: z.coerce.number().int().min(1).max(64),
  }),
  /** Tokens of those who hand uplinks in, by name, beside the ones "kith sensors token" makes. */
  uplinkTokens: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'write each as name=token, its name in small letters'), z.string().min(16, 'a token has at least 16 characters')),
  /** `off` for benchmarks alone: how often things may be done is not counted. Wrong codes are all the same. */
  limits: z.enum(['on', 'off']),
  /** Addresses or networks of the proxies that stand before the portal, whose word for who asks is taken. */
  trustProxy: z.array(z.string().regex(/^[0-9a-f.:]+(\/\d{1,3})?$|^(loopback|linklocal|uniquelocal)$/i, 'give addresses or networks, such as 10.0.0.4 or 10.0.0.0/24')),
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
    keys: blank(env.KITH_KEYS),
    logKey: blank(env.KITH_LOG_KEY),
    logAnchor: blank(env.KITH_LOG_ANCHOR),
    logWitnesses: (env.KITH_LOG_WITNESSES ?? '').split(/[\s,]+/).filter((url) => url !== ''),
    logTimestamp: blank(env.KITH_LOG_TIMESTAMP),
    logTimestampCertificates: blank(env.KITH_LOG_TIMESTAMP_CERTIFICATES),
    mqtt: {
      port: env.KITH_MQTT_PORT === 'off' ? null : (blank(env.KITH_MQTT_PORT) ?? (Number(options.port ?? env.KITH_PORT ?? env.PORT) === 0 ? 0 : 1883)),
      host: blank(env.KITH_MQTT_HOST) ?? '127.0.0.1',
      url: blank(env.KITH_MQTT_URL),
      user: blank(env.KITH_MQTT_USER),
      password: blank(env.KITH_MQTT_PASSWORD),
      topics: (blank(env.KITH_MQTT_TOPICS) ?? 'application/+/device/+/event/+').split(/[\s,]+/).filter((topic) => topic !== ''),
      group: env.KITH_MQTT_GROUP ?? 'kith',
      connections: blank(env.KITH_MQTT_CONNECTIONS) ?? 8,
    },
    uplinkTokens: Object.fromEntries((env.KITH_UPLINK_TOKENS ?? '').split(/[\s,]+/).filter((pair) => pair !== '').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
    limits: blank(env.KITH_LIMITS) ?? 'on',
    trustProxy: (env.KITH_TRUST_PROXY ?? '').split(/[\s,]+/).filter((one) => one !== ''),
    logLevel: options.logLevel ?? env.KITH_LOG ?? 'error',
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KithError('config.invalid', `${issue?.path.join('.')}: ${issue?.message}`, {
    mend: 'See "kith --help" for the options, and docs/rooms/kernel.md for the environment variables.',
  });
}
