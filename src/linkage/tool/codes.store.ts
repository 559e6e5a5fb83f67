import { changedPlaces, type Comparison } from './comparisons.store.ts';

/** A comparison's level of the pair (a, b) as a number: its place, or -1 where there is nothing to compare. */
const levelOf = (comparison: Comparison): string => {
  const cases = comparison.levels.slice(0, -1).map((level, i) => `when ${level.test} then ${i}`);
  return `(case when not (${comparison.needs}) then -1 ${cases.join(' ')} else ${comparison.levels.length - 1} end)`;
};

/**
 * Selects (a, b, code) of the pairs that `pairs` selects as (a, b). A code is all comparisons' levels as one number: a
 * digit for each (0 not compared), the first comparison the lowest. How alike names and streets are is worked out once
 * for each pair, beside it, and read by several levels.
 */
export function selectCodes(comparisons: readonly Comparison[], pairs: string): string {
  let scale = 1;
  const parts = comparisons.map((c) => {
    const part = `${levelOf(c)}::bigint * ${scale} + ${scale}`;
    scale *= c.levels.length + 1;
    return part;
  });
  const flat = (text: string): string => text.replace(/\b([ab])\.(\w+)/g, '$1_$2');
  const code = flat(parts.join(' + '));
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(code);
  const other = comparisons.some((c) => c.reads.includes('ot'));
  const beside: [string, string][] = ([['jw_g', likenessOf('g')], ['jw_f', likenessOf('f')], ['jw_st', other ? likenessOfStreets : likenessOf('st')]] as [string, string][]).filter(([name]) => uses(name));
  // Read the likenesses before them, so they stand a level further out.
  const after: [string, string][] = ([['swap', likenessSwapped], ['jw_ot', likenessOfRest]] as [string, string][]).filter(([name]) => uses(name));
  const columns = [...new Set([code, ...[...beside, ...after].map(([, text]) => text)].flatMap((text) => [...text.matchAll(/\b[ab]_(\w+)/g)].map((m) => m[1]!)))];
  const fields = (list: readonly [string, string][]): string => list.map(([name, text]) => `, ${text} as ${name}`).join('');
  return `select a, b, ${code} as code from (select *${fields(after)} from (select *${fields(beside)} from (
    select p.a, p.b, ${columns.map((c) => `a.${c} as a_${c}, b.${c} as b_${c}`).join(', ')} from (${pairs}) p join record a on a.id = p.a join record b on b.id = p.b)))`;
}

const jw = (left: string, right: string): string => `coalesce(jaro_winkler_similarity(${left}, ${right}), 0)`;
const likenessOf = (c: string): string => `case when a_${c} = b_${c} then 1 else ${jw(`a_${c}`, `b_${c}`)} end`;
const crossed = [jw('a_st', 'b_ot'), jw('a_ot', 'b_st')] as const;
/** A street may stand in the other's second line. */
const likenessOfStreets = `case when a_st = b_st then 1 else greatest(${jw('a_st', 'b_st')}, ${crossed.join(', ')}) end`;
const likenessOfRest = `case when a_ot is null or b_ot is null then null when a_st = b_st or jw_st <= ${jw('a_st', 'b_st')} then ${jw('a_ot', 'b_ot')} else least(${crossed.join(', ')}) end`;
const likenessSwapped = `case when jw_g >= ${changedPlaces} or jw_f >= ${changedPlaces} then 0 else least(${jw('a_g', 'b_f')}, ${jw('a_f', 'b_g')}) end`;

/** Levels from a code. */
export function levelsOf(code: number, comparisons: readonly Comparison[]): number[] {
  let left = code;
  return comparisons.map((c) => {
    const base = c.levels.length + 1;
    const digit = left % base;
    left = Math.floor(left / base);
    return digit - 1;
  });
}
