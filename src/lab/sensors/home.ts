import type { Random } from '../random.ts';
import { simulateHouse, type HouseChange, type HouseModel } from './house.ts';
import { arriving, readClimate, readEvents, type Outage, type SimDevice, type SimReading } from './readings.ts';
import { simulateResident, type Absence, type ResidentChange, type ResidentModel } from './resident.ts';
import type { OutsideHour } from './weather.ts';

/** A home with sensors, and what happens in it. */
export interface SimHome {
  id: string;
  house: HouseModel;
  houseChanges?: readonly HouseChange[];
  /** Nobody's routine is watched where there is none. */
  resident?: ResidentModel;
  residentChanges?: readonly ResidentChange[];
  absences?: readonly Absence[];
  outages?: readonly Outage[];
  /** Share of uplinks lost on the air. */
  lost: number;
  /** Share of heating a bedroom gets. */
  bedroom: number;
  /** Seconds between climate readings. */
  climateEvery: number;
}

const eui = (id: string, n: number): string => {
  let h = 0x811c9dc5;
  for (const c of `${id}/${n}`) h = Math.imul(h ^ c.charCodeAt(0), 0x01000193) >>> 0;
  return `24E124${String(n).padStart(2, '0')}${h.toString(16).padStart(8, '0')}`.toUpperCase();
};

/** The sensors a home has: climate in two rooms, and with a resident watched, movement in four and contacts on two doors. */
export function devicesOfHome(home: SimHome): SimDevice[] {
  const climate = ['living room', 'bedroom'].map((room, i): SimDevice => ({ devEui: eui(home.id, i), codec: 'milesight-em300-th', room, intervalSeconds: home.climateEvery }));
  if (home.resident === undefined) return climate;
  return [
    ...climate,
    ...['living room', 'kitchen', 'bathroom', 'hall'].map((room, i): SimDevice => ({ devEui: eui(home.id, 10 + i), codec: 'milesight-ws202', room, intervalSeconds: 7200 })),
    ...['front door', 'fridge'].map((room, i): SimDevice => ({ devEui: eui(home.id, 20 + i), codec: 'milesight-ws301', room, intervalSeconds: 7200 })),
  ];
}

/** Everything that arrives from a home over the hours of this weather. The same random keys give the same readings. */
export function simulateHome(home: SimHome, outside: readonly OutsideHour[], random: (...keys: (string | number)[]) => Random): SimReading[] {
  const from = outside[0]?.at ?? 0;
  const to = (outside.at(-1)?.at ?? 0) + 3_600_000;
  const days = Math.round((to - from) / 86_400_000);
  const events = home.resident === undefined ? [] : simulateResident(home.resident, from, days, home.residentChanges ?? [], home.absences ?? [], random(home.id, 'resident'));
  const rooms = new Map(['living room', 'bedroom'].map((room) => [room, simulateHouse(home.house, outside, home.houseChanges ?? [], random(home.id, 'house', room), room === 'bedroom' ? home.bedroom : 1)]));
  return devicesOfHome(home).flatMap((device) => {
    const own = random(home.id, device.devEui);
    const said = device.codec === 'milesight-em300-th' ? readClimate(device, rooms.get(device.room) ?? [], own) : readEvents(device, events, from, to, own);
    return arriving(said, home.outages ?? [], home.lost, own);
  });
}
