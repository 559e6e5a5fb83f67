import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One package that `npm ci` installs. */
export interface Locked {
  /** Where it stands in node_modules. */
  path: string;
  /** What npm calls it there; another name than the package's own where it is installed under one. */
  name: string;
  version: string;
  licence: string | null;
  installScript: boolean;
}

interface LockFile {
  packages: Record<string, { version?: string; license?: string; hasInstallScript?: boolean; link?: boolean }>;
}

/** Every package of package-lock.json, development ones and those of other platforms included. */
export function readLock(root: string): Locked[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && entry.link !== true)
    .map(([path, entry]) => ({
      path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      licence: entry.license ?? null,
      installScript: entry.hasInstallScript === true,
    }));
}

/** Licences under which software may be used here and passed on with Kith. */
const allowed = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'MPL-2.0', 'PSF-2.0', 'Python-2.0', 'Unlicense', 'Zlib']);

/** Packages whose licence is looked at by hand, and what was found. */
export const lookedAt: Readonly<Record<string, string>> = {
  '@lhncbc/ucum-lhc': 'LICENSE.md: free to use and pass on with its notice; UCUM itself under the Regenstrief terms',
  fhirpath: 'LICENSE.md: BSD-3-Clause in other words (US National Library of Medicine, Health Samurai)',
  'dejavu-fonts-ttf': 'Bitstream Vera licence; named in NOTICE',
  'date-holidays': 'ISC, its data CC-BY-3.0; named in NOTICE',
  'png-js': 'LICENSE: MIT',
};

/** Whether an SPDX expression leaves a licence that is allowed. */
const permits = (expression: string): boolean =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => allowed.has(one.trim())));

/** What a package for one platform says is what its siblings say: npm does not record it of those not installed where the lock was made. */
const familyOf = (name: string): string => name.replace(/[/-](android|darwin|freebsd|linux|openharmony|win32|windows)-.*$/, '');

/** Packages whose licence is neither allowed nor looked at. */
export function unlicensed(locked: readonly Locked[]): string[] {
  const families = new Map(locked.flatMap(({ name, licence }) => (licence === null ? [] : [[familyOf(name), licence] as const])));
  return locked.filter(({ name, licence }) => !(name in lookedAt) && !permits(licence ?? families.get(familyOf(name)) ?? 'none')).map(({ name, licence }) => `${name}: ${licence ?? 'says none'}`);
}
