import { createHash } from 'node:crypto';
import { exemptions } from './exemptions.ts';

export interface Strike {
  /** Rows left out, by their place. */
  rows: number[];
  /** Words struck out wherever they stand. */
  words: string[];
}

/** One thing gathered, and what is to become of it. */
export interface CopyItem {
  itemId: string;
  holding: string;
  source: string;
  title: string;
  happened: string | null;
  rows: { name: string; value: string }[];
  suggested: string[];
  decision: 'undecided' | 'include' | 'redact' | 'withhold';
  strike: Strike;
  exemption: string | null;
  note: string;
  decidedBy: string | null;
}

/** A copy as it is given: nothing of what was left out is in it, nor of why anybody thought so. */
export interface ReleasedCopy {
  person: { name: string; born: string; nhsNumber: string };
  reference: string;
  received: string;
  made: string;
  sections: { title: string; items: { title: string; source: string; happened: string | null; rows: { name: string; value: string }[] }[] }[];
  /** For which reasons something was left out, where saying so tells nothing. */
  leftOut: { reason: string; law: string }[];
}

export const struck = '[removed]';

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Text without the words struck out: whatever their case, and however many spaces stand between. */
export function strikeOut(text: string, words: readonly string[]): string {
  return words
    .map((w) => w.trim())
    .filter((w) => w !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, w) => left.replace(new RegExp(w.split(/\s+/).map(escaped).join('\\s+'), 'giu'), struck), text);
}

/** What is given of one thing; null where nothing is. */
function given(item: CopyItem): ReleasedCopy['sections'][number]['items'][number] | null {
  if (item.decision !== 'include' && item.decision !== 'redact') return null;
  const { rows, words } = item.decision === 'redact' ? item.strike : { rows: [], words: [] };
  const left = item.rows.map((row, i) => (rows.includes(i) ? { name: row.name, value: struck } : { name: row.name, value: strikeOut(row.value, words) }));
  return { title: strikeOut(item.title, words), source: item.source, happened: item.happened, rows: left };
}

/** The copy as it is given. Pure, so that what was checked is what is released. */
export function copyOf(head: Omit<ReleasedCopy, 'sections' | 'leftOut'>, holdings: readonly { id: string; title: string }[], items: readonly CopyItem[]): ReleasedCopy {
  const sections = holdings.flatMap(({ id, title }) => {
    const told = items.filter((item) => item.holding === id).flatMap((item) => given(item) ?? []);
    return told.length === 0 ? [] : [{ title, items: told }];
  });
  const used = new Set(items.filter((item) => item.decision === 'withhold' || item.decision === 'redact').map((item) => item.exemption));
  return { ...head, sections, leftOut: exemptions.filter((e) => e.mentioned && used.has(e.id)).map(({ name, law }) => ({ reason: name, law })) };
}

/** Changes when anything that would be given changes: what was checked is named by it. */
export const fingerprintOf = (items: readonly CopyItem[]): string =>
  createHash('sha256').update(JSON.stringify(items.map(({ itemId, decision, strike, exemption }) => [itemId, decision, strike, exemption]))).digest('hex').slice(0, 16);
