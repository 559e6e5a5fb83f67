/** `npm run check`: types, lint, room boundaries, area definitions, documentation links and the hazard log. Quick enough for every save. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkAsvs } from './asvs/record.ts';
import { checkHazards } from './hazards/check.ts';
import { checkLinks } from './links.ts';
import { checkRooms, type Breach } from './rooms.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Outcome {
  name: string;
  ok: boolean;
  output: string;
}

function command(name: string, program: string, args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => done({ name, ok: false, output: error.message }));
    child.on('exit', (code) => done({ name, ok: code === 0, output }));
  });
}

function breaches(name: string, found: Breach[]): Outcome {
  return { name, ok: found.length === 0, output: found.map((b) => `${b.file}:${b.line} ${b.message}`).join('\n') };
}

const bin = (name: string): string => `${root}node_modules/.bin/${name}`;

const outcomes = await Promise.all([
  command('types', bin('tsc'), ['-p', root]),
  command('lint', bin('oxlint'), ['--type-aware', '--deny-warnings', 'src', 'tests', 'scripts', 'bench']),
  command('area definitions', process.execPath, ['bin/kith', 'check']),
]);
outcomes.push(breaches('room boundaries', checkRooms(root)), breaches('documentation links', checkLinks(root)), breaches('hazard log', checkHazards(root)), breaches('security requirements', checkAsvs(root)));

for (const { name, ok, output } of outcomes) {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (!ok) console.log(output.trim());
}
process.exitCode = outcomes.every((o) => o.ok) ? 0 : 1;
