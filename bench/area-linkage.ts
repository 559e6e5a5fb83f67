import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { createLogger, fixedClock, migrate, openDatabase, readArea, readConfig, type Database } from '../src/kernel/index.ts';
import { createLinkage, type LinkReport } from '../src/linkage/index.ts';
import { demographicsOf } from './linkage/demographics.ts';
import { writePeople } from './linkage/people.ts';

// An area's linkage from subjects in PostgreSQL to published persons: node bench/area-linkage.ts [subjects] [new] [seed]
const subjects = Number(process.argv[2] ?? 100_000);
const fresh = Number(process.argv[3] ?? 10_000);
const seed = process.argv[4] ?? 'area';
const base = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const db = await openDatabase({ data: base });
const truth = new Map<number, string>();
let peak = 0;
const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 200);

try {
  await migrate(db);
  const { area } = readArea('areas/demo');
  if (area === null) throw new Error('the demo area does not read');
  const kernel = { config: readConfig({}, { data: base, area: 'areas/demo' }), db, clock: fixedClock('2026-11-20T09:00:00Z'), log: createLogger('warn'), area };
  const linkage = createLinkage(kernel);
  const csv = join(base, 'people.csv');
  const { people } = await writePeople(csv, subjects + fresh, seed);
  await bring(db, csv, 0, subjects);
  console.log(`${subjects} subjects, ${people} people; ${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}, PostgreSQL ${db.version} embedded`);
  const full = await measured(() => linkage.run());
  console.log(JSON.stringify({ ...full, ...(await against(db)) }));
  await bring(db, csv, subjects, subjects + fresh);
  const more = await measured(() => linkage.run());
  console.log(JSON.stringify({ ...more, ...(await against(db)) }));
} finally {
  clearInterval(watching);
  await db.close();
  rmSync(base, { recursive: true, force: true });
}

/** What a run did and took: seconds by the clock and of processors (this process, PostgreSQL), memory, load average. */
async function measured(run: () => Promise<LinkReport>): Promise<object> {
  const [own, store] = [process.cpuUsage(), storeCpu()];
  const { kind, seconds, subjects: judged, persons, pairs, blocksOverCap, phases } = await run();
  const used = process.cpuUsage(own);
  const cpu = { process: Math.round((used.user + used.system) / 1e5) / 10, store: Math.round((storeCpu() - store) * 10) / 10 };
  return { run: kind, seconds: Math.round(seconds * 10) / 10, cpu, load: loadavg().map((x) => Math.round(x * 10) / 10), judged, persons, pairs, blocksOverCap, peakMB: Math.round(peak / 1e6), phases };
}

/** Processor seconds of the PostgreSQL this process started, so far, on Linux; 0 elsewhere. */
function storeCpu(): number {
  if (!existsSync('/proc/self/stat')) return 0;
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return [{ pid, parent: fields[1]!, ticks: Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]) }];
    } catch {
      return [];
    }
  });
  const started = new Set(processes.filter((p) => p.parent === String(process.pid)).map((p) => p.pid));
  return processes.reduce((sum, p) => sum + (started.has(p.pid) || started.has(p.parent) ? p.ticks : 0), 0) / 100;
}

/** Puts rows of the file, from one to another, where the feeds room leaves what it has read. */
async function bring(to: Database, csv: string, from: number, until: number): Promise<void> {
  await to.owner`create table if not exists feeds.bench (id bigint, feed text, says jsonb)`;
  const rows = async function* (): AsyncGenerator<string> {
    let at = 0;
    for await (const r of createReadStream(csv).pipe(parse({ columns: true })) as AsyncIterable<Record<string, string>>) {
      if (at++ < from) continue;
      if (at > until) return;
      truth.set(Number(r.id), r.person!);
      yield `${r.id}\tfeed-${Number(r.id) % 6}\t${JSON.stringify(demographicsOf(r)).replaceAll('\\', '\\\\')}\n`;
    }
  };
  await pipeline(Readable.from(rows()), await to.owner`copy feeds.bench from stdin`.writable());
  await to.owner`insert into feeds.subject (subject_id, feed, local_key) overriding system value select id, feed, id::text from feeds.bench`;
  await to.owner`insert into feeds.demographic select id, '\\x00', says, null, now(), now() from feeds.bench`;
  await to.owner`insert into feeds.touched select id, now() from feeds.bench`;
  await to.owner`drop table feeds.bench`;
  await to.owner`analyze`.catch(() => undefined);
}

/** Pairwise precision, recall and F1 of persons against the truth. */
async function against(of: Database): Promise<Record<string, number>> {
  const links = await of.owner<{ id: number; person: string }[]>`select subject_id::float8 as id, person_id::text as person from linkage.link`;
  const pairs = (key: (l: { id: number; person: string }) => string): number => [...Map.groupBy(links, key).values()].reduce((n, g) => n + (g.length * (g.length - 1)) / 2, 0);
  const [right, said, all] = [pairs((l) => `${l.person}/${truth.get(l.id)}`), pairs((l) => l.person), pairs((l) => truth.get(l.id)!)];
  return { precision: right / said, recall: right / all, f1: (2 * right) / (said + all) };
}
