import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLinkage } from '../../src/linkage/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { createSensors } from '../../src/sensors/index.ts';
import { placeHousehold, placePerson } from '../support/people.ts';
import { feedStates, recordsBench, type RecordsBench } from '../support/records.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../support/sensors.ts';
import { openJourney, sound, type Journey } from '../support/journey.ts';

/** Somebody who looks after devices: what is wrong, claiming what was heard, whose home it is. */


let bench: RecordsBench;
let journey: Journey;

beforeAll(async () => {
  bench = await recordsBench();
  const { db, kernel, access, records } = bench;
  const { personId } = await placePerson(db, [{ feed: 'gp-patients', category: 'gp', demographics: { family: 'Okafor', given: ['Grace'], birthDate: '1943-07-14' } }]);
  await placeHousehold(db, { address: '12 Larch Close', postcode: 'NB4 2QT' }, [{ personId, sources: ['gp-patients'] }]);
  const [home] = await db.writer<{ id: string }[]>`select household_id::text as id from linkage.residency where person_id = ${personId}`;
  await db.writer`update linkage.household set uprn = '100023336956' where household_id = ${home!.id}`;
  await records.refresh();
  const sensors = createSensors(kernel, { byUprn: async () => new Map([['100023336956', home!.id]]) });
  await placeDevice(db, { devEui: '24E1240000000002', name: 'Hall movement', codec: 'milesight-ws202', room: 'Hall' });
  const ingest = sensors.ingest();
  const ago = (minutes: number): Date => new Date(kernel.clock.now().getTime() - minutes * 60_000);
  await ingest.receive({ format: 'chirpstack', body: chirpstackUp({ devEui: '24E1240000000002', at: ago(180), payload: Buffer.from('030001', 'hex') }), integration: 'network' });
  for (const minutes of [21, 11, 1]) await ingest.receive({ format: 'chirpstack', body: chirpstackUp({ devEui: '24E12400000000FF', at: ago(minutes), payload: climatePayload(15.7, 61) }), integration: 'network' });
  await ingest.close();
  await sensors.jobs.find(({ name }) => name === 'sensors.watch')?.run();
  journey = await openJourney(await buildPortal({ kernel, access, records, sensors, feeds: { states: async () => feedStates() }, linkage: createLinkage(kernel) }));
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});

test('a silent device is first, one that was heard is claimed, and its home is shown in a look of its own', { timeout: 90_000 }, async () => {
  const page = await journey.signIn('Leila Haddad');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Devices' }).click();
  const main = page.getByRole('main');
  await expect.poll(() => main.textContent()).toContain('1 device: 1 silent. A silent device tells nothing');
  await expect.poll(() => page.getByRole('row', { name: 'Hall movement' }).textContent()).toContain('Silent');
  await sound(page);

  await page.getByRole('link', { name: 'Claim device 24E12400000000FF' }).click();
  await page.getByRole('button', { name: 'Register' }).click();
  await expect.poll(() => page.title()).toBe('Error: Register a device – Devices – Kith');
  await page.getByRole('link', { name: 'Say who agreed, or who decided' }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('consentBy');
  await sound(page);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Bedroom climate');
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('milesight-em300-th');
  await page.getByRole('textbox', { name: 'UPRN of the home' }).fill('100023336956');
  await page.getByRole('textbox', { name: 'Put in on' }).fill('20/11/2026 08:45');
  await page.getByRole('radio', { name: 'Consent', exact: true }).check();
  await page.getByRole('textbox', { name: 'Who agreed or decided' }).fill('the tenant');
  await page.getByRole('textbox', { name: 'On', exact: true }).fill('1/11/2026');
  await page.getByRole('button', { name: 'Register' }).click();

  await expect.poll(() => main.textContent()).toContain('Registered. Check below that it is the right home.');
  await expect.poll(() => main.textContent()).toContain('Yes. It was last heard 60 s ago.');
  await expect.poll(() => main.textContent()).toContain('12 Larch Close, NB4 2QT');
  await expect.poll(() => page.getByRole('table', { name: 'Measured in the last day' }).getByRole('row', { name: 'Temperature' }).count()).toBe(2);
  await sound(page);
  await page.getByRole('link', { name: 'Grace Okafor' }).click();
  await expect.poll(() => page.title()).toContain('Grace Okafor');
});
