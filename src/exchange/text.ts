import { createHmac } from 'node:crypto';
import type { Delivery, Receipt } from '../kernel/index.ts';
import { accepted, refused, safeUrl, type Channel } from './channel.ts';

/** Reads what a text service said of a message; null while it has said nothing final. */
export interface TextChannel extends Channel {
  outcome(reference: string, signal: AbortSignal): Promise<Receipt | null>;
}

const base64url = (data: string | Buffer): string => Buffer.from(data).toString('base64url');

/** A bearer token as GOV.UK Notify's API asks for: HS256, issued by the service, good for half a minute. */
function token(key: string, now: Date): string {
  const [service, secret] = [key.slice(-73, -37), key.slice(-36)];
  const head = `${base64url(JSON.stringify({ typ: 'JWT', alg: 'HS256' }))}.${base64url(JSON.stringify({ iss: service, iat: Math.floor(now.getTime() / 1000) }))}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

const final: Readonly<Record<string, Receipt['kind']>> = { delivered: 'delivered', 'permanent-failure': 'failed', 'temporary-failure': 'failed', 'technical-failure': 'failed' };

/**
 * Text messages by an API of the shape of GOV.UK Notify (`POST /v2/notifications/sms`). It honours no idempotency key, but can
 * be asked what it has under our reference: before a second try it is asked.
 */
export function textChannel({ url, key, template }: { url: string; key: string; template: string }, now: () => Date): TextChannel {
  const base = safeUrl(url);
  const call = (path: string, signal: AbortSignal, body?: unknown): Promise<Response> => {
    if (base === null) throw new Error('KITH_NOTIFY_URL must be https');
    return fetch(new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base), {
      signal,
      redirect: 'error',
      headers: { authorization: `Bearer ${token(key, now())}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
  };
  const sentBefore = async (reference: string, signal: AbortSignal): Promise<string | null> => {
    const answer = await call(`/v2/notifications?reference=${encodeURIComponent(reference)}`, signal);
    if (!answer.ok) throw new Error(`text service answered ${answer.status} when asked what it has`);
    const { notifications } = (await answer.json()) as { notifications?: { id: string }[] };
    return notifications?.[0]?.id ?? null;
  };
  return {
    name: 'text',
    async send({ key: reference, to, text, values, again }, signal): Promise<Delivery> {
      if (base === null) return { is: 'never', reason: 'the address of the text service is not https' };
      const before = again ? await sentBefore(reference, signal) : null;
      if (before !== null) return accepted('text', before, 'had been taken at an earlier try');
      const answer = await call('/v2/notifications/sms', signal, { phone_number: to.replace(/ /g, ''), template_id: template, reference, personalisation: { ...values, message: text.trim() } });
      if (!answer.ok) return refused(answer.status, answer.headers.get('retry-after'), 'text service');
      const { id } = (await answer.json()) as { id?: string };
      return accepted('text', id ?? null);
    },
    async outcome(reference, signal) {
      const answer = await call(`/v2/notifications/${encodeURIComponent(reference)}`, signal);
      if (!answer.ok) return null;
      const { status = '' } = (await answer.json()) as { status?: string };
      const kind = final[status];
      return kind === undefined ? null : { kind, channel: 'text', reference, detail: status };
    },
  };
}
