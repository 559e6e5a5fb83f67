import type { Random } from '../random.ts';
import type { OutsideHour } from './weather.ts';

/** A home as heat and moisture see it. */
export interface HouseModel {
  /** Hours in which it loses 63 % of its difference from outside. */
  timeConstant: number;
  /** °C an hour that the heating gives when it is on. */
  heating: number;
  /** °C at which it switches off. */
  setpoint: number;
  /** London hours in which it may be on: `[[6, 9], [16, 22]]`. */
  schedule: readonly (readonly [number, number])[];
  /** °C above outside that people and appliances keep up. */
  gains: number;
  /** °C an hour that the sun gives at noon on a clear day. */
  sun: number;
  /** Air changes an hour, and water given off, g/h for each m³. */
  ventilation: number;
  moisture: number;
}

/** What changes, between two instants (milliseconds). */
export interface HouseChange {
  from: number;
  to: number;
  /** Boiler off, or how much of its heat is left. */
  boiler?: number;
  /** Fuel rationed: heated only in these hours, to this. */
  schedule?: HouseModel['schedule'];
  setpoint?: number;
  /** Ventilation stopped up, or washing dried inside. */
  ventilation?: number;
  moisture?: number;
}

export interface InsideStep {
  /** Milliseconds. */
  at: number;
  temperature: number;
  humidity: number;
}

const step = 10 * 60_000;
const saturation = (t: number): number => 6.112 * Math.exp((17.62 * t) / (243.12 + t));
const water = (e: number, t: number): number => (216.7 * e) / (t + 273.15);

/** Hour of the day in London, near enough for a heating clock: summer time is last Sunday of March to last of October. */
export function clockHour(at: number): number {
  const date = new Date(at);
  const last = (month: number): number => {
    const end = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0, 1));
    return end.getTime() - end.getUTCDay() * 86_400_000;
  };
  const summer = at >= last(2) && at < last(9);
  return (date.getUTCHours() + date.getUTCMinutes() / 60 + (summer ? 1 : 0)) % 24;
}

/**
 * The air of a home, every ten minutes: one capacity and one resistance (first order), heating by a clock and a thermostat,
 * and a balance of water. `room` makes a colder room of it: the share of heating it gets.
 */
export function simulateHouse(model: HouseModel, outside: readonly OutsideHour[], changes: readonly HouseChange[], random: Random, share = 1): InsideStep[] {
  const out: InsideStep[] = [];
  let t = model.setpoint - 1;
  let vapour = water(0.55 * saturation(t), t);
  let on = false;
  const minutes = step / 3_600_000;
  outside.forEach((o, i) => {
    const next = outside[i + 1] ?? o;
    for (let at = o.at, k = 0; k < 6; k++, at += step) {
      const to = o.temperature + ((next.temperature - o.temperature) * k) / 6;
      const change = changes.filter((c) => at >= c.from && at < c.to);
      const now = <K extends keyof HouseChange>(key: K): HouseChange[K] | undefined => change.find((c) => c[key] !== undefined)?.[key];
      const clock = clockHour(at);
      const schedule = now('schedule') ?? model.schedule;
      const setpoint = now('setpoint') ?? model.setpoint;
      const due = schedule.some(([a, b]) => clock >= a && clock < b);
      on = due && (on ? t < setpoint + 0.3 : t < setpoint - 0.3);
      const heat = on ? model.heating * (now('boiler') ?? 1) * share : 0;
      const sun = Math.max(0, Math.cos(((clock - 13) / 12) * Math.PI)) * model.sun * (0.3 + 0.7 * Math.max(0, (80 - o.humidity) / 40));
      t += minutes * ((to + model.gains - t) / model.timeConstant + heat + sun) + random.normal(0, 0.02);
      const ventilation = now('ventilation') ?? model.ventilation;
      const waking = clock >= 7 && clock < 22 ? 1.3 : 0.6;
      const outsideWater = water((o.humidity / 100) * saturation(to), to);
      const source = (now('moisture') ?? model.moisture) * waking;
      // Exact over the step, so that a strong draught does not overshoot.
      const level = outsideWater + source / Math.max(0.05, ventilation);
      vapour = level + (vapour - level) * Math.exp(-ventilation * minutes);
      vapour = Math.min(vapour, water(0.98 * saturation(t), t));
      out.push({ at, temperature: t, humidity: (100 * vapour) / water(saturation(t), t) });
    }
  });
  return out;
}

/** A house drawn from what British homes are like. */
export function drawHouse(random: Random): HouseModel {
  const timeConstant = Math.exp(random.normal(Math.log(28), 0.35));
  return {
    timeConstant,
    heating: 1.6 + random.next() * 1.2 + 14 / timeConstant,
    setpoint: 19 + random.next() * 2,
    schedule: random.chance(0.75) ? [[random.int(5, 7), random.int(8, 10)], [random.int(15, 17), random.int(21, 23)]] : [[random.int(6, 8), random.int(20, 22)]],
    gains: 1.5 + random.next() * 2.5,
    sun: random.next() * 0.25,
    ventilation: 0.4 + random.next() * 0.6,
    moisture: 0.6 + random.next() * 0.9,
  };
}
