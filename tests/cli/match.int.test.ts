import { afterAll, beforeAll, expect, test } from 'vitest';
import { matchFor } from '../../src/cli/match.ts';
import type { Demographics } from '../../src/kernel/index.ts';
import { createLinkage, type Linkage } from '../../src/linkage/index.ts';
import { at, tell } from '../linkage/people.ts';
import { recordsBench, type RecordsBench } from '../support/records.ts';

let bench: RecordsBench;
let linkage: Linkage;
const joanna = { as: 'joanna.price', purpose: 'care-act-request' };
const says = (given: string, more: Partial<Demographics> = {}): Demographics => ({ given: [given], family: 'Zquorn', birthDate: '1961-04-02', gender: 'female', addresses: [at('9 Quay Road', 'NB4 4GH')], ...more });
const people = ['Olive', 'Selma', 'Bettina', 'Hilda'] as const;
const ids = new Map<string, string>();

beforeAll(async () => {
  bench = await recordsBench();
  const { db, access, records } = bench;
  linkage = createLinkage(bench.kernel);
  const told = people.map((name, i) => ({ feed: 'gp-patients', key: name, says: says(name, { birthDate: `19${50 + i}-0${i + 1}-17`, ...(name === 'Hilda' ? { restricted: true } : {}) }) }));
  const subjects = await tell(db.writer, told);
  await linkage.run();
  for (const name of people) {
    const [row] = await db.writer<{ id: string }[]>`select person_id::text as id from linkage.link where subject_id = ${subjects.get(`gp-patients/${name}`)!}`;
    ids.set(name, row!.id);
  }
  await records.refresh();
  await access.setMarks(db.writer, 'test', [{ personId: ids.get('Selma')!, kind: 'sealed', reason: '' }, { personId: ids.get('Bettina')!, kind: 'staff-client', reason: '' }], [ids.get('Selma')!, ids.get('Bettina')!]);
});
afterAll(() => bench.close());

const find = (asked: Demographics, as: Parameters<typeof matchFor>[2] = joanna) => matchFor({ access: bench.access, linkage, records: bench.records }, asked, as, 10);
const asked = (name: (typeof people)[number]): Demographics => says(name, { birthDate: `19${50 + people.indexOf(name)}-0${people.indexOf(name) + 1}-17` });

test('somebody the user may see is named, with how likely and why; the search is logged', async () => {
  const before = await looks('Olive');
  const [first] = await find(asked('Olive'));
  expect(first!.person).toMatchObject({ kind: 'person', summary: { personId: ids.get('Olive') } });
  expect(first!.candidate).toMatchObject({ band: 'join' });
  expect(first!.candidate.comparisons.map((c) => c.id)).toContain('address');
  expect((await looks('Olive')) - before).toBe(1);
});

test('sealed is the same as nobody', async () => {
  expect((await find(asked('Selma'))).map((s) => JSON.stringify(s.person)).join()).not.toContain('Selma');
  expect(await find({ nhsNumber: '9434765870' })).toEqual([]);
});

test('restricted is named as such, and nothing more', async () => {
  const [first] = await find(asked('Bettina'));
  expect(first!.person).toEqual({ kind: 'restricted', personId: ids.get('Bettina'), displayName: expect.stringContaining('ZQUORN') as string, matchedOn: [], rank: 1 });
});

test('where somebody lives neither finds nor raises a person whose whereabouts are hidden', async () => {
  const { addresses: _, ...elsewhere } = asked('Hilda');
  const right = (await find(asked('Hilda'))).find((s) => s.person.kind === 'person' && s.person.summary.personId === ids.get('Hilda'));
  const wrong = (await find({ ...elsewhere, addresses: [at('1 Elsewhere Street', 'NB9 9ZZ')] })).find((s) => s.person.kind === 'person' && s.person.summary.personId === ids.get('Hilda'));
  expect(right!.candidate.weight).toBe(wrong!.candidate.weight);
  expect(right!.candidate.comparisons.map((c) => c.id)).not.toContain('address');
});

test('a team that does not search, or sees no more of people than a summary, is shown nobody', async () => {
  const commissioner = bench.access.users().find((u) => u.teams.some((t) => t.id === 'commissioning'))!;
  await expect(find(asked('Olive'), { as: commissioner.id })).rejects.toMatchObject({ code: 'access.refused' });
  const officer = bench.access.users().find((u) => u.teams.some((t) => t.id === 'vulnerability-desk'))!;
  expect(await find(asked('Olive'), { as: officer.id })).toEqual([]);
});

async function looks(name: (typeof people)[number]): Promise<number> {
  const [row] = await bench.db.owner<{ n: number }[]>`select count(*)::int as n from access.log_person where person_id = ${ids.get(name)!}`;
  return row!.n;
}
