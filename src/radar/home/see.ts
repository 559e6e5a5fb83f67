import { ageOn } from '../../kernel/index.ts';
import { seeBoilerFault, type Repair } from './boiler.ts';
import type { HomeSettings } from './definition.ts';
import { epcBands, fuelPoverty, type EpcBand, type FuelPoverty } from './fuel-poverty.ts';
import { seeHeatingOff } from './heating.ts';
import { seeRung, type Rung } from './ladder.ts';
import { seeMould } from './mould-risk.ts';
import { matches, type Resident, type StatedFact } from './record.store.ts';
import { roomName, type HomeHistory, type Seen } from './types.ts';

/** What else is known of a home, beside what its sensors read. */
export interface HomeFacts {
  residents: readonly Resident[];
  facts: readonly StatedFact[];
  /** Devices not heard, and when they were last. */
  silent: readonly { deviceId: string; name: string; room: string | null; lastSeenAt: Date | null; since: Date }[];
  now: Date;
  today: string;
}

/** Which facts of the record home detectors ask for. */
export const factsAsked = (settings: HomeSettings): HomeSettings['repairs'] => {
  const { fuelPoverty: fuel } = settings;
  return [...settings.repairs, ...(fuel === undefined ? [] : [...fuel.epcBand, ...fuel.requiredFuelCost, ...fuel.income])];
};

/** Everything home detectors see of one home. Those that need the record read it from `facts`. */
export function seeHome(history: HomeHistory, settings: HomeSettings, of: HomeFacts): Seen[] {
  const repairs = of.facts.filter((f) => matches(f, settings.repairs)).flatMap((f): Repair[] => (f.start === null ? [] : [{ reported: f.start.slice(0, 10), completed: f.end?.slice(0, 10) ?? null }]));
  return [
    ...settings.ladder.flatMap((rung) => seeRung(history, asRung(rung), settings.bridge)),
    ...seeHeatingOff(history, settings.heating, settings.bridge),
    ...seeBoilerFault(history, settings.heating, settings.boiler, unlike(repairs)),
    ...seeMould(history, settings.mould),
    ...seeFuelPoverty(settings, of),
    ...seeSilence(settings, of),
  ];
}

const asRung = ({ between, rooms, ...rest }: HomeSettings['ladder'][number]): Rung => ({ ...rest, ...(between === undefined ? {} : { between }), ...(rooms === undefined ? {} : { rooms }) });

/** One job may stand on the record of each who lives there. */
const unlike = (repairs: readonly Repair[]): Repair[] => [...new Map(repairs.map((r) => [`${r.reported} ${r.completed}`, r])).values()];

/** The verdict on a home, from the newest of each fact it needs. Null where the area has not set it up. */
export function fuelPovertyOf(settings: HomeSettings, of: Pick<HomeFacts, 'residents' | 'facts' | 'today'>): FuelPoverty | null {
  const { fuelPoverty: fuel } = settings;
  if (fuel === undefined) return null;
  const newest = (asked: HomeSettings['repairs']): StatedFact | undefined => of.facts.find((f) => matches(f, asked));
  const amount = (asked: HomeSettings['repairs']): number | null => {
    const value = Number(newest(asked)?.value ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
  };
  const said = String(newest(fuel.epcBand)?.value ?? '').trim().toUpperCase();
  const epcBand: EpcBand | null = epcBands.find((band) => band === said) ?? null;
  const ages = of.residents.map((r) => (r.birthDate === null ? null : ageOn(r.birthDate, of.today)));
  const children = ages.filter((age) => age !== null && age < 14).length;
  return fuelPoverty({ epcBand, income: amount(fuel.income), requiredFuelCost: amount(fuel.requiredFuelCost), adults: of.residents.length === 0 ? null : of.residents.length - children, children: of.residents.length === 0 ? null : children }, fuel);
}

function seeFuelPoverty(settings: HomeSettings, of: HomeFacts): Seen[] {
  const verdict = fuelPovertyOf(settings, of);
  if (verdict === null || verdict.verdict !== 'fuel-poor') return [];
  return [{ key: `fuel-poverty:${of.today}`, detector: 'fuel-poverty', code: 'fuel-poverty', label: `Fuel poor: ${verdict.because}`, startAt: of.today, endAt: null, value: verdict.residual === null ? null : Math.round(verdict.residual), unit: 'GBP/a', evidence: { povertyLine: settings.fuelPoverty?.povertyLine } }];
}

function seeSilence(settings: HomeSettings, of: HomeFacts): Seen[] {
  return of.silent.flatMap((device): Seen[] => {
    const since = device.lastSeenAt ?? device.since;
    const hours = (of.now.getTime() - since.getTime()) / 3_600_000;
    if (hours < settings.silentHours) return [];
    const days = Math.floor(hours / 24);
    return [
      {
        key: `sensor-silent:${device.deviceId}:${since.toISOString().slice(0, 10)}`,
        detector: 'sensor-silent',
        code: 'sensor-silent',
        label: `${device.room === null ? device.name : `${roomName(device.room)} sensor`} not heard ${device.lastSeenAt === null ? 'at all' : `for ${days <= 1 ? 'a day' : `${days} days`}`}: what it would show is not known`,
        startAt: since.toISOString(),
        endAt: null,
        value: days * 24,
        unit: 'h',
        evidence: { device: device.deviceId, room: device.room },
      },
    ];
  });
}
