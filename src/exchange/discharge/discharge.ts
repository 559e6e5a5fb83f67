import { createHash } from 'node:crypto';
import { appendEvents, deliverEvents, KithError, newId, refuseProblems, type Consumer, type Kernel, type Sql, type Step } from '../../kernel/index.ts';
import { personsByNhsNumber } from '../../record/index.ts';
import { readDischarge } from './definition.ts';
import { bornOf, insertMessage, markSent, replyOf, setAside, type KeptMessage } from './message.store.ts';
import { readMessage, type DischargeMessage } from './read-message.ts';
import { replyTo } from './reply.ts';
import type { ReplyDoor } from './reply-door.ts';

/** Something heard of a person, as cases take it. */
export interface HeardMessage {
  topic: string;
  personId: string;
  at: Date;
  key: string;
  body: Readonly<Record<string, string | number | boolean | null>>;
}

/** What became of a message. */
export type Received =
  | { is: 'taken'; kind: string; reference: string | null; opened: string[]; moved: string[]; offered: string[] }
  | { is: 'known'; kind: string }
  | { is: 'set-aside'; problem: string; mend: string };

export interface Discharge {
  /** Takes a message: what it says is heard in the transaction that keeps it and its acknowledgement. */
  receive(text: string): Promise<Received>;
  setAside(limit: number): ReturnType<typeof setAside>;
  /** Sends acknowledgements that wait; for the loop. */
  steps: Step[];
  /** Sends those that are due now. @returns how many were tried */
  send(): Promise<number>;
}

export const dischargeTopic = 'exchange.discharge-reply';

export interface DischargeServices {
  kernel: Kernel;
  hearIn: (sql: Sql, heard: HeardMessage) => Promise<{ opened: string[]; moved: string[]; offered: string[] }>;
  door: ReplyDoor | null;
}

/** Referrals for assessment from hospitals, their updates and withdrawals, in the formats of the area's file. Null where it has none. */
export function createDischarge({ kernel, hearIn, door }: DischargeServices): Discharge | null {
  const { db, clock, area } = kernel;
  const { rules, problems } = readDischarge(area.dir);
  refuseProblems(problems);
  if (rules === null) return null;

  const keep = (sql: Sql, kept: Partial<KeptMessage> & Pick<KeptMessage, 'key' | 'format' | 'kind'>): Promise<boolean> =>
    insertMessage(sql, { receivedAt: clock.now(), topic: null, reference: null, raw: null, problem: null, mend: null, reply: null, replyName: null, ...kept });
  const answer = (message: DischargeMessage, accepted: boolean, says: string): Pick<KeptMessage, 'reply' | 'replyName'> => {
    const { name, text } = replyTo(message, { id: newId(), accepted, says, at: clock.now(), endpoint: rules.endpoint });
    return { reply: text, replyName: name };
  };
  const acknowledge = (sql: Sql, key: string): Promise<unknown> => appendEvents(sql, [{ topic: dischargeTopic, key: `reply:${createHash('sha256').update(key).digest('hex')}:${clock.now().getTime()}`, payload: { message: key } }], clock.now());

  /** Keeps what cannot be taken, with why; whoever sent it is told so where it was read far enough. */
  async function aside(text: string, error: KithError, message: DischargeMessage | null): Promise<Received> {
    const key = message?.key ?? `unread|${createHash('sha256').update(text).digest('hex')}`;
    const mend = error.mend ?? 'Ask the sender for a corrected message.';
    await db.writer.begin(async (sql) => {
      const first = await keep(sql, { key, format: message?.format.id ?? 'unknown', kind: message?.kind ?? 'unknown', raw: text.slice(0, 5_000_000), problem: error.message, mend, ...(message === null ? {} : answer(message, false, error.message)) });
      if (first && message !== null) await acknowledge(sql, key);
    });
    return { is: 'set-aside', problem: error.message, mend };
  }

  async function personOf(sql: Sql, message: DischargeMessage): Promise<string> {
    const personId = (await personsByNhsNumber(sql, [message.nhsNumber])).get(message.nhsNumber);
    if (personId === undefined) throw new KithError('import.refused', 'Nobody here, or more than one person, has the NHS number of the message.', { mend: 'Record the person, then receive the message again.' });
    const born = message.birthDate === null ? null : await bornOf(sql, personId);
    if (born !== null && message.birthDate !== null && !born.startsWith(message.birthDate) && !message.birthDate.startsWith(born)) throw new KithError('import.refused', 'The NHS number of the message is of somebody born on another day.', { mend: 'Ask the sender to check the number.' });
    return personId;
  }

  const consumer: Consumer = {
    topic: dischargeTopic,
    channel: () => 'discharge',
    async deliver(event, signal) {
      const key = String(event.payload.message);
      const found = await replyOf(db.writer, key);
      if (found === null) return { is: 'never', reason: 'its acknowledgement was sent already' };
      if (door === null) return { is: 'later', reason: 'no door for acknowledgements is set up: KITH_DISCHARGE_OUT or KITH_MESH_URL' };
      const reference = await door.send(found.name, found.reply, signal);
      await markSent(db.writer, key, clock.now());
      return { is: 'sent', receipt: { kind: 'accepted', channel: door.name, reference, detail: null } };
    },
  };
  const send = (): Promise<number> => deliverEvents(db, clock, [consumer], kernel.log);

  return {
    async receive(text) {
      let message: DischargeMessage | null = null;
      try {
        const read = readMessage(rules, text, clock.today());
        message = read;
        const topic = rules.topics[read.kind];
        return await db.writer.begin(async (sql): Promise<Received> => {
          const personId = await personOf(sql, read);
          const first = await keep(sql, { key: read.key, format: read.format.id, kind: read.kind, topic, reference: read.reference, ...answer(read, true, read.kind === 'withdrawal' ? 'The withdrawal was received.' : 'The referral was received.') });
          if (!first) return { is: 'known', kind: read.kind };
          const came = await hearIn(sql, { topic, personId, at: clock.now(), key: read.key, body: { ...read.body, reference: read.reference, sender: read.sender } });
          await acknowledge(sql, read.key);
          return { is: 'taken', kind: read.kind, reference: read.reference, opened: came.opened, moved: came.moved, offered: came.offered };
        });
      } catch (error) {
        if (!(error instanceof KithError) || error.code !== 'import.refused') throw error;
        return aside(text, error, message);
      }
    },
    setAside: (limit) => setAside(db.writer, limit),
    steps: [{ name: 'exchange.send-acknowledgements', run: async () => (await send()) > 0 }],
    send,
  };
}
