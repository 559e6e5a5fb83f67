import { compile } from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import type { FhirNode } from './bundle.ts';

/**
 * Compiles a FHIRPath over an R4 resource, or over an element when repeating. Beside the standard's own,
 * `%resource` is the whole resource, `%patient` the patient it is about, and `resolve()` follows a reference
 * inside the same document and never beyond it.
 * @throws Error when the expression is not FHIRPath
 */
export function compilePath(expression: string): (node: FhirNode) => string[] {
  const values = compileValues(expression);
  return (node) => {
    const texts: string[] = [];
    for (const value of values(node)) {
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
      // JSON may hold a NUL; a text column may not.
      const text = String(value).replaceAll('\0', '').trim();
      if (text !== '') texts.push(text);
    }
    return texts;
  };
}

/** Compiles what to repeat over: every value the expression gives becomes a node of its own. */
export function compileEach(expression: string): (node: FhirNode) => FhirNode[] {
  const values = compileValues(expression);
  return (node) => values(node).map((value) => ({ ...node, value }));
}

function compileValues(expression: string): (node: FhirNode) => unknown[] {
  // Evaluation is synchronous, so the node at hand tells `resolve()` which document it stands in.
  let at: FhirNode | null = null;
  const resolve = (inputs: unknown[]): unknown[] => inputs.flatMap((input) => follow(input, at));
  const evaluate = compiled(expression, { resolve: { fn: resolve, arity: { 0: [] } } });
  return (node) => {
    at = node;
    return evaluate(node.value, node.variables);
  };
}

function compiled(expression: string, userInvocationTable: Record<string, { fn: (inputs: unknown[]) => unknown[]; arity: { 0: [] } }>): (value: unknown, variables: FhirNode['variables']) => unknown[] {
  let why: string;
  try {
    return compile(expression, r4, { userInvocationTable }) as (value: unknown, variables: FhirNode['variables']) => unknown[];
  } catch (error) {
    // Only the words: the library's error holds its whole parser, which nobody wants in a log.
    why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
  throw new Error(`"${expression}" is not FHIRPath: ${why.slice(0, 200)}`);
}

function follow(input: unknown, node: FhirNode | null): unknown[] {
  if (node === null) return [];
  const reference = typeof input === 'string' ? input : typeof input === 'object' && input !== null && 'reference' in input ? input.reference : null;
  if (typeof reference !== 'string') return [];
  const found = node.bundle.resolve(reference, node.resource);
  return found === null ? [] : [found];
}
