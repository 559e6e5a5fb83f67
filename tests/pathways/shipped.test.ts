import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rolesHeld } from '../../src/access/index.ts';
import { readArea } from '../../src/kernel/index.ts';
import { checkPathways, checkScenarios, dueAfter } from '../../src/pathways/index.ts';
import { oracleDue } from './oracle.ts';

const dir = resolve('areas/demo');
const { pathways, problems } = checkPathways(dir, rolesHeld(readArea(dir).area!));
const { reports, problems: wrong } = checkScenarios(dir, pathways);

test('every shipped pathway is in order, and goes as its scenarios say', () => {
  expect(problems).toEqual([]);
  expect(wrong.map((p) => `${p.file}:${p.line} ${p.message}`)).toEqual([]);
});

test.each(reports.map((report) => [report.pathway, report] as const))('every step, rule, deadline and trigger of %s is in a scenario', (_, { uncovered }) => {
  expect(uncovered.map(({ says }) => says)).toEqual([]);
});

/** Maundy Thursday to after Easter, Christmas Eve to New Year, a Christmas that falls on a weekend, and both nights on which clocks change. */
const days = [
  '2026-04-01T09:00:00Z', '2026-04-02T15:59:00Z', '2026-04-03T12:00:00Z', '2026-04-06T12:00:00Z', '2026-12-23T17:30:00Z', '2026-12-24T23:30:00Z', '2026-12-31T12:00:00Z', '2027-12-24T10:00:00Z', '2027-12-31T10:00:00Z',
  '2026-03-28T23:30:00Z', '2026-03-29T00:30:00Z', '2026-10-24T23:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-01-31T12:00:00Z', '2028-02-29T12:00:00Z', '2026-06-30T23:30:00Z',
];

test('every deadline that ships falls on the day that England’s published bank holidays give, across Easter, Christmas and changes of clocks', () => {
  const found: string[] = [];
  for (const pathway of pathways) {
    for (const [id, { after }] of Object.entries(pathway.deadlines)) {
      for (const day of days) {
        const [due, counted] = [dueAfter(new Date(day), after), oracleDue(day, after)];
        if ((due.at ?? due.day) !== counted) found.push(`${pathway.id} ${id} from ${day}: ${due.at ?? due.day}, not ${counted}`);
      }
    }
  }
  expect(found).toEqual([]);
});
