import type { Sql } from '../../kernel/index.ts';
import { devicesOf, sensorCategory, silences, type Device } from '../../sensors/index.ts';
import { dayAfter, londonHour, londonInstant } from '../days.ts';
import { fitCooling, lowestIn } from '../home/cooling.ts';
import { historyOf, type OutsideDays } from '../home/history.ts';
import { residentsOf, statedFacts, matches, type Resident, type StatedFact } from '../home/record.store.ts';
import { remakeRoomDays, roomDays, writeHomeState } from '../home/rooms.store.ts';
import { factsAsked, fuelPovertyOf, seeHome } from '../home/see.ts';
import type { HomeHistory, Seen } from '../home/types.ts';
import { recordObservations } from '../observations.store.ts';
import { lookAtRoutine } from '../routine/person.ts';
import type { Stay } from '../routine/observe.ts';
import type { DetectorSettings } from '../settings.ts';
import { weatherSpells, type WeatherSpell } from '../weather/spells.ts';
import type { KeptHour, LastSpell } from '../weather/weather.store.ts';
import { endObservations, standing, takeBack } from './observed.store.ts';
import { reconcile } from './reconcile.ts';

/** What every home looked at in one round shares. */
export interface Round {
  settings: DetectorSettings;
  now: Date;
  today: string;
  weather: readonly KeptHour[];
  outside: OutsideDays;
}

/** Weather by London day, for homes to be held against. */
export function outsideDays(hours: readonly KeptHour[]): OutsideDays {
  const out = new Map<string, { temperature: (number | null)[]; humidity: (number | null)[] }>();
  for (const h of hours) {
    const { day, hour } = londonHour(h.at);
    const row = out.get(day) ?? { temperature: Array.from({ length: 24 }, () => null), humidity: Array.from({ length: 24 }, () => null) };
    row.temperature[hour] = h.temperature;
    row.humidity[hour] = h.humidity;
    out.set(day, row);
  }
  return out;
}

const homeDetectors = ['cold', 'overheating', 'damp', 'heating-off', 'boiler-fault', 'mould', 'fuel-poverty', 'sensor-silent'];

/** Looks at one home and at the routine of whoever lives there alone or has sensors of their own. @returns people whose observations changed */
export async function lookAtHome(sql: Sql, round: Round, householdId: string, since: Date): Promise<string[]> {
  const { settings, now, today } = round;
  const devices = await devicesOf(sql, { households: [householdId] });
  const residents = (await residentsOf(sql, [householdId])).concat();
  const people = [...new Set([...residents.map((r) => r.personId), ...devices.flatMap((d) => d.personId ?? [])])];
  if (people.length === 0) return [];
  const asked = [...(settings.home === null ? [] : factsAsked(settings.home)), ...(settings.routine?.stays ?? [])];
  const facts = await statedFacts(sql, people, asked);
  const changed: string[] = [];
  if (settings.home !== null) changed.push(...(await home(sql, round, householdId, since, { devices, residents, people, facts })));
  if (settings.routine !== null) {
    for (const [personId, own] of watchedBy(devices, residents)) {
      const stays = facts.filter((f) => f.personId === personId && matches(f, settings.routine?.stays ?? [])).flatMap((f): Stay[] => (f.start === null ? [] : [{ from: f.start.slice(0, 10), to: f.end?.slice(0, 10) ?? null }]));
      const { seen, firstDay } = await lookAtRoutine(sql, settings.routine, personId, own, stays, since, now);
      changed.push(...(await keep(sql, [personId], householdId, seen, [...settings.routine.measures.map((m) => m.id), 'no-movement'], firstDay, today, now)));
    }
  }
  return [...new Set(changed)];
}

/** Whose routine a device tells of: the person it stands with, or whoever lives in the home alone. A home of several with no one named tells of nobody. */
function watchedBy(devices: readonly Device[], residents: readonly Resident[]): Map<string, { deviceId: string; room: string; intervalSeconds: number }[]> {
  const alone = residents.length === 1 ? residents[0]!.personId : null;
  const out = new Map<string, { deviceId: string; room: string; intervalSeconds: number }[]>();
  for (const device of devices) {
    const person = device.personId ?? alone;
    if (person === null) continue;
    const list = out.get(person) ?? [];
    list.push({ deviceId: device.deviceId, room: (device.room ?? '').toLowerCase(), intervalSeconds: device.intervalSeconds });
    out.set(person, list);
  }
  return out;
}

async function home(sql: Sql, round: Round, householdId: string, since: Date, of: { devices: readonly Device[]; residents: readonly Resident[]; people: readonly string[]; facts: readonly StatedFact[] }): Promise<string[]> {
  const { now, today } = round;
  const settings = round.settings.home!;
  const firstDay = dayAfter(today, -settings.memory);
  const from = new Date(Math.max(londonInstant(londonHour(since.getTime()).day), londonInstant(firstDay)));
  await remakeRoomDays(sql, [{ householdId, from }]);
  const rows = await roomDays(sql, [householdId], firstDay);
  const history = historyOf(rows.map((r) => ({ ...r, room: r.room.toLowerCase() })), round.outside, firstDay, today);
  const silent = of.devices.some((d) => d.state === 'silent') ? (await silences(sql)).filter((s) => of.devices.some((d) => d.deviceId === s.deviceId)) : [];
  const known = { residents: of.residents, facts: of.facts, silent, now, today };
  const changed = await keep(sql, of.people, householdId, seeHome(history, settings, known), homeDetectors, firstDay, today, now, settings.fuelPoverty?.category);
  const cooling = fitCooling(history, settings.cooling);
  await writeHomeState(sql, householdId, { timeConstant: cooling?.timeConstant ?? null, nights: cooling?.nights ?? null, lastCold: lastSpell(history, round, 'cold'), lastHeat: lastSpell(history, round, 'heat'), fuelPoverty: fuelPovertyOf(settings, known) }, now);
  return changed;
}

/** How the home did in the last spell that is over. */
function lastSpell(history: HomeHistory, round: Round, hazard: 'cold' | 'heat'): LastSpell | null {
  const limit = round.settings.weather?.[hazard];
  if (limit === undefined) return null;
  const spells: WeatherSpell[] = weatherSpells(round.weather.filter((h) => h.at < round.now.getTime()), hazard, limit);
  for (const spell of spells.filter((s) => s.to < round.today && s.from >= history.firstDay).toReversed()) {
    const place = (day: string): number => Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${history.firstDay}T00:00:00Z`)) / 86_400_000);
    const turned = hazard === 'cold' ? history : { ...history, rooms: history.rooms.map((r) => ({ ...r, temperature: r.temperature.map((v) => (v === null ? null : -v)) })) };
    const found = lowestIn(turned, place(spell.from), place(spell.to));
    if (found !== null) return { from: spell.from, to: spell.to, room: found.room, value: Math.round((hazard === 'cold' ? found.value : -found.value) * 10) / 10 };
  }
  return null;
}

/** Records what is seen of each of these people, and puts right what was observed before. */
export async function keep(sql: Sql, people: readonly string[], householdId: string, seen: readonly Seen[], detectors: readonly string[], firstDay: string, today: string, now: Date, dwelling?: string): Promise<string[]> {
  const before = await standing(sql, people, detectors, firstDay);
  const changed: string[] = [];
  const all = people.map((personId) => ({ personId, ...reconcile(seen, before.filter((b) => b.personId === personId), firstDay, today) }));
  changed.push(
    ...(await recordObservations(
      sql,
      all.flatMap((a) => a.seen.map((s) => ({ ...s, personId: a.personId, householdId, category: s.detector === 'fuel-poverty' ? (dwelling ?? sensorCategory) : sensorCategory }))),
      now,
    )),
  );
  await takeBack(sql, all.flatMap((a) => a.gone), now);
  await endObservations(sql, all.flatMap((a) => a.over), now);
  changed.push(...all.flatMap((a) => [...a.gone, ...a.over].map(() => a.personId)));
  return changed;
}
