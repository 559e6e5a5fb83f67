import { relative } from 'node:path';
import { testName, type Hazard } from './record.ts';
import { isTitle } from './titles.ts';

/** One test of a run, as vitest's JSON reporter gives it. */
export interface Outcome {
  file: string;
  ancestors: string[];
  title: string;
  status: string;
}

/** The part of vitest's JSON report that is read here. */
export interface Report {
  testResults: { name: string; assertionResults: { ancestorTitles: string[]; title: string; status: string }[] }[];
}

export const outcomes = (root: string, report: Report): Outcome[] =>
  report.testResults.flatMap((file) =>
    file.assertionResults.map(({ ancestorTitles, title, status }) => ({ file: relative(root, file.name), ancestors: ancestorTitles, title, status })),
  );

/**
 * The controls that this run has not shown: a test of theirs failed anywhere, was skipped everywhere, or was not in the run.
 * Each case of a `test.each` must have passed somewhere.
 */
export function unproved(hazards: readonly Hazard[], ran: readonly Outcome[]): string[] {
  const byFile = Map.groupBy(ran, (outcome) => outcome.file);
  return hazards.flatMap((hazard) =>
    hazard.controls.flatMap((control) =>
      control.tests.flatMap((test) => {
        const { file, titles } = testName(test);
        const [title = '', ...above] = titles.toReversed();
        const found = (byFile.get(file) ?? []).filter((o) => isTitle(title, o.title) && above.every((part) => o.ancestors.some((a) => isTitle(part, a))));
        if (found.length === 0) return [`${hazard.id}: ${test}: was not in this run`];
        if (found.some((o) => o.status === 'failed')) return [`${hazard.id}: ${test}: failed`];
        const passed = new Set(found.filter((o) => o.status === 'passed').map((o) => o.title));
        return found.every((o) => passed.has(o.title)) ? [] : [`${hazard.id}: ${test}: was skipped`];
      }),
    ),
  );
}
