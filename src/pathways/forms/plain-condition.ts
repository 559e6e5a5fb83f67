/** Whether an answer of the form is, or holds, one of these values; or, where `not`, none of them. */
export interface PlainTest {
  field: string;
  any: string[];
  not?: true;
}

const text = String.raw`"((?:[^"\\]|\\.)*)"`;
const equal = new RegExp(String.raw`^(\w+)\s*(=|!=)\s*${text}$`);
const among = new RegExp(String.raw`^(\w+)\s+in\s*\(\s*((?:${text}\s*,?\s*)+)\)$`);
const holding = new RegExp(String.raw`^list contains\(\s*(\w+)\s*,\s*${text}\s*\)$`);
const bracketed = new RegExp(String.raw`^\((\w+\s*!?=\s*"(?:[^"\\]|\\.)*")\)$`);
const each = new RegExp(text, 'g');

/**
 * A condition as far as a page can tell it without FEEL: equalities with words, joined by "and". Null for any other, which only the server
 * tells. What it says is the same as FEEL says of it, so that a page with a script and one without ask the same.
 */
export function plainCondition(when: string): PlainTest[] | null {
  const tests = parts(when).map(plainTest);
  return tests.every((test) => test !== null) ? tests : null;
}

function plainTest(part: string): PlainTest | null {
  const is = equal.exec(part);
  if (is !== null) return { field: is[1]!, any: [unquoted(is[3]!)], ...(is[2] === '!=' ? { not: true as const } : {}) };
  const one = among.exec(part);
  if (one !== null) return { field: one[1]!, any: [...one[2]!.matchAll(each)].map((m) => unquoted(m[1]!)) };
  const holds = holding.exec(part);
  return holds === null ? null : { field: holds[1]!, any: [unquoted(holds[2]!)] };
}

const unquoted = (quoted: string): string => quoted.replaceAll(/\\(.)/g, '$1');

/** What is joined by "and" outside quotation marks, brackets around a part taken off. */
function parts(when: string): string[] {
  const found: string[] = [];
  let from = 0;
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < when.length; i++) {
    const c = when[i];
    if (c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === '(') depth++;
    else if (!quoted && c === ')') depth--;
    else if (!quoted && depth === 0 && /^\sand\s/.test(when.slice(i, i + 5))) {
      found.push(when.slice(from, i));
      from = i + 4;
    }
  }
  found.push(when.slice(from));
  return found.map((part) => part.trim().replace(bracketed, '$1'));
}
