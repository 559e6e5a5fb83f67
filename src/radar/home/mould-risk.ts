import { dayAfter } from '../days.ts';
import { mouldAfter, noMould, type MouldClass, type MouldState } from './mould.ts';
import { absoluteHumidity, surfaceHumidity, surfaceTemperature } from './physics.ts';
import { spells } from './spells.ts';
import { mean } from '../statistics.ts';
import { known, roomName, type HomeHistory, type RoomHistory, type Seen } from './types.ts';

export interface MouldSettings {
  /** Temperature factor of the coldest inner surface: 0.75 is the least at which ISO 13788 practice holds mould off. */
  fRsi: number;
  surface: MouldClass;
  /** Index from which each code is observed, lowest first. */
  rungs: readonly { code: string; index: number }[];
  /** Days of the past that must have been read before anything is said. */
  leastDays: number;
}

/** The index of a room's coldest surface at the end of each day; unread hours leave it as it is. */
export function mouldDays(room: RoomHistory, outside: HomeHistory['outside'], settings: Pick<MouldSettings, 'fRsi' | 'surface'>): number[] {
  const days = room.temperature.length / 24;
  const out: number[] = [];
  let state: MouldState = noMould;
  for (let i = 0; i < days * 24; i++) {
    const [t, rh, o] = [room.temperature[i] ?? null, room.humidity[i] ?? null, outside.temperature[i] ?? null];
    if (t !== null && rh !== null && o !== null) {
      const surface = surfaceTemperature(t, o, settings.fRsi);
      state = mouldAfter(state, surface, surfaceHumidity(t, rh, surface), 1, settings.surface);
    }
    if (i % 24 === 23) out.push(state.index);
  }
  return out;
}

/** Rooms whose coldest surface is, by its humidity so far, on the way to mould. */
export function seeMould(history: HomeHistory, settings: MouldSettings): Seen[] {
  return history.rooms.flatMap((room) => {
    if (known(room.humidity).length < settings.leastDays * 24) return [];
    const index = mouldDays(room, history.outside, settings);
    return settings.rungs.flatMap((rung) =>
      spells(
        index.map((m) => (m >= rung.index ? 'yes' : 'no')),
        0,
      ).map((spell) => {
        const from = dayAfter(history.firstDay, spell.first);
        const highest = Math.max(...index.slice(spell.first, spell.last + 1));
        const air = averages(room, spell.first, spell.last);
        return {
          key: `mould:${rung.code}:${room.room}:${from}`,
          detector: 'mould',
          code: rung.code,
          label: `${roomName(room.room)}: damp enough for mould on its coldest walls (index ${highest.toFixed(1)} of 6)${air === null ? '' : `; air at ${air.humidity.toFixed(0)} % and ${air.water.toFixed(1)} g/m³ on average`}`,
          startAt: from,
          endAt: spell.open ? null : dayAfter(history.firstDay, spell.last),
          value: Math.round(highest * 100) / 100,
          unit: '1',
          evidence: { metric: 'humidity', room: room.room, from, to: dayAfter(history.firstDay, spell.last), fRsi: settings.fRsi, surface: settings.surface, threshold: rung.index },
        };
      }),
    );
  });
}

function averages(room: RoomHistory, first: number, last: number): { humidity: number; water: number } | null {
  const pairs: { t: number; rh: number }[] = [];
  for (let i = first * 24; i < (last + 1) * 24; i++) {
    const [t, rh] = [room.temperature[i] ?? null, room.humidity[i] ?? null];
    if (t !== null && rh !== null) pairs.push({ t, rh });
  }
  return pairs.length === 0 ? null : { humidity: mean(pairs.map((p) => p.rh)), water: mean(pairs.map((p) => absoluteHumidity(p.t, p.rh))) };
}
