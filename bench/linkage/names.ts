import { english, scottish } from '../../src/lab/names/british.ts';
import type { Random } from '../../src/lab/random.ts';

const heads = 'Ash Black Brad Brook Burn Cald Carl Chat Clay Cold Crom Dal Den Dun East Elm Fair Farn Flet Ful Gar Gold Grim Had Hal Har Hart Hather Hol Hors Hunt Ken Kirk Lang Lin Long Mar Mel Mid Mor Nor Oak Old Orm Pem Pen Prest Rad Red Rock Row Rush Sand Shel Shir Stan Stock Strat Sut Thorn Tod Wad Wal War Wat Wes Whit Wick Will Wind Wood Wool Wor Yar'.split(' ');
const tails = 'berry bourne bridge brook bury by combe cott croft dale den don field ford gate grave ham hampton hurst land ley low man mere more ridge shaw side smith son stead ston thorpe ton vale wall water way well wick wood worth'.split(' ');

/** Surnames, commonest first: those borne by many, then several thousand made of two parts. */
export const surnames: readonly string[] = [...new Set([...english.family, ...scottish.family, ...heads.flatMap((h) => tails.map((t) => h + t))])];
export const givenNames = { f: [...new Set([...english.female.flat(), ...scottish.female.flat()])], m: [...new Set([...english.male.flat(), ...scottish.male.flat()])] };

/** How many of the commonest stand nearly level: Zipf and Mandelbrot's law. The first of several thousand surnames is then borne by about one in a hundred. */
const level = 15;

/** One of a list ordered by how common its items are. */
export const common = <T>(random: Random, items: readonly T[]): T => items[Math.min(items.length - 1, Math.floor(level * ((items.length + level) / level) ** random.next() - level))]!;

const near: Record<string, string> = { a: 'sqe', e: 'wra', i: 'uoy', o: 'ipu', u: 'iyo', n: 'mb', m: 'n', r: 'te', t: 'ry', s: 'az', l: 'k', d: 'sf', h: 'gj' };

/** Text with one slip of the pen: a letter wrong, dropped, doubled, or two changed about. */
export function slip(random: Random, text: string): string {
  if (text.length < 3) return text;
  const at = random.int(1, text.length - 2);
  const c = text[at]!;
  const kind = random.int(0, 3);
  if (kind === 0) return text.slice(0, at) + random.pick([...(near[c.toLowerCase()] ?? 'aeiou')]) + text.slice(at + 1);
  if (kind === 1) return text.slice(0, at) + text.slice(at + 1);
  if (kind === 2) return text.slice(0, at) + c + text.slice(at);
  return text.slice(0, at) + text[at + 1]! + c + text.slice(at + 2);
}

/** A date of birth with one mistake: a digit wrong, day and month changed about, or the first of the month or year. */
export function slipDate(random: Random, iso: string): string {
  const [y = '', m = '', d = ''] = iso.split('-');
  const kind = random.int(0, 4);
  if (kind === 0 && Number(d) <= 12) return `${y}-${d}-${m}`;
  if (kind === 1) return `${y}-${m}-01`;
  if (kind === 2) return `${y}-01-01`;
  if (kind === 3) return `${Number(y) + random.pick([-10, -1, 1, 10])}-${m}-${d}`;
  return `${y}-${m}-${String(random.int(1, 28)).padStart(2, '0')}`;
}
