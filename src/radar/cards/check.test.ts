import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readArea } from '../../kernel/index.ts';
import { signalsFileSchema } from '../signals/definition.ts';
import { checkRadarCards } from './check.ts';
import { cardSchema } from './definition.ts';

/** Editors check area files against these. `vitest run src/radar/cards/check.test.ts -u` writes them again. */
test.each([['radar-card', cardSchema], ['radar-signals', signalsFileSchema]] as const)('the JSON Schema %s is up to date', async (name, schema) => {
  await expect(`${JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }), null, 2)}\n`).toMatchFileSnapshot(resolve(`areas/schema/${name}.json`));
});

/** Problems of the demo area with one file changed. */
function broken(file: string, change: (text: string) => string): string[] {
  const dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync('areas/demo', dir, { recursive: true });
  const path = join(dir, 'radar', file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error('the change changed nothing');
  writeFileSync(path, after);
  return checkRadarCards(readArea(dir).area!).map((p) => {
    expect(p.line).toBeGreaterThan(0);
    expect(p.mend).not.toBe('');
    return `${p.file} ${p.path}: ${p.message}`;
  });
}

test('the demo area is in order', () => {
  expect(checkRadarCards(readArea('areas/demo').area!)).toEqual([]);
});

test.each([
  ['a signal there is not', 'cards/falls.yaml', /use: osteoporosis/, 'use: osteoperosis', 'There is no signal "osteoperosis"'],
  ['a category the team may not see for the purpose', 'cards/tenancy.yaml', /use: support-flag/, 'use: severe-frailty', 'rests on gp, which tenancy-services may not see'],
  ['a team there is not', 'cards/falls.yaml', /team: prevention/, 'team: fallers', 'There is no team "fallers"'],
  ['a purpose that is not the team’s', 'cards/falls.yaml', /purpose: prevention\n/, 'purpose: direct-care\n', 'has no purpose "direct-care"'],
  ['overlapping bands', 'cards/falls.yaml', /from: 13/, 'from: 8', 'Bands overlap'],
  ['an alert from no band', 'cards/falls.yaml', /alertFrom: soon/, 'alertFrom: later', 'There is no band "later"'],
  ['a card of children fitted by a model', 'cards/early-help.yaml', /fitted: false/, 'fitted: true', 'may not be fitted'],
  ['a card without ages, which can list children, fitted by a model', 'cards/cold-home.yaml', /bands:/, 'fitted: true\nbands:', 'may not be fitted'],
  ['no ATRS record', 'cards/falls.yaml', /atrs:[\s\S]*/, '', 'no ATRS record'],
  ['a category there is not', 'signals/gp.yaml', /category: gp/, 'category: gps', 'There is no category "gps"'],
  ['a feed there is not', 'signals/people.yaml', /feed: school-exclusions/, 'feed: exclusions', 'There is no feed "exclusions"'],
  ['a code nothing maps', 'signals/people.yaml', /code: \[community-referral\]/, 'code: [community-referal]', 'No feed of this area gives anything like that'],
  ['an observation without a category', 'signals/home.yaml', /category: home-sensors, /, '', 'does not say under which category'],
  ['an observation that nothing makes', 'signals/home.yaml', /fewer-drinks/, 'no-drinks', 'Nothing in this area observes "no-drinks"'],
  ['two things at once', 'signals/hospital.yaml', /within: 90 \}/, 'within: 90, none: { category: gp } }', 'Only one of some, none may stand here'],
  ['something that does not go with it', 'signals/hospital.yaml', /atLeast: 2, within: 90/, 'daysAgo: { atLeast: 2 }', 'daysAgo does not go with some'],
])('%s', (_, file, from, to, message) => expect(broken(file, (text) => text.replace(from, to)).join('\n')).toContain(message));
