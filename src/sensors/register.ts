import { KithError, newId, readUprn, type Kernel } from '../kernel/index.ts';
import { findCodec } from './codecs/index.ts';
import type { SensorDefinitions } from './definitions/index.ts';
import { endConsent, insertDevice, retireDevice, tieToHomes, untied, type NewDevice } from './devices.store.ts';
import { readDevEui } from './envelopes/index.ts';
import { startOf, wordCodecs } from './resolve.ts';

/** A device as somebody registers it. */
export interface Registration {
  devEui: string;
  name: string;
  codec: string;
  uprn?: string | null;
  householdId?: string | null;
  personId?: string | null;
  room?: string | null;
  installer?: string | null;
  installedAt?: Date | null;
  basis: string;
  consentBy: string;
  /** ISO date or time. */
  consentAt: string;
  consentUntil?: string | null;
  purpose?: string | null;
  /** Minutes between its uplinks. */
  intervalMinutes?: number | null;
}

/** What is wrong with one field of a registration. */
export interface RegistrationProblem {
  field: keyof Registration;
  message: string;
}

/** What the register needs to know of homes: the household at a property. */
export interface HomeFinder {
  byUprn(uprns: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface Register {
  /** Everything wrong with a registration, without making it. */
  check(registration: Registration): RegistrationProblem[];
  /** Registers a device. Throws `request.invalid` with `detail.problems`, `conflict.changed` where one of that name stands already. @returns its id */
  add(registration: Registration, by: string): Promise<string>;
  /** Takes a device away. What it said before stays; what it says from then on belongs nowhere until it is registered again. */
  retire(deviceId: string): Promise<void>;
  /** From now on nothing of what it says is kept. */
  withdraw(deviceId: string): Promise<void>;
  /** Ties devices known by a property alone to its household, where one has become known since. */
  tie(): Promise<number>;
}

const usualMinutes = 10;
const longest = 120;

export function createRegister(kernel: Pick<Kernel, 'db' | 'clock'>, { settings }: SensorDefinitions, homes: HomeFinder): Register {
  const { db, clock } = kernel;

  const check = (r: Registration): RegistrationProblem[] => {
    const problems: RegistrationProblem[] = [];
    const say = (field: keyof Registration, message: string): void => void problems.push({ field, message });
    if (readDevEui(r.devEui) === '' || r.devEui.length > longest || /[\n\t\0]/.test(r.devEui)) say('devEui', 'Give the DevEUI or the name the device has for itself');
    if (r.name.trim() === '' || r.name.length > longest) say('name', 'Give the device a name, such as Bedroom climate');
    if (findCodec(r.codec) === null && !Object.hasOwn(wordCodecs, r.codec)) say('codec', `There is no codec "${r.codec.slice(0, 60)}"`);
    if (present(r.uprn) && readUprn(r.uprn) === null) say('uprn', 'A UPRN is a number of up to 12 digits');
    if (present(r.room) && r.room.length > longest) say('room', 'Name the room in fewer words');
    if (!settings.grounds.some(({ id }) => id === r.basis)) say('basis', `Say on what grounds the home has it: ${settings.grounds.map(({ id }) => id).join(', ')}`);
    if (r.consentBy.trim() === '') say('consentBy', 'Say who agreed, or who decided');
    const [at, until] = [r.consentAt, r.consentUntil ?? null].map((text) => (text === null || text === '' ? null : isTime(text) ? startOf(text) : undefined));
    if (at === undefined || at === null) say('consentAt', 'Say when that was, such as 2026-11-01');
    if (until === undefined) say('consentUntil', 'Give a date, such as 2027-11-01, or leave it empty');
    if (at && until && until <= at) say('consentUntil', 'It must end after it began');
    if (r.installedAt && r.installedAt.getTime() > clock.now().getTime() + 86_400_000) say('installedAt', 'It cannot have been put in after today');
    const minutes = r.intervalMinutes ?? usualMinutes;
    if (!(minutes >= 1 && minutes <= 7 * 1440)) say('intervalMinutes', 'Give the minutes between its uplinks, from 1 to 10,080');
    return problems;
  };

  return {
    check,
    async add(r, by) {
      const problems = check(r);
      if (problems.length > 0) throw new KithError('request.invalid', problems.map(({ message }) => message).join('. '), { mend: 'Put that right and send it again.', detail: { problems } });
      const now = clock.now();
      const uprn = present(r.uprn) ? readUprn(r.uprn) : null;
      const householdId = r.householdId ?? (uprn === null ? null : ((await homes.byUprn([uprn])).get(uprn) ?? null));
      const device: NewDevice = {
        deviceId: newId(), devEui: readDevEui(r.devEui), name: r.name.trim(), codec: findCodec(r.codec)?.id ?? r.codec, householdId, uprn, room: blank(r.room), personId: r.personId ?? null,
        installer: blank(r.installer), installedAt: r.installedAt ?? thisMinute(now), consent: { basis: r.basis, by: r.consentBy.trim(), at: r.consentAt, until: blank(r.consentUntil) }, purpose: blank(r.purpose),
        intervalSeconds: Math.round((r.intervalMinutes ?? usualMinutes) * 60),
      };
      if (!(await insertDevice(db.writer, device, by, now))) {
        throw new KithError('conflict.changed', `A device ${device.devEui} stands somewhere already.`, { mend: 'Take it away there first: it is then free to be registered here, and what it said there stays there.' });
      }
      return device.deviceId;
    },
    async retire(deviceId) {
      if (!(await retireDevice(db.writer, deviceId, clock.now()))) throw new KithError('conflict.changed', 'The device is not there, or was taken away already.');
    },
    async withdraw(deviceId) {
      if (!(await endConsent(db.writer, deviceId, clock.now().toISOString()))) throw new KithError('conflict.changed', 'The device is not there, or was taken away already.');
    },
    async tie() {
      const uprns = (await untied(db.writer)).map(({ uprn }) => uprn);
      return uprns.length === 0 ? 0 : tieToHomes(db.writer, new Map(await homes.byUprn(uprns)));
    },
  };
}

/** Networks say times to the second: what is heard while it is being registered is of this home. */
const thisMinute = (now: Date): Date => new Date(Math.floor(now.getTime() / 60_000) * 60_000);

const present = (text: string | null | undefined): text is string => text !== undefined && text !== null && text.trim() !== '';
const blank = (text: string | null | undefined): string | null => (present(text) ? text.trim() : null);
const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d))?$/.test(text) && !Number.isNaN(Date.parse(text));
