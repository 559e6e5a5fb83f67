import { existsSync, globSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoFeed, readFileWith } from '../../../tests/support/reading.ts';
import { fixedClock, KithError } from '../../kernel/index.ts';
import { compileMapping } from '../mapping.ts';
import { readerOf } from './index.ts';

const data = '../shared/data';

interface Outcome {
  rows: number;
  facts: number;
  rejected: string[];
}

/** Reads and maps every file; what became of each, or why it was refused. */
async function outcomes(feed: string, pattern: string): Promise<Record<string, Outcome | string>> {
  const definition = demoFeed(feed);
  const reader = readerOf(definition.format.kind);
  const mapping = compileMapping(definition, reader, fixedClock('2026-11-20T09:00:00Z'), (_at, message) => expect.fail(message));
  const found: Record<string, Outcome | string> = {};
  for (const file of globSync(`${data}/${pattern}`).sort()) {
    const outcome: Outcome = { rows: 0, facts: 0, rejected: [] };
    found[basename(file)] = outcome;
    try {
      for (const item of (await readFileWith(reader, file, definition)).items) {
        const mapped = item.rejected === undefined ? mapping.read(item.type, item.node) : { rejected: item.rejected };
        if (mapped.rejected !== null) outcome.rejected.push(`${mapped.rejected.code} ${mapped.rejected.field}`);
        else {
          outcome.rows += mapped.rows.length;
          outcome.facts += mapped.rows.flatMap((row) => row.statements).flatMap((s) => s.facts).length;
        }
      }
    } catch (error) {
      if (!(error instanceof KithError)) throw error;
      found[basename(file)] = error.code;
    }
  }
  return found;
}

/** Every published sample of these formats that the data folder holds. */
describe.runIf(existsSync(data))('published files', () => {
  it('reads every ITK HL7 v2 message', async () => {
    const found = await outcomes('hospital-adt', 'hl7v2-adt-uk/*.hl7');
    expect(Object.keys(found)).toHaveLength(8);
    expect(Object.values(found).every((o) => typeof o === 'object' && o.rejected.length === 0 && o.rows > 0)).toBe(true);
  });

  it('reads every UK Core example but one that is a server’s error and one that is an empty bundle', async () => {
    const found = await outcomes('gp-patients', 'uk-core-r4/json/*.json');
    expect(Object.keys(found).length).toBeGreaterThan(200);
    expect(Object.entries(found).filter(([, o]) => typeof o === 'string')).toEqual([
      ['UKCore-Bundle-Sn-NoAllergyData-Example.json', 'delivery.refused'],
      ['UKCore-OperationOutcome-DateError-Example.json', 'delivery.refused'],
    ]);
    const rejected = Object.entries(found).filter(([, o]) => typeof o === 'object' && o.rejected.length > 0);
    expect(rejected.map(([name]) => name)).toEqual(expect.arrayContaining(['UKCore-Bundle-Batch-Example.json']));
    // Fragments that show one extension name no patient or no code; batches ask, or post what has no id yet.
    expect(new Set(rejected.flatMap(([, o]) => (typeof o === 'object' ? o.rejected : [])))).toEqual(new Set(['fhir.resource ', 'key.missing %patient.id', 'key.missing id', 'value.required code.coding.display']));
  });

  it('reads every PDS answer that holds people', async () => {
    const people = await outcomes('gp-patients', 'nhs-pds/{patientResponses,relatedPersonResponses}/*.json');
    expect(Object.values(people).filter((o) => typeof o === 'string' || o.rejected.length > 0)).toEqual([]);
    const searches = await outcomes('gp-patients', 'nhs-pds/searchResponses/*.json');
    expect(Object.entries(searches).filter(([, o]) => typeof o === 'string').map(([name]) => name)).toEqual(['TOO_MANY_MATCHES.json']);
    const errors = await outcomes('gp-patients', 'nhs-pds/errorResponses/*.json');
    expect(new Set(Object.values(errors))).toEqual(new Set(['delivery.refused']));
  });

  it('reads every year’s census, and sets aside only children whose dates cannot be', async () => {
    const found = await outcomes('cin-census', 'cin-census-xml/*.xml');
    expect(Object.keys(found)).toHaveLength(10);
    const rejected = Object.fromEntries(Object.entries(found).flatMap(([name, o]) => (typeof o === 'string' ? [[name, [o]]] : o.rejected.length > 0 ? [[name, o.rejected]] : [])));
    expect(rejected).toEqual({ 'CIN_Census_2024.xml': ['value.order AssessmentAuthorisationDate'], 'CIN_Census_2026.xml': ['value.order AssessmentAuthorisationDate'] });
    expect(found['fake_CIN_data.xml']).toMatchObject({ rows: 734, facts: 513 });
  });
});
