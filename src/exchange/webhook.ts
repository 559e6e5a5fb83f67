import { createHash, createHmac } from 'node:crypto';
import { accepted, refused, safeUrl, type Channel } from './channel.ts';

/** A signature as Standard Webhooks 1.0 defines it: HMAC-SHA256 over id, time and body, so that none of the three can be changed or sent again later. */
export const signature = (secret: string, id: string, seconds: number, body: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${seconds}.${body}`).digest('base64')}`;

/** The id a receiver knows a notice by: the same at every try, so that it can drop a second one. */
export const webhookId = (key: string): string => `kith_${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;

/** A signed webhook to any system, by Standard Webhooks. `secrets` names each contact's secret by its address. */
export function webhookChannel(named: (variable: string) => string | null, secretOf: (to: string) => string | null, now: () => Date): Channel {
  return {
    name: 'webhook',
    async send({ key, to, values }, signal) {
      const url = safeUrl(named(to) ?? '');
      const secret = named(secretOf(to) ?? '');
      if (url === null || secret === null) return { is: 'never', reason: `${to} holds no https address, or its secret is not set` };
      const id = webhookId(key);
      const seconds = Math.floor(now().getTime() / 1000);
      const body = JSON.stringify({ type: 'alert.notice', timestamp: new Date(seconds * 1000).toISOString(), data: values });
      const answer = await fetch(url, {
        method: 'POST',
        signal,
        redirect: 'error',
        headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature(secret, id, seconds, body), 'idempotency-key': id },
        body,
      });
      return answer.ok ? accepted('webhook', id, String(answer.status)) : refused(answer.status, answer.headers.get('retry-after'), 'webhook');
    },
  };
}
