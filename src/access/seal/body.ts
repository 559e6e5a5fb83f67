import type { Level } from '../types.ts';

/** A log row with the people it concerned, as the sealer and whoever checks it read it. */
export interface LogRow {
  logId: string;
  /** UTC with microseconds, as the store keeps it. */
  at: string;
  userId: string;
  userName: string;
  organisation: string;
  team: string;
  role: string;
  purpose: string;
  basis: string;
  action: string;
  request: string;
  outcome: string;
  decisions: Record<string, Level>;
  rules: string;
  kind: 'look' | 'change';
  persons: { personId: string; decisions: Record<string, Level>; emergency: string | null }[];
}

/**
 * The bytes of a row that are sealed: its fields as one JSON array in the order above, UTF-8, no white space, the keys of
 * every object in order of code point, people by id. Anybody can make them again from the row. What few rows have stands last
 * and only where it is: `emergency` of a person, and `kind` where it is not a look.
 */
export function bodyOf(row: LogRow): Buffer {
  const people = row.persons.toSorted((a, b) => (a.personId < b.personId ? -1 : 1)).map((p) => [p.personId, ordered(p.decisions), ...(p.emergency === null ? [] : [p.emergency])]);
  return Buffer.from(
    JSON.stringify([
      row.logId, row.at, row.userId, row.userName, row.organisation, row.team, row.role, row.purpose, row.basis, row.action, row.request, row.outcome, ordered(row.decisions), row.rules, people,
      ...(row.kind === 'look' ? [] : [row.kind]),
    ]),
  );
}

const ordered = (levels: Record<string, Level>): Record<string, Level> => Object.fromEntries(Object.entries(levels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
