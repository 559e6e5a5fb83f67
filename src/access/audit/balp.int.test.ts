import type { AuditEvent } from '@medplum/fhirtypes';
import { evaluate } from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { fixedClock, newId } from '../../kernel/index.ts';
import { createAccess } from '../access.ts';
import type { Access, Session } from '../types.ts';

/*
 * What FHIR R4 and the profiles of IHE BALP 1.1.4 (Query, PatientQuery, PatientRead, PatientUpdate) require of an AuditEvent, as
 * FHIRPath. Each must be true of every event that claims it.
 */
const dcm = 'http://dicom.nema.org/resources/ontology/DCM';
const has = (where: string, system: string, code: string): string => `${where}.where(type.coding.where(system = '${system}' and code = '${code}').exists())`;
const entity = (code: string): string => `entity.where(type.where(system = 'http://terminology.hl7.org/CodeSystem/audit-entity-type' and code = '${code}').exists())`;
const interaction = (code: string): string => `subtype.where(system = 'http://hl7.org/fhir/restful-interaction' and code = '${code}').count() = 1`;

const r4Requires = [
  "type.exists() and type.code.exists()",
  'recorded.exists() and recorded.toString().matches(\'^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:\\\\d\\\\d:\\\\d\\\\d(\\\\.\\\\d+)?(Z|[+-]\\\\d\\\\d:\\\\d\\\\d)$\')',
  "action in ('C' | 'R' | 'U' | 'D' | 'E')",
  "outcome in ('0' | '4' | '8' | '12')",
  'agent.exists() and agent.all(requestor.exists())',
  'source.observer.exists()',
  // sev-1: either a name or a query, not both.
  'entity.all(name.empty() or query.empty())',
  "id.matches('^[A-Za-z0-9.-]{1,64}$')",
  "agent.network.all(type in ('1' | '2' | '3' | '4' | '5'))",
];
const balpRequires = [
  "type.system = 'http://terminology.hl7.org/CodeSystem/audit-event-type' and type.code = 'rest'",
  "outcome = '0'",
  `${has('agent', 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP')}.count() = 1`,
  `${has('agent', 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP')}.all(who.exists() and requestor = true and media.empty() and network.empty() and purposeOfUse.exists() and policy.exists())`,
  ...['110152', '110153'].flatMap((code) => [`${has('agent', dcm, code)}.count() = 1`, `${has('agent', dcm, code)}.all(who.exists() and network.exists() and media.empty())`]),
  "entity.where(type.code = 'XrequestId').all(what.identifier.value.exists())",
];
const query = [interaction('search'), "action = 'E'", `${entity('2')}.count() = 1`, `${entity('2')}.all(role.code = '24' and query.exists() and what.empty() and lifecycle.empty() and detail.empty())`];
const data = [`${entity('2')}.count() = 1`, `${entity('2')}.all(role.code = '4' and what.exists())`];
const ofPatient = [`${entity('1')}.count() = 1`, `${entity('1')}.all(role.system = 'http://terminology.hl7.org/CodeSystem/object-role' and role.code = '1' and what.reference.startsWith('Patient/'))`];
const base = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.';
const requires: Record<string, string[]> = {
  [`${base}Query`]: [...balpRequires, ...query],
  [`${base}PatientQuery`]: [...balpRequires, ...query, ...ofPatient],
  [`${base}PatientRead`]: [...balpRequires, interaction('read'), "action = 'R'", ...data, ...ofPatient],
  [`${base}PatientUpdate`]: [...balpRequires, interaction('update'), "action = 'U'", ...data, ...ofPatient],
};
const breaks = (event: AuditEvent): string[] => [...r4Requires, ...(event.meta?.profile ?? []).flatMap((p) => requires[p] ?? [`no such profile ${p}`])].filter((rule) => (evaluate(event, rule, undefined, r4) as unknown[])[0] !== true);

let db: Awaited<ReturnType<typeof testDatabase>>;
let access: Access;
const clock = fixedClock('2026-11-20T09:00:00Z');
const [amina, sealed] = [newId(), newId()];
const hour = { from: new Date('2026-11-20T09:00:00Z'), to: new Date('2026-11-20T10:00:00Z') };
const exported = async (session: Session, format: 'balp' | 'jsonl' = 'balp'): Promise<string[]> => {
  const lines: string[] = [];
  expect(await access.exportAudit(session, { ...hour, format }, (text) => void lines.push(text))).toBe(lines.length);
  return lines;
};

beforeAll(async () => {
  db = await testDatabase();
  access = createAccess({ ...testKernel(db), clock });
  const joanna = access.session('joanna.price', 'front-door', 'care-act-request');
  await access.setMarks(db.writer, 'test', [{ personId: sealed, kind: 'sealed', reason: '' }], [sealed]);
  await access.reading(joanna, { action: 'search', persons: [], request: 'begum <b>"1943"' }, (r) => r.include([amina, sealed]));
  await access.reading(joanna, { action: 'search', persons: [], request: 'nobody' }, async () => undefined);
  await access.emergency!.open(joanna, amina, { reason: 'life-at-risk', words: 'one two three four five', keptBack: '' });
  await access.reading(joanna, { action: 'open', persons: [amina] }, async () => undefined);
  await access.reading(joanna, { action: 'open', persons: [amina] }, () => Promise.reject(new Error('broken'))).catch(() => undefined);
  await access.reading(access.session('helen.marsh'), { action: 'open', persons: [amina] }, async () => undefined).catch(() => undefined);
  await access.marking.record(joanna, amina, { kind: 'objection', scope: { categories: [], organisations: [] }, givenOn: '2026-11-20', expires: '', words: 'Said so' });
});
afterAll(() => db.close());

test('every row is an AuditEvent as FHIR R4 and the BALP pattern it claims require', async () => {
  const events = (await exported(access.session('ruth.adeyemi'))).map((line) => JSON.parse(line) as AuditEvent);
  expect(events.flatMap((e) => breaks(e).map((rule) => `${e.id}: ${rule}`))).toEqual([]);
  expect(events.map((e) => [e.meta?.profile?.[0]?.replace(base, '') ?? 'none', e.action, e.outcome])).toEqual([
    ['PatientQuery', 'E', '0'],
    ['Query', 'E', '0'],
    ['PatientUpdate', 'U', '0'],
    ['PatientRead', 'R', '0'],
    ['none', 'R', '4'],
    ['none', 'E', '8'],
    ['PatientUpdate', 'U', '0'],
    // That the log was taken away is in it.
    ['Query', 'E', '0'],
  ]);
  expect(breaks({ ...events[0]!, agent: events[0]!.agent.filter((a) => !a.requestor) })).not.toEqual([]);
  const [search, , , open, , refused] = events;
  expect(Buffer.from(search!.entity!.find((e) => e.query !== undefined)!.query!, 'base64').toString()).toBe('begum <b>"1943"');
  expect(search!.purposeOfEvent?.[0]).toMatchObject({ coding: [{ code: 'care-act-request', display: 'Care Act request for support' }, { code: 'CAREMGT' }], text: expect.stringContaining('Care Act 2014 s9') as string });
  expect(open!.purposeOfEvent?.[1]?.coding?.[0]?.code).toBe('BTG');
  expect(open!.entity?.at(-1)?.detail).toContainEqual({ type: 'gp', valueString: 'detail' });
  expect(refused).toMatchObject({ type: { code: '110113' }, subtype: [{ code: 'AuthZ-Role' }, { code: 'open' }], outcomeDesc: 'The team may not look in this way for this purpose.' });
});

test('nobody sealed is in it, nobody else takes it, and rows leave as they are sealed', async () => {
  const ruth = access.session('ruth.adeyemi');
  const [events, rows] = [await exported(ruth), await exported(ruth, 'jsonl')];
  expect([...events, ...rows].filter((line) => line.includes(sealed))).toEqual([]);
  expect(JSON.parse(rows[0]!)).toContain('begum <b>"1943"');
  await expect(exported(access.session('joanna.price', 'front-door', 'care-act-request'))).rejects.toMatchObject({ code: 'access.refused' });
  await expect(access.exportAudit(ruth, { from: hour.to, to: hour.from, format: 'balp' }, () => undefined)).rejects.toMatchObject({ code: 'request.invalid' });
});
