import type { Delivery, Receipt } from '../kernel/index.ts';

/** A notice ready to go. */
export interface Message {
  /** The same at every try. */
  key: string;
  to: string;
  subject: string;
  text: string;
  /** What fills the words, for channels that lay them out themselves. */
  values: Readonly<Record<string, string>>;
  /** Not the first try: an earlier one may have got through. */
  again: boolean;
}

/** A way of sending. */
export interface Channel {
  name: 'mail' | 'text' | 'teams' | 'webhook';
  send(message: Message, signal: AbortSignal): Promise<Delivery>;
}

export const accepted = (channel: Channel['name'], reference: string | null, detail: string | null = null): Delivery => ({ is: 'sent', receipt: { kind: 'accepted', channel, reference, detail } satisfies Receipt });

const loopback = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Whether an address is this machine's own. */
export const isLoopback = (host: string): boolean => loopback.has(host);

/** An address a notice may be sent to: encrypted, unless it stays on this machine. Null for any other. */
export function safeUrl(address: string): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) ? url : null;
}

/** What an HTTP answer that is no success means for the next try. */
export function refused(status: number, retryAfter: string | null, what: string): Delivery {
  const reason = `${what} answered ${status}`;
  if (status === 408 || status === 409 || status === 425 || status === 429 || status >= 500) {
    const seconds = Number(retryAfter);
    return { is: 'later', reason, ...(Number.isFinite(seconds) && seconds > 0 ? { afterSeconds: Math.min(seconds, 86_400) } : {}) };
  }
  return { is: 'never', reason };
}
