/**
 * `node bench/sensors.ts [--uplinks N] [--devices N]`
 *
 * ChirpStack messages of EM300-TH devices handed to the room's one way in, until every one is committed: parsed, decoded,
 * de-duplicated, rolled up. Baseline of the same run: the same uplinks' bytes and readings by bare COPY into two tables
 * without keys. Then, at a steady rate, how long a single uplink takes until its reading can be seen by another connection.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newId, readConfig } from '../src/kernel/index.ts';
import { createKith } from '../src/main.ts';
import { series } from '../src/sensors/index.ts';
import { copyRows } from '../src/sensors/copy.store.ts';
import { chirpstackUp, climatePayload } from '../tests/support/sensors.ts';
import { heading, machine, report, spread, timed } from './measure.ts';

const { values } = parseArgs({ options: { uplinks: { type: 'string', default: '60000' }, devices: { type: 'string', default: '5000' } } });
const [uplinks, devices] = [Number(values.uplinks), Number(values.devices)];
const data = mkdtempSync(join(tmpdir(), 'kith-bench-sensors-'));
chmodSync(data, 0o755);
console.log(`# Sensors bench\n\n${machine()}; load average ${loadavg().map((l) => l.toFixed(1)).join(', ')}; ${uplinks.toLocaleString('en-GB')} uplinks of ${devices.toLocaleString('en-GB')} devices, embedded PostgreSQL.`);

/** Seconds of processor that this process and the store's have used; the store's only where /proc tells. A figure that other work on the machine does not spoil. */
function processor(): { node: number; store: number } {
  const { user, system } = process.cpuUsage();
  let ticks = 0;
  for (const pid of existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []) {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'latin1').includes(data) && !readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(data) && !postmasters.has(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[1] ?? '')) continue;
      if (pid === String(process.pid)) continue;
      if (readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(data)) postmasters.add(pid);
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
      ticks += Number(stat[11]) + Number(stat[12]);
    } catch {
      // It ended while we looked.
    }
  }
  return { node: (user + system) / 1e6, store: ticks / 100 };
}
const postmasters = new Set<string>();

const kith = await createKith(readConfig({}, { data, logLevel: 'error' }));
try {
  const { db, clock } = kith.kernel;
  const ids = Array.from({ length: devices }, () => newId());
  const eui = (i: number): string => (0xa840410000000000n + BigInt(i)).toString(16).toUpperCase();
  const begun = clock.now().getTime();
  const installed = new Date(begun - 30 * 86_400_000);
  await db.writer.begin((sql) =>
    copyRows(sql, 'sensors.device (device_id, dev_eui, name, codec, household_id, installed_at, consent, interval_seconds, state_since, registered_by, registered_at)', ids.map((id, i) => [
      id, eui(i), `Sensor ${i}`, 'milesight-em300-th', newId(), installed, '{"basis":"consent","by":"bench","at":"2000-01-01","until":null}', 600, installed, 'bench', installed,
    ])),
  );
  const message = (n: number): Buffer => {
    const device = n % devices;
    const round = Math.floor(n / devices);
    return chirpstackUp({ devEui: eui(device), at: new Date(begun - 6 * 3_600_000 + round * 600_000 + device), payload: climatePayload(15 + (n % 80) / 10, 45 + (n % 30), n % 10 === 0 ? 90 : undefined), id: `bench-${n}`, fCnt: round });
  };
  const bodies = Array.from({ length: uplinks }, (_, n) => message(n));

  heading('From message to committed, decoded, de-duplicated and rolled up');
  const ingest = kith.sensors.ingest();
  const hand = async (all: readonly Buffer[], atOnce: number): Promise<void> => {
    let next = 0;
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let i = next++; i < all.length; i = next++) await ingest.receive({ format: 'chirpstack', body: all[i]!, integration: 'bench', hint: 'up' });
      }),
    );
  };
  processor();
  const before = processor();
  const first = await timed(() => hand(bodies, 6000));
  const after = processor();
  const again = await timed(() => hand(bodies.slice(0, 20_000), 6000));
  const [kept] = await db.writer<{ uplinks: number; readings: number; quarters: number; days: number }[]>`
    select (select count(*)::int from sensors.uplink) as uplinks, (select count(*)::int from sensors.reading) as readings,
      (select count(*)::int from sensors.quarter) as quarters, (select count(*)::int from sensors.day) as days`;
  const readings = await db.writer<{ id: string; metric: string; at: Date; value: number }[]>`select device_id::text as id, metric, at, value from sensors.reading`;
  await db.owner`create table sensors.bench_uplink (dev_eui text, at timestamptz, payload text)`;
  await db.owner`create table sensors.bench_reading (device_id uuid, metric text, at timestamptz, value float8)`;
  const baseline = await timed(async () => {
    for (let from = 0; from < uplinks; from += 2000) {
      await db.owner.begin((sql) => copyRows(sql, 'sensors.bench_uplink', bodies.slice(from, from + 2000).map((body, i) => [eui((from + i) % devices), new Date(begun), body.subarray(0, 40).toString('hex')])));
    }
    for (let from = 0; from < readings.length; from += 5000) {
      await db.owner.begin((sql) => copyRows(sql, 'sensors.bench_reading', readings.slice(from, from + 5000).map((r) => [r.id, r.metric, r.at, r.value])));
    }
  });
  await db.owner`drop table sensors.bench_uplink, sensors.bench_reading`;
  report(
    ['what', 'uplinks', 'readings', 'seconds', 'uplinks/s', 'of the baseline'],
    [
      ['kept for good', kept?.uplinks ?? 0, kept?.readings ?? 0, first.seconds.toFixed(1), Math.round(uplinks / first.seconds), (baseline.seconds / first.seconds).toFixed(2)],
      ['the first 20,000 once more: nothing changes', 20_000, 0, again.seconds.toFixed(1), Math.round(20_000 / again.seconds), '–'],
      ['baseline: bare COPY of the same rows', uplinks, readings.length, baseline.seconds.toFixed(1), Math.round(uplinks / baseline.seconds), '1.00'],
    ],
  );
  const [node, store] = [after.node - before.node, after.store - before.store];
  console.log(`\nProcessor used meanwhile: ${node.toFixed(1)} s by Kith, ${store.toFixed(1)} s by the store; ${Math.round(uplinks / Math.max(node, store)).toLocaleString('en-GB')} uplinks/s if each had a core to itself.`);
  console.log(`\nRoll-ups: ${kept?.quarters.toLocaleString('en-GB')} of a quarter of an hour, ${kept?.days.toLocaleString('en-GB')} of a day. Memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most.`);

  heading('From uplink to reading seen, 500 a second');
  const times: number[] = [];
  const seen: number[] = [];
  for (let second = 0; second < 6; second += 1) {
    const all = Array.from({ length: 500 }, async (_, i) => {
      await wait(i * 2);
      const n = second * 500 + i;
      const at = clock.now();
      const began = performance.now();
      await ingest.receive({ format: 'chirpstack', body: chirpstackUp({ devEui: eui(n % devices), at, payload: climatePayload(18, 50), id: `steady-${n}` }), integration: 'bench', hint: 'up' });
      times.push(performance.now() - began);
      if (i % 50 !== 0) return;
      const found = await series(db.writer, { devices: [ids[n % devices]!], from: at, to: new Date(at.getTime() + 1), step: 'raw' });
      if (found.length === 0) throw new Error('acknowledged, and not there');
      seen.push(performance.now() - began);
    });
    await Promise.all(all);
  }
  const [committed, visible] = [spread(times), spread(seen)];
  report(['until', 'n', 'p50, ms', 'p95', 'p99', 'max'], [['committed and acknowledged', committed.n, committed.p50, committed.p95, committed.p99, committed.max], ['read by another connection', visible.n, visible.p50, visible.p95, visible.p99, visible.max]]);
  await ingest.close();
} finally {
  await kith.close();
  rmSync(data, { recursive: true, force: true });
}
