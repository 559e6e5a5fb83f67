/**
 * Likeness of texts exactly as DuckDB reckons it, so that a live look-up and a run give one answer. DuckDB compares
 * UTF-8 octets, and its Jaro–Winkler halves transpositions with integer division, which the textbook's does not.
 */

/** A text's UTF-8 octets, one to a character; the text itself where it is ASCII. */
export const octets = (text: string): string => (/^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1'));

/** Characters of a text, as DuckDB's `length` counts them. */
export const characters = (text: string): number => {
  let n = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) n++;
  return n;
};

/** DuckDB's `jaro_winkler_similarity`, 0 to 1. */
export function jaroWinkler(left: string, right: string): number {
  const [p, t] = [octets(left), octets(right)];
  const similarity = jaro(p, t);
  if (similarity <= 0.7) return similarity;
  const most = Math.min(4, p.length, t.length);
  let prefix = 0;
  while (prefix < most && p[prefix] === t[prefix]) prefix++;
  return similarity + prefix * 0.1 * (1 - similarity);
}

function jaro(p: string, t: string): number {
  if (p.length === 0 || t.length === 0) return 0;
  const bound = Math.max(0, Math.floor(Math.max(p.length, t.length) / 2) - 1);
  const taken = new Uint8Array(p.length);
  const matched: number[] = [];
  for (let j = 0; j < t.length; j++) {
    const code = t.charCodeAt(j);
    for (let i = Math.max(0, j - bound), last = Math.min(p.length - 1, j + bound); i <= last; i++) {
      if (taken[i] === 1 || p.charCodeAt(i) !== code) continue;
      taken[i] = 1;
      matched.push(code);
      break;
    }
  }
  const common = matched.length;
  if (common === 0) return 0;
  let moved = 0;
  for (let i = 0, k = 0; i < p.length; i++) if (taken[i] === 1 && p.charCodeAt(i) !== matched[k++]) moved++;
  return (common / p.length + common / t.length + (common - Math.floor(moved / 2)) / common) / 3;
}

/** DuckDB's `levenshtein`: octets to insert, drop or change. */
export function levenshtein(left: string, right: string): number {
  const [a, b] = [octets(left), octets(right)];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1)));
    last = row;
  }
  return last[b.length]!;
}

/** DuckDB's `damerau_levenshtein`: the same, neighbours that changed places being one edit, whatever is edited between them. */
export function damerauLevenshtein(left: string, right: string): number {
  const [a, b] = [octets(left), octets(right)];
  const most = a.length + b.length;
  const width = b.length + 2;
  const cost = new Int32Array((a.length + 2) * width).fill(most);
  for (let i = 0; i <= a.length; i++) cost[(i + 1) * width + 1] = i;
  for (let j = 0; j <= b.length; j++) cost[width + j + 1] = j;
  const seen = new Map<number, number>();
  for (let i = 1; i <= a.length; i++) {
    let match = 0;
    for (let j = 1; j <= b.length; j++) {
      const [k, l] = [seen.get(b.charCodeAt(j - 1)) ?? 0, match];
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      if (same) match = j;
      cost[(i + 1) * width + j + 1] = Math.min(
        cost[i * width + j]! + (same ? 0 : 1),
        cost[(i + 1) * width + j]! + 1,
        cost[i * width + j + 1]! + 1,
        cost[k * width + l]! + (i - k - 1) + 1 + (j - l - 1),
      );
    }
    seen.set(a.charCodeAt(i - 1), i);
  }
  return cost[(a.length + 1) * width + b.length + 1]!;
}
