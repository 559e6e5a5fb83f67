import { partStreet, readAddress } from '../addresses.ts';
import { fold, givenKeys, readFamily, readGiven, soundOf } from '../names.ts';

/** Parts of many-valued text are joined by this, a character no file holds on purpose. */
export const unit = '\u001f';

const joined = (values: Iterable<string>): string | null => [...new Set(values)].slice(0, 12).join(unit) || null;

/** Given names as text: first, names it is used for, every name, sound of the first, and the name after it. */
export function givenValues(raw: string): (string | null)[] {
  const given = readGiven([raw], undefined);
  const keys = given.any.flatMap(givenKeys);
  return [given.first, joined(keys), joined(given.all.filter((name) => name.length > 1)), given.first === null ? null : soundOf(givenKeys(given.first)[0]!), given.all[given.all.indexOf(given.first ?? '') + 1] ?? null];
}

/** Surname as text: whole, every form, every part, sound of the whole. */
export function familyValues(raw: string): (string | null)[] {
  const family = readFamily(raw);
  const parts = family.whole?.split(' ') ?? [];
  return [family.whole, joined(family.any), joined(parts), family.whole === null ? null : soundOf(parts.at(-1)!)];
}

/** How a file writes full names: `Surname, Given` when most of its values have one comma. */
export const surnameFirst = (sample: readonly string[]): boolean => sample.length > 0 && sample.filter((v) => /^[^,]+,[^,]+$/.test(v)).length > sample.length * 0.7;

/** A full name parted into given names and surname, and every word of it. */
export function fullValues(raw: string, commaFirst: boolean): (string | null)[] {
  const [before = '', after] = commaFirst ? raw.split(',') : [raw];
  const tokens = (text: string): string[] => readGiven([text], undefined).all;
  const names = tokens(before);
  if (after !== undefined) return [tokens(after).join(' ') || null, before.trim() || null, joined([...tokens(after), ...names])];
  const end = names.length > 2 && /^(mc|mac|o|van|von|de|der|del|al|el|bin|ibn|abu|st|ap)$/.test(names.at(-2)!) ? -2 : -1;
  if (names.length === 1) return [names[0]!, null, joined(names)];
  return [names.slice(0, end).join(' ') || null, names.slice(end).join(' ') || null, joined(names)];
}

/** Address lines (joined by `unit`) as text: standard line, house number, locality, street closed up, and the rest closed up. */
export function addressValues(raw: string): (string | null)[] {
  const lines = raw.split(unit);
  const read = readAddress({ lines });
  if (read === null) return [null, null, null, null, null];
  const line = read.line ?? (read.text || null);
  const { number, street, rest } = partStreet(lines);
  return [line, number, read.line === null ? null : read.locality, street, rest];
}

/** Words that stand where nothing is known. */
const nothing = new Set(['', 'unknown', 'not known', 'none', 'null', 'n a', 'na', 'nan', 'not stated', 'not given', 'not applicable', 'tbc', 'nil', 'missing']);

/** Any other text as it is compared. */
export function plainValue(raw: string): string | null {
  const text = fold(raw);
  return nothing.has(text) ? null : text;
}
