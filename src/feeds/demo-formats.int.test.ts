import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { scratchFile } from '../../tests/support/reading.ts';
import type { Database } from '../kernel/index.ts';
import { createFeeds, type Feeds } from './index.ts';

/** The demo area's feeds that are not tables, through the whole import into a real database. */
describe('hospital, GP and census feeds', () => {
  let db: Database;
  let feeds: Feeds;
  const now = '2026-12-01T00:00:00Z';
  const by = { broughtBy: 'test' };
  const about = async (feed: string, key: string): Promise<string[]> => (await feeds.believedAbout(feed, key, now)).map((f) => `${f.label}: ${f.start ?? ''}–${f.end ?? ''}`).toSorted();

  beforeAll(async () => {
    db = await testDatabase();
    feeds = createFeeds(testKernel(db));
  });
  afterAll(() => db.close());

  it('believes of each visit what its newest message says, and nothing of one that was cancelled', async () => {
    const [report] = await feeds.import('hospital-adt', ['tests/fixtures/hl7v2/visits.hl7'], by);
    expect(report).toMatchObject({ status: 'loaded', rejects: 1 });
    expect(await about('hospital-adt', '56001')).toEqual([
      // Named once, by messages before those that cannot carry them.
      'Allergy: Penicillin: 2001-05-04–',
      'Fracture of neck of femur: 2026-11-02T05:00–',
      // Moved and discharged by mistake: still on the first ward.
      'In hospital, Acute Medical Unit: 2026-11-02T04:10–',
    ]);
    expect(await feeds.believed('hospital-adt', 'visit|V2', now)).toBeNull();
    expect(await about('hospital-adt', '56002')).toEqual(['Emergency department: Cut to hand: 2026-11-06T13:55–']);
    expect(await feeds.quarantine.list('hospital-adt')).toMatchObject([{ line: 69, code: 'row.unmatched', reason: expect.stringContaining('A17') as string }]);
  });

  it('ends the stay when the patient does go home', async () => {
    const gone = [
      'MSH|^~\\&|PAS|RZ9|KITH|RZ9|202611091500||ADT^A03^ADT_A03|99|P|2.4|||||GBR|UNICODE|EN',
      'EVN||202611091500',
      'PID|1||56001^^^RZ9^PI||O\'HARA^SINÉAD',
      'PV1|1|I|Cedar Ward^^^RZ9|21|||||||||||||||V1|||||||||||||||||1|54|||||||202611020410|202611091440',
    ];
    await feeds.import('hospital-adt', [scratchFile('gone.hl7', gone.join('\r'))], by);
    expect(await about('hospital-adt', '56001')).toContain('In hospital, Cedar Ward: 2026-11-02T04:10–2026-11-09T14:40');
    const [stay] = (await feeds.believedAbout('hospital-adt', '56001', now)).filter((f) => f.kind === 'service-episode');
    expect(stay?.body).toMatchObject({ status: 'historic', outcome: 'NHS-run care home' });
  });

  it('reads UK Core and PDS, whoever the patient is named by', async () => {
    const files = ['UKCore-Patient-RichardSmith', 'UKCore-Condition-BleedingFromEar', 'UKCore-Flag-FoodAllergy', 'UKCore-EpisodeOfCare-SmokingCessationTherapy', 'UKCore-AllergyIntolerance-Amoxicillin', 'UKCore-AllergyIntolerance-EnteredInError', 'UKCore-RelatedPerson-JoySmith'];
    const reports = await feeds.import('gp-patients', [...files.map((f) => `tests/fixtures/fhir/${f}-Example.json`), 'tests/fixtures/fhir/pds-patient.json', 'tests/fixtures/fhir/pds-sensitive-search.json', 'tests/fixtures/fhir/pds-related-person.json'], by);
    expect(reports.map((r) => [r.status, r.rejects])).toEqual(reports.map(() => ['loaded', 0]));
    expect(await about('gp-patients', 'UKCore-Patient-RichardSmith-Example')).toEqual([
      'Allergy: Amoxicillin: 2019-12-10T13:00–',
      'Bleeding from ear: –',
      'Patient has a severe peanut allergy.: 2019-12-10T13:00–',
      'Prefers to be contacted by: Telephone: –',
      'Smoking cessation therapy: –',
      'Write to them in: Large print: –',
    ]);
  });

  it('withdraws what was entered in error', async () => {
    const condition = (status: string): string => JSON.stringify({ resourceType: 'Condition', id: 'wrong', verificationStatus: { coding: [{ code: status }] }, code: { text: 'Dementia' }, subject: { reference: 'Patient/w1' } });
    await feeds.import('gp-patients', [scratchFile('a.json', condition('confirmed'))], by);
    expect(await about('gp-patients', 'w1')).toEqual(['Dementia: –']);
    await feeds.import('gp-patients', [scratchFile('b.json', condition('entered-in-error'))], by);
    expect(await about('gp-patients', 'w1')).toEqual([]);
  });

  it('reads the census of several years: a child whose dates cannot be is set aside, the rest load', async () => {
    const reports = await feeds.import('cin-census', [2021, 2024, 2026].map((year) => `tests/fixtures/cin/CIN_Census_${year}.xml`), by);
    expect(reports.map((r) => [r.status, r.rejects])).toEqual([['loaded', 0], ['loaded', 1], ['loaded', 1]]);
    const quarantined = await feeds.quarantine.list('cin-census');
    expect(quarantined.map((q) => [q.line, q.field])).toEqual([[18, 'AssessmentAuthorisationDate'], [18, 'AssessmentAuthorisationDate']]);
    expect(await about('cin-census', 'child_fails_assessments')).toEqual([
      'Child and family assessment: 2023-12-25–2024-01-27',
      'Children’s social care case: Abuse, neglect or exploitation: 2024-10-24–2024-10-29',
      'Referred to children’s social care by a relative or carer: 2024-10-24–',
    ]);
    expect(await about('cin-census', 'DfEX0000001')).toEqual(expect.arrayContaining(['Child protection plan: Physical abuse: 1970-02-17–1971-03-14', 'Section 47 enquiry: 1970-06-02–1970-06-17']));
  });

  it('refuses a hostile file and is none the worse', async () => {
    const missing = join(mkdtempSync(join(tmpdir(), 'kith-none-')), 'none.xml');
    const [refused] = await feeds.import('cin-census', [scratchFile('x.xml', '<!DOCTYPE m [<!ENTITY a "b">]><Message>&a;</Message>')], by);
    expect(refused).toMatchObject({ status: 'refused' });
    await expect(feeds.import('cin-census', [missing], by)).rejects.toMatchObject({ code: 'delivery.missing' });
  });
});
