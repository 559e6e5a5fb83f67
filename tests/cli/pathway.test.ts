import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/cli.ts';
import { kith } from '../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-answers-'));
const answers = (content: unknown): string => {
  const file = join(folder, `${Math.abs(JSON.stringify(content).length)}-${JSON.stringify(content).slice(0, 20).replaceAll(/\W/g, '')}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

test('a form is listed with what may be answered, and answered: positive, with its deadline and notices', async () => {
  const listed = await kith(['pathway', 'form', 'chc', 'checklist', '--json']);
  expect(listed.status).toBe(0);
  const { fields } = JSON.parse(listed.out) as { fields: { name: string; type: string; options: string[] | null }[] };
  const domains = fields.filter((f) => f.options?.join() === 'A,B,C');
  expect(domains).toHaveLength(11);
  const file = answers(Object.fromEntries(domains.map((d) => [d.name, 'B'])));
  const ran = await here(['pathway', 'run', 'chc', '--answers', file, '--form', 'checklist', '--on', '2026-12-10', '--json']);
  expect(ran).toMatchObject({ status: 0, err: '' });
  expect(JSON.parse(ran.out)).toMatchObject({ outcome: 'positive', state: { id: 'full-assessment' }, deadlines: [{ due: { day: '2027-01-07' } }, { due: { day: '2026-12-31' } }], notices: [{ to: 'discharge-coordinator' }, { to: 'social-worker' }] });
  const words = await here(['pathway', 'run', 'chc', '--answers', file, '--on', '2026-12-10']);
  expect(words.out).toContain('Outcome: positive. Five or more domains are B.');
  expect(words.out).toContain('07-Jan-2027');
});

/** The same command line in this process, which starts no program for each. */
async function here(args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const status = await run([...args], { out: (line) => void out.push(line), err: (line) => void err.push(line), interactive: false });
  return { status, out: out.join('\n'), err: err.join('\n') };
}

test('what is wrong is said, with what to do', async () => {
  const wrong = await here(['pathway', 'run', 'charts', '--form', 'cfs', '--answers', answers({ frailty: '12' })]);
  expect(wrong.status).toBe(3);
  expect(wrong.out).toContain('choose one of 1, 2');
  expect(wrong.out).toContain('Outcome: incomplete');
  for (const [args, says] of [
    [['form', 'chc', 'nothing'], 'Its forms: checklist'],
    [['form', 'nothing', 'x'], 'Its pathways: adult-safeguarding'],
    [['run', 'charts', '--answers', answers({ a: 1 })], 'Say which with --form'],
    [['run', 'chc', '--answers', answers('[1, 2')], 'is no JSON'],
    [['run', 'chc', '--answers', answers([1])], 'is not a JSON object of answers'],
    [['run', 'chc', '--answers', join(folder, 'none.json')], 'cannot be read'],
    [['run', 'chc', '--answers', answers({}), '--on', 'soon'], 'is not a day'],
  ] as const) {
    const ran = await here(['pathway', ...args]);
    expect([ran.status, ran.err]).toEqual([2, expect.stringContaining(says)]);
  }
});

test('a form goes out as a Questionnaire and comes in as the same YAML; answers too, and a bad one is named', async () => {
  const out = await here(['pathway', 'export', 'chc', '--form', 'checklist', '--fhir']);
  expect(JSON.parse(out.out)).toMatchObject({ resourceType: 'Questionnaire', title: 'Checklist' });
  const back = await here(['pathway', 'import-form', answers(out.out)]);
  expect(back.out).toMatch(/^checklist:\n {2}title: Checklist\n/);
  expect(back.err).toContain('it comes to the decision "full-assessment", which belongs to the pathway');
  const response = await here(['pathway', 'export', 'chc', '--form', 'checklist', '--answers', answers({ breathing: 'A', nutrition: 'Z' })]);
  const taken = await here(['pathway', 'import-answers', 'chc', 'checklist', answers(response.out)]);
  expect([taken.status, JSON.parse(taken.out), taken.err]).toEqual([1, { breathing: 'A' }, expect.stringMatching(/nutrition: .*choose one of A, B, C/)]);
  const all = JSON.parse((await here(['pathway', 'export', 'chc'])).out) as { resourceType: string; entry: { resource: { resourceType: string } }[] };
  expect([all.resourceType, ...new Set(all.entry.map((e) => e.resource.resourceType))]).toEqual(['Bundle', 'PlanDefinition', 'Questionnaire']);
});

test('scenarios are run, of one pathway or all, and say what they cover', async () => {
  const one = await here(['pathway', 'test', 'carers-assessment']);
  expect([one.status, one.out]).toEqual([0, expect.stringMatching(/carers-assessment +2 +3 +10 of 10 +11 of 11 +3 of 3/)]);
  expect(JSON.parse((await here(['pathway', 'test', 'chc', '--json'])).out)).toMatchObject({ reports: [{ pathway: 'chc', uncovered: [], problems: [] }], problems: [] });
  expect(await here(['check', '--scenarios'])).toMatchObject({ status: 0, out: expect.stringContaining('every definition is in order') as string });
});
