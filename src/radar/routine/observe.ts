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

export interface RoutineContext {
  heard: Heard;
  firstDay: string;
  days: number;
  now: number;
  /** Stays in hospital, ISO days; `to` null while admitted. */
  stays: readonly { from: string; to: string | null }[];
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

/** Why each day does not count, if it does not. */
export function apartDays(context: RoutineContext, settings: StillnessSettings): Map<string, NonNullable<RoutineDay['apart']>> {
  const apart = new Map<string, NonNullable<RoutineDay['apart']>>();
  for (const still of stillness(context.heard, { ...settings, hours: Math.max(18, settings.hours) }, context.now)) {
    if (!still.away) continue;
    const last = londonHour(still.to ?? context.now).day;
    for (let day = londonHour(still.from).day; day <= last; day = dayAfter(day, 1)) apart.set(day, 'away');
  }
  for (const stay of context.stays) {
    const last = stay.to ?? londonHour(context.now).day;
    const begin = stay.from < context.firstDay ? context.firstDay : stay.from;
    for (let day = begin; day <= last; day = dayAfter(day, 1)) apart.set(day, 'in-hospital');
  }
  return apart;
}

/** Every measure that this home's sensors can make, day by day. */
export function routineSeries(context: RoutineContext, settings: RoutineSettings): RoutineSeries[] {
  const apart = apartDays(context, settings.stillness);
  return settings.measures.flatMap((measure) => {
    if (countedDevices(context.heard.devices, measure.of, (id) => context.heard.metrics.get(id) ?? new Set()).length === 0) return [];
    const days = Array.from({ length: context.days }, (_, i): RoutineDay => {
      const day = dayAfter(context.firstDay, i);
      const why = apart.get(day);
      return { day, value: measureDay(context.heard, measure.of, day, context.now), ...(why === undefined ? {} : { apart: why }) };
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
export function seeNoMovement(context: RoutineContext, settings: StillnessSettings & { code: string }): Seen[] {
  const all = stillness(context.heard, { ...settings, hours: 4 }, context.now);
  const now = all.find((s) => s.to === null);
  if (now === undefined || now.away) return [];
  if (context.stays.some((s) => s.to === null || s.to >= londonHour(now.from).day)) return [];
  const longest = Math.max(0, ...all.flatMap((s) => (s.to === null || s.away ? [] : [s.to - s.from])));
  const hours = (context.now - now.from) / 3_600_000;
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
