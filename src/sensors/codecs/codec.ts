import { KithError } from '../../kernel/index.ts';
import type { Measured } from '../metrics.ts';
import type { Decoded } from './fields.ts';

/** How the bytes of one kind of device are read. Pure: the same bytes always give the same. */
export interface Codec {
  /** Maker and model: `milesight-em300-th`. */
  id: string;
  title: string;
  /** LoRaWAN port its readings usually come on, and whether it may use another. */
  port: number;
  onPort(port: number): boolean;
  /** Throws `uplink.refused` for bytes that are not this device's, with the offset of the first that is wrong. */
  decode(bytes: Uint8Array, port: number): Decoded;
  /** What was measured, in the metrics and units of Kith. What has no metric is left out. */
  measured(decoded: Decoded): Measured[];
}

export const refused = (message: string, mend: string): KithError => new KithError('uplink.refused', message, { mend });

export const wrongDevice = 'Check that the device is registered with the right codec; "kith sensors decode --list" lists them.';

/** Ports a device's own program may use; 0 is the network's, 224 and above are for tests (LoRaWAN 1.0.4, 4.3.2). */
export const anyPort = (port: number): boolean => port >= 1 && port <= 223;
