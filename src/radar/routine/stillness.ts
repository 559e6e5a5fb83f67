import { silentFor, type Heard } from './measure.ts';

/** A time without any movement or door, while the sensors were heard. */
export interface Still {
  /** Milliseconds; `to` null while it goes on. */
  from: number;
  to: number | null;
  /** It began at the outer door: whoever lives there most likely went out. */
  away: boolean;
}

export interface StillnessSettings {
  /** Metrics that show somebody is there, and the rooms of the outer doors. */
  movement: readonly string[];
  door: { metric: string; rooms: readonly string[] };
  /** Minutes between the last opening of the outer door and the last movement for it to have been a going out. */
  leaving: number;
  /** Hours without movement from which it counts at all. */
  hours: number;
}

const quarter = 15 * 60_000;

/** Longest times without movement. One in which any sensor fell silent is not known, and left out. */
export function stillness(heard: Heard, settings: StillnessSettings, now: number): Still[] {
  const room = new Map(heard.devices.map((d) => [d.deviceId, d.room]));
  const counting = heard.devices.filter((d) => settings.movement.some((m) => heard.metrics.get(d.deviceId)?.has(m) === true));
  const events = heard.quarters.filter((q) => settings.movement.includes(q.metric) && q.sum > 0);
  if (counting.length === 0 || events.length === 0) return [];
  const door = (at: number): boolean =>
    events.some((q) => q.metric === settings.door.metric && settings.door.rooms.includes(room.get(q.deviceId) ?? '') && q.at <= at && at - q.at <= settings.leaving * 60_000);
  const out: Still[] = [];
  for (let i = 0; i < events.length; i++) {
    const last = events[i]!.at;
    const next = events[i + 1]?.at ?? null;
    const [from, to] = [last + quarter, next ?? now];
    if (to - from < settings.hours * 3_600_000) continue;
    if (counting.some((d) => silentFor(heard.times.get(d.deviceId) ?? [], d.intervalSeconds, from, to) > 0)) continue;
    out.push({ from, to: next, away: door(last) });
  }
  return out;
}
