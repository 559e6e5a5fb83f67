/**
 * `npm run audit`: known weaknesses of the packages that run, as the registry lists them. It reports and never fails a build: a list that is
 * away, or one that grew overnight, says nothing of the change that is tested.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Report {
  vulnerabilities?: Record<string, { severity: string; range: string; fixAvailable: boolean | { name: string; version: string } }>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=10000'], { cwd: root, encoding: 'utf8', timeout: 30_000 });

function read(text: string): Report {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return {};
  }
}

const { vulnerabilities } = read(stdout ?? '');
if (vulnerabilities === undefined) console.log('audit: the registry’s list of known weaknesses could not be had; nothing is known of them.');
else if (Object.keys(vulnerabilities).length === 0) console.log('audit: no known weakness in what runs.');
else for (const [name, { severity, range, fixAvailable }] of Object.entries(vulnerabilities)) console.log(`audit: ${severity}: ${name} ${range}${fixAvailable === false ? '' : ' (mended in another version)'}`);
