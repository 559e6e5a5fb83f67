import { loadavg } from 'node:os';
import { generate } from '../src/lab/index.ts';
import { createKith } from '../src/main.ts';
import { readConfig } from '../src/kernel/index.ts';
import { copyOut, multiplyPeople } from './radar.store.ts';
import { heading, report, timed } from './measure.ts';

/** Residents of the borough whose people are told over and over, each time under ids of their own. */
const seedPeople = 5_000;

/**
 * Full re-score of `people` people by every scorecard in force. The people are a demo borough's, as packed, copied
 * until there are so many: households, events and sources are real in kind and share; their ids are new. The baseline
 * is reading the packed rows and nothing else, in the same run.
 */
export async function benchRadar({ data, people, seed }: { data: string; people: number; seed: number }): Promise<void> {
  const kith = await createKith(readConfig({}, { data, area: 'areas/demo' }));
  try {
    const { db } = kith.kernel;
    if ((await kith.records.counts()).persons === 0) {
      const made = await generate({ people: seedPeople, seed, out: `${data}/radar-demo`, today: kith.kernel.clock.today() });
      for (const { feed, file } of made.files) await kith.feeds.import(feed, [file], { broughtBy: 'bench' });
      await kith.settle();
    }
    const size = await multiplyPeople(db.owner, db.writer, people);
    heading('Full re-score');
    const cards = (await kith.radar.desk.all()).filter((c) => c.state === 'in-force').length;
    console.log(`${size.people.toLocaleString('en-GB')} people, ${cards} cards, ${Math.round(size.bytes / 1e6)} MB packed (${Math.round(size.bytes / size.people)} bytes a person).\n`);
    const rows: (string | number)[][] = [];
    const take = async (what: string, work: () => Promise<{ changed: number }>): Promise<void> => {
      const before = process.cpuUsage();
      const { value, seconds } = await timed(work);
      const { user, system } = process.cpuUsage(before);
      rows.push([what, Number(seconds.toFixed(1)), Number(((user + system) / 1e6).toFixed(1)), value.changed, loadavg()[0]!.toFixed(1)]);
    };
    await take('reading the rows alone (baseline)', async () => ({ changed: await copyOut(db.writer).then(() => 0) }));
    await take('first: every score is written', () => kith.scoring.rescore());
    await take('again: nothing changed', () => kith.scoring.rescore());
    report(['re-score', 'seconds', 'of processor, Kith itself', 'scores written', 'load'], rows);
  } finally {
    await kith.close();
  }
}
