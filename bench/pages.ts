import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import autocannon from 'autocannon';
import { browser } from '../tests/support/http-browser.ts';
import { heading, report, spread } from './measure.ts';

const bin = fileURLToPath(new URL('../bin/kith', import.meta.url));

interface Server {
  url: string;
  seconds: number;
  pid: number;
  stop(): Promise<void>;
}

async function start(data: string): Promise<Server> {
  const before = performance.now();
  const child = spawn(process.execPath, [bin, 'start', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, KITH_LIMITS: 'off' } });
  const url = await new Promise<string>((done, failed) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const open = /is open at (http:\S+)/.exec(said)?.[1];
      if (open !== undefined) done(open);
    });
    child.on('exit', () => failed(new Error(`kith start ended: ${said}`)));
  });
  const seconds = (performance.now() - before) / 1000;
  return {
    url,
    seconds,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((done) => {
        child.removeAllListeners('exit');
        child.on('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

const memory = (pid: number): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

/** Some true people, spread over the borough, to search for and open. */
function sample(data: string, n: number): { given: string; family: string; born: string; postcode: string; nhs: string }[] {
  const [head = '', ...lines] = readFileSync(join(data, 'demo', 'truth', 'people.csv'), 'utf8').trim().split('\n');
  const at = (name: string): number => head.split(',').indexOf(name);
  const step = Math.max(1, Math.floor(lines.length / n));
  return lines
    .filter((_, i) => i % step === 0)
    .map((line) => line.split(','))
    .map((c) => ({ given: c[at('given')] ?? '', family: c[at('surname')] ?? '', born: c[at('born')] ?? '', postcode: c[at('postcode')] ?? '', nhs: c[at('nhs_number')] ?? '' }));
}

/** Search and pages as a client sees them: sign in, search in every way, open people, then load at 1, 5 and 50 at once. */
export async function benchPages({ data, people }: { data: string; people: number }): Promise<void> {
  const server = await start(data);
  try {
    heading(`Pages, on ${people.toLocaleString('en-GB')} people`);
    console.log(`Start with data there: ${server.seconds.toFixed(2)} s. Memory at rest: ${memory(server.pid)} MB.\n`);
    const me = browser(server.url);
    await me.open('/sign-in');
    await me.send({ user: 'joanna.price' });
    await me.send({ acting: 'front-door/care-act-request' });
    const cookie = [...me.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

    const chosen = sample(data, 300);
    const found: string[] = [];
    const ways: [string, (p: (typeof chosen)[number]) => string][] = [
      ['whole name', (p) => `${p.family} ${p.given}`],
      ['name, misspelt', (p) => `${p.given} ${p.family.slice(0, 2)}${p.family.slice(3)}`],
      ['start of surname and year', (p) => `${p.family.slice(0, 4)} ${p.born.slice(0, 4)}`],
      ['date of birth', (p) => p.born.split('-').toReversed().join('/')],
      ['NHS number', (p) => p.nhs],
      ['surname and part of a postcode', (p) => `${p.family} ${p.postcode.split(' ')[0]}`],
    ];
    const rows: (string | number)[][] = [];
    for (const [name, query] of ways) {
      const times: number[] = [];
      let hits = 0;
      for (const person of chosen) {
        const before = performance.now();
        const response = await fetch(`${server.url}/find?q=${encodeURIComponent(query(person))}`, { headers: { cookie } });
        const text = await response.text();
        times.push(performance.now() - before);
        const first = /href="\/person\/([0-9a-f-]{36})/.exec(text)?.[1];
        if (first !== undefined) hits += 1;
        if (first !== undefined && name === 'NHS number') found.push(first);
      }
      const s = spread(times);
      rows.push([name, s.n, hits, s.p50, s.p95, s.p99, s.max]);
    }
    heading('Search, one at a time (ms, page included)');
    report(['asked by', 'searches', 'found somebody', 'p50', 'p95', 'p99', 'slowest'], rows);

    heading('Pages under load');
    const pages: [string, string[]][] = [
      ['baseline: /health', ['/health']],
      ['overview', found.map((id) => `/person/${id}`)],
      ['chronology', found.map((id) => `/person/${id}/chronology`)],
      ['search by name', chosen.map((p) => `/find?q=${encodeURIComponent(`${p.family} ${p.given}`)}`)],
    ];
    const load: (string | number)[][] = [];
    for (const connections of [1, 5, 50]) {
      let baseline = 0;
      for (const [name, urls] of pages) {
        const result = await autocannon({ url: server.url, connections, duration: 5, headers: { cookie, 'accept-encoding': 'br' }, requests: urls.map((path) => ({ path })) });
        if (name.startsWith('baseline')) baseline = result.requests.average;
        load.push([name, connections, Math.round(result.requests.average), (result.requests.average / baseline).toFixed(2), result.latency.p50, result.latency.p97_5, result.latency.p99, result.non2xx + result.errors]);
      }
    }
    report(['page', 'at once', 'a second', 'ratio to baseline', 'p50 ms', 'p97.5 ms', 'p99 ms', 'failed'], load);

    heading('Weight');
    const weights: (string | number)[][] = [];
    for (const [name, path] of [['overview', `/person/${found[0]}`], ['chronology', `/person/${found[0]}/chronology`], ['find', '/find?q=begum']] as const) {
      const text = await (await fetch(`${server.url}${path}`, { headers: { cookie } })).text();
      const assets = await Promise.all([...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(async (m) => brotliCompressSync(Buffer.from(await (await fetch(`${server.url}${m[1]}`)).arrayBuffer())).length));
      weights.push([name, Math.round(brotliCompressSync(text).length / 102.4) / 10, Math.round(assets.reduce((a, b) => a + b, 0) / 102.4) / 10]);
    }
    report(['page', 'page, KB brotli', 'styles, scripts and icons, KB brotli'], weights);
    console.log(`\nMemory after the load: ${memory(server.pid)} MB.`);
  } finally {
    await server.stop();
  }
}
