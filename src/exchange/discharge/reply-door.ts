import { createHmac, randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KithError, type Clock } from '../../kernel/index.ts';

/** Where acknowledgements go. */
export interface ReplyDoor {
  name: string;
  /** @returns what the other side calls it */
  send(name: string, text: string, signal: AbortSignal): Promise<string>;
}

/** A folder that another program empties: a file is there whole or not at all, and the same name is the same message. */
export function folderDoor(dir: string): ReplyDoor {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return {
    name: 'folder',
    send: (name, text) => {
      const part = join(dir, `.${name}.part`);
      writeFileSync(part, text, { mode: 0o600 });
      renameSync(part, join(dir, name));
      return Promise.resolve(name);
    },
  };
}

export interface Mailbox {
  url: string;
  mailbox: string;
  password: string;
  /** Shared key of the environment. */
  key: string;
  to: string;
  workflow: string;
}

/**
 * A mailbox of the Message Exchange for Social Care and Health (MESH API): one POST to the outbox, authorised by
 * `NHSMESH mailbox:nonce:count:time:HMAC-SHA256(key, mailbox:nonce:count:password:time)`.
 */
export function meshDoor({ url, mailbox, password, key, to, workflow }: Mailbox, clock: Clock): ReplyDoor {
  return {
    name: 'mesh',
    async send(name, text, signal) {
      const [nonce, count] = [randomUUID(), '0'];
      const time = clock.now().toISOString().replaceAll(/[-T:]/g, '').slice(0, 12);
      const hash = createHmac('sha256', key).update([mailbox, nonce, count, password, time].join(':')).digest('hex');
      const answered = await fetch(`${url.replace(/\/$/, '')}/messageexchange/${mailbox}/outbox`, {
        method: 'POST', body: text, signal, redirect: 'error',
        headers: { authorization: `NHSMESH ${[mailbox, nonce, count, time, hash].join(':')}`, 'content-type': name.endsWith('.xml') ? 'application/xml' : 'application/json', 'mex-from': mailbox, 'mex-to': to, 'mex-workflowid': workflow, 'mex-localid': name, 'mex-filename': name },
      });
      if (!answered.ok) throw new Error(`the mailbox answered ${answered.status}`);
      return ((await answered.json().catch(() => ({}))) as { message_id?: string }).message_id ?? name;
    },
  };
}

/** The door that the environment sets up: `KITH_DISCHARGE_OUT` a folder, `KITH_MESH_*` a mailbox; null for none. Throws `config.invalid` for half a mailbox. */
export function doorOf(env: NodeJS.ProcessEnv, clock: Clock): ReplyDoor | null {
  if (env.KITH_DISCHARGE_OUT !== undefined && env.KITH_DISCHARGE_OUT !== '') return folderDoor(env.KITH_DISCHARGE_OUT);
  const [url, mailbox, password, key, to] = ['KITH_MESH_URL', 'KITH_MESH_MAILBOX', 'KITH_MESH_PASSWORD', 'KITH_MESH_KEY', 'KITH_MESH_TO'].map((name) => env[name]);
  if (url === undefined || url === '') return null;
  if (mailbox === undefined || password === undefined || key === undefined || to === undefined) throw new KithError('usage.invalid', 'KITH_MESH_URL is set without the rest of its mailbox.', { mend: 'Set KITH_MESH_MAILBOX, KITH_MESH_PASSWORD, KITH_MESH_KEY and KITH_MESH_TO too.' });
  const local = /^http:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(url);
  if (!url.startsWith('https://') && !local) throw new KithError('usage.invalid', 'KITH_MESH_URL must begin with https://.', { mend: 'A message about a person goes nowhere in the clear.' });
  return meshDoor({ url, mailbox, password, key, to, workflow: env.KITH_MESH_WORKFLOW ?? 'DISCHARGE_REPLY' }, clock);
}
