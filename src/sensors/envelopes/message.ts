import { createHash } from 'node:crypto';
import type { Measured } from '../metrics.ts';

/** What a device or its network says of its power. */
export interface Power {
  /** Per cent. */
  battery: number | null;
  volts: number | null;
}

/** One uplink of one device, out of whatever it came in. */
export interface Uplink {
  /** DevEUI in capitals, or whatever its sender calls the device. */
  devEui: string;
  /** When the network heard it, or the device measured; null where neither is said, and then it is when it arrived. */
  at: Date | null;
  /** What names this uplink for ever, so that hearing it again changes nothing. */
  identity: string;
  /** Without a time of its own: within how many seconds the same identity is the same uplink. */
  sameWithin: number | null;
  kind: 'up' | 'status' | 'join' | 'alarm' | 'other';
  /** Whether the device itself spoke: what its network says about it is no sign of life. */
  spoke: boolean;
  fPort: number | null;
  fCnt: number | null;
  /** Bytes for the device's codec; or, of a format that says itself what was measured, the message. */
  payload: Uint8Array | null;
  /** What was measured, where the format itself says so; null where the device's codec must be asked. */
  measured: Measured[] | null;
  /** What the network server's own decoder made of it. */
  object: Record<string, unknown> | null;
  radio: Record<string, unknown> | null;
  power: Power | null;
  /** Why nothing is to be read in it though it is whole, if so. */
  note: string | null;
}

export const noPower: Power = { battery: null, volts: null };

/** Names of devices in one form: an EUI without separators, in capitals; digits without leading zeros; anything else as it is. */
export function readDevEui(text: string): string {
  const trimmed = text.trim();
  const tight = trimmed.replace(/[\s:.-]/g, '').toUpperCase();
  if (/^[0-9A-F]{16}$/.test(tight)) return tight;
  return /^\d+$/.test(tight) ? tight.replace(/^0+(?=\d)/, '') : trimmed;
}

/** The key an uplink is kept under: the first 128 bits of a digest of what names it, written as a UUID (version 8). */
export function keyOf(format: string, identity: string): string {
  const hash = createHash('sha256').update(format).update('\0').update(identity).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Reads a time as networks write it, to the millisecond; null when it is none. */
export function readTime(text: string): Date | null {
  // Nanoseconds are more than Date reads everywhere.
  const ms = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(ms) ? null : new Date(ms);
}
