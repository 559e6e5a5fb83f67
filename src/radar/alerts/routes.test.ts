import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { routesSchema } from './definition.ts';
import { checkRoutes, dueTimes, readRoutes, routeOf, severityOf } from './routes.ts';

const known = {
  teams: new Set(['prevention', 'front-door']),
  cards: new Set(['cold-home', 'falls', 'respiratory-winter', 'telecare', 'delayed-discharge', 'early-help', 'safeguarding-adults']),
  contacts: new Set(['prevention-mail', 'front-door-mail', 'duty-mail', 'duty-phone', 'prevention-chat']),
};
const changed = (from: string, to: string): string => {
  const dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  mkdirSync(join(dir, 'radar'));
  const file = join(dir, 'radar', 'routes.yaml');
  cpSync('areas/demo/radar/routes.yaml', file);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  return dir;
};
const card = { id: 'c', team: 'prevention', alertFrom: 'medium', bands: [{ id: 'low', title: 'L', from: 1 }, { id: 'medium', title: 'M', from: 10 }, { id: 'high', title: 'H', from: 20 }] };

test('the demo area’s routes are in order, and their JSON Schema is up to date', async () => {
  expect(checkRoutes('areas/demo', known)).toEqual([]);
  await expect(`${JSON.stringify(z.toJSONSchema(routesSchema, { io: 'input', target: 'draft-7' }), null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/radar-routes.json'));
});

test('what it names and is not there is told with file, line and what would do', () => {
  const problem = (from: string, to: string) => checkRoutes(changed(from, to), known)[0];
  expect(problem('tell: [duty-phone, duty-mail]', 'tell: [duty-phone, nobody]')).toMatchObject({ message: 'There is no contact "nobody".', line: expect.any(Number), file: 'radar/routes.yaml' });
  expect(problem('teams: [prevention]', 'teams: [preventon]')).toMatchObject({ message: 'There is no team "preventon".', mend: 'Use one of those in access/teams.yaml: prevention, front-door.' });
  expect(problem('cold-home: { soon: soon }', 'cold-homes: { soon: soon }')).toMatchObject({ message: 'There is no scorecard "cold-homes".' });
  expect(problem('cold-home: { soon: soon }', 'cold-home: { soon: later }')).toMatchObject({ message: 'There is no severity "later".' });
  expect(problem('{ unseen: { minutes: 30 }, team: front-door, tell: [duty-phone, front-door-mail] }', '{ unseen: { minutes: 30 } }')).toMatchObject({ message: 'It escalates to nobody.' });
  expect(problem('    severities: [urgent]\n    when: out-of-hours\n', '')).toMatchObject({ message: expect.stringContaining('is never taken: "urgent-at-night" fits') });
});

test('a band’s severity is the area’s own word, or its place above alertFrom', () => {
  const rules = readRoutes('areas/demo');
  expect(severityOf(rules, card, 'medium')).toBe('routine');
  expect(severityOf(rules, card, 'high')).toBe('soon');
  expect(severityOf({ ...rules, severity: { c: { medium: 'urgent' } } }, card, 'medium')).toBe('urgent');
});

test('the first route that fits is taken, by team, severity and hours', () => {
  const rules = readRoutes('areas/demo');
  const friday = new Date('2026-11-20T10:00:00Z');
  expect(routeOf(rules, card, 'urgent', friday)?.id).toBe('urgent-prevention');
  expect(routeOf(rules, card, 'urgent', new Date('2026-11-20T20:00:00Z'))?.id).toBe('urgent-at-night');
  expect(routeOf(rules, card, 'routine', friday)?.id).toBe('usual-prevention');
  expect(routeOf(rules, { ...card, team: 'mash' }, 'routine', friday)).toBeNull();
  const { dueAt, escalateAt } = dueTimes(rules, { severity: 'urgent', team: 'prevention', route: 'urgent-prevention', escalation: 1 }, new Date('2026-11-20T17:00:00Z'));
  expect([dueAt.toISOString(), escalateAt?.toISOString()]).toEqual(['2026-11-20T17:30:00.000Z', '2026-11-23T10:00:00.000Z']);
});

test('an area without the file has two severities and tells nobody', () => {
  const rules = readRoutes(mkdtempSync(join(tmpdir(), 'kith-area-')));
  expect(rules.severities.map((s) => s.id)).toEqual(['routine', 'urgent']);
  expect(routeOf(rules, card, 'urgent', new Date('2026-11-20T10:00:00Z'))).toBeNull();
});
