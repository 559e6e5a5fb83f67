import { dayAfter, daysBetween, londonHour } from '../days.ts';
import type { Seen } from '../home/types.ts';
import { noticeChanges } from './detect.ts';
import { countedDevices, measureDay, type Heard, type Measured } from './measure.ts';
import { stillness, type StillnessSettings } from './stillness.ts';
import type { Baseline, Change, Learning, RoutineDay, Watch } from './types.ts';

/** One measure of an area's routine file. */
export interface RoutineMeasure {
  id: string;
  title: string;
  of: Measured;
  watch: Watch;
  /** Code of what is observed when it goes up or down. */
  code: { up?: string | undefined; down?: string | undefined };
  /** What is said: `{now}`, `{usual}` and `{days}` are filled in. */
  words: { up?: string | undefined; down?: string | undefined };
  /** `night` or `day`: what one value is of. */
  each: string;
  unit: string;
  /** How a value is shown: a number, or an hour of the day. */
  show: 'number' | 'clock';
}

/** A measure's days with what was made of them: what a page draws. */
export interface RoutineSeries {
  measure: RoutineMeasure;
  days: RoutineDay[];
  changes: Change[];
  baseline: Baseline | null;
  /** Since when it is learning, while it does. */
  learningSince: string | null;
}

/** A stay in hospital, ISO days; `to` null while admitted. */
export interface Stay {
  from: string;
  to: string | null;
}

export interface RoutineSettings {
  measures: readonly RoutineMeasure[];
  learning: Learning;
  stillness: StillnessSettings;
}

const shownDays = 28;

/** A value as it is written: `2.3`, `23:45`. */
export function showValue(value: number, show: RoutineMeasure['show']): string {
  if (show === 'number') return value >= 10 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
  const minutes = Math.round(value * 60);
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Days on which nobody was at home, by how the time without movement began. */
export function awayDays(heard: Heard, settings: StillnessSettings, now: number): Set<string> {
  const away = new Set<string>();
  for (const still of stillness(heard, { ...settings, hours: Math.max(18, settings.hours) }, now)) {
    if (!still.away) continue;
    const last = londonHour(still.to ?? now).day;
    for (let day = londonHour(still.from).day; day <= last; day = dayAfter(day, 1)) away.add(day);
  }
  return away;
}

/** A day as it was measured: each measure's value, null where it is not known. */
export interface MeasuredDay {
  day: string;
  measured: Readonly<Record<string, number | null>>;
  away: boolean;
}

/** Each measure on each of these days. A measure for which the home has no sensor is left out. */
export function measureDays(heard: Heard, days: readonly string[], settings: RoutineSettings, now: number): MeasuredDay[] {
  const away = awayDays(heard, settings.stillness, now);
  const can = settings.measures.filter((m) => countedDevices(heard.devices, m.of, (id) => heard.metrics.get(id) ?? new Set()).length > 0);
  return days.map((day) => ({ day, measured: Object.fromEntries(can.map((m) => [m.id, measureDay(heard, m.of, day, now)])), away: away.has(day) }));
}

/** Every measure over the days measured, with what changed. Days without a row are not known. */
export function routineSeries(rows: readonly MeasuredDay[], stays: readonly Stay[], firstDay: string, today: string, settings: RoutineSettings): RoutineSeries[] {
  const byDay = new Map(rows.map((r) => [r.day, r]));
  return settings.measures.flatMap((measure) => {
    if (!rows.some((r) => measure.id in r.measured)) return [];
    const days = Array.from({ length: daysBetween(firstDay, today) + 1 }, (_, i): RoutineDay => {
      const day = dayAfter(firstDay, i);
      const row = byDay.get(day);
      const inside = stays.some((s) => s.from <= day && (s.to ?? today) >= day);
      return { day, value: row?.measured[measure.id] ?? null, ...(inside ? { apart: 'in-hospital' as const } : row?.away === true ? { apart: 'away' as const } : {}) };
    });
    return [{ measure, days, ...noticeChanges(days, measure.watch, settings.learning) }];
  });
}

/** What routine observes of a person: changes of each measure, and a long time without any movement now. */
export function seeRoutine(series: readonly RoutineSeries[]): Seen[] {
  return series.flatMap(({ measure, days, changes }) =>
    changes.flatMap((change): Seen[] => {
      const code = measure.code[change.direction];
      if (code === undefined) return [];
      const from = days[change.began]!.day;
      const to = days[change.last]!.day;
      const held = daysBetween(from, to) + 1;
      const words = measure.words[change.direction] ?? `${measure.title}: {now}, usually {usual}`;
      return [
        {
          key: `${measure.id}:${change.direction}:${from}`,
          detector: measure.id,
          code,
          label: words.replace('{now}', showValue(change.now, measure.show)).replace('{usual}', showValue(change.baseline.middle, measure.show)).replace('{days}', `${held} ${measure.each}${held === 1 ? '' : 's'}`),
          startAt: from,
          endAt: change.open ? null : to,
          value: Math.round(change.now * 100) / 100,
          unit: measure.unit,
          evidence: {
            metric: measure.of.metric,
            measure: measure.id,
            method: change.method,
            noticed: days[change.noticed]!.day,
            baseline: change.baseline,
            from: days[Math.max(0, change.last - shownDays + 1)]!.day,
            values: days.slice(Math.max(0, change.last - shownDays + 1), change.last + 1).map((d) => (d.apart === undefined ? d.value : null)),
          },
        },
      ];
    }),
  );
}

/** A person of whom nothing has moved for longer than so many hours, or a fifth longer than they ever were still before. */
export function seeNoMovement(heard: Heard, stays: readonly Stay[], settings: StillnessSettings & { code: string }, at: number): Seen[] {
  const all = stillness(heard, { ...settings, hours: 4 }, at);
  const now = all.find((s) => s.to === null);
  if (now === undefined || now.away) return [];
  if (stays.some((s) => s.to === null || s.to >= londonHour(now.from).day)) return [];
  const longest = Math.max(0, ...all.flatMap((s) => (s.to === null || s.away ? [] : [s.to - s.from])));
  const hours = (at - now.from) / 3_600_000;
  if (hours < settings.hours || hours * 3_600_000 < longest * 1.2) return [];
  const since = new Date(now.from).toISOString();
  return [
    {
      key: `no-movement:${since}`,
      detector: 'no-movement',
      code: settings.code,
      label: `No movement seen for ${Math.floor(hours)} hours, while the sensors were heard; the longest before was ${Math.round(longest / 3_600_000)}`,
      startAt: since,
      endAt: null,
      value: Math.floor(hours),
      unit: 'h',
      evidence: { metric: 'motion', from: since, longest: Math.round(longest / 3_600_000) },
    },
  ];
}
