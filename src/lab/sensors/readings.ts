import type { Metric } from '../../sensors/index.ts';
import type { Random } from '../random.ts';
import type { InsideStep } from './house.ts';
import type { HomeEvent } from './resident.ts';

/** A sensor of a simulated home. */
export interface SimDevice {
  /** Its DevEUI. */
  devEui: string;
  codec: 'milesight-em300-th' | 'milesight-ws202' | 'milesight-ws301';
  room: string;
  intervalSeconds: number;
}

export interface SimReading {
  devEui: string;
  at: number;
  metric: Metric;
  value: number;
}

/** When a device is not heard (milliseconds); what it would have said is lost. */
export interface Outage {
  devEui?: string;
  from: number;
  to: number;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Temperature and humidity as an EM300-TH sends them: to 0.1 °C and 0.5 %, with the sensor's own error. */
export function readClimate(device: SimDevice, inside: readonly InsideStep[], random: Random): SimReading[] {
  const bias = random.normal(0, 0.1);
  const every = Math.max(1, Math.round((device.intervalSeconds * 1000) / 600_000));
  const out: SimReading[] = [];
  for (let i = random.int(0, every - 1); i < inside.length; i += every) {
    const s = inside[i]!;
    const at = s.at + 7_000;
    out.push({ devEui: device.devEui, at, metric: 'temperature', value: tenth(s.temperature + bias + random.normal(0, 0.05)) }, { devEui: device.devEui, at, metric: 'humidity', value: Math.round(2 * Math.min(100, Math.max(5, s.humidity + random.normal(0, 0.8)))) / 2 });
  }
  return out;
}

/** Events as a motion or door sensor sends them, with a sign of life at every interval. */
export function readEvents(device: SimDevice, events: readonly HomeEvent[], from: number, to: number, random: Random): SimReading[] {
  const metric = device.codec === 'milesight-ws202' ? 'motion' : 'contact';
  const mine = events.filter((e) => e.room === device.room && e.metric === metric && e.at >= from && e.at < to);
  const out: SimReading[] = mine.map((e) => ({ devEui: device.devEui, at: e.at, metric, value: 1 }));
  for (let at = from + random.int(0, device.intervalSeconds - 1) * 1000; at < to; at += device.intervalSeconds * 1000) out.push({ devEui: device.devEui, at, metric: 'battery', value: 90 });
  return out.sort((a, b) => a.at - b.at);
}

/** What arrives of readings over a network that is not perfect: outages, and single uplinks lost. */
export const arriving = (readings: readonly SimReading[], outages: readonly Outage[], lost: number, random: Random): SimReading[] =>
  readings.filter((r) => !outages.some((o) => (o.devEui === undefined || o.devEui === r.devEui) && r.at >= o.from && r.at < o.to) && !random.chance(lost));
