import type { Reading } from '../../src/access/index.ts';
import type { HomeView } from '../../src/radar/index.ts';

const hour = 3_600_000;

/** A home whose heating stopped three days ago, one of whose sensors is silent, and whose resident is up at night. */
export function homeView(now: Date, days: number): HomeView {
  const to = now.getTime();
  const from = to - days * 24 * hour;
  const step = days > 28 ? 24 : days > 7 ? 3 : 1;
  const line = (of: (at: number) => number | null): { at: number; value: number | null }[] => Array.from({ length: Math.floor((to - from) / (step * hour)) }, (_, i) => from + (i + 0.5) * step * hour).map((at) => ({ at, value: of(at) }));
  const off = to - 72 * hour;
  const living = (at: number): number => (at < off ? 19 + Math.sin(at / (4 * hour)) : 6 + 13 * Math.exp(-(at - off) / (20 * hour)));
  const device = (room: string, state: 'active' | 'silent') => ({ deviceId: `01935f6e-0000-7000-8000-00000000d${room === 'Bedroom' ? '001' : '002'}`, devEui: '24E124000000AAAA', name: `${room} AAAA`, codec: 'milesight-em300-th', householdId: null, uprn: null, room, personId: null, installer: null, installedAt: new Date(from), retiredAt: null, consent: { basis: 'consent', by: 'Her daughter', at: '2026-09-01', until: null }, purpose: null, intervalSeconds: 3600, battery: 80, lastSeenAt: new Date(state === 'silent' ? to - 60 * hour : to), state, stateSince: new Date(from) });
  const observed = (detector: string, code: string, label: string, startAt: string, endAt: string | null = null) => ({ key: `${detector}:${startAt}`, personId: 'p', householdId: null, detector, code, label, category: 'home-sensors', startAt, endAt, value: 1, unit: null, evidence: {} });
  const day = (back: number): string => new Date(to - back * 24 * hour).toISOString().slice(0, 10);
  const watch = { methods: ['cusum' as const], direction: 'up' as const, ratio: 2, budget: 0.05, weekdays: false, run: 1, least: 1, log: false };
  return {
    level: 'detail',
    from,
    to,
    step,
    devices: [device('Living room', 'active'), device('Bedroom', 'silent')],
    rooms: [
      { room: 'living room', temperature: line(living), humidity: line(() => 61), latest: { at: now, temperature: 9.4, humidity: 61 } },
      { room: 'bedroom', temperature: line((at) => (at > to - 60 * hour ? null : living(at) - 1)), humidity: line((at) => (at > to - 60 * hour ? null : 74)), latest: { at: new Date(to - 60 * hour), temperature: 11.2, humidity: 74 } },
    ],
    outside: line((at) => 4 + 3 * Math.sin(at / (4 * hour))),
    forecast: [{ at: to + 24 * hour, value: 1.2 }, { at: to + 48 * hour, value: -2.4 }],
    alerts: [{ hazard: 'cold', status: 'Amber', from: new Date(to + 48 * hour), to: new Date(to + 120 * hour), text: 'Invented <b>for</b> the test.', geography: 'London' }],
    observations: [
      observed('heating-off', 'heating-off', 'No sign of heating for 3 days: 9.4 °C inside and 4.0 °C outside on average, usually 18.6 °C inside', day(3)),
      observed('night-toilet-visits', 'more-night-toilet-visits', 'To the toilet 4.6 times a night, usually 1.8, over 7 nights', day(7)),
      observed('damp', 'damp', 'Bedroom above 70 % for 16 hours or more a day, 6 days; highest 78.0 %', day(12), day(5)),
    ],
    routine: [
      {
        measure: { id: 'night-toilet-visits', title: 'Night toilet visits', of: { metric: 'motion', hours: [22, 6], count: 'visits', apart: 10 }, watch, code: { up: 'more-night-toilet-visits' }, words: {}, each: 'night', unit: '/night', show: 'number' },
        days: Array.from({ length: 40 }, (_, i) => ({ day: day(39 - i), value: i === 20 ? null : i > 31 ? 5 : 1 + (i % 3), ...(i === 25 ? { apart: 'in-hospital' as const } : {}) })),
        changes: [],
        baseline: { middle: 1.8, low: 1, high: 3, days: 35 },
        learningSince: null,
      },
    ],
    dwelling: { state: { timeConstant: 14, nights: 30, lastCold: { from: day(20), to: day(17), room: 'bedroom', value: 11.2 }, fuelPoverty: { verdict: 'not-known', because: 'EPC band E. Not known: the household’s income after tax and housing costs', missing: [] } }, facts: [{ personId: 'p', feed: 'energy-certificates', code: 'energy-rating', label: 'Energy rating E (48 points of 100)', start: '2014-05-02', end: null, value: 'E' }] },
    thresholds: [{ code: 'cold-room', threshold: 18 }, { code: 'cold-room-serious', threshold: 16 }, { code: 'cold-room-severe', threshold: 12 }],
  };
}

/** The same, cut to what the reading's level opens; nothing at all for whoever is not `withSensors`. */
export const fixtureHome =
  (now: Date, withSensors: string) =>
  async (reading: Reading, personId: string, days: number): Promise<HomeView> => {
    const view = homeView(now, days);
    const level = reading.level(personId, 'home-sensors');
    const closed = { ...view, devices: [], rooms: [], outside: [], forecast: [], alerts: [], observations: [], routine: [] };
    if (level !== 'detail') return { ...closed, level, dwelling: null };
    return personId === withSensors ? view : { ...closed, dwelling: null };
  };
