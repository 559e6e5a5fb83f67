import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demoFeed, readFileWith, refusal, scratchFile } from '../../../tests/support/reading.ts';
import { compileEach, compilePath } from './fhir/path.ts';
import { fhirReader } from './fhir.ts';
import type { FhirNode } from './fhir/bundle.ts';
import type { ReadItem } from './reader.ts';

const feed = demoFeed('gp-patients');
const fixture = (name: string): string => `tests/fixtures/fhir/${name}.json`;
const nodes = (items: ReadItem<FhirNode>[]): FhirNode[] => items.flatMap((i) => ('node' in i ? [i.node] : []));
const read = async (file: string): Promise<FhirNode[]> => nodes((await readFileWith(fhirReader, file, feed)).items);
const at = async (file: string, path: string): Promise<string[][]> => (await read(file)).map((n) => compilePath(path)(n));
const bundle = (...resources: object[]): string => JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ('resource' in resource ? resource : { resource })) });

describe('FHIRPath', () => {
  it.each([
    ['birthDate', ['2010-10-22']],
    ['deceased', ['2010-10-22T00:00:00+00:00']],
    ["identifier.where(system = 'https://fhir.nhs.uk/Id/nhs-number').value", ['9000000009']],
    ['name.given', ['Jane']],
    ['multipleBirth', ['1']],
    ["address.where(use = 'temp').postalCode", ['LS1 6AE']],
    ["meta.security.where(code = 'R' or code = 'V').exists()", ['false']],
    ['%patient.id', ['9000000009']],
    ['%resource.gender', ['female']],
    ['address', []],
    ['nothing', []],
  ])('%s', async (path, expected) => expect(await at(fixture('pds-patient'), path)).toEqual([expected]));

  it('repeats over elements, choice types understood within them', async () => {
    const [patient] = await read(fixture('pds-patient'));
    const addresses = patient ? compileEach('address')(patient) : [];
    expect(addresses.map((a) => compilePath("extension.where(extension.where(url = 'type').value.code = 'UPRN').extension.where(url = 'value').value")(a))).toEqual([['123456789012'], ['123456789012']]);
    expect(addresses.map((a) => compilePath('line')(a).length)).toEqual([5, 5]);
    expect(addresses.map((a) => compilePath('%patient.id')(a))).toEqual([['9000000009'], ['9000000009']]);
  });

  it('refuses what is not FHIRPath', () => expect(() => compilePath("name.where(use = 'official'")).toThrow(/is not FHIRPath: .*line/));

  it('gives no text that a store cannot hold', async () => {
    const file = scratchFile('nul.json', '{"resourceType":"Patient","id":"1","name":[{"family":"O\\u0000Hara"}]}');
    expect(await at(file, 'name.family')).toEqual([['OHara']]);
  });
});

describe('references to the patient', () => {
  const patient = { resourceType: 'Patient', id: 'p1', identifier: [{ system: 'local', value: '77' }], name: [{ family: 'Ali' }] };
  const condition = (subject: object): object => ({ resourceType: 'Condition', id: 'c1', subject });

  it.each([
    ['by type and id', { resource: patient }, { reference: 'Patient/p1' }, ['77']],
    ['by type, id and version', { resource: patient }, { reference: 'Patient/p1/_history/3' }, ['77']],
    ['by an address elsewhere', { resource: patient }, { reference: 'https://x.example/fhir/Patient/p1' }, ['77']],
    ['by urn', { fullUrl: 'urn:uuid:5f1f', resource: patient }, { reference: 'urn:uuid:5f1f' }, ['77']],
    ['by identifier', { resource: patient }, { identifier: { system: 'local', value: '77' } }, ['77']],
    ['to somebody who is not there', { resource: patient }, { reference: 'Patient/p2' }, []],
    ['by an identifier of somebody who is not there', { resource: patient }, { identifier: { system: 'local', value: '99' } }, ['99']],
  ])('%s', async (_how, entry, subject, expected) => {
    const file = scratchFile('b.json', bundle(entry, condition(subject)));
    const { items } = await readFileWith(fhirReader, file, feed);
    const [, about] = nodes(items);
    expect(about && compilePath('%patient.identifier.value')(about)).toEqual(expected);
  });

  it('knows the patient again when one record is read by itself', async () => {
    for (const [entry, subject] of [
      [{ fullUrl: 'urn:uuid:5f1f', resource: patient }, { reference: 'urn:uuid:5f1f' }],
      [{ resource: patient }, { reference: 'Patient/p1' }],
    ] as const) {
      const { items } = await readFileWith(fhirReader, scratchFile('b.json', bundle(entry, condition(subject))), feed);
      const again = fhirReader.reread(items[1]?.raw ?? '', 9, feed, {});
      expect(again).toMatchObject({ line: 9, type: 'Condition' });
      expect(nodes([again]).map((n) => compilePath('%patient.id')(n))).toEqual([['p1']]);
    }
  });

  it('follows references inside the document and none beyond it', async () => {
    const file = scratchFile(
      'b.json',
      bundle(
        { resourceType: 'Organization', id: 'o1', name: 'Larch Street' },
        { ...patient, managingOrganization: { reference: 'Organization/o1' }, generalPractitioner: [{ reference: 'https://example.org/Practitioner/9' }, { reference: '#gp' }], contained: [{ resourceType: 'Practitioner', id: 'gp', name: [{ text: 'Dr Within' }] }] },
      ),
    );
    expect((await at(file, 'managingOrganization.resolve().name'))[1]).toEqual(['Larch Street']);
    expect((await at(file, 'generalPractitioner.resolve().name.text'))[1]).toEqual(['Dr Within']);
  });
});

describe('FHIR files', () => {
  it('reads a bundle that fills its file, each entry with its line', async () => {
    const { items } = await readFileWith(fhirReader, fixture('pds-related-person'), feed);
    expect(items.map((i) => ('type' in i ? [i.type, i.line] : i.rejected))).toEqual([['RelatedPerson', 6], ['RelatedPerson', 181]]);
  });

  it('reads one resource or bundle on each line, sets a broken line aside and goes on from a checkpoint', async () => {
    const patient = (id: number): string => JSON.stringify({ resourceType: 'Patient', id: String(id), name: [{ family: 'x'.repeat(500) }] });
    const lines = Array.from({ length: 5000 }, (_, i) => (i === 2500 ? '{"resourceType":"Patient",,}' : i === 10 ? '' : i === 20 ? bundle({ resourceType: 'Patient', id: 'b1' }, { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/b1' } }) : patient(i)));
    const file = scratchFile('p.ndjson', `${lines.join('\n')}\n`);
    const { items, checkpoints } = await readFileWith(fhirReader, file, feed);
    expect(items).toHaveLength(5000);
    expect(items.filter((i) => i.rejected)).toMatchObject([{ line: 2501, rejected: { code: 'fhir.json' } }]);
    expect(items.at(-1)).toMatchObject({ line: 5000, raw: patient(4999) });
    const rest = await readFileWith(fhirReader, file, feed, checkpoints[0]);
    expect(rest.items.length).toBeLessThan(5000);
    expect(rest.items.map((i) => i.raw)).toEqual(items.slice(-rest.items.length).map((i) => i.raw));
  });

  it('goes on within a bundle that fills its file', async () => {
    const file = scratchFile('b.json', bundle(...Array.from({ length: 2500 }, (_, i) => ({ resourceType: 'Patient', id: String(i) }))));
    const { items, checkpoints } = await readFileWith(fhirReader, file, feed);
    expect(items).toHaveLength(2500);
    expect((await readFileWith(fhirReader, file, feed, checkpoints[1])).items.map((i) => i.raw)).toEqual(items.slice(2000).map((i) => i.raw));
  });

  it('rejects entries that carry no resource', async () => {
    const { items } = await readFileWith(fhirReader, fixture('UKCore-Bundle-Batch-Example'), feed);
    expect(items.map((i) => i.rejected?.reason)).toEqual([1, 2, 3].map((n) => `entry ${n} of the bundle carries no resource (a GET request)`));
  });

  const deep = (n: number): string => `{"resourceType":"Patient","x":${'['.repeat(n)}${']'.repeat(n)}}`;
  it.each([
    ['cut off', readFileSync('tests/fixtures/fhir/pds-patient.json', 'utf8').slice(0, 900), /cut short/],
    ['cut off in its last line', `{"resourceType":"Patient"}\n{"resourceType":"Pat`, /stops in the middle of line 2: it was cut short/],
    ['nested deep', deep(1000), /nested more than 64 deep/],
    ['10 MB of nesting', '['.repeat(10_000_000), /nested more than 64 deep/],
    ['a text of 10 MB', `{"resourceType":"Patient","id":"${'x'.repeat(10_000_000)}"}`, /text longer than 5,000,000/],
    ['too many parts', `{"resourceType":"Patient","x":[${'{},'.repeat(2_000_001)}{}]}`, /more than 2,000,000 objects/],
    ['one document too large', `{"resourceType":"Patient","x":[${`"${'y'.repeat(1_000_000)}",`.repeat(33)}1]}`, /document of more than 32 MB/],
    ['Latin-1', Buffer.from('{"resourceType":"Patient","id":"Zo\xeb"}', 'latin1'), /not valid UTF-8/],
    ['no JSON', 'MSH|^~\\&|PAS', /not JSON/],
    ['other JSON', '{"name":"Smith"}', /not FHIR: it has no resourceType/],
    ['nothing', ' \n', /is empty/],
    ['a bundle of nothing', '{"resourceType":"Bundle","type":"searchset"}', /Bundle without entries/],
    ['an error from a server', readFileSync('tests/fixtures/fhir/pds-access-denied.json'), /OperationOutcome/],
  ])('refuses a file with %s', async (_what, content, why) => {
    const started = performance.now();
    expect(await refusal(fhirReader, scratchFile('f.json', content), feed)).toMatch(why);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('bears a byte-order mark and prettily printed JSON', async () => {
    expect(await at(scratchFile('p.json', `\uFEFF${JSON.stringify({ resourceType: 'Patient', id: '1', text: 'a } \\" { [' }, null, 2)}\r\n`), 'id')).toEqual([['1']]);
  });
});
