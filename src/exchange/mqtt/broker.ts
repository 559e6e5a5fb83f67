import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';
import { KithError, type Kernel } from '../../kernel/index.ts';
import type { Ingest, Integrations, Message } from '../../sensors/index.ts';
import { formatOfTopic } from './topics.ts';

export interface Broker {
  /** Where it listens. */
  port: number;
  /** Takes no more, lets what is in hand be kept, and closes. */
  close(): Promise<void>;
}

export interface BrokerOptions {
  port: number;
  host: string;
  /** Whether somebody without a name may publish: for invented people on this machine alone. */
  anonymous: boolean;
}

const mostBytes = 128 * 1024;

/**
 * An MQTT broker for network servers to publish to (3.1.1 and 5). A message of QoS 1 or 2 is acknowledged once its uplinks
 * are committed, and not before; where they cannot be kept the connection ends, so that its sender sends them again. It
 * carries nothing onwards: nobody may subscribe. User name is the integration, password its token.
 */
export async function startBroker(kernel: Pick<Kernel, 'log'>, ingest: Ingest, integrations: Pick<Integrations, 'recognise'>, options: BrokerOptions): Promise<Broker> {
  const names = new WeakMap<Client, string>();
  const unknown = new Set<string>();
  const broker = await Aedes.createBroker({
    maxTopicLevels: 12,
    maxClientsIdLength: 128,
    authenticate: (client, user, password, done) =>
      void (async () => {
        const name = await authenticate(user, password).catch(() => null);
        if (name !== null) names.set(client, name);
        done(null, name !== null);
      })(),
    authorizeSubscribe: (_client, _subscription, done) => done(new Error('nothing is published here to listen to')),
    authorizePublish(client, packet, done) {
      // Nothing is held for those who come later: what is kept is kept in the store.
      packet.retain = false;
      const format = formatOfTopic(packet.topic);
      if (client === null || format === null) {
        if (unknown.size < 100 && !unknown.has(packet.topic)) kernel.log.warn({ topic: packet.topic.slice(0, 200) }, 'nothing is read from this topic');
        unknown.add(packet.topic.slice(0, 200));
        done(null);
        return;
      }
      const body = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      void (async () => done(await keep({ format, body, integration: names.get(client) ?? client.id, hint: packet.topic })))();
    },
  });
  const server = createServer((socket) => {
    guardSize(socket, mostBytes);
    broker.handle(socket);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port, options.host, () => listening());
  });
  // A connection that breaks is its sender's to open again.
  broker.on('clientError', () => undefined);
  broker.on('connectionError', () => undefined);

  /** Null once it is kept, or will never be better; otherwise why it must come again. */
  async function keep(message: Message): Promise<Error | null> {
    try {
      await ingest.receive(message);
      return null;
    } catch (error) {
      // What cannot be read is kept in quarantine, and would be no better sent again.
      if (!(error instanceof KithError) || error.code === 'store.unavailable') return error instanceof Error ? error : new Error('not kept');
      kernel.log.warn({ format: message.format, code: error.code }, 'an uplink could not be read');
      return null;
    }
  }

  async function authenticate(user: string | undefined, password: Buffer | undefined): Promise<string | null> {
    if (user === undefined && password === undefined) return options.anonymous ? 'anonymous' : null;
    const name = await integrations.recognise(password?.toString('utf8') ?? '');
    return name !== null && name === user ? name : null;
  }

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const stopped = new Promise<void>((done) => server.close(() => done()));
      await ingest.close();
      await new Promise<void>((done) => broker.close(() => done()));
      await stopped;
    },
  };
}

/** Ends a connection that announces a packet longer than any uplink, before it is gathered in memory (MQTT 5, 2.1.4). */
function guardSize(socket: Socket, most: number): void {
  let head: number[] | null = [];
  let skip = 0;
  socket.on('data', (chunk: Buffer) => {
    for (let i = 0; i < chunk.length; ) {
      if (skip > 0) {
        const step = Math.min(skip, chunk.length - i);
        skip -= step;
        i += step;
        continue;
      }
      head ??= [];
      head.push(chunk[i] ?? 0);
      i += 1;
      if (head.length === 1 || ((head.at(-1) ?? 0) & 0x80) !== 0) {
        if (head.length > 5) socket.destroy();
        continue;
      }
      const length = head.slice(1).reduce((sum, byte, at) => sum + (byte & 0x7f) * 128 ** at, 0);
      head = null;
      if (length > most) socket.destroy();
      skip = length;
    }
  });
  // Listening set it flowing; the broker reads it by itself.
  socket.pause();
}
