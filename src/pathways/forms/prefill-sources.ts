import type { Reading } from '../../access/index.ts';
import type { Records } from '../../record/index.ts';
import type { FormDefinition } from '../definition/form-schema.ts';
import { fieldsOf } from './fields.ts';
import type { EarlierForm, Measured, PrefillSources } from './prefill.ts';

/** Facts of one person looked through for answers. */
const mostFacts = 2_000;

/** Finds the mean of a sensor's metric in the person's home over days, through a reading; null where nothing was measured or it may not be seen. */
export type MeasureHome = (reading: Reading, personId: string, asked: Pick<Measured, 'sensor' | 'days'>) => Promise<Measured | null>;

/**
 * What a form's answers may be taken from, through a reading that holds the person: who they are, and facts of the categories that
 * this reader may see in detail, of only those kinds and categories that the form asks for.
 */
export async function gatherSources(
  reading: Reading,
  records: Pick<Records, 'people' | 'chronology'>,
  personId: string,
  form: FormDefinition,
  known: Pick<PrefillSources, 'source' | 'today'> & { earlier: readonly EarlierForm[]; measure?: MeasureHome },
): Promise<PrefillSources> {
  const prefills = fieldsOf(form).flatMap((field) => ('prefill' in field && field.prefill !== undefined ? [field.prefill] : []));
  const found = prefills.some((p) => 'person' in p) ? (await records.people(reading, [personId]))[0] : undefined;
  const ofRecord = prefills.flatMap((p) => ('kind' in p ? [p] : []));
  const categories = ofRecord.some((p) => p.category === undefined) ? {} : { categories: [...new Set(ofRecord.flatMap((p) => p.category ?? []))] };
  const facts = ofRecord.length === 0 ? [] : (await records.chronology(reading, personId, { kinds: [...new Set(ofRecord.map((p) => p.kind))], ...categories, limit: mostFacts })).entries;
  const { measure, ...rest } = known;
  const measured: Measured[] = [];
  for (const prefill of measure === undefined ? [] : prefills) {
    const mean = 'sensor' in prefill && reading.level(personId, prefill.category) === 'detail' ? await measure!(reading, personId, prefill) : null;
    if (mean !== null) measured.push(mean);
  }
  return { person: found?.kind === 'person' ? found.summary : null, facts, measured, ...rest };
}
