/**
 * `npm run bench -- [import] [pages] [radar] [--people N] [--seed S] [--keep DIR]`
 *
 * Brings in a borough of N people, then measures search and pages against it as a client of the running server. Each
 * figure stands beside a baseline measured in the same run. Server, store and client share the machine.
 */
import { mkdirSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchImport } from './import.ts';
import { machine } from './measure.ts';
import { benchPages } from './pages.ts';
import { benchRadar } from './radar.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { people: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, keep: { type: 'string' } },
});

const people = Number(values.people);
const data = values.keep ?? mkdtempSync(join(tmpdir(), 'kith-bench-'));
mkdirSync(data, { recursive: true });
chmodSync(data, 0o755);
const wanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);

console.log(`# Kith bench\n\n${machine()}; ${people.toLocaleString('en-GB')} people, seed ${values.seed}, embedded PostgreSQL.`);
if (wanted('import')) await benchImport({ data, people, seed: Number(values.seed) });
if (wanted('pages')) await benchPages({ data, people });
if (positionals.includes('radar')) await benchRadar({ data, people, seed: Number(values.seed) });
if (values.keep === undefined) rmSync(data, { recursive: true, force: true });
