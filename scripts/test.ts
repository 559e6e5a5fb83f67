/**
 * `npm test`: unit and integration tests on the packaged PostgreSQL (newest and lowest supported major), then
 * journeys in a real browser. Last, each control of the hazard log must have been shown by tests that passed in this run.
 * `npm test -- <path>` runs one part on the newest only.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../tests/support/browser.ts';
import { outcomes, unproved, type Outcome, type Report } from './hazards/proved.ts';
import { readHazards } from './hazards/record.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = mkdtempSync(join(tmpdir(), 'kith-results-'));
const oldest = `pg16-${process.platform}-${process.arch}`;

/** The same statements over and over, at many moments and in many orders: once is enough, on the newest. */
const atLength = ['tests/linkage/**', 'tests/sweep/**', 'src/linkage/live/**', 'src/linkage/report/**', 'src/pathways/cases/kills.int.test.ts', 'src/portal/sign-in/factors/**', 'src/portal/http/forms.int.test.ts', 'src/feeds/crash.int.test.ts', 'src/linkage/decisions.int.test.ts', 'src/kernel/outbox.int.test.ts'];

interface Stage {
  name: string;
  args: string[];
  env?: Record<string, string>;
  /** Why it cannot run here, if it cannot. */
  missing?: string;
}

const installed = (name: string): boolean => {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
};

async function stages(asked: string[]): Promise<Stage[]> {
  if (asked.length > 0) return [{ name: 'what was asked for', args: asked }];
  const browser = await findBrowser();
  return [
    { name: 'unit and integration, newest PostgreSQL', args: ['--exclude', 'tests/journeys/**'] },
    {
      name: 'integration, lowest supported PostgreSQL',
      args: ['.int.test', ...['tests/journeys/**', 'tests/cli/**', 'src/kernel/embedded-postgres.int.test.ts', ...atLength].flatMap((path) => ['--exclude', path])],
      env: { KITH_TEST_POSTGRES: oldest },
      ...(installed(oldest) ? {} : { missing: `${oldest} is not packaged for this machine.` }),
    },
    { name: 'journeys in a browser', args: ['tests/journeys'], ...(browser === null ? { missing: 'No browser could be started: install Chromium, or run "npm ci" with optional packages.' } : {}) },
  ];
}

async function run(stage: Stage, index: number): Promise<{ passed: number; failed: number; tests: Outcome[] }> {
  console.log(`\n== ${stage.name}`);
  const file = join(results, `${index}.json`);
  const child = spawn(join(root, 'node_modules/.bin/vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...stage.args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...stage.env },
  });
  const code = await new Promise<number | null>((done) => child.on('exit', done));
  if (!existsSync(file)) return { passed: 0, failed: 1, tests: [] };
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report & { numPassedTests: number; numFailedTests: number };
  return { passed: report.numPassedTests, failed: code === 0 ? report.numFailedTests : Math.max(report.numFailedTests, 1), tests: outcomes(root, report) };
}

const asked = process.argv.slice(2);
const ran: Outcome[] = [];
let passed = 0;
let failed = 0;
let notRun = 0;
for (const [index, stage] of (await stages(asked)).entries()) {
  if (stage.missing !== undefined) {
    console.log(`\n== ${stage.name}: DID NOT RUN. ${stage.missing}`);
    if (process.env.CI) failed += 1;
    else notRun += 1;
    continue;
  }
  const outcome = await run(stage, index);
  passed += outcome.passed;
  failed += outcome.failed;
  ran.push(...outcome.tests);
}
if (asked.length === 0) {
  const open = unproved(readHazards(root).definitions.flatMap((d) => d.value.hazards), ran);
  console.log(`\n== hazard log: ${open.length === 0 ? 'every control was shown by a test that passed' : 'NOT SHOWN IN THIS RUN'}`);
  for (const line of open) console.log(`  ${line}`);
  // Where a stage could not run, and said so, what only it shows is listed and no failure of this machine's.
  failed += notRun === 0 ? open.length : open.filter((line) => !line.endsWith('was not in this run')).length;
}
rmSync(results, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
