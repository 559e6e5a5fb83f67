import { londonInstant, sayDay } from '../days.ts';
import { degrees, roomName, type Seen } from '../home/types.ts';
import type { WeatherSettings } from './definition.ts';
import type { KeptAlert, WatchedHome } from './weather.store.ts';
import type { WeatherSpell } from './spells.ts';

/** A spell that is coming, whoever says so. */
export interface Coming {
  hazard: 'cold' | 'heat';
  spell: WeatherSpell | null;
  /** ISO days. */
  from: string;
  to: string;
  words: string;
}

/** Spells of the forecast and alerts in force, as one list: those that begin within the hours ahead, or have begun. */
export function coming(hazard: 'cold' | 'heat', spells: readonly WeatherSpell[], alerts: readonly KeptAlert[], settings: NonNullable<WeatherSettings['cold']>, now: Date): Coming[] {
  const soon = (from: number): boolean => from - now.getTime() <= settings.ahead * 3_600_000;
  const told: Coming[] = spells
    .filter((s) => soon(londonInstant(s.from)))
    .map((spell) => ({ hazard, spell, from: spell.from, to: spell.to, words: `${hazard === 'cold' ? 'Cold' : 'Hot'} spell forecast from ${sayDay(spell.from)} to ${sayDay(spell.to)}, ${hazard === 'cold' ? 'down' : 'up'} to ${degrees(spell.extreme)}` }));
  for (const alert of alerts) {
    const [from, to] = [alert.from.toISOString().slice(0, 10), alert.to.toISOString().slice(0, 10)];
    if (alert.hazard !== hazard || !settings.alerts.some((s) => s === alert.status) || !soon(alert.from.getTime()) || told.some((t) => t.from <= to && t.to >= from)) continue;
    told.push({ hazard, spell: null, from, to, words: `${alert.status} ${hazard}-health alert for ${alert.geography} from ${sayDay(from)} to ${sayDay(to)}` });
  }
  return told;
}

/** Why this home is watched, in words; null when it is not. */
function because(home: WatchedHome, hazard: 'cold' | 'heat', settings: NonNullable<WeatherSettings['cold']>): string | null {
  const last = hazard === 'cold' ? home.lastCold : home.lastHeat;
  const bad = last !== null && (hazard === 'cold' ? settings.lowestBelow !== undefined && last.value < settings.lowestBelow : settings.highestAbove !== undefined && last.value > settings.highestAbove);
  const quick = hazard === 'cold' && home.timeConstant !== null && settings.timeConstantBelow !== undefined && home.timeConstant < settings.timeConstantBelow;
  const reasons = [
    ...(bad ? [`${roomName(last.room)} ${hazard === 'cold' ? 'fell' : 'rose'} to ${degrees(last.value)} in the last one (${sayDay(last.from)} to ${sayDay(last.to)})`] : []),
    ...(quick ? [`this home loses its heat quickly (time constant ${Math.round(home.timeConstant!)} hours)`] : []),
  ];
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** What is observed of a home for each spell that is coming. Hours ahead are counted from now in sixes, so that an hour's passing changes nothing. */
export function seeWatch(home: WatchedHome, told: readonly Coming[], settings: Pick<WeatherSettings, 'cold' | 'heat'>, now: Date): Seen[] {
  return told.flatMap((c): Seen[] => {
    const spell = settings[c.hazard];
    const why = spell === undefined ? null : because(home, c.hazard, spell);
    if (why === null) return [];
    const ahead = Math.max(0, Math.floor((londonInstant(c.from) - now.getTime()) / 21_600_000) * 6);
    return [
      {
        key: `${c.hazard}-spell-watch:${c.from}`,
        detector: c.hazard === 'cold' ? 'cold-spell-watch' : 'heat-watch',
        code: c.hazard === 'cold' ? 'cold-spell-watch' : 'heat-watch',
        label: `${c.words}. ${why.charAt(0).toUpperCase()}${why.slice(1)}`,
        startAt: now.toISOString().slice(0, 10),
        endAt: null,
        value: ahead,
        unit: 'h',
        evidence: { from: c.from, to: c.to, hoursAhead: ahead, extreme: c.spell?.extreme ?? null, timeConstant: home.timeConstant, last: c.hazard === 'cold' ? home.lastCold : home.lastHeat },
      },
    ];
  });
}
