import { unescape } from './escapes.ts';
import type { Message, Segment } from './message.ts';

/** A message, or one repeat within it: `focus` stands for every segment of its name. */
export interface Hl7Node {
  readonly message: Message;
  readonly focus: Segment | null;
}

type Choose = (repetition: string, index: number, message: Message) => boolean;

interface Path {
  segment: string;
  field: number;
  choose: Choose | null;
  component: number;
  subcomponent: number;
}

const grammar = /^([A-Z][A-Z0-9]{2})-(\d{1,3})(?:\[([^\]]+)\])?(?:\.(\d{1,2})(?:\.(\d{1,2}))?)?$/;

/**
 * Compiles `SEG-field[chosen repetition].component.subcomponent`, such as `PID-5.1`, `PV1-3`, `PID-3[NHS].1`,
 * `PID-3[4!=NHS].1`, `PID-13[#1]`. A part left out means its first, as HL7 asks of a reader that expects a
 * simpler type; every repetition gives a value. `""`, HL7's "delete this", gives none.
 */
export function compilePath(expression: string): (node: Hl7Node) => string[] {
  const path = parsePath(expression);
  return (node) => {
    const values: string[] = [];
    for (const segment of segmentsOf(node, path.segment)) {
      const field = segment.fields[path.field];
      if (field === undefined || field === '' || field === '""') continue;
      for (const repetition of repetitions(field, path, node.message)) {
        const value = part(repetition, path, node.message);
        if (value !== '' && value !== '""') values.push(value);
      }
    }
    return values;
  };
}

/** Compiles what to repeat over: a segment's name (`NK1`) or the repetitions of a field (`PID-11`, `PID-11[7=H]`). */
export function compileEach(expression: string): (node: Hl7Node) => Hl7Node[] {
  if (/^[A-Z][A-Z0-9]{2}$/.test(expression)) return (node) => segmentsOf(node, expression).map((focus) => ({ message: node.message, focus }));
  const path = parsePath(expression);
  return (node) =>
    segmentsOf(node, path.segment).flatMap((segment) =>
      repetitions(segment.fields[path.field] ?? '', path, node.message)
        .filter((repetition) => repetition !== '')
        .map((repetition) => ({ message: node.message, focus: { name: segment.name, fields: segment.fields.with(path.field, repetition) } })),
    );
}

function parsePath(expression: string): Path {
  const match = grammar.exec(expression);
  if (!match) throw new Error(`"${expression}" is not an HL7 path; write it like PID-5.1, PID-3[NHS].1 or ZU1-3`);
  const [, segment = '', field = '', chosen, component = '1', subcomponent = '1'] = match;
  if (Number(field) < 1 || Number(component) < 1 || Number(subcomponent) < 1) throw new Error(`"${expression}": fields, components and subcomponents count from 1`);
  return { segment, field: Number(field), choose: chosen === undefined ? null : chooser(chosen, expression), component: Number(component), subcomponent: Number(subcomponent) };
}

/**
 * `[#2]` is the second repetition; `[7=M]` and `[4!=NHS]` ask one component; `[NHS]` asks components 4 and 5,
 * because UK systems name the register of an identifier in its assigning authority (CX.4: `^^^NHS`), its type
 * (CX.5: `^^^RZ9^PI`) or both.
 */
function chooser(chosen: string, expression: string): Choose {
  const place = /^#(\d+)$/.exec(chosen);
  if (place) return (_repetition, index) => index === Number(place[1]) - 1;
  const test = /^(?:(\d{1,2})(!?=))?([\w .-]+)$/.exec(chosen);
  if (!test) throw new Error(`"${expression}": choose a repetition like [NHS], [7=M], [4!=NHS] or [#1]`);
  const [, component, operator, wanted = ''] = test;
  const firstOf = (value: string, message: Message): string => nth(value, message.separators.subcomponent, 1);
  if (component === undefined) return (repetition, _index, message) => repetition.includes(wanted) && [4, 5].some((n) => firstOf(nth(repetition, message.separators.component, n), message) === wanted);
  return (repetition, _index, message) => (firstOf(nth(repetition, message.separators.component, Number(component)), message) === wanted) === (operator === '=');
}

const none: readonly Segment[] = [];
const segmentsOf = (node: Hl7Node, name: string): readonly Segment[] => (node.focus?.name === name ? [node.focus] : (node.message.segments.get(name) ?? none));

function repetitions(field: string, path: Path, message: Message): string[] {
  // MSH-1 and MSH-2 are the separators themselves.
  if (path.segment === 'MSH' && path.field < 3) return [field];
  const all = field.includes(message.separators.repetition) ? field.split(message.separators.repetition) : [field];
  const { choose } = path;
  return choose === null ? all : all.filter((repetition, index) => choose(repetition, index, message));
}

function part(repetition: string, path: Path, message: Message): string {
  const { separators } = message;
  if (path.segment === 'MSH' && path.field < 3) return repetition;
  const component = nth(repetition, separators.component, path.component);
  return unescape(nth(component, separators.subcomponent, path.subcomponent), separators).trim();
}

function nth(text: string, separator: string, n: number): string {
  let start = 0;
  for (let i = 1; i < n; i++) {
    const next = text.indexOf(separator, start);
    if (next < 0) return '';
    start = next + separator.length;
  }
  const end = text.indexOf(separator, start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}
