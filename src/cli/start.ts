import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { createDoors } from '../exchange/index.ts';
import { generate, makeDemoAccounts, makeDemoCases, makeDemoSensors } from '../lab/index.ts';
import { demoFinished, demoUnfinished, type Kith } from '../main.ts';
import { buildPortal } from '../portal/index.ts';
import { bringIn, settle } from './bring-in.ts';
import { bar, plural, type Output } from './output.ts';
import { withKith } from './with-kith.ts';
import { startWork } from './work.ts';

/** Size and seed of the borough a newcomer meets. */
const demo = { people: 5000, seed: 1 };

/** `start`: the portal and everything behind it, until told to stop. */
export function startCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('start')
    .description('start Kith: the store, the portal and, the first time, the demo borough')
    .addOption(new Option('--port <n>', 'port of the portal').env('KITH_PORT'))
    .addOption(new Option('--host <address>', 'address to listen on').env('KITH_HOST'))
    .option('--people <n>', 'residents of the demo borough, the first time', String(demo.people))
    .option('--seed <n>', 'seed of the demo borough, the first time', String(demo.seed))
    .action(async (options: { people: string; seed: string }, command: Command) => {
      const stopped = new Promise<void>((done) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
      });
      await withKith(command, async (kith) => {
        const ready = prepare(kith, output, options);
        const early = await Promise.race([ready.then(() => false), stopped.then(() => true)]);
        if (early) {
          output.err('Stopping. What was brought in is kept; the next start goes on from here.');
          ready.catch(() => undefined);
          finish(130);
          return;
        }
        await serve(kith, output, stopped);
      });
    });
}

/** Makes and brings in the demo borough the first time; otherwise finishes whatever was cut off. */
async function prepare(kith: Kith, output: Output, options: { people: string; seed: string }): Promise<void> {
  if (demoUnfinished(kith.kernel)) {
    output.err(`First start: making ${kith.kernel.area.name}, an invented borough, and bringing in its agencies' files.`);
    const people = Number(options.people);
    const drawn = bar(output, 'Writing the borough', people);
    const out = join(kith.kernel.config.data, 'demo');
    const made = await generate({ people, seed: Number(options.seed), today: kith.kernel.clock.today(), out, progress: (done: number) => drawn.update(done, `${done.toLocaleString('en-GB')} residents`) });
    drawn.finish(`${plural(made.people, 'resident')}, ${plural(made.files.length, 'file')}`);
    for (const { feed, file } of made.files) await bringIn(kith, output, feed, [file], 'demo');
    await settle(kith, output);
    const watched = await makeDemoSensors(kith.kernel, kith.sensors, kith.detectors, options.seed);
    output.err(`Sensors in ${plural(watched.homes, 'home')}: ${plural(watched.readings, 'reading')} of eight weeks, and the weather outside.`);
    await makeDemoAccounts(kith.access, kith.records);
    output.err(`${plural(await makeDemoCases(kith.kernel, kith.access), 'case')} of the area’s pathways, a few steps on.`);
    demoFinished(kith.kernel);
    return;
  }
  for (const resumed of await kith.feeds.resume()) output.err(`Finished bringing in ${resumed.file} (${resumed.feed}), which had been cut off: ${plural(resumed.rows, 'row')}.`);
  await settle(kith, output);
}

async function serve(kith: Kith, output: Output, stopped: Promise<void>): Promise<void> {
  const { config, area, db } = kith.kernel;
  const portal = await buildPortal(kith);
  const doors = createDoors(kith.kernel, kith.sensors);
  await doors.addTo(portal);
  await portal.listen({ port: config.port, host: config.host });
  const [bound] = portal.addresses();
  const port = typeof bound === 'object' ? bound.port : config.port;
  const url = `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`;
  const { persons, records } = await kith.records.counts();
  output.out(`\n${area.name} is open at ${url}  (${plural(persons, 'person', 'people')}, ${plural(records, 'record')}, ${db.store} PostgreSQL ${db.version})`);
  if (area.synthetic) {
    output.out('\nWho may sign in:');
    for (const user of kith.access.users()) output.out(`  ${user.name.padEnd(22)} ${user.jobTitle}`);
  }
  if (persons === 0) output.out('\nNothing has been brought in yet. "npx kith import <feed> <files…>" does it; docs/how-to/add-a-feed.md shows how.');
  if (config.limits === 'off' && !area.synthetic) output.err('KITH_LIMITS is off: nothing counts how often people search or take lists away. Take it out for real people.');
  if (process.env.KITH_PUBLIC_URL !== undefined && config.trustProxy.length === 0) output.err('KITH_PUBLIC_URL is set and KITH_TRUST_PROXY is not: everybody behind the proxy is counted as one address.');
  const { mqtt, trouble } = await doors.open();
  if (mqtt !== null) output.out(`\nSensors may publish to ${mqtt} or post to ${url}/uplinks/… (docs/how-to/connect-sensors.md).`);
  if (trouble !== null) output.err(trouble);
  output.out('\nCtrl-C stops.');
  const work = await startWork(kith);
  await stopped;
  output.err('Stopping.');
  await Promise.all([doors.close().then(() => portal.close()), work.stop()]);
}
