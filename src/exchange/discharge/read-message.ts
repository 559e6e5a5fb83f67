import fhirpath from 'fhirpath';
import { KithError, readDate, readNhsNumber } from '../../kernel/index.ts';
import type { DischargeRules, MessageFormat, MessageKind } from './definition.ts';
import { readTree, type Tree } from './tree.ts';

/** A message as far as it is understood. */
export interface DischargeMessage {
  format: MessageFormat;
  kind: MessageKind;
  /** Who sent it, its id and its event: what makes it this one. */
  key: string;
  message: string;
  sender: string;
  event: string;
  nhsNumber: string;
  birthDate: string | null;
  reference: string | null;
  body: Record<string, string | number | boolean | null>;
}

const refused = (says: string, mend: string): KithError => new KithError('import.refused', says, { mend });

/**
 * Reads a message by the area's formats.
 * Throws `import.refused`, saying what is wrong, for one of no format, of a format not taken today, or without what every message must have.
 */
export function readMessage(rules: DischargeRules, text: string, today: string): DischargeMessage {
  const { as, tree } = readTree(text);
  const format = rules.formats.find((f) => f.as === as && truth(tree, f.when));
  if (format === undefined) throw refused('This is no message of a format that is taken here.', `Formats: ${rules.formats.map((f) => f.title).join('; ')}.`);
  if (format.until !== undefined && today > format.until) throw refused(`${format.title} was taken until ${format.until}, and is not now.`, 'Ask the sender for its successor, or change the date in exchange/discharge.yaml.');
  if (format.from !== undefined && today < format.from) throw refused(`${format.title} is taken from ${format.from}.`, 'Wait, or change the date in exchange/discharge.yaml.');
  const must = (path: string, what: string): string => first(tree, path) ?? fail(`The message has no ${what}.`);
  const [message, sender, event] = [must(format.message, 'id'), must(format.sender, 'sender'), must(format.event, 'event')];
  const given = must(format.nhsNumber, 'NHS number');
  const nhsNumber = readNhsNumber(given) ?? fail(`${given} is no NHS number.`);
  const kind = (['withdrawal', 'update', 'referral'] as const).find((k) => format.kinds[k] !== undefined && truth(tree, format.kinds[k]));
  if (kind === undefined) throw refused(`The event ${event} is nothing that is taken here.`, 'A reply or another notice: nothing is to be done with it.');
  const born = format.birthDate === undefined ? undefined : first(tree, format.birthDate);
  return {
    format, kind, message, sender, event, nhsNumber,
    key: `${sender}|${message}|${event}`,
    birthDate: born === undefined ? null : readDate(born),
    reference: format.reference === undefined ? null : (first(tree, format.reference) ?? null),
    body: Object.fromEntries(Object.entries(format.body).map(([name, path]) => [name, first(tree, path) ?? null])),
  };
}

function fail(says: string): never {
  throw refused(says, 'Ask the sender for a corrected message.');
}

const evaluate = (tree: Tree, path: string): unknown[] => fhirpath.evaluate(tree, path) as unknown[];
const truth = (tree: Tree, path: string): boolean => evaluate(tree, path)[0] === true;

function first(tree: Tree, path: string): string | undefined {
  const found = evaluate(tree, path).find((one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean');
  const text = found === undefined ? '' : String(found).trim();
  return text === '' ? undefined : text.slice(0, 4_000);
}
