import { listColumns, type Comparison, type Condition, type Guard, type ListColumn, type Model } from './model.ts';

const isList = (name: string): boolean => (listColumns as readonly string[]).includes(name);
/** Each condition is true or false, never null: a null would lose the pair. */
const sure = (test: string): string => `coalesce(${test}, false)`;
const anyShared = (left: ListColumn, right: ListColumn): string => sure(`list_has_any(a.${left}, b.${right})`);

/** A condition of the model as SQL over records `a` and `b`. */
function test(condition: Condition): string {
  if ('same' in condition) return sure(`a.${condition.same} = b.${condition.same}`);
  if ('shared' in condition) return anyShared(condition.shared, condition.shared);
  if ('crossed' in condition) {
    const [left, right] = condition.crossed;
    return `(${anyShared(left, right)} or ${anyShared(right, left)})`;
  }
  if ('similar' in condition) return sure(`jaro_winkler_similarity(a.${condition.similar.of}, b.${condition.similar.of}) >= ${condition.similar.at}`);
  if ('edits' in condition) {
    const { of, most } = condition.edits;
    return sure(`length(a.${of}) = length(b.${of}) and levenshtein(a.${of}, b.${of}) <= ${most}`);
  }
  if ('slip' in condition) {
    const of = condition.slip;
    // Levenshtein first: it is a dozen times quicker than the distance that counts a transposition as one.
    return sure(`levenshtein(a.${of}, b.${of}) <= 2 and damerau_levenshtein(a.${of}, b.${of}) <= 1`);
  }
  if ('swapped' in condition) {
    const { of: [left, right], at } = condition.swapped;
    return sure(`least(jaro_winkler_similarity(a.${left}, b.${right}), jaro_winkler_similarity(a.${right}, b.${left})) >= ${at}`);
  }
  if ('within' in condition) {
    const of = condition.within;
    return sure(`(length(a.${of}) < 10 or length(b.${of}) < 10) and (starts_with(a.${of}, b.${of}) or starts_with(b.${of}, a.${of}))`);
  }
  if ('initial' in condition) {
    const of = condition.initial;
    return sure(`(length(a.${of}) = 1 or length(b.${of}) = 1) and left(a.${of}, 1) = left(b.${of}, 1)`);
  }
  if ('begins' in condition) {
    const of = condition.begins;
    return sure(`least(length(a.${of}), length(b.${of})) >= 3 and (starts_with(a.${of}, b.${of}) or starts_with(b.${of}, a.${of}))`);
  }
  if ('yearsApart' in condition) {
    const { of, least } = condition.yearsApart;
    return sure(`abs(try_cast(a.${of} as int) - try_cast(b.${of} as int)) >= ${least}`);
  }
  const parts = ('all' in condition ? condition.all : condition.any).map(test);
  return `(${parts.join('all' in condition ? ' and ' : ' or ')})`;
}

const missing = (needs: readonly string[]): string => needs.map((n) => `(a.${n} is null or b.${n} is null)`).join(' and ');

/** Column that holds a comparison's level: its place in the list, the last for "otherwise", -1 for not compared. */
export const levelColumn = (comparison: Comparison): string => `l_${comparison.id.replaceAll('-', '_')}`;

function levelOf(comparison: Comparison): string {
  const cases = comparison.levels.map((level, i) => `when ${test(level.when)} then ${i}`).join(' ');
  return `(case when ${missing(comparison.needs)}${comparison.only === undefined ? '' : ` or not ${test(comparison.only)}`} then -1 ${cases} else ${comparison.levels.length} end)::tinyint as ${levelColumn(comparison)}`;
}

const bits = (m: number, u: number): number => Math.log2(m / u);

/** Adjustment of a level whose value has a frequency of its own: log2(u / frequency), where it is known. */
const termBits = (level: Comparison['levels'][number]): string => (level.term === undefined ? '0' : `coalesce(log2(${level.u} / ${level.term}Share), 0)`);

function weightOf(comparison: Comparison): string {
  const cases = comparison.levels.map((level, i) => `when ${i} then ${bits(level.m, level.u)} + ${termBits(level)}`).join(' ');
  const last = comparison.otherwise;
  return `(case ${levelColumn(comparison)} when -1 then 0 ${cases} else ${bits(last.m, last.u)} end)`;
}

function guardHolds(guard: Guard, model: Model): string {
  const parts = Object.entries(guard.when).map(([id, levels]) => {
    const comparison = model.comparisons.find((c) => c.id === id)!;
    const at = levels.map((l) => (l === 'missing' ? -1 : l === comparison.otherwise.id ? comparison.levels.length : comparison.levels.findIndex((x) => x.id === l)));
    return `${levelColumn(comparison)} in (${at.join(', ')})`;
  });
  return [...parts, ...(guard.bothKnown ? ['bothKnown'] : [])].join(' and ');
}

/** Selects candidate pairs with their levels: `pair` names a table of (a, b, rule) ids. */
export const selectLevels = (model: Model, pair: string): string => `
  select p.a, p.b, p.rule, coalesce(a.givenKnown and b.givenKnown and least(a.givenShare, b.givenShare) >= ${model.terms.slip} * greatest(a.givenShare, b.givenShare), false) as bothKnown,
         case when a.given = b.given then a.givenShare end as givenShare, case when a.family = b.family then a.familyShare end as familyShare,
         ${model.comparisons.map(levelOf).join(',\n         ')}
  from ${pair} p join record a on a.id = p.a join record b on b.id = p.b`;

/** Selects levels, weight (log2 of the odds), and the first guard that holds (-1 for none). */
export const selectScores = (model: Model, pair: string): string => `
  select *, ${-Math.log2(model.prior - 1)} + ${model.comparisons.map(weightOf).join(' + ')} as weight,
         (case ${model.guards.map((guard, i) => `when ${guardHolds(guard, model)} then ${i}`).join(' ')} else -1 end)::tinyint as guard
  from (${selectLevels(model, pair)})`;

/** Evidence as JSON: for each comparison made, its level, weight and (last, where it applies) the adjustment for the value's frequency, in bits. */
export function selectEvidence(model: Model): string {
  const parts = model.comparisons.map((comparison) => {
    const cases = comparison.levels.map((level, i) => {
      const plain = bits(level.m, level.u).toFixed(2);
      const text = level.term === undefined ? `'["${level.id}",${plain}]'` : `'["${level.id}",${plain},' || round(${termBits(level)}, 2) || ']'`;
      return `when ${i} then '"${comparison.id}":' || ${text}`;
    });
    const last = comparison.otherwise;
    return `case ${levelColumn(comparison)} when -1 then null ${cases.join(' ')} else '"${comparison.id}":["${last.id}",${bits(last.m, last.u).toFixed(2)}]' end`;
  });
  return `'{' || concat_ws(',', ${parts.join(', ')}) || '}'`;
}

/** Selects (id, k): one row for each key of a blocking rule. Lists give a key for each value; a null gives none. */
export function selectKeys(on: readonly string[], from: string, key: (values: string) => string): string {
  const lists = on.filter(isList);
  const singles = on.filter((name) => !isList(name));
  let source = `select id, ${on.join(', ')} from ${from} where ${on.map((name) => `${name} is not null`).join(' and ')}`;
  for (const name of lists) source = `select id, ${on.map((n) => (n === name ? `unnest(${n}) as ${n}` : n)).join(', ')} from (${source})`;
  return `select distinct id, ${key([...lists, ...singles].join(', '))} as k from (${source})`;
}
