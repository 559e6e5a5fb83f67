import type { Metric } from './metrics.ts';

/** On what grounds readings of a home are kept, and until when. */
export interface Consent {
  /** Which of the area's grounds, e.g. `consent` or `best-interests`. */
  basis: string;
  /** Who gave it, in words: the person, their attorney. */
  by: string;
  /** ISO date or time from which readings may be kept. */
  at: string;
  /** ISO date or time at which that ended; null while it holds. */
  until: string | null;
}

/** `silent` outranks `low-battery`: of a silent device nothing is known. */
export type DeviceState = 'awaiting' | 'active' | 'silent' | 'low-battery' | 'retired';

/** A device while it stands in one place. */
export interface Device {
  deviceId: string;
  devEui: string;
  name: string;
  codec: string;
  householdId: string | null;
  uprn: string | null;
  room: string | null;
  personId: string | null;
  installer: string | null;
  installedAt: Date;
  retiredAt: Date | null;
  consent: Consent;
  purpose: string | null;
  intervalSeconds: number;
  /** Per cent, as last said. */
  battery: number | null;
  lastSeenAt: Date | null;
  state: DeviceState;
  stateSince: Date;
}

export interface SeriesRequest {
  devices?: readonly string[];
  households?: readonly string[];
  /** All, when left out. */
  metrics?: readonly Metric[];
  /** From this moment … */
  from: Date;
  /** … to before this one. */
  to: Date;
  step: 'raw' | 'quarter' | 'day';
}

/** One reading, or the roll-up of a quarter of an hour or of a day in London. */
export interface Point {
  deviceId: string;
  metric: Metric;
  /** When it was measured; of a roll-up, when it begins. */
  at: Date;
  /** The reading, or the mean. */
  value: number;
  n: number;
  sum: number;
  min: number;
  max: number;
  last: number;
  detail: string | null;
}

/** A device that has new readings, and the earliest of them. */
export interface FreshDevice {
  deviceId: string;
  householdId: string | null;
  personId: string | null;
  since: Date;
}

/** A device that should have been heard and was not. Nothing follows from its silence but that it is silent. */
export interface Silence {
  deviceId: string;
  name: string;
  householdId: string | null;
  personId: string | null;
  room: string | null;
  /** When it was last heard; null when never. */
  lastSeenAt: Date | null;
  /** Since when it is late. */
  since: Date;
}
