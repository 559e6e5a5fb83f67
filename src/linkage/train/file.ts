import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Document, parseDocument } from 'yaml';
import { KithError } from '../../kernel/index.ts';
import { readCandidateModel } from '../model.ts';
import type { TrainingReport } from './index.ts';

const parts = ['trained', 'prior', 'comparisons'] as const;

/** A trained model as a file that `kith linkage compare --model` reads. It holds shares, and nothing of anybody. */
export function writeTrained(report: TrainingReport): string {
  const { on, from, records, matches, rounds, converged } = report;
  const document = new Document({ trained: { on, records, matches, rounds, converged, from }, prior: report.prior, comparisons: report.comparisons });
  document.commentBefore = [
    ` Made by "kith linkage train" on ${on} from ${records.toLocaleString('en-GB')} records, without labels. Not in force.`,
    ' Look at what it would change:  kith linkage compare --model FILE',
    ' Put it in force:               kith linkage train --accept FILE',
    ...(report.kept.length === 0 ? [] : [` Weighing as before, because few pairs stand there: ${report.kept.join('; ')}.`]),
    ...report.refused.map((r) => ` As before, because what was learned makes no sense: ${r.comparison} (${r.because}).`),
  ].join('\n');
  return document.toString({ lineWidth: 160, flowCollectionPadding: true });
}

/**
 * Writes the trained parts of `file` into the area's `linkage/model.yaml`, in the place of its own; the rest of that
 * file, comments and all, stays. The next run judges every record again.
 * @returns the file written
 * @throws KithError `usage.invalid` where `file` is no trained model, `area.invalid` where it is not valid
 */
export function acceptTrained(areaDir: string, file: string): string {
  readCandidateModel(file);
  const trained = parseDocument(readFileSync(file, 'utf8'));
  if (!trained.has('trained')) throw new KithError('usage.invalid', `${file} was not made by training.`, { mend: 'Make one with "kith linkage train --out FILE"; a model written by hand is put into linkage/model.yaml by hand.' });
  const to = join(areaDir, 'linkage', 'model.yaml');
  const own = existsSync(to) ? parseDocument(readFileSync(to, 'utf8')) : new Document({});
  for (const part of parts) own.set(part, trained.get(part, true));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(`${to}.part`, own.toString({ lineWidth: 160, flowCollectionPadding: true }));
  renameSync(`${to}.part`, to);
  return to;
}
