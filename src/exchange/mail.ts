import { createHash } from 'node:crypto';
import { createTransport, type SentMessageInfo } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import { accepted, isLoopback, type Channel } from './channel.ts';

const timeout = 20_000;

/**
 * Mail by SMTP. To another machine the connection must be encrypted. The same notice has the same Message-ID at every try,
 * by which a mail system that drops duplicates knows it; SMTP itself has no such thing, so that a mail may come twice when
 * the line breaks after it was taken.
 */
export function mailChannel({ url, from }: { url: string; from: string }): Channel {
  const { hostname, protocol } = new URL(url);
  const options: SMTPTransport.Options = { url, requireTLS: protocol === 'smtp:' && !isLoopback(hostname), connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout, disableFileAccess: true, disableUrlAccess: true };
  return {
    name: 'mail',
    async send({ key, to, subject, text }, signal) {
      const transport = createTransport(options);
      const giveUp = (): void => transport.close();
      signal.addEventListener('abort', giveUp, { once: true });
      const messageId = `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${from.split('@').at(-1)?.replace(/[^\w.-]/g, '') ?? 'kith'}>`;
      try {
        const sent: SentMessageInfo = await transport.sendMail({ from, to, subject, text, messageId, headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } });
        return accepted('mail', messageId, sent.response);
      } catch (error) {
        const { responseCode, code, message } = error as { responseCode?: number; code?: string; message?: string };
        const reason = `mail server: ${message ?? code ?? 'failed'}`;
        return responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH' ? { is: 'never', reason } : { is: 'later', reason };
      } finally {
        signal.removeEventListener('abort', giveUp);
        transport.close();
      }
    },
  };
}
