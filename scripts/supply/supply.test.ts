import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { lookedAt, readLock, unlicensed } from './lock.ts';

const root = resolve('.');
const locked = readLock(root);
const { allowScripts, dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<'allowScripts' | 'dependencies' | 'devDependencies', Record<string, string | boolean>>;

test('the bill of materials lists every package of the lock', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'kith-sbom-')), 'sbom.json');
  execFileSync(process.execPath, ['scripts/sbom.ts', file]);
  const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as { bomFormat: string; components: { name: string; version: string; hashes?: unknown[]; scope?: string }[] };
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  expect(bomFormat).toBe('CycloneDX');
  expect(locked.map(({ name, version }) => `${name}@${version}`).filter((one) => !listed.has(one))).toEqual([]);
  expect(components.filter(({ hashes, scope }) => hashes === undefined && scope !== 'optional')).toEqual([]);
});

test('every package may be used and passed on, or was looked at by hand', () => {
  expect(unlicensed(locked)).toEqual([]);
  expect(Object.keys(lookedAt).filter((name) => !locked.some((one) => one.name === name))).toEqual([]);
  expect(unlicensed([{ path: '', name: 'x', version: '1', licence: '(GPL-3.0 AND MIT)', installScript: false }])).toEqual(['x: (GPL-3.0 AND MIT)']);
});

test('no package runs a script when it is installed but those allowed by name', () => {
  expect([...new Set(locked.filter(({ installScript }) => installScript).map(({ name }) => name))].toSorted()).toEqual(Object.keys(allowScripts).toSorted());
});

test('every dependency is of one exact version', () => {
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) expect([name, version]).toEqual([name, expect.stringMatching(/^(npm:\S+@)?\d+\.\d+\.\d+[\w.-]*$/)]);
});

test('what NOTICE names is there', () => {
  const notice = readFileSync('NOTICE', 'utf8');
  const paths = [...notice.matchAll(/\b(?:src|tests|areas|docs)\/[\w./*-]+/g)].map((m) => m[0].replace(/\/?\*$/, '').replace(/[.,]$/, ''));
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  for (const name of ['nhsuk-frontend', 'date-holidays', 'dejavu-fonts-ttf']) expect([name, notice.includes(name), locked.some((one) => one.name === name)]).toEqual([name, true, true]);
});

test('the list of known weaknesses stops no build, reachable or not', () => {
  const said = execFileSync(process.execPath, ['scripts/audit.ts'], { encoding: 'utf8', env: { ...process.env, npm_config_registry: 'http://127.0.0.1:9' } });
  expect(said).toContain('could not be had');
});
