import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNotices } from '../../src/exchange/index.ts';
import { generate } from '../../src/lab/index.ts';
import { alertBench, reason, type AlertBench } from '../support/alerts.ts';
import { mailBox, webService, type MailBox, type WebService } from '../support/channels.ts';
import { placePerson } from '../support/people.ts';

/** Notices of alerts about everybody of an invented borough say nothing of any of them, on any channel. */

interface Row {
  given: string;
  surname: string;
  born: string;
  nhs_number: string;
  postcode: string;
  uprn: string;
}

const out = mkdtempSync(join(tmpdir(), 'kith-borough-'));
let bench: AlertBench;
let box: MailBox;
let web: WebService;
let people: Row[];

beforeAll(async () => {
  await generate({ people: 400, seed: 3, out });
  people = parse<Row>(readFileSync(join(out, 'truth', 'people.csv'), 'utf8'), { columns: true, bom: true });
  [bench, box, web] = [await alertBench(), await mailBox(), await webService()];
});
afterAll(async () => {
  await Promise.all([box?.close(), web?.close(), bench?.close()]);
  rmSync(out, { recursive: true, force: true });
});

const words = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}’'-]+/gu));

test('no name, number, birthday, address or reason of anybody is in a mail, a text, a card or a webhook', { timeout: 120_000 }, async () => {
  const some = people.slice(0, 60);
  for (const [i, p] of some.entries()) {
    const { personId } = await placePerson(bench.db, [
      { feed: 'housing-tenancies', category: 'housing', demographics: { family: p.surname, given: [p.given], birthDate: p.born, nhsNumber: p.nhs_number, phones: ['07700 900777'], addresses: [{ lines: ['9 Zinnia Way'], postcode: p.postcode, uprn: p.uprn }] } },
    ]);
    await bench.score(personId, 12 + (i % 3) * 10, [reason('cold', { label: `Bedroom of ${p.given} below 16 °C` })]);
  }
  await bench.records.refresh();
  const notices = createNotices(bench.kernel, {
    KITH_SMTP_URL: box.url, KITH_MAIL_FROM: 'kith@newbridge.example', KITH_NOTIFY_URL: web.url, KITH_NOTIFY_KEY: 'kith-11111111-2222-4333-8444-555555555555-66666666-7777-4888-9999-aaaaaaaaaaaa',
    KITH_NOTIFY_TEMPLATE: '99999999-7777-4888-9999-aaaaaaaaaaaa', KITH_TEAMS_PREVENTION: `${web.url}/teams`, KITH_PUBLIC_URL: 'https://kith.example',
  });
  const send = async (): Promise<void> => {
    for (const step of notices.steps) while (await step.run());
  };
  web.answer = ({ method }) => (method === 'GET' ? { status: 200, body: { notifications: [] } } : { status: 201, body: { id: 'x' } });
  await bench.round();
  for (const hours of [0.6, 4, 3, 20, 24]) {
    await bench.later(hours);
    await send();
  }
  const sent = [...box.received, ...web.calls.filter((c) => c.method === 'POST').map((c) => c.body)];
  const outbox = (await bench.db.writer<{ told: string }[]>`select payload::text || key as told from kernel.outbox`).map((r) => r.told);
  expect(sent.length).toBeGreaterThan(40);
  expect(new Set(sent.map((s) => /(A alert|Urgent alert|Not yet seen|Alerts waiting|Soon alert)/.exec(s)?.[1])).size).toBeGreaterThan(2);
  const static_ = words(`${readFileSync('areas/demo/exchange/notices.yaml', 'utf8')} Prevention and warm homes Front door`);
  for (const text of [...sent, ...outbox]) {
    const said = words(text.replace(/=\r\n/g, ''));
    const told = people.flatMap((p) => [p.given, p.surname, p.born, p.nhs_number, p.uprn]).filter((w) => w !== '' && said.has(w.toLowerCase()) && !static_.has(w.toLowerCase()));
    expect([text, told]).toEqual([text, []]);
    expect(people.some((p) => p.postcode !== '' && text.includes(p.postcode))).toBe(false);
    expect(text).not.toMatch(/Zinnia|900777|Bedroom|16 °C/);
  }
});
