import { z } from 'zod';
import { KithError } from '../kernel/index.ts';

const environment = z.object({
  KITH_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  KITH_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  KITH_MAIL_FROM: z.string().min(3).optional(),
  KITH_NOTIFY_URL: z.url({ protocol: /^https?$/ }).optional(),
  KITH_NOTIFY_KEY: z.string().regex(/[0-9a-f-]{36}-[0-9a-f-]{36}$/, 'give the key as the service shows it, name and both identifiers').optional(),
  KITH_NOTIFY_TEMPLATE: z.uuid().optional(),
});

/** How each channel is reached; null where nobody has set it up, and then it sends nothing. */
export interface NoticeSettings {
  /** Where people reach the portal: what links in notices start with. */
  origin: string;
  mail: { url: string; from: string } | null;
  text: { url: string; key: string; template: string } | null;
  /** An address or a secret that a contact names. */
  named: (variable: string) => string | null;
}

/** Reads the settings of channels from the environment. Throws `config.invalid` for a channel that is half set up. */
export function readNoticeSettings(env: NodeJS.ProcessEnv, port: number): NoticeSettings {
  const names = Object.keys(environment.shape) as (keyof typeof environment.shape)[];
  const parsed = environment.safeParse(Object.fromEntries(names.map((name) => [name, env[name] === '' ? undefined : env[name]])));
  if (!parsed.success) throw new KithError('config.invalid', `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`, { mend: 'See docs/how-to/route-alerts.md.' });
  const { data } = parsed;
  const half = (what: string, wanted: string): KithError => new KithError('config.invalid', `${what} needs ${wanted}.`, { mend: 'Set the missing ones, or none to leave the channel off.' });
  if ((data.KITH_SMTP_URL === undefined) !== (data.KITH_MAIL_FROM === undefined)) throw half('Mail', 'both KITH_SMTP_URL and KITH_MAIL_FROM');
  const text = [data.KITH_NOTIFY_URL, data.KITH_NOTIFY_KEY, data.KITH_NOTIFY_TEMPLATE];
  if (text.some((x) => x === undefined) && text.some((x) => x !== undefined)) throw half('Text', 'all of KITH_NOTIFY_URL, KITH_NOTIFY_KEY and KITH_NOTIFY_TEMPLATE');
  const [url, key, template] = text;
  return {
    origin: data.KITH_PUBLIC_URL === undefined ? `http://localhost:${port}` : new URL(data.KITH_PUBLIC_URL).origin,
    mail: data.KITH_SMTP_URL === undefined || data.KITH_MAIL_FROM === undefined ? null : { url: data.KITH_SMTP_URL, from: data.KITH_MAIL_FROM },
    text: url === undefined || key === undefined || template === undefined ? null : { url, key, template },
    named: (variable) => (env[variable] === undefined || env[variable] === '' ? null : env[variable]),
  };
}
