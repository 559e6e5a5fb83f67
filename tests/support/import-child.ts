// Imports files into a test's database in a process of its own, to be killed. Waits for a line on stdin before it starts;
// prints `rows <file> <n>` for each chunk it has been told is stored, and `done` at the end.
import { createInterface } from 'node:readline';
import { createFeeds } from '../../src/feeds/index.ts';
import { connect, createLogger, readArea, readConfig, systemClock } from '../../src/kernel/index.ts';

const [socket = '', database = '', area = '', data = '', feed = '', ...files] = process.argv.slice(2);
const db = await connect({ socket, database }, 'embedded', async () => undefined);
const feeds = createFeeds({ config: readConfig({}, { data, area }), db, clock: systemClock, log: createLogger('silent'), area: readArea(area).area! });
const progress = (p: { file: string; rows: number }): void => void process.stdout.write(`rows ${p.file} ${p.rows}\n`);

process.stdout.write('ready\n');
createInterface({ input: process.stdin }).once('line', () => {
  void run();
});

async function run(): Promise<void> {
  process.stdout.write('started\n');
  await feeds.resume(progress);
  await feeds.import(feed, files, { broughtBy: 'test', progress });
  process.stdout.write('done\n');
  await db.close();
  process.exit(0);
}
