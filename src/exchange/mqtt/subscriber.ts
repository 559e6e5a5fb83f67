import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { KithError, type Config, type Kernel } from '../../kernel/index.ts';
import type { Ingest } from '../../sensors/index.ts';
import { formatOfTopic } from './topics.ts';

export interface Subscriber {
  /** Resolves once every connection listens. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/** Again after this long, in milliseconds, where the store is away. */
const again = 1000;

/**
 * Listens to a broker elsewhere. A message is acknowledged once its uplinks are committed. Each connection has one
 * message in hand at a time, so several are held; the broker shares a group's topics among them, and among processes. A
 * connection's session outlives it: what arrives while Kith is down waits in the broker.
 */
export function subscribe(kernel: Pick<Kernel, 'log' | 'area'>, ingest: Ingest, config: Config['mqtt'] & { url: string }): Subscriber {
  const { log, area } = kernel;
  const closing = new AbortController();
  const topics = config.topics.map((topic) => (config.group === '' ? topic : `$share/${config.group}/${topic}`));
  // Without a group every connection would hear everything.
  const clients = Array.from({ length: config.group === '' ? 1 : config.connections }, (_, n) =>
    connect(config.url, {
      clientId: `kith-${area.id}-${hostname()}-${n}`.slice(0, 120),
      clean: false,
      reconnectPeriod: 1000,
      // Subscribed below, on every connection: a broker that was restarted may have forgotten.
      resubscribe: false,
      ...(config.user === undefined ? {} : { username: config.user }),
      ...(config.password === undefined ? {} : { password: config.password }),
    }),
  );
  const keep = async (topic: string, body: Uint8Array): Promise<void> => {
    const format = formatOfTopic(topic);
    if (format === null) return;
    while (!closing.signal.aborted) {
      try {
        await ingest.receive({ format, body, integration: 'broker', hint: topic });
        return;
      } catch (error) {
        if (error instanceof KithError && error.code !== 'store.unavailable') return;
        await wait(again);
      }
    }
    throw new Error('closing');
  };
  const acknowledge = async (packet: IPublishPacket, done: () => void): Promise<void> => {
    try {
      await keep(packet.topic, typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload);
    } catch {
      // Not acknowledged, and so sent again to whoever listens next.
      return;
    }
    done();
  };
  const listens = (client: MqttClient): Promise<void> =>
    new Promise((listening) => {
      client.on('connect', () => {
        client.subscribeAsync(topics, { qos: 1 }).then(
          () => listening(),
          (error: unknown) => log.error({ message: error instanceof Error ? error.message : String(error) }, 'the broker refused the subscription'),
        );
      });
      client.on('error', (error) => log.error({ message: error.message }, 'the broker elsewhere could not be reached'));
      client.handleMessage = (packet, done) => {
        void acknowledge(packet, done);
      };
    });
  return {
    ready: Promise.all(clients.map(listens)).then(() => undefined),
    async close() {
      closing.abort();
      await Promise.all(clients.map((client) => client.endAsync(true)));
    },
  };
}
