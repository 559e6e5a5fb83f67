import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readDefinition, type Definition, type Problem } from '../../src/kernel/index.ts';
import { writtenTests } from '../hazards/written.ts';
import type { Breach } from '../rooms.ts';
import { chapters, levelTwo } from './level-two.ts';

export const recordFile = 'docs/asvs.yaml';
export const pageFile = 'docs/asvs.md';

const said = z.string().min(8);
const answer = z.strictObject({
  id: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** What the requirement asks, in few words of our own. */
  asks: said,
  status: z.enum(['met', 'not-applicable', 'not-met']),
  /** How it is met, why it does not apply, or why it is not met and what to do. */
  because: said,
  /** `file › title` of the tests that show it; without any, `because` says where it may be seen. */
  tests: z.array(z.string().regex(/^\S+ › .+$/)).default([]),
});
const record = z.strictObject({ requirements: z.array(answer).min(1) });
export type Answer = z.infer<typeof answer>;

const words = { met: 'Met', 'not-applicable': 'Not applicable', 'not-met': 'Not met' } as const;

/** What is wrong with the answers: ids that are none, stand twice or are missing, and tests that are not written. */
export function faults(answers: readonly Answer[], has: (test: string) => string | null): { id: string; message: string }[] {
  const given = answers.map(({ id }) => id);
  return [
    ...levelTwo.filter((id) => !given.includes(id)).map((id) => ({ id, message: `${id} is not answered.` })),
    ...given.filter((id, i) => given.indexOf(id) !== i).map((id) => ({ id, message: `${id} is answered twice.` })),
    ...given.filter((id) => !levelTwo.includes(id)).map((id) => ({ id, message: `${id} is no requirement of level 2.` })),
    ...answers.flatMap(({ id, tests }) => tests.flatMap((test) => has(test) ?? []).map((message) => ({ id, message: `${id}: ${message}` }))),
    ...answers.filter(({ status, tests }) => status !== 'met' && tests.length > 0).map(({ id }) => ({ id, message: `${id} names a test, and is not met.` })),
  ];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();

/** The readable page. */
export function asvsPage(answers: readonly Answer[]): string {
  const count = (status: Answer['status'], of = answers): number => of.filter((a) => a.status === status).length;
  const tables = Object.entries(chapters).flatMap(([number, title]) => {
    const own = answers.filter(({ id }) => id.startsWith(`${number}.`));
    const rows = own.map(({ id, asks, status, because, tests }) => `| ${id} | ${cell(asks)} | ${words[status]} | ${cell(because)}${tests.map((test) => `<br>\`${cell(test.replace(' › ', '`: '))}`).join('')} |`);
    return [`## ${number}. ${title}`, '', `${count('met', own)} met, ${count('not-applicable', own)} not applicable, ${count('not-met', own)} not met.`, '', '| | asks for | | how, or why not |', '|---|---|---|---|', ...rows, ''];
  });
  return [
    '# OWASP ASVS 4.0.3, level 2',
    '',
    '`npm run asvs` writes this page from [asvs.yaml](asvs.yaml); change that. `npm run check` fails where a requirement is missing or a test it names is not written.',
    'It is the makers’ own assessment, of Kith alone: what the place it runs in must see to is not met here, and says so. [Security](security.md) has the threats.',
    '',
    `Of ${answers.length} requirements ${count('met')} are met, ${answers.filter((a) => a.tests.length > 0).length} of them shown by a named test; ${count('not-applicable')} do not apply; **${count('not-met')} are not met**.`,
    '',
    'The requirements are told in words of our own. The standard, © OWASP Foundation (CC BY-SA 4.0), has the exact ones.',
    '',
    ...tables,
  ].join('\n');
}

export const readAsvs = (root: string): Definition<{ requirements: Answer[] }> | Problem[] => readDefinition(root, join(root, recordFile), record);

/** Every requirement is answered, every named test is written, and the readable page is up to date. */
export function checkAsvs(root: string): Breach[] {
  const read = readAsvs(root);
  if (Array.isArray(read)) return read.map((p) => ({ file: p.file, line: p.line, message: `${p.path}: ${p.message} ${p.mend}` }));
  const has = writtenTests(root);
  const { requirements } = read.value;
  const breaches = faults(requirements, has).map(({ id, message }) => {
    const index = requirements.findIndex((a) => a.id === id);
    return { file: recordFile, line: index < 0 ? 1 : read.problem(['requirements', index], message, '').line, message };
  });
  const page = join(root, pageFile);
  const stale = !existsSync(page) || readFileSync(page, 'utf8') !== asvsPage(requirements);
  return stale ? [...breaches, { file: pageFile, line: 1, message: 'It is not what the record says. "npm run asvs" writes it again.' }] : breaches;
}
