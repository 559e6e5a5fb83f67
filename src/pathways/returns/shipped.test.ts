import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { pathwaySchema } from '../definition/pathway-schema.ts';
import { walk } from '../simulate.ts';
import type { Answers } from '../types.ts';
import { checkReturns } from './definition.ts';
import { makeReturn } from './make.ts';

const person = { 'nhs-number': '9434765919', 'person-id': 'M1', gender: 'female', ethnicity: '13', 'birth-date': '1948-03-02', postcode: 'NB4 1AB' } as const;
const read = (file: string): unknown => parse(readFileSync(resolve('areas/demo/pathways', file), 'utf8'));

/** Pathways that ship, walked by the sample answers of their own scenarios. */
test.each([
  ['front-door', ['Request']],
  ['care-act', ['Assessment', 'Service', 'Review']],
  ['carers-assessment', ['Assessment', 'Service', 'Review']],
])('what %s produces is a return without fault', (id, events) => {
  const pathway = pathwaySchema.parse(read(`${id}.yaml`));
  const { answers } = read(`scenarios/${id}.yaml`) as { answers: Answers };
  // Walked in one day after every date in the answers: what is completed is completed then.
  const [definition] = checkReturns(resolve('areas/demo'), [pathway]).returns;
  const walked = walk(pathway, answers, new Date('2027-06-01T09:00:00Z'));
  const produced = walked.returns.filter((r) => r.return === definition!.id);
  const made = makeReturn(definition!, produced.map(({ event, fields }) => ({ reference: 'X-000001', event, fields, at: '2027-06-01T09:00:00Z', person })), { from: '2026-01-01', to: '2027-12-31' });
  expect([...new Set(produced.map((r) => r.event))]).toEqual(expect.arrayContaining(events));
  expect(made.problems).toEqual([]);
  expect(made.rows.length).toBeGreaterThan(0);
});
