import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { createLogger, fixedClock, migrate, openDatabase, readArea, readConfig } from '../src/kernel/index.ts';
import { createLinkage } from '../src/linkage/index.ts';
import { demographicsOf } from './linkage/demographics.ts';
import { writePeople } from './linkage/people.ts';

// Live look-ups one after another against an area's linkage: node bench/linkage-live.ts [subjects] [look-ups]
// Asked is what another row of the people says, mistakes and all; the first tenth warms up and is not counted.
const subjects = Number(process.argv[2] ?? 100_000);
const lookups = Number(process.argv[3] ?? 2_000);
const base = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const db = await openDatabase({ data: base });

try {
  await migrate(db);
  const { area } = readArea('areas/demo');
  if (area === null) throw new Error('the demo area does not read');
  const linkage = createLinkage({ config: readConfig({}, { data: base, area: 'areas/demo' }), db, clock: fixedClock('2026-11-20T09:00:00Z'), log: createLogger('warn'), area });
  const csv = join(base, 'people.csv');
  // Every row but one in so many is kept; those left out are asked for.
  const every = Math.max(2, Math.floor(subjects / lookups));
  const { people } = await writePeople(csv, subjects + lookups, 'live');
  const read = (): AsyncIterable<Record<string, string>> => createReadStream(csv).pipe(parse({ columns: true }));
  const asked: Record<string, string>[] = [];
  const personOf = new Map<number, string>();
  await db.owner`create table feeds.bench (id bigint, feed text, says jsonb)`;
  const rows = async function* (): AsyncGenerator<string> {
    let at = 0;
    for await (const r of read()) {
      if (++at % every === 0 && asked.length < lookups) asked.push(r);
      else {
        personOf.set(Number(r.id), r.person!);
        yield `${r.id}\tfeed-${at % 6}\t${JSON.stringify(demographicsOf(r)).replaceAll('\\', '\\\\')}\n`;
      }
    }
  };
  await pipeline(Readable.from(rows()), await db.owner`copy feeds.bench from stdin`.writable());
  await db.owner`insert into feeds.subject (subject_id, feed, local_key) overriding system value select id, feed, id::text from feeds.bench`;
  await db.owner`insert into feeds.demographic select id, '\\x00', says, null, now(), now() from feeds.bench`;
  await db.owner`insert into feeds.touched select id, now() from feeds.bench`;
  await db.owner`drop table feeds.bench`;
  await db.owner`analyze`.catch(() => undefined);
  console.log(`${personOf.size} subjects of ${people} people; ${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}, PostgreSQL ${db.version} embedded`);
  const full = await linkage.run();
  await db.owner`analyze`.catch(() => undefined);
  const [size] = await db.owner<{ keys: number; bytes: number }[]>`
    select (select sum(length(entries) / 9) from linkage.look_up)::float8 as keys, (pg_total_relation_size('linkage.key') + pg_total_relation_size('linkage.look_up'))::float8 as bytes`;
  console.log(JSON.stringify({ run: 'full', seconds: full.seconds, persons: full.persons, keys: size?.keys, lookupMB: Math.round((size?.bytes ?? 0) / 1e6) }));

  const known = new Set(personOf.values());
  const times: number[] = [];
  let [expected, first, among] = [0, 0, 0];
  for (const [i, r] of asked.entries()) {
    const began = performance.now();
    const found = await linkage.match(demographicsOf(r), { limit: 10 });
    const took = performance.now() - began;
    if (i < asked.length / 10) continue;
    times.push(took);
    if (!known.has(r.person!)) continue;
    expected++;
    if (personOf.get(found[0]?.subjectId ?? -1) === r.person) first++;
    if (found.some((c) => personOf.get(c.subjectId) === r.person)) among++;
  }
  times.sort((x, y) => x - y);
  const p = (q: number): number => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * q))]! * 100) / 100;
  console.log(JSON.stringify({ lookups: times.length, msP50: p(0.5), msP95: p(0.95), msP99: p(0.99), msMost: p(1), known: expected, foundFirst: first / expected, foundAmongTen: among / expected }));
} finally {
  await db.close();
  rmSync(base, { recursive: true, force: true });
}
