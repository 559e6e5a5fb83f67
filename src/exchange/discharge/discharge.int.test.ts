import { createServer, type Server } from 'node:http';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';
import { createDischarge, type Discharge } from './discharge.ts';
import { dischargeSchema, readDischarge } from './definition.ts';
import { readMessage } from './read-message.ts';
import { folderDoor, meshDoor, type ReplyDoor } from './reply-door.ts';
import { readTree } from './tree.ts';

const home = `
id: home
version: 1
title: Going home
about: From hospital
category: hospital
reference: HOM
roles: { social-worker: Does it }
triggers: [{ topic: discharge-referral, with: { why: reason } }]
forms: { look: { title: Look, source: Test, pages: [{ title: One, fields: [{ name: why, type: text, required: true, title: Why }] }] } }
start: referred
states:
  referred:
    title: Referred
    form: look
    role: social-worker
    transitions:
      - { to: dated, action: Note the date, event: { topic: discharge-update } }
      - { to: withdrawn, action: Withdraw, event: { topic: discharge-withdrawal } }
      - { to: done, action: Close }
  dated: { title: Date known, role: social-worker, transitions: [{ to: withdrawn, action: Withdraw, event: { topic: discharge-withdrawal } }, { to: done, action: Close }] }
  withdrawn: { title: Withdrawn, end: true }
  done: { title: Done, end: true }
`;

let bench: CasesBench;
const out = mkdtempSync(join(tmpdir(), 'kith-discharge-'));
const dischargeWith = (door: ReplyDoor | null): Discharge => createDischarge({ kernel: bench.kernel, hearIn: (sql, heard) => bench.cases.hearIn(sql, heard), door })!;
const deliver = (discharge: Discharge): Promise<number> => discharge.send();
beforeAll(async () => void (bench = await casesBench([home])));
afterAll(() => bench?.close());

/** A referral as the Booking and Referral Standard sends it. */
const bars = (more: { id?: string; nhs?: string; born?: string; reason?: string; status?: string; ends?: string } = {}): string =>
  JSON.stringify({
    resourceType: 'Bundle', id: more.id ?? 'b1', type: 'message', timestamp: '2026-11-20T08:00:00+00:00',
    entry: [
      { fullUrl: 'urn:uuid:h', resource: { resourceType: 'MessageHeader', eventCoding: { system: 'https://fhir.nhs.uk/CodeSystem/message-events-bars', code: 'servicerequest-request' }, source: { endpoint: 'https://fhir.nhs.uk/Id/dos-service-id|1' }, reason: { coding: [{ code: more.reason ?? 'new' }] }, focus: [{ reference: 'urn:uuid:r' }] } },
      { fullUrl: 'urn:uuid:r', resource: { resourceType: 'ServiceRequest', identifier: [{ value: 'REF-1' }], status: more.status ?? 'active', intent: 'order', subject: { reference: 'urn:uuid:p' }, reasonCode: [{ text: 'Cannot manage stairs' }], occurrencePeriod: { end: more.ends ?? '2026-11-24' } } },
      { fullUrl: 'urn:uuid:p', resource: { resourceType: 'Patient', identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: more.nhs ?? '9434765919' }], birthDate: more.born ?? '1948-03-02' } },
      { fullUrl: 'urn:uuid:e', resource: { resourceType: 'Encounter', period: { start: '2026-11-18T10:00:00+00:00' }, serviceProvider: { display: 'St Bride’s' } } },
    ],
  });
const states = async (who: string): Promise<string[]> => (await bench.db.writer<{ state: string }[]>`select state from pathways."case" where person_id = ${who} order by opened_at`).map((r) => r.state);

test('the demo area’s formats are in order, and their JSON Schema is up to date', async () => {
  expect(readDischarge(resolve('areas/demo')).problems).toEqual([]);
  await expect(`${JSON.stringify(z.toJSONSchema(dischargeSchema, { io: 'input', target: 'draft-7' }), null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/discharge.json'));
});

test('a referral opens a case and is acknowledged once; its update and withdrawal move it; the same again changes nothing', { timeout: 60_000 }, async () => {
  const who = await bench.person('Ada');
  const discharge = dischargeWith(folderDoor(out));
  expect(await discharge.receive(bars())).toMatchObject({ is: 'taken', kind: 'referral', reference: 'REF-1', opened: ['HOM-000001'] });
  expect(await discharge.receive(bars())).toEqual({ is: 'known', kind: 'referral' });
  const [heard] = await bench.db.writer<{ body: object }[]>`select body from pathways.heard where person_id = ${who}`;
  expect(heard?.body).toMatchObject({ reason: 'Cannot manage stairs', expected_discharge: '2026-11-24', admitted_on: '2026-11-18T10:00:00+00:00', hospital: 'St Bride’s', reference: 'REF-1' });
  // One id for several messages, as senders do: the event and the sender tell them apart.
  expect(await discharge.receive(bars({ reason: 'update', ends: '2026-11-26' }))).toMatchObject({ is: 'taken', kind: 'update', moved: ['HOM-000001'] });
  expect(await states(who)).toEqual(['dated']);
  expect(await discharge.receive(bars({ status: 'revoked' }))).toMatchObject({ is: 'taken', kind: 'withdrawal', moved: ['HOM-000001'] });
  expect(await states(who)).toEqual(['withdrawn']);
  expect(await deliver(discharge)).toBe(3);
  expect(await deliver(discharge)).toBe(0);
  const replies = readdirSync(out).map((file) => JSON.parse(readFileSync(join(out, file), 'utf8')) as { entry: { resource: { response?: object; status?: string } }[] });
  expect(replies.map((r) => r.entry[0]!.resource.response)).toEqual(Array.from({ length: 3 }, () => ({ identifier: 'b1', code: 'ok' })));
  expect(replies.map((r) => r.entry[1]!.resource.status ?? '').toSorted()).toEqual(['active', 'active', 'revoked']);
  const [outbox] = await bench.db.writer<{ all: string }[]>`select string_agg(payload::text, '') as all from kernel.outbox where topic = 'exchange.discharge-reply'`;
  expect(outbox?.all).not.toContain('9434765919');
});

test('what cannot be taken is set aside with why, told to its sender, and taken when it comes mended', { timeout: 60_000 }, async () => {
  const discharge = dischargeWith(folderDoor(out));
  for (const [text, says] of [
    ['{"resourceType":', /neither JSON nor XML/],
    ['{"resourceType":"Patient"}', /no message of a format/],
    ['<!DOCTYPE x [<!ENTITY y "z">]><Bundle/>', /DOCTYPE/],
    [`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, /nested more than 40/],
    [bars({ id: 'b2', nhs: '9434765918' }), /is no NHS number/],
    [bars({ id: 'b3', nhs: '9990000018' }), /Nobody here, or more than one/],
    [bars({ id: 'b4', born: '1950-01-01' }), /born on another day/],
  ] as const) {
    expect([text.slice(0, 20), await discharge.receive(text)]).toEqual([text.slice(0, 20), { is: 'set-aside', problem: expect.stringMatching(says) as string, mend: expect.any(String) as string }]);
  }
  const kept = await discharge.setAside(20);
  expect(kept).toHaveLength(7);
  expect(JSON.stringify(kept)).not.toContain('1948');
  expect(await deliver(discharge)).toBe(2);
  await bench.db.writer`update record.person set summary = jsonb_set(summary, '{birthDate}', '"1950-01-01"') where summary->>'nhsNumber' = '9434765919'`;
  expect(await discharge.receive(bars({ id: 'b4', born: '1950-01-01' }))).toMatchObject({ is: 'taken' });
  expect(await discharge.setAside(20)).toHaveLength(6);
});

test('an acknowledgement waits until there is a door, and goes by a mailbox as the exchange asks', { timeout: 60_000 }, async () => {
  const seen: { path: string; authorization: string; workflow: string; body: string }[] = [];
  let status = 503;
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      seen.push({ path: request.url ?? '', authorization: String(request.headers.authorization), workflow: String(request.headers['mex-workflowid']), body });
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"message_id":"M1"}');
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const door = meshDoor({ url, mailbox: 'X26OT001', password: 'p', key: 'k', to: 'RZ9OT001', workflow: 'W' }, bench.clock);
  await dischargeWith(null).receive(bars({ id: 'b9', born: '1950-01-01' }));
  await deliver(dischargeWith(null));
  bench.clock.set(new Date(bench.clock.now().getTime() + 60_000));
  await deliver(dischargeWith(door));
  status = 202;
  bench.clock.set(new Date(bench.clock.now().getTime() + 60_000));
  await deliver(dischargeWith(door));
  server.close();
  expect(seen.map((s) => [s.path, s.workflow])).toEqual([['/messageexchange/X26OT001/outbox', 'W'], ['/messageexchange/X26OT001/outbox', 'W']]);
  expect(seen[1]!.authorization).toMatch(/^NHSMESH X26OT001:[0-9a-f-]{36}:0:\d{12}:[0-9a-f]{64}$/);
  expect(JSON.parse(seen[1]!.body)).toMatchObject({ entry: [{ resource: { response: { identifier: 'b9', code: 'ok' } } }, {}] });
});

const adw = resolve('../shared/data/adw-fhir/messages');
const { rules } = readDischarge(resolve('areas/demo'));
test.runIf(existsSync(adw))('the legacy notices as published are read until the switch, answered in kind, and refused after it', { timeout: 60_000 }, async () => {
  const notice = (name: string): string => readFileSync(join(adw, `ADW-Message-${name}-Example-1.xml`), 'utf8');
  const assessment = readMessage(rules!, notice('Assessment-Notice-Bundle-1'), '2026-11-20');
  expect(assessment).toMatchObject({ kind: 'referral', nhsNumber: '9413946000', birthDate: '1941-11-01', reference: '311fcae7-32a7-4a8e-a15c-eebae3a246b9', body: { admitted_on: '2017-04-24', expected_discharge: '2017-05-12', reason: 'Patient admitted as inpatient with chest pain.' } });
  expect(readMessage(rules!, notice('Discharge-Notice-Bundle-1'), '2026-11-20').kind).toBe('update');
  expect(readMessage(rules!, notice('Withdrawal-Notice-Bundle-1'), '2026-11-20')).toMatchObject({ kind: 'withdrawal', body: { withdrawal_reason: 'Patient’s condition has deteriorated'.replace('’', "'") } });
  for (const other of ['Admission-Notice-Bundle-1', 'Assessment-Notice-Accept-Response-Bundle-1']) expect(() => readMessage(rules!, notice(other), '2026-11-20')).toThrow(/nothing that is taken here/);
  expect(() => readMessage(rules!, notice('Assessment-Notice-Bundle-1'), '2027-04-01')).toThrow(/was taken until 2027-03-31/);
  const who = await bench.person('Barry', { nhsNumber: '9413946000', birthDate: '1941-11-01' });
  const folder = mkdtempSync(join(tmpdir(), 'kith-adw-'));
  const discharge = dischargeWith(folderDoor(folder));
  // Assessment and withdrawal are published under one message id.
  for (const name of ['Assessment-Notice-Bundle-1', 'Withdrawal-Notice-Bundle-1']) expect(await discharge.receive(notice(name))).toMatchObject({ is: 'taken' });
  expect(await states(who)).toEqual(['withdrawn']);
  await deliver(discharge);
  const events = readdirSync(folder).map((file) => /<event>.*<code value="(\d+)"\/><\/event>/.exec(readFileSync(join(folder, file), 'utf8'))?.[1] ?? '');
  for (const file of readdirSync(folder)) expect(readTree(readFileSync(join(folder, file), 'utf8'))).toMatchObject({ as: 'xml', tree: { resourceType: 'Bundle', type: ['message'] } });
  expect(events.toSorted()).toEqual(['1025651000000109', '975711000000108']);
});

const published = resolve('../shared/data/nhs-bars/json');
test.runIf(existsSync(published))('referrals of the Booking and Referral Standard as published are told apart; wrong NHS numbers in them are named', () => {
  const kindOf = (name: string): string => {
    const text = readFileSync(join(published, name), 'utf8').replaceAll('3478526985', '9434765919').replaceAll('7778521234', '9434765919');
    return readMessage(rules!, text, '2026-11-20').kind;
  };
  expect(kindOf('REFREQ02_-_Referral_Service_Request_New_Full_-_999_to_CAS.json')).toBe('referral');
  expect(kindOf('SERVREQ01_-_Service_Request_Update_-_Revoked.json')).toBe('withdrawal');
  expect(kindOf('SERVREQ02_-_Service_Request_Delete_-_Entered_in_error.json')).toBe('withdrawal');
  expect(() => readMessage(rules!, readFileSync(join(published, 'REFREQ02_-_Referral_Service_Request_New_Full_-_999_to_CAS.json'), 'utf8'), '2026-11-20')).toThrow(/is no NHS number/);
});
