import type { Seen } from '../home/types.ts';
import type { AlarmSettings } from './definition.ts';

/** A reading of the metric `alarm`: 1 raised, 0 cleared, and what the device calls it. */
export interface AlarmReading {
  at: Date;
  value: number;
  detail: string | null;
}

export const alarmDetector = 'alarm';
const minute = 60_000;

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });

/**
 * Alarms that one device raised, each with when. The same said again within a while is one alarm; one that was cleared
 * says so and stays, since a cancelled call for help is still something to ask about.
 * @param readings of one device, in order of time
 */
export function seeAlarms(deviceId: string, room: string | null, readings: readonly AlarmReading[], settings: AlarmSettings): Seen[] {
  const seen: Seen[] = [];
  const last = new Map<string, number>();
  for (const [i, reading] of readings.entries()) {
    if (reading.value <= 0) continue;
    const said = reading.detail ?? '';
    const { code, title } = settings.alarms.find((a) => a.says.includes(said)) ?? settings.other;
    const at = reading.at.getTime();
    const before = last.get(said);
    last.set(said, at);
    if (before !== undefined && at - before <= settings.sameWithin * minute) continue;
    const cleared = readings.slice(i + 1).find((later) => later.value === 0 && later.at.getTime() - at <= settings.clearedWithin * minute);
    const startAt = reading.at.toISOString();
    seen.push({
      key: `${alarmDetector}:${deviceId}:${code}:${startAt}`,
      detector: alarmDetector,
      code,
      label: `${title}${room === null ? '' : `, ${room.toLowerCase()}`}, ${clock.format(reading.at)}${cleared === undefined ? '' : `; cleared at ${clock.format(cleared.at)}`}`,
      startAt,
      endAt: (cleared?.at ?? reading.at).toISOString(),
      value: null,
      unit: null,
      evidence: { metric: 'alarm', device: deviceId, said },
    });
  }
  return seen;
}
