import { assertReading, type Reading } from '../access/index.ts';
import { openDevices } from './open.store.ts';
import { devicesOf } from './series.store.ts';
import type { Device } from './types.ts';

/** The category of data that readings of a home are. */
export const sensorCategory = 'home-sensors';

/**
 * Opens to a reading the devices of a person and of the homes where they live, and gives them. None unless the person
 * is in the reading and their home sensors are open to it in detail: a device that stands with somebody else of the
 * home needs that person's decision too.
 */
export async function openHomes(reading: Reading, personId: string, households: readonly string[]): Promise<Device[]> {
  assertReading(reading);
  const open = (id: string): boolean => reading.persons.get(id)?.sealed === false && reading.persons.get(id)?.restricted === false && reading.level(id, sensorCategory) === 'detail';
  if (!open(personId)) return [];
  const found = await devicesOf(reading.sql, { households, persons: [personId], retired: true });
  // What a device said before it was taken away may be about whoever lived there then: it stays with its person, never with the address.
  const devices = found.filter((device) => (device.personId === null ? device.retiredAt === null : open(device.personId)));
  await openDevices(reading.sql, devices.map(({ deviceId }) => deviceId));
  return devices;
}
