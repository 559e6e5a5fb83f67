import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArea, type Problem } from '../kernel/index.ts';
import { checkAccess } from './check.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync(resolve('areas/demo/area.yaml'), join(dir, 'area.yaml'));
  cpSync(resolve('areas/demo/access'), join(dir, 'access'), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true }));

const path = (file: string): string => join(dir, 'access', `${file}.yaml`);
const problems = (): Problem[] => checkAccess(readArea(dir).area!).problems;

/** Changes the first `from` of a file; the line it stands on. */
function change(file: string, from: string, to: string): number {
  const text = readFileSync(path(file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(path(file), text.replace(from, to));
  return text.slice(0, text.indexOf(from)).split('\n').length;
}

test('the demo area has no problem, with or without emergency access', () => {
  expect(problems()).toEqual([]);
  rmSync(path('break-glass'));
  rmSync(path('views'));
  expect(problems()).toEqual([]);
  expect(checkAccess(readArea(dir).area!).definitions?.breakGlass).toBeNull();
});

test('emergency access to offence data needs its condition, and its reviewers somebody who has the role', () => {
  change('break-glass', '  article10: DPA 2018 Sch 1 para 30\n', '');
  change('users', 'role: caldicott-guardian', 'role: information-governance-lead');
  expect(problems().map((p) => p.message)).toEqual(['It opens criminal offence data (police) and states no condition for it.', 'Nobody has the role "caldicott-guardian".']);
});

test.each([
  ['categories', 'heldBy: [st-brides]', 'heldBy: [st-bride]', 'There is no organisation "st-bride".'],
  ['categories', 'id: hospital', 'id: housing', '"housing" stands here twice.'],
  ['purposes', 'id: child-in-need', 'id: direct-care', '"direct-care" stands here twice.'],
  ['agreements', 'expires: 2028-03-31', 'expires: 2026-03-01', 'It expires on 2026-03-01, before it starts.'],
  ['agreements', 'starts: 2026-04-01', 'starts: 2026-03-31', 'Version 4 overlaps version 3.'],
  ['teams', '  police: { name', '  polise: { name', 'There is no category "polise".'],
  ['teams', 'organisation: newbridge-homes', 'organisation: newbridge-house', 'There is no organisation "newbridge-house".'],
  ['teams', '      tenancy-support:', '      tenancy-suport:', 'There is no purpose "tenancy-suport".'],
  ['standings', 'code: RZ9,', 'code: RZ0,', 'There is no organisation with the code "RZ0".'],
  ['standings', ', because: National Police Information Security standards', '', 'Z9901 is exempt, and nothing says why.'],
  ['teams', '        ambulance: detail', '        ambulence: detail', 'There is no category "ambulence".'],
  ['teams', '        identity: summary', '        identity: alert', 'Identity cannot be an alert.'],
  ['teams', '        mental-health: { level: detail, needs: relationship, otherwise: summary }', '        mental-health: { level: alert, otherwise: summary }', 'Without what it needs the level would be more (summary) than with it (alert).'],
  ['teams', '        housing: detail', '        housing: { level: detail, roles: [housing-officer] }', 'There is no role "housing-officer".'],
  ['teams', '      planning: {}', '      planning: { identity: summary }', 'Planning and commissioning may look at no person.'],
  ['users', 'team: front-door', 'team: front-desk', 'There is no team "front-desk".'],
  ['users', 'role: housing-officer', 'role: housing-manager', 'There is no role "housing-manager".'],
  ['users', 'email: tom.fletcher@newbridge-homes.example', 'email: Joanna.Price@newbridge.example', '"joanna.price@newbridge.example" stands here twice.'],
  ['views', 'team: larch-street', 'team: larch-lane', 'There is no team "larch-lane".'],
  ['views', 'team: larch-street', 'team: tenancy-services', '"tenancy-services" has a view already.'],
  ['views', 'cards: [police]', 'cards: [identity]', 'There is no card "identity".'],
  ['views', 'results: [born, address, services]', 'results: [born, address, born]', '"born" stands here twice.'],
  ['break-glass', 'teams: [front-door, mash', 'teams: [front-desk, mash', 'There is no team "front-desk".'],
  ['break-glass', 'teams: [front-door, mash', 'teams: [commissioning, mash', 'The team "commissioning" opens no records.'],
  ['break-glass', '- id: child-at-risk', '- id: life-at-risk', '"life-at-risk" stands here twice.'],
  ['break-glass', '  - hospital\n', '  - hospitals\n', 'There is no category "hospitals".'],
  ['break-glass', 'opens:\n  - identity\n', 'opens:\n  - { category: identity, level: alert }\n', 'It does not open identity, so a restricted record would stay closed.'],
  ['break-glass', 'by: information-governance-lead', 'by: governor', 'There is no role "governor".'],
])('%s.yaml with "%s" made "%s" is told where and how to mend it', (file, from, to, message) => {
  const line = change(file, from, to);
  const found = problems().filter((p) => p.file === `access/${file}.yaml` && p.line === line);
  expect(found.map((p) => p.message)).toEqual(expect.arrayContaining([message]));
  expect(found.every((p) => p.mend.length > 10)).toBe(true);
});

test.each([
  ['purposes', 'article6: 6(1)(e)', 'article6: public task', 'give a condition of UK GDPR Article 6'],
  ['purposes', 'article9: 9(2)(h)', 'article9: 6(1)(e)', 'give a condition of UK GDPR Article 9'],
  ['agreements', 'dpia: https:', 'dpia: see', 'Invalid URL'],
  ['agreements', 'starts: 2024-04-01', 'starts: 2024-02-30', 'Invalid ISO date'],
  ['teams', 'may: [search, open, chronology, case]', 'may: [everything]', 'Invalid option'],
  ['teams', 'phone: 020 7946 0104', 'phone: ask reception', 'give a telephone number'],
  ['users', 'jobTitle: Housing officer', 'job: Housing officer', 'Unrecognized key'],
])('%s.yaml with "%s" made "%s" is no valid file', (file, from, to, message) => {
  const line = change(file, from, to);
  expect(problems()).toContainEqual(expect.objectContaining({ file: `access/${file}.yaml`, line, message: expect.stringContaining(message) }));
  expect(checkAccess(readArea(dir).area!).definitions).toBeNull();
});

test('an alert with nobody to ring, and offence data without its condition, are named', () => {
  change('teams', '  education: { name: Schools safeguarding desk, phone: 020 7946 0170 }\n', '');
  expect(problems().map((p) => p.message)).toContain('An alert about education has nobody to ring.');
  const line = change('teams', '        police: alert', '        police: summary');
  expect(problems()).toContainEqual(expect.objectContaining({ line, message: 'police is criminal offence data and Care Act request for support states no condition for it.' }));
});

test('a category whose holders are no party to the agreement is named', () => {
  const line = change('agreements', 'larch-street, newbridge-police,', 'larch-street,') + 1;
  expect(problems()).toContainEqual(expect.objectContaining({ file: 'access/agreements.yaml', line, message: 'Nobody who holds police is a party.' }));
});

test('a team whose organisation no agreement lets look is named', () => {
  change('agreements', 'capital-ambulance, rosewood]', 'capital-ambulance]');
  expect(problems()).toContainEqual(expect.objectContaining({ file: 'access/teams.yaml', message: 'No agreement lets rosewood look for care-home-placement.' }));
});

test('a missing file is named, and the others are still read', () => {
  rmSync(path('users'));
  expect(problems()).toMatchObject([{ file: 'access/users.yaml', line: 1 }]);
});

test('an organisation with a team and no standing is named', () => {
  change('standings', '  - { code: RZ8, standing: met, published: 2025-06-19, expires: 2028-06-30 }\n', '');
  expect(problems()).toMatchObject([{ file: 'access/standings.yaml', message: 'Nothing says how Newbridge Community and Mental Health NHS Trust (RZ8) stands.' }]);
});
