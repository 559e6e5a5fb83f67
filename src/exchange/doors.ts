import type { FastifyInstance } from 'fastify';
import type { Kernel } from '../kernel/index.ts';
import type { Ingest, Integrations, Sensors } from '../sensors/index.ts';
import { startBroker, type Broker } from './mqtt/broker.ts';
import { subscribe, type Subscriber } from './mqtt/subscriber.ts';
import { addUplinkDoor } from './uplinks/door.ts';

/** Every door by which uplinks come in, with the one ingest behind them. */
export interface Doors {
  /** Adds `POST /uplinks/…` to a server that is about to listen. */
  addTo(app: FastifyInstance): Promise<void>;
  /** Opens the embedded broker, and listens to the one elsewhere, as configured. @returns where the broker listens, and what could not be opened */
  open(): Promise<{ mqtt: string | null; trouble: string | null }>;
  close(): Promise<void>;
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

export function createDoors(kernel: Kernel, sensors: Pick<Sensors, 'ingest' | 'integrations'>): Doors {
  const { mqtt } = kernel.config;
  const ingest: Ingest = sensors.ingest();
  const integrations: Integrations = sensors.integrations;
  let broker: Broker | null = null;
  let subscriber: Subscriber | null = null;
  return {
    addTo: (app) => addUplinkDoor(app, { kernel, ingest, integrations }),
    async open() {
      if (mqtt.url !== undefined) subscriber = subscribe(kernel, ingest, { ...mqtt, url: mqtt.url });
      if (mqtt.port === null) return { mqtt: null, trouble: null };
      try {
        broker = await startBroker(kernel, ingest, integrations, { port: mqtt.port, host: mqtt.host, anonymous: kernel.area.synthetic && loopback.has(mqtt.host) });
        return { mqtt: `mqtt://${mqtt.host}:${broker.port}`, trouble: null };
      } catch (error) {
        return { mqtt: null, trouble: `The MQTT broker could not open port ${mqtt.port} of ${mqtt.host}: ${error instanceof Error ? error.message : String(error)}. Set KITH_MQTT_PORT, or to "off".` };
      }
    },
    async close() {
      await subscriber?.close();
      await broker?.close();
      await ingest.close();
    },
  };
}
