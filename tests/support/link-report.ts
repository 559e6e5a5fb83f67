import type { QualityReport } from '../../src/linkage/index.ts';
import { now } from './portal-fixtures.ts';

/** A report with a little of everything, small numbers among it. */
export const linkReport: QualityReport = {
  run: { runId: '01a20562-d5a4-74f9-b487-decc0c2e84e3', at: now, kind: 'increment', modelVersion: 'abcdef012345' },
  subjects: 11_760,
  persons: 6_215,
  feeds: [
    { feed: 'gp-patients', subjects: 4_120, matched: 3_300, numbered: 4_117 },
    { feed: 'housing-tenancies', subjects: 2_004, matched: 1_503, numbered: 4 },
    { feed: 'police-incidents', subjects: 7, matched: 3, numbered: 0 },
  ],
  sizes: [{ size: 1, persons: 3_100 }, { size: 2, persons: 2_000 }, { size: 10, persons: 3 }],
  bands: [{ band: 'join', pairs: 9_000 }, { band: 'review', pairs: 120 }, { band: 'apart', pairs: 6 }],
  guards: [{ id: 'twin', title: 'Same birthday, surname and address, another given name', band: 'apart', pairs: 2 }],
  changes: { created: 41, joined: 4, split: 0, moved: 12 },
  labelled: { drawn: 100, labelled: 60, unsure: 3, precision: { value: 1, low: 0.94, high: 1, effective: 58 }, recall: null },
  recall: {
    against: 'labels',
    groups: [
      { by: 'everybody', group: 'Everybody', people: 57, pairs: 57, recall: 0.982, low: 0.91, high: 0.997 },
      { by: 'ethnicity', group: 'Bangladeshi', people: 6, pairs: 6, recall: 0.5, low: 0.19, high: 0.81 },
    ],
  },
};
