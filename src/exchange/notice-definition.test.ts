import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fill, fillings, noticesSchema, readNotices } from './notice-definition.ts';

const changed = (from: string, to: string): string => {
  const dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync('areas/demo/exchange', join(dir, 'exchange'), { recursive: true });
  const file = join(dir, 'exchange', 'notices.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  return dir;
};

test('the demo area’s notices are in order, and its JSON Schema is up to date', async () => {
  expect(readNotices('areas/demo').problems).toEqual([]);
  await expect(`${JSON.stringify(z.toJSONSchema(noticesSchema, { io: 'input', target: 'draft-7' }), null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/exchange-notices.json'));
});

test.each(['name', 'nhsNumber', 'person.name', 'address', 'constructor', '__proto__'])('words cannot reach ((%s)): the check says so, and it fills in nothing', (asked) => {
  const { rules, problems } = readNotices(changed('Alert ((reference)) is waiting', `Alert ((${asked})) is waiting`));
  expect(rules).toBeNull();
  expect(problems).toMatchObject([{ file: 'exchange/notices.yaml', message: `A notice cannot say ((${asked})).`, line: expect.any(Number) }]);
  const values = fillings({ kind: 'raised', contact: 'x', reference: 'A1', team: 'T', severity: 'S', count: null, says: null, path: '/alerts' }, 'https://kith.example');
  expect(fill(`a((${asked}))b`, values)).toBe('ab');
});

test('a contact twice, an address that is none and a missing text are told with file and line', () => {
  expect(readNotices(changed('id: duty-mail', 'id: front-door-mail')).problems[0]).toMatchObject({ message: '"front-door-mail" stands here twice.' });
  expect(readNotices(changed('emergency-duty@newbridge.example', 'nowhere')).problems[0]).toMatchObject({ path: 'contacts.2.to' });
  expect(readNotices(changed('to: KITH_TEAMS_PREVENTION', 'to: https://teams.example/secret')).problems[0]?.message).toContain('KITH_');
});
