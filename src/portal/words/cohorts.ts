import { coarse, coarseShares, ethnicWords, rateOf, sexWords, type Dimension, type EthnicGroup, type Geography, type Line, type Rate } from '../../radar/index.ts';

/** One line of a breakdown as a page shows it. */
export interface ShownLine {
  key: string;
  label: string;
  /** Null where the number is too small to tell. */
  people: number | null;
  of: number | null;
  rate: Rate | null;
}

export const dimensionWords: Readonly<Record<Dimension, string>> = { age: 'Age', sex: 'Sex', ethnicity: 'Ethnic group', deprivation: 'Deprivation of the area', ward: 'Ward', lsoa: 'Small area (LSOA)' };

function labelOf(dimension: Dimension, key: string, geography: Geography): string {
  if (dimension === 'ward' || dimension === 'lsoa') return key === '' ? 'Not placed, or whereabouts protected' : (geography.get(dimension)?.shapes.find((s) => s.code === key)?.name ?? key);
  if (key === '') return 'Not known';
  switch (dimension) {
    case 'age':
      return key === '90' ? '90 and over' : `${key} to ${Number(key) + 9}`;
    case 'sex':
      return sexWords[key] ?? key;
    case 'ethnicity':
      return ethnicWords[key as EthnicGroup] ?? key;
    default:
      return key === '1' ? 'Decile 1, most deprived' : key === '10' ? 'Decile 10, least deprived' : `Decile ${key}`;
  }
}

const inNumber = (a: ShownLine, b: ShownLine): number => Number(a.key || Infinity) - Number(b.key || Infinity);

/** Lines of one dimension in the order people read them; small numbers are taken out for whoever may only count. */
export function linesOf(lines: readonly Line[], dimension: Dimension, geography: Geography, countsOnly: boolean): ShownLine[] {
  const own = lines.filter((l) => l.dimension === dimension);
  // Areas in which nobody of the cohort lives are lines too: on a map a gap would be read as not known.
  const places = dimension === 'ward' || dimension === 'lsoa' ? (geography.get(dimension)?.shapes ?? []).filter((s) => !own.some((l) => l.key === s.code)).map((s) => ({ key: s.code, people: 0, of: 0 })) : [];
  const figures = [...own, ...places];
  const told = countsOnly ? coarseShares(figures) : figures;
  const shown = told.map(({ key, people, of }) => ({ key, label: labelOf(dimension, key, geography), people, of, rate: people === null || of === null ? null : rateOf(Math.min(people, of), of) }));
  if (dimension === 'age' || dimension === 'deprivation') return shown.toSorted(inNumber);
  return shown.toSorted((a, b) => Number(a.key === '') - Number(b.key === '') || a.label.localeCompare(b.label, 'en-GB'));
}

/** A count as this reader is told it. */
export const toldCount = (n: number, countsOnly: boolean): number | null => (countsOnly ? coarse(n) : n);
