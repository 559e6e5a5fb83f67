import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Reading, Session } from '../../access/index.ts';
import { isUuid, KithError, readDate, readNhsNumber } from '../../kernel/index.ts';
import { homesOf } from '../../record/index.ts';
import { codecs, openHomes, series, startOf, whyWithheld, wordCodecs, type Device, type Registration, type Sensors } from '../../sensors/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { deviceFields, deviceFormPage, type DeviceValues } from '../pages/device-form.tsx';
import { devicePage, type ShownHome } from '../pages/device.tsx';
import { devicesPage, type ListedDevice } from '../pages/devices.tsx';
import { paths } from '../paths.ts';
import { deviceStates, type ShownState } from '../words/devices.ts';
import { plainName } from '../words/person.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

export interface DevicePageServices extends Pick<PageKit, 'access' | 'records' | 'clock' | 'signIn' | 'contextOf' | 'sendPage'> {
  sensors: Pick<Sensors, 'health' | 'register' | 'reread' | 'definitions'>;
}

const day = 86_400_000;
const mostReadings = 60;
/** A day, or a day and time in London, as somebody types it: null for nothing, undefined for what is no moment. */
function momentOf(text: string): Date | null | undefined {
  if (text === '') return null;
  const [date = '', time = '00:00'] = text.split(/[\sT,]+/);
  const [day, clock] = [readDate(date), /^(\d{1,2}):(\d\d)$/.exec(time)];
  if (day === null || day.length < 10 || clock === null || Number(clock[1]) > 23 || Number(clock[2]) > 59) return undefined;
  return new Date(startOf(day).getTime() + (Number(clock[1]) * 60 + Number(clock[2])) * 60_000);
}

const said: Readonly<Record<string, string>> = { registered: 'Registered. Check below that it is the right home.', withdrawn: 'Consent is ended. Nothing more of what it says is kept.', retired: 'Taken away. It can be registered elsewhere.' };

/**
 * Pages about devices. They name nobody: whose home a device stands in, and what it measured, is a page of its own, which
 * decides, opens and logs the people of that home.
 */
export function addDevicePages(app: FastifyInstance, services: DevicePageServices): void {
  const { sensors, access, records, clock, signIn, contextOf, sendPage } = services;
  const signedIn = { preHandler: signIn.requireSession };
  const grounds = sensors.definitions.settings.grounds;
  const kinds = [...codecs.map(({ id, title }) => ({ id, title })), ...Object.entries(wordCodecs).map(([id, title]) => ({ id, title }))];

  const within = async (request: FastifyRequest): Promise<{ session: Session; context: Context; csrf: string }> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const context = await contextOf(request, session);
    if (!context.may('device-health')) throw new KithError('access.refused', 'Your team does not look after devices.');
    return { session, context, csrf: signIn.csrf(request) };
  };
  const deviceOf = async (request: FastifyRequest): Promise<Device> => {
    const { id } = request.params as { id: string };
    const device = isUuid(id) ? await sensors.health.one(id) : null;
    if (device === null) throw new KithError('person.not-found', 'There is no such device.');
    return device;
  };
  const withheldNow = (device: Device): string | null => whyWithheld(device.consent, clock.now());
  const shownState = (device: Device): ShownState => (device.state !== 'retired' && withheldNow(device) !== null ? 'ended' : device.state);

  app.get(paths.devices, signedIn, async (request, reply) => {
    const { context } = await within(request);
    const [all, unclaimed, quarantined] = await Promise.all([sensors.health.devices(), sensors.health.unclaimed(), sensors.health.quarantined()]);
    const devices = all.map((device): ListedDevice => ({ ...device, shown: shownState(device) }));
    const state = context.one('state');
    const from = Number(context.one('from'));
    const page = devicesPage({
      devices, unclaimed, quarantined, now: clock.now(), done: said[context.one('done')] ?? null, query: context.one('q').slice(0, 100),
      state: Object.hasOwn(deviceStates, state) ? (state as ShownState) : null, from: Number.isInteger(from) && from > 0 && from < 1e6 ? from : 0,
    });
    return sendPage(request, reply, 200, page);
  });

  const show = async (request: FastifyRequest, reply: FastifyReply, home: ShownHome | null, device: Device): Promise<FastifyReply> => {
    const { context, csrf } = await within(request);
    const page = devicePage({
      device, shown: shownState(device), heard: await sensors.health.heard(device.devEui), withheld: withheldNow(device), home, mayHome: context.may('home'), now: clock.now(), today: context.today, csrf,
      ground: grounds.find(({ id }) => id === device.consent.basis)?.name ?? device.consent.basis, done: said[context.one('done')] ?? null,
    });
    return sendPage(request, reply, 200, page);
  };
  app.get(paths.device(':id'), signedIn, async (request, reply) => {
    await within(request);
    return show(request, reply, null, await deviceOf(request));
  });
  app.get(paths.deviceHome(':id'), signedIn, async (request, reply) => {
    const { session } = await within(request);
    const device = await deviceOf(request);
    const home = await access.reading(session, { action: 'home', persons: [], request: `device ${device.devEui}` }, (reading) => homeOf(reading, device));
    return show(request, reply, home, device);
  });

  /** The people of a device's home as this reading may know them; an address only where none of them must be kept safe. */
  async function homeOf(reading: Reading, device: Device): Promise<ShownHome> {
    const [home] = device.householdId === null ? [] : await homesOf(reading.sql, [device.householdId]);
    const ids = device.personId === null ? (home?.residents ?? []) : [device.personId];
    const all = [...new Set([...ids, ...(home?.residents ?? [])])];
    const found = await records.people(reading, all);
    const unsafe = all.some((id) => {
      const decision = reading.persons.get(id);
      return decision === undefined || decision.sealed || decision.restricted || decision.hideWhereabouts;
    });
    const people = found.map((f) => (f.kind === 'person' ? { personId: f.summary.personId, name: plainName(f.summary), open: true } : { personId: f.personId, name: f.displayName, open: false })).filter((p) => ids.includes(p.personId));
    let readings: ShownHome['readings'] = null;
    let raw: ShownHome['raw'] = [];
    for (const id of ids) {
      const devices = await openHomes(reading, id, home === undefined ? [] : [home.householdId]);
      if (!devices.some((d) => d.deviceId === device.deviceId)) continue;
      const now = clock.now();
      const points = await series(reading.sql, { devices: [device.deviceId], from: new Date(now.getTime() - day), to: new Date(now.getTime() + day), step: 'raw' });
      readings = points.toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.metric < b.metric ? -1 : 1)).slice(0, mostReadings);
      raw = await sensors.health.raw(device);
      break;
    }
    return { people, address: home === undefined || unsafe || people.every((p) => !p.open) ? null : home.address, readings, raw };
  }

  const typed = (request: FastifyRequest): DeviceValues => {
    const body = (request.method === 'POST' ? request.body : request.query) as Record<string, unknown> | null | undefined;
    return Object.fromEntries(deviceFields.map((field) => [field, typeof body?.[field] === 'string' ? body[field].trim().slice(0, 200) : ''])) as DeviceValues;
  };
  const form = async (request: FastifyRequest, reply: FastifyReply, values: DeviceValues, errors: readonly FieldError[]): Promise<FastifyReply> =>
    sendPage(request, reply, errors.length > 0 ? 400 : 200, deviceFormPage({ values, errors, codecs: kinds, grounds, csrf: signIn.csrf(request) }));
  app.get(paths.registerDevice, signedIn, async (request, reply) => {
    await within(request);
    const values = typed(request);
    return form(request, reply, { ...values, intervalMinutes: values.intervalMinutes === '' ? '10' : values.intervalMinutes }, []);
  });
  app.post(paths.registerDevice, signedIn, async (request, reply) => {
    const { session, context } = await within(request);
    const values = typed(request);
    const personId = await personOf(session, values.person, context.may('home'));
    const installedAt = momentOf(values.installed);
    const registration: Registration = {
      devEui: values.devEui, name: values.name, codec: values.codec, uprn: values.uprn, room: values.room, installer: values.installer === '' ? session.name : values.installer, basis: values.basis,
      consentBy: values.consentBy, consentAt: readDate(values.consentAt) ?? values.consentAt, consentUntil: readDate(values.consentUntil) ?? values.consentUntil, purpose: values.purpose,
      intervalMinutes: Number(values.intervalMinutes === '' ? '10' : values.intervalMinutes), personId: personId ?? null, installedAt: installedAt ?? null,
    };
    const errors: FieldError[] = sensors.register.check(registration).map(({ field, message }) => ({ text: message, href: `#${field}` }));
    if (personId === undefined) errors.push({ text: 'Nobody you may see has that NHS number', href: '#person' });
    if (installedAt === undefined) errors.push({ text: 'Put in on must be a real day, such as 20/11/2026, or a day and time', href: '#installed' });
    if (errors.length > 0) return form(request, reply, values, errors);
    let id: string;
    try {
      id = await sensors.register.add(registration, session.userId);
    } catch (error) {
      if (!(error instanceof KithError) || error.code !== 'conflict.changed') throw error;
      return form(request, reply, values, [{ text: `${error.message} ${error.mend ?? ''}`, href: '#devEui' }]);
    }
    await sensors.reread((await sensors.health.one(id))?.devEui ?? null);
    return reply.redirect(`${context.may('home') ? paths.deviceHome(id) : paths.device(id)}?done=registered`, 303);
  });

  /** Null for none given, undefined for nobody this session may know. */
  async function personOf(session: Session, text: string, mayHome: boolean): Promise<string | null | undefined> {
    if (text === '') return null;
    const number = readNhsNumber(text);
    if (number === null || !mayHome) return undefined;
    return (await access.reading(session, { action: 'home', persons: [], request: `device for NHS number ${number}` }, (reading) => records.resolve(reading, number))) ?? undefined;
  }

  app.post(paths.withdrawDevice(':id'), signedIn, async (request, reply) => {
    await within(request);
    const { deviceId } = await deviceOf(request);
    await sensors.register.withdraw(deviceId);
    return reply.redirect(`${paths.device(deviceId)}?done=withdrawn`, 303);
  });
  app.post(paths.retireDevice(':id'), signedIn, async (request, reply) => {
    await within(request);
    const { deviceId } = await deviceOf(request);
    await sensors.register.retire(deviceId);
    return reply.redirect(`${paths.device(deviceId)}?done=retired`, 303);
  });
}
