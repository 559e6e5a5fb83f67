import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Breach } from '../rooms.ts';
import { page, pageFile } from './page.ts';
import { acceptable, acceptedAtMost, rating, readHazards, type Control, type Hazard } from './record.ts';
import { writtenTests } from './written.ts';

/** What is wrong with one hazard, and where in its record. `has` says whether a test of that name is written. */
export function faults(hazard: Hazard, has: (test: string) => string | null, documented: (evidence: string) => boolean): { at: (string | number)[]; message: string }[] {
  const found: { at: (string | number)[]; message: string }[] = [];
  const [before, after] = [rating(hazard.initial), rating(hazard.residual)];
  const shown = hazard.controls.some((c) => c.tests.length > 0);
  if (after > acceptedAtMost) found.push({ at: ['residual'], message: `${hazard.id} is not mitigated: a residual risk of ${after} may not be accepted. Control it further.` });
  else if (after > acceptable && hazard.acceptance === undefined) found.push({ at: ['residual'], message: `${hazard.id} is not mitigated: a residual risk of ${after} needs further control, or an "acceptance" that says why it is borne.` });
  if (after < before && !shown) found.push({ at: ['residual'], message: `${hazard.id} says its risk falls from ${before} to ${after}, and no tested control brings it down.` });
  if (after > before) found.push({ at: ['residual'], message: `${hazard.id} says its risk rises from ${before} to ${after} with its controls.` });
  if (hazard.controls.length === 0 && hazard.acceptance === undefined) found.push({ at: ['id'], message: `${hazard.id} has no control: add one, or an "acceptance" that says what stands in for it.` });
  if ((hazard.status === 'accepted') !== (hazard.acceptance !== undefined)) found.push({ at: ['status'], message: `${hazard.id}: the status is "accepted" just where an "acceptance" is stated.` });
  for (const [index, control] of hazard.controls.entries()) found.push(...faultsOf(hazard.id, control, has, documented).map((message) => ({ at: ['controls', index], message })));
  return found;
}

function faultsOf(id: string, control: Control, has: (test: string) => string | null, documented: (evidence: string) => boolean): string[] {
  if (control.kind === 'training') {
    return control.evidence !== undefined && documented(control.evidence) ? [] : [`${id}: training needs "evidence", the page of docs/ that says what is to be taught.`];
  }
  if (control.tests.length === 0) return [`${id}: "${control.control}" has no test. Name one that fails when the control is gone.`];
  return control.tests.flatMap((test) => has(test) ?? []);
}

/** Every record of the hazard log is whole, its tests are written, each id stands once, and the readable page is up to date. */
export function checkHazards(root: string): Breach[] {
  const { definitions, problems } = readHazards(root);
  const breaches: Breach[] = problems.map((p) => ({ file: p.file, line: p.line, message: `${p.path}: ${p.message} ${p.mend}` }));
  const has = writtenTests(root);
  const documented = (evidence: string): boolean => evidence.startsWith('docs/') && existsSync(join(root, evidence.split('#')[0] ?? ''));
  const seen = new Set<string>();
  for (const definition of definitions) {
    for (const [index, hazard] of definition.value.hazards.entries()) {
      const say = (at: (string | number)[], message: string): void => {
        const { file, line } = definition.problem(['hazards', index, ...at], message, '');
        breaches.push({ file, line, message });
      };
      if (seen.has(hazard.id)) say(['id'], `${hazard.id} is given twice.`);
      seen.add(hazard.id);
      for (const { at, message } of faults(hazard, has, documented)) say(at, message);
    }
  }
  const readable = join(root, pageFile);
  if (problems.length === 0 && (!existsSync(readable) || readFileSync(readable, 'utf8') !== page(definitions))) {
    breaches.push({ file: pageFile, line: 1, message: 'It is not what the records say. "npm run hazards" writes it again.' });
  }
  return breaches;
}
