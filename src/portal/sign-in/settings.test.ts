import { check, constantFrom, defaultReportMessage, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { safeReturn } from './guard.ts';
import { seal, unseal } from './seal.ts';
import { readSignInSettings } from './settings.ts';

const demo = { synthetic: true, name: 'Newbridge' };
const real = { synthetic: false, name: 'Realborough' };
const own = { KITH_OIDC_ISSUER: 'https://login.example', KITH_OIDC_CLIENT_ID: 'kith', KITH_OIDC_CLIENT_SECRET: 'secret' };

test('an area of real people does not start without an identity provider', () => {
  expect(() => readSignInSettings({}, real, 'choose')).toThrow('Realborough holds real people, so it needs an identity provider.');
  expect(readSignInSettings(own, real, 'choose').provider).toEqual({ issuer: 'https://login.example', clientId: 'kith', clientSecret: 'secret' });
  expect(readSignInSettings({}, demo, 'choose')).toEqual({ publicOrigin: null, provider: null });
  expect(readSignInSettings({}, real, 'passkeys').provider).toBeNull();
});

test('half a provider, or an address that is none, is refused', () => {
  expect(() => readSignInSettings({ ...own, KITH_OIDC_CLIENT_SECRET: '' }, demo, 'choose')).toThrow('needs all of');
  expect(() => readSignInSettings({ ...own, KITH_OIDC_ISSUER: 'login.example' }, demo, 'choose')).toThrow('KITH_OIDC_ISSUER');
  expect(() => readSignInSettings({ KITH_PUBLIC_URL: 'javascript:alert(1)' }, demo, 'choose')).toThrow('KITH_PUBLIC_URL');
  expect(readSignInSettings({ KITH_PUBLIC_URL: 'https://kith.example/portal/' }, demo, 'choose').publicOrigin).toBe('https://kith.example');
});

test.each([
  ['/find?q=a+b', '/find?q=a+b'],
  ['/person/1#x', '/person/1'],
  ['https://elsewhere.example', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['/..//elsewhere.example', '/'],
  ['/.\\/elsewhere.example', '/'],
  ['/x/../..//elsewhere.example', '/'],
  ['/%2e%2e//elsewhere.example', '/'],
  ['/a\r\nset-cookie: x', '/'],
  ['/sign-in/team', '/'],
  ['/identity/auth', '/'],
  [`/${'x'.repeat(500)}`, '/'],
  [['/a', '/b'], '/'],
  [undefined, '/'],
])('after signing in, %j leads to %j', (asked, to) => expect(safeReturn(asked)).toBe(to));

test('whatever is asked, the browser stays here', () => {
  const url = string({ unit: constantFrom('/', '\\', '.', '%', '2', 'e', ':', '@', '?', '#', 'a', '\t', 'é'), maxLength: 12 }).map((text) => `/${text}`);
  const stays = (asked: string): boolean => new URL(safeReturn(asked), 'https://kith.example').origin === 'https://kith.example' && !safeReturn(asked).startsWith('//');
  expect(defaultReportMessage(check(property(url, stays), { numRuns: 5000 }))).toBeUndefined();
});

test('what is sealed opens under its own name and any of the keys, and nothing else does', () => {
  const [old, next] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const text = seal([old], 'session', { user: 'a' });
  expect(unseal([next, old], 'session', text)).toEqual({ user: 'a' });
  expect(unseal([next], 'session', text)).toBeNull();
  expect(unseal([old], 'errand', text)).toBeNull();
  expect(unseal([old], 'session', undefined)).toBeNull();
  expect(unseal([old], 'session', text.slice(0, 20))).toBeNull();
  for (let i = 0; i < text.length; i++) {
    const altered = text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1);
    expect(unseal([old], 'session', altered)).toSatisfy((value: unknown) => value === null || Buffer.from(altered, 'base64url').equals(Buffer.from(text, 'base64url')));
  }
  expect(seal([old], 'session', { user: 'a' })).not.toBe(text);
});
