import type { HomeView, Shown } from '../../radar/index.ts';
import { showInstant } from './dates.ts';

const london = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', ...options });
const dayAndMonth = london({ day: 'numeric', month: 'short' });
const dayAndHour = london({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const wholeDay = london({ weekday: 'short', day: 'numeric', month: 'short' });

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A room as it begins a sentence. */
export const roomWords = (room: string): string => (room === '' ? 'Home' : capital(room.replaceAll('-', ' ')));

/** An instant of a chart's table; whole days where its points are of days. */
export const instantWords = (at: number, step: number): string => (step === 24 ? wholeDay.format(at) : dayAndHour.format(at - (step * 3_600_000) / 2));

export const tickWords = (at: number): string => dayAndMonth.format(at);

/** When a room was last read, and that it is old when it is. */
export function nowWords(at: Date, now: number, step: number, today: string): string {
  const hours = Math.floor((now - at.getTime()) / 3_600_000);
  if (step === 24) return 'Mean of the last day read';
  return `${showInstant(at.toISOString(), today)}${hours >= 6 ? `, ${hours} hours ago` : ''}`;
}

/** Things noticed that belong on a chart of this metric, oldest first, as marked spans. */
export function eventsOf(view: HomeView, metric: 'temperature' | 'humidity'): { at: number; to: number | null; label: string }[] {
  const detectors = metric === 'temperature' ? ['heating-off', 'boiler-fault', 'no-movement'] : ['damp', 'mould'];
  return view.observations
    .filter((o) => detectors.includes(o.detector))
    .map((o) => ({ at: Date.parse(o.startAt), to: o.endAt === null ? null : Date.parse(o.endAt) + 86_400_000, label: o.label }))
    .filter((e) => (e.to ?? view.to) > view.from)
    .sort((a, b) => a.at - b.at)
    .slice(0, 6);
}

/** Of one room's rungs that hold together, the worst: a room below 12 °C is below 16 and 18 too. */
export function worstOf(observations: readonly HomeView['observations'][number][]): HomeView['observations'][number][] {
  const figure = (o: HomeView['observations'][number]): number => (typeof o.evidence.threshold === 'number' ? (o.evidence.side === 'above' ? o.evidence.threshold : -o.evidence.threshold) : 0);
  return observations.filter(
    (o) =>
      o.evidence.side === undefined ||
      !observations.some((other) => other !== o && other.detector === o.detector && other.evidence.room === o.evidence.room && figure(other) > figure(o) && other.startAt <= (o.endAt ?? '9999') && (other.endAt ?? '9999') >= o.startAt),
  );
}

/** Spans in which no room was read, of more than two steps. */
export function gapsOf(lines: readonly (readonly Shown[])[], step: number): { from: number; to: number; label: string }[] {
  const out: { from: number; to: number; label: string }[] = [];
  const half = (step * 3_600_000) / 2;
  const points = lines[0] ?? [];
  let start: number | null = null;
  points.forEach(({ at }, i) => {
    const none = lines.every((line) => (line[i]?.value ?? null) === null);
    if (none && start === null) start = at - half;
    const ends = !none || i === points.length - 1;
    if (start === null || !ends) return;
    const to = none ? at + half : at - half;
    if (to - start > 2 * step * 3_600_000) out.push({ from: start, to, label: `No readings from ${dayAndHour.format(start)} to ${dayAndHour.format(to)}` });
    start = null;
  });
  return out;
}

/** A sentence for each sensor that is not heard. */
export function silentWords(view: HomeView): string[] {
  return view.devices
    .filter((d) => d.state === 'silent' || d.state === 'awaiting')
    .map((d) => {
      const name = d.room === null ? d.name : `The ${d.room.toLowerCase()} sensor`;
      return d.lastSeenAt === null ? `${name} has never been heard.` : `${name} was last heard ${dayAndHour.format(d.lastSeenAt)}.`;
    });
}
