/** `npm run sbom [file]`: writes what Kith is made of, every package with its version, licence and hash, as CycloneDX. Asks nobody: it reads the lock. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = process.argv[2] ?? 'sbom.cdx.json';
const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
writeFileSync(file, text);
const { components } = JSON.parse(text) as { components: unknown[] };
console.log(`${file}: ${components.length} packages`);
