import { variants } from '../names/nicknames.ts';
import { nicknames } from '../names/nicknames.ts';
import type { Random } from '../random.ts';

const neighbours: Readonly<Record<string, string>> = { a: 'sqz', b: 'vgn', c: 'xvd', d: 'sfe', e: 'wrd', f: 'dgr', g: 'fht', h: 'gjy', i: 'uok', j: 'hku', k: 'jli', l: 'kop', m: 'nj', n: 'bmh', o: 'ipl', p: 'ol', q: 'wa', r: 'etf', s: 'adw', t: 'ryg', u: 'yij', v: 'cbf', w: 'qes', x: 'zcs', y: 'tuh', z: 'xa' };
const misread: readonly (readonly [string, string])[] = [['rn', 'm'], ['m', 'rn'], ['cl', 'd'], ['l', 'I'], ['vv', 'w'], ['u', 'v'], ['h', 'b'], ['e', 'c']];
const misheard: readonly (readonly [string, string])[] = [['ph', 'f'], ['ck', 'k'], ['ie', 'ei'], ['ee', 'ea'], ['y', 'i'], ['i', 'y'], ['ou', 'u'], ['th', 't'], ['z', 's'], ['tt', 't'], ['ll', 'l'], ['ss', 's'], ['v', 'w'], ['sh', 's']];

function replaceOne(random: Random, text: string, pairs: readonly (readonly [string, string])[]): string {
  const found = pairs.filter(([from]) => text.indexOf(from, 1) > 0);
  if (found.length === 0) return text;
  const [from, to] = random.pick(found);
  const at = text.indexOf(from, 1);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

/** One slip of keyboard, eye or ear. Returns a different text whenever the text has three letters or more. */
export function slip(random: Random, text: string): { text: string; kind: 'keyboard' | 'ocr' | 'phonetic' } {
  const kind = random.weighted([['keyboard', 60], ['ocr', 12], ['phonetic', 28]] as const);
  if (kind !== 'keyboard') {
    const changed = replaceOne(random, text, kind === 'ocr' ? misread : misheard);
    if (changed !== text) return { text: changed, kind };
  }
  if (text.length < 3) return { text, kind: 'keyboard' };
  const at = random.int(1, text.length - 1);
  const letter = text[at]!.toLowerCase();
  switch (random.int(0, 3)) {
    case 0:
      return { text: text.slice(0, at) + text.slice(at + 1), kind: 'keyboard' };
    case 1:
      return { text: text.slice(0, at) + text[at]! + text.slice(at), kind: 'keyboard' };
    case 2:
      if (at + 1 < text.length && text[at] !== text[at + 1]) return { text: text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2), kind: 'keyboard' };
      return { text: text.slice(0, at) + text.slice(at + 1), kind: 'keyboard' };
    default:
      return { text: text.slice(0, at) + random.pick((neighbours[letter] ?? 'e').split('').filter((c) => c !== letter)) + text.slice(at + 1), kind: 'keyboard' };
  }
}

/** Another spelling or a familiar form of a name; undefined when it has none. */
export function otherwiseCalled(random: Random, given: string, preferred: string | undefined): string | undefined {
  if (preferred !== undefined) return preferred;
  const spelt = variants.find((group) => group.includes(given))?.filter((name) => name !== given);
  const known = [...(spelt ?? []), ...(nicknames[given] ?? [])];
  return known.length === 0 ? undefined : random.pick(known);
}

const letters: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', ı: 'i', ø: 'o', đ: 'd', ß: 'ss' };

/** Without accents and other marks: `Wójcik` → `Wojcik`, `Siân` → `Sian`. */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[łŁıøđß]/g, (letter) => letters[letter]!);

/** Swaps two different neighbouring digits, so that the check digit no longer fits. */
export function transpose(random: Random, number: string): string {
  const places = Array.from(number, (_, i) => i).filter((i) => i > 1 && i + 1 < number.length - 1 && number[i] !== number[i + 1]);
  if (places.length === 0) return number;
  const at = random.pick(places);
  return number.slice(0, at) + number[at + 1]! + number[at]! + number.slice(at + 2);
}
