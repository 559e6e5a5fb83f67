/** The first and last number of a run of requirements, or single ones: `1-7`, `1,4-5`. */
const sections: Readonly<Record<string, string>> = {
  '1.1': '1-7', '1.2': '1-4', '1.4': '1,4-5', '1.5': '1-4', '1.6': '1-4', '1.7': '1-2', '1.8': '1-2', '1.9': '1-2', '1.10': '1', '1.11': '1-2', '1.12': '2', '1.14': '1-6',
  '2.1': '1-12', '2.2': '1-3', '2.3': '1-3', '2.4': '1-5', '2.5': '1-7', '2.6': '1-3', '2.7': '1-6', '2.8': '1-7', '2.9': '1-3', '2.10': '1-4',
  '3.1': '1', '3.2': '1-4', '3.3': '1-4', '3.4': '1-5', '3.5': '1-3', '3.7': '1',
  '4.1': '1-3,5', '4.2': '1-2', '4.3': '1-3',
  '5.1': '1-5', '5.2': '1-8', '5.3': '1-10', '5.4': '1-3', '5.5': '1-4',
  '6.1': '1-3', '6.2': '1-6', '6.3': '1-2', '6.4': '1-2',
  '7.1': '1-4', '7.2': '1-2', '7.3': '1,3-4', '7.4': '1-3',
  '8.1': '1-4', '8.2': '1-3', '8.3': '1-8',
  '9.1': '1-3', '9.2': '1-4',
  '10.2': '1-2', '10.3': '1-3',
  '11.1': '1-8',
  '12.1': '1-3', '12.2': '1', '12.3': '1-6', '12.4': '1-2', '12.5': '1-2', '12.6': '1',
  '13.1': '1,3-5', '13.2': '1-3,5-6', '13.3': '1-2', '13.4': '1-2',
  '14.1': '1-4', '14.2': '1-6', '14.3': '2-3', '14.4': '1-7', '14.5': '1-4',
};

export const chapters: Readonly<Record<string, string>> = {
  1: 'Architecture, design and threats', 2: 'Authentication', 3: 'Sessions', 4: 'Access control', 5: 'Input and output', 6: 'Stored cryptography', 7: 'Errors and logs',
  8: 'Data protection', 9: 'Communication', 10: 'Malicious code', 11: 'Business logic', 12: 'Files', 13: 'Interfaces', 14: 'Configuration',
};

const numbers = (runs: string): number[] =>
  runs.split(',').flatMap((run) => {
    const [first = 0, last = first] = run.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });

/** Every requirement of level 2 of OWASP ASVS 4.0.3, the deleted ones and those of level 3 alone left out: 259. */
export const levelTwo: readonly string[] = Object.entries(sections).flatMap(([section, runs]) => numbers(runs).map((n) => `${section}.${n}`));
