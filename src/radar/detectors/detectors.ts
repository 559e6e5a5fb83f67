import type { Reading } from '../../access/index.ts';
import { refuseProblems, type Kernel, type Sql } from '../../kernel/index.ts';
import { lookAtAlarms } from '../alarms/alarms.ts';
import { dayAfter, londonInstant } from '../days.ts';
import { residentsOf } from '../home/record.store.ts';
import { viewHome, type HomeView } from '../home/view.ts';
import { forgetRoomDays } from '../home/rooms.store.ts';
import { forgetRoutineDays } from '../routine/routine.store.ts';
import { readDetectors, type DetectorSettings } from '../settings.ts';
import { bringInWeather, fetchWeather, type BroughtWeather } from '../weather/bring-in.ts';
import { weatherSpells } from '../weather/spells.ts';
import { coming, seeWatch } from '../weather/watch.ts';
import { alertsInForce, hoursOfPlace, watchedHomes } from '../weather/weather.store.ts';
import { allDue, takeDue, takeUpFresh } from './due.store.ts';
import { keep, lookAtHome, outsideDays, type Round } from './look.ts';

/** Homes looked at in one round, each in a transaction of its own. */
const homesAtOnce = 50;
/** Seconds after a home was looked at before its new readings make it due again. */
const restSeconds = 60;

export interface Detectors {
  settings: DetectorSettings;
  /** Takes up new readings and looks at homes that are due. @returns whether more may be due already */
  step(): Promise<boolean>;
  /** Observes the alarms among new readings. @returns whether there were any */
  alarms(): Promise<boolean>;
  /** Looks at every home that has sensors, whatever is new: spells end and sensors fall silent without a reading. @returns homes */
  lookAtAll(): Promise<number>;
  /** Brings in a file of weather, and holds the homes against it. */
  bringInWeather(path: string, hazard?: 'cold' | 'heat'): Promise<BroughtWeather>;
  /** Asks the area's sources of weather. */
  fetchWeather(): Promise<BroughtWeather[]>;
  /** Holds the forecast against every home. @returns homes watched */
  watchWeather(): Promise<number>;
  /** A person's home as a reading may see it, so many days back. */
  view(reading: Reading, personId: string, days: number): Promise<HomeView>;
  /** Forgets derived days that are older than any detector looks at. */
  forget(): Promise<void>;
}

/** Opens the detectors of the kernel's area. Throws `area.invalid` when one of their files has a problem. */
export function createDetectors(kernel: Kernel): Detectors {
  const { db, clock } = kernel;
  const { settings, problems } = readDetectors(kernel.area.dir);
  refuseProblems(problems);
  const none = settings.home === null && settings.routine === null;

  const roundOf = async (sql: Sql): Promise<Round> => {
    const now = clock.now();
    const today = clock.today();
    const from = new Date(londonInstant(dayAfter(today, -Math.max(settings.home?.memory ?? 0, 1))));
    const weather = settings.weather === null ? [] : await hoursOfPlace(sql, settings.weather.place, from, new Date(londonInstant(dayAfter(today, 1))));
    return { settings, now, today, weather, outside: outsideDays(weather) };
  };

  const lookAtDue = async (): Promise<number> => {
    const round = await roundOf(db.writer);
    let looked = 0;
    for (; looked < homesAtOnce; looked++) {
      const found = await db.writer.begin(async (sql) => {
        const [due] = await takeDue(sql, round.now, 1);
        if (due === undefined) return false;
        await lookAtHome(sql, round, due.householdId, due.since);
        return true;
      });
      if (!found) break;
    }
    return looked;
  };

  const watchWeather = async (): Promise<number> => {
    const { weather } = settings;
    if (weather === null) return 0;
    const now = clock.now();
    const today = clock.today();
    return db.writer.begin(async (sql) => {
      const hours = await hoursOfPlace(sql, weather.place, new Date(londonInstant(today)), new Date(londonInstant(dayAfter(today, 15))));
      const alerts = await alertsInForce(sql, weather.regions, now);
      const told = (['cold', 'heat'] as const).flatMap((hazard) => (weather[hazard] === undefined ? [] : coming(hazard, weatherSpells(hours, hazard, weather[hazard]), alerts, weather[hazard], now)));
      const homes = await watchedHomes(sql);
      const residents = Map.groupBy(await residentsOf(sql, homes.map((h) => h.householdId)), (r) => r.householdId);
      let watched = 0;
      for (const home of homes) {
        const seen = seeWatch(home, told, weather, now);
        const people = (residents.get(home.householdId) ?? []).map((r) => r.personId);
        if (seen.length > 0) watched++;
        await keep(sql, people, home.householdId, seen, ['cold-spell-watch', 'heat-watch'], today, today, now);
      }
      return watched;
    });
  };

  return {
    settings,
    async step() {
      if (none) return false;
      await db.writer.begin((sql) => takeUpFresh(sql, clock.now(), restSeconds));
      return (await lookAtDue()) === homesAtOnce;
    },
    alarms: async () => settings.alarms !== null && (await lookAtAlarms(kernel, settings.alarms)).length > 0,
    async lookAtAll() {
      if (none) return 0;
      const homes = await allDue(db.writer, clock.now());
      while ((await lookAtDue()) === homesAtOnce);
      await watchWeather();
      return homes;
    },
    async bringInWeather(path, hazard) {
      if (settings.weather === null) refuseProblems([{ file: 'radar/weather.yaml', line: 1, path: '', message: 'The area has not said of what place its weather is.', mend: 'Add radar/weather.yaml with a place; areas/demo has one to copy.' }]);
      const brought = await bringInWeather(kernel, settings.weather!, path, hazard);
      await watchWeather();
      return brought;
    },
    async fetchWeather() {
      if (settings.weather === null) return [];
      const brought = await fetchWeather(kernel, settings.weather);
      if (brought.length > 0) await watchWeather();
      return brought;
    },
    watchWeather,
    view: (reading, personId, days) => viewHome(kernel, settings, reading, personId, days),
    async forget() {
      const today = clock.today();
      await forgetRoomDays(db.writer, dayAfter(today, -(settings.home?.memory ?? 0) - 7));
      await forgetRoutineDays(db.writer, dayAfter(today, -(settings.routine?.memory ?? 0) - 7));
    },
  };
}
