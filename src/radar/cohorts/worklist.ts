import { ageOn, csvLine as line, showDate, showNhsNumber } from '../../kernel/index.ts';
import type { CohortPerson } from './types.ts';

export interface WorklistHead {
  title: string;
  criteria: readonly string[];
  purpose: string;
  basis: string;
  by: string;
  team: string;
  /** ISO instant. */
  at: string;
  today: string;
}

const headings = ['Name', 'Born', 'Age', 'NHS number', 'Address', 'Postcode', 'Telephone', 'Why on this list'];

/** A worklist, its purpose and basis first, so that the file says what it is for wherever it goes. */
export function worklistCsv(head: WorklistHead, people: readonly CohortPerson[]): string {
  const top = [
    ['Worklist', head.title],
    ['Purpose', head.purpose],
    ['Lawful basis', head.basis],
    ['Made by', `${head.by}, ${head.team}`],
    ['Made at', head.at],
    ['People', String(people.length)],
    ...head.criteria.map((words, i) => [i === 0 ? 'Everybody here' : '', words]),
    ['Handling', 'For this purpose only. It is not kept up to date: delete it when the work is done. Every person on it was logged as taken out.'],
    [],
  ];
  const rows = people.map(({ summary: s, because }) => [
    s.displayName, s.birthDate === null ? '' : showDate(s.birthDate), s.birthDate === null ? '' : String(ageOn(s.birthDate, head.today) ?? ''), s.nhsNumber === null ? '' : showNhsNumber(s.nhsNumber),
    s.whereaboutsHidden ? 'Not shown: whereabouts protected' : (s.address?.lines.join(', ') ?? ''), s.address?.postcode ?? '', s.phones[0] ?? '', because.join('; '),
  ]);
  return `\uFEFF${[...top, headings, ...rows].map(line).join('')}`;
}
