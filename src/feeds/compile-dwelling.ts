import { readUprn, type Fact } from '../kernel/index.ts';
import { compileFact } from './compile-facts.ts';
import { BadValue, compileValue, fieldOf, type At, type Read, type Scope } from './compile-values.ts';
import type { DwellingMapping } from './definition.ts';

/** What one row says about one home. */
export interface DwellingStatement {
  uprn: string;
  facts: Fact[];
}

/** Compiles what a row says of a home. A home that cannot be named is nobody's: the row is quarantined. */
export function compileDwelling<N>(scope: Scope<N>, mapping: DwellingMapping, today: () => string, at: At): Read<N, DwellingStatement> {
  const number = compileValue(scope, mapping.uprn, [...at, 'uprn']);
  const facts = mapping.facts.map((fact, i) => compileFact(scope, fact, today, [...at, 'facts', i]));
  return (node, record) => {
    const given = number(node, record);
    if (given === undefined) throw new BadValue(fieldOf(mapping.uprn), 'value.required', 'The home has no UPRN, so nothing says who lives there.');
    const uprn = readUprn(given);
    if (uprn === null) throw new BadValue(fieldOf(mapping.uprn), 'value.uprn', `"${given.slice(0, 60)}" is not a UPRN: up to 12 digits.`);
    return { uprn, facts: facts.flatMap((fact) => fact(node, record)) };
  };
}
