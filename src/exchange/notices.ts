import { addReceipt, appendEvents, deliverEvents, noticeSchema, noticeTopic, openReceipts, refuseProblems, type Consumer, type Delivery, type Kernel, type Notice, type Step } from '../kernel/index.ts';
import type { Channel } from './channel.ts';
import { mailChannel } from './mail.ts';
import { fill, fillings, readNotices, type Contact, type NoticeRules } from './notice-definition.ts';
import { readNoticeSettings, type NoticeSettings } from './notice-settings.ts';
import { teamsChannel } from './teams.ts';
import { textChannel, type TextChannel } from './text.ts';
import { webhookChannel } from './webhook.ts';

export interface Notices {
  /** Whom notices go to, and whether their channel is set up. */
  contacts: readonly (Contact & { on: boolean })[];
  /** Name of a contact, for pages. */
  contactName: (id: string) => string;
  /** Who of the contacts is told of a team's cases by a channel; null where there is nobody. */
  contactOf: (team: string, channel: 'mail' | 'text') => string | null;
  /** Delivers what waits, and asks text services what became of what they took; for the loop. */
  steps: Step[];
  /** Puts a test notice to a contact in the outbox. @returns false when there is no such contact */
  test(contact: string, team: string): Promise<boolean>;
}

const receiptsEvery = 60_000;
/** A text service keeps trying for three days; after that it says nothing more. */
const receiptDays = 3;
const receiptsAtOnce = 50;

/** What sends the notices that other rooms wrote to the outbox. A channel that is not set up sends nothing, and the notice's receipt says so. */
export function createNotices(kernel: Kernel, env: NodeJS.ProcessEnv = process.env): Notices {
  const { db, clock, log } = kernel;
  const { rules, problems } = readNotices(kernel.area.dir);
  refuseProblems(problems);
  const settings = readNoticeSettings(env, kernel.config.port);
  const channels = channelsOf(settings, rules, () => clock.now());
  const contacts = (rules?.contacts ?? []).map((contact) => ({ ...contact, on: isOn(settings, contact) }));
  const by = new Map(contacts.map((c) => [c.id, c]));

  const deliver = async (notice: Notice, key: string, again: boolean, signal: AbortSignal): Promise<Delivery> => {
    const contact = by.get(notice.contact);
    if (contact === undefined || rules === null) return { is: 'never', reason: `there is no contact ${notice.contact} in exchange/notices.yaml` };
    const channel = channels[contact.channel];
    if (!contact.on || channel === null) return { is: 'sent', receipt: { kind: 'not-sent', channel: contact.channel, reference: null, detail: 'the channel is not set up' } };
    const values = fillings(notice, settings.origin);
    const words = rules.words[notice.kind];
    return channel.send({ key, to: contact.to, subject: fill(words.subject, values), text: fill(words.text, values), values: { kind: notice.kind, ...values }, again }, signal);
  };

  const consumer: Consumer = {
    topic: noticeTopic,
    channel: (event) => by.get(String(event.payload.contact))?.channel ?? 'none',
    async deliver(event, signal) {
      const read = noticeSchema.safeParse(event.payload);
      return read.success ? deliver(read.data, event.key, event.attempt > 1, signal) : { is: 'never', reason: 'not a notice' };
    },
  };

  let asked = Number.NEGATIVE_INFINITY;
  const receipts = async (text: TextChannel): Promise<void> => {
    const now = clock.now();
    if (Math.abs(now.getTime() - asked) < receiptsEvery) return;
    asked = now.getTime();
    for (const { eventId, reference } of await openReceipts(db.writer, 'text', new Date(now.getTime() - receiptDays * 86_400_000), receiptsAtOnce)) {
      const outcome = await text.outcome(reference, AbortSignal.timeout(10_000));
      if (outcome !== null) await addReceipt(db.writer, eventId, outcome, now);
    }
  };

  return {
    contacts,
    contactName: (id) => by.get(id)?.name ?? id,
    contactOf: (team, channel) => contacts.find((c) => c.channel === channel && c.teams.includes(team))?.id ?? null,
    steps: [
      { name: 'exchange.send-notices', run: async () => (await deliverEvents(db, clock, [consumer], log)) > 0 },
      ...(channels.text === null ? [] : [{ name: 'exchange.ask-receipts', run: async () => (await receipts(channels.text!), false) }]),
    ],
    async test(contact, team) {
      if (!by.has(contact)) return false;
      const payload: Notice = { kind: 'test', contact, reference: null, team, severity: null, count: null, says: null, path: '/alerts' };
      await appendEvents(db.writer, [{ topic: noticeTopic, key: `test:${contact}:${clock.now().toISOString()}`, payload: { ...payload } }], clock.now());
      return true;
    },
  };
}

const isOn = (settings: NoticeSettings, contact: Contact): boolean =>
  contact.channel === 'mail' ? settings.mail !== null : contact.channel === 'text' ? settings.text !== null : settings.named(contact.to) !== null && (contact.channel === 'teams' || settings.named(contact.secret) !== null);

function channelsOf(settings: NoticeSettings, rules: NoticeRules | null, now: () => Date): { mail: Channel | null; text: TextChannel | null; teams: Channel; webhook: Channel } {
  const secrets = new Map((rules?.contacts ?? []).flatMap((c) => (c.channel === 'webhook' ? [[c.to, c.secret] as const] : [])));
  return {
    mail: settings.mail === null ? null : mailChannel(settings.mail),
    text: settings.text === null ? null : textChannel(settings.text, now),
    teams: teamsChannel(settings.named),
    webhook: webhookChannel(settings.named, (to) => secrets.get(to) ?? null, now),
  };
}
