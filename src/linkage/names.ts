import { readFileSync } from 'node:fs';
import { inLatin } from './scripts.ts';
import { familyEndings, servantOf, withParticles } from './surname-forms.ts';

const letters: Record<string, string> = { ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŋ: 'n' };

/** An area has far fewer names than people: what was worked out for one is kept for the next, as long as the memory stays small. */
function remembering<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const had = known.get(text);
    if (had !== undefined) return had;
    if (known.size > 50_000) known.clear();
    const value = work(text);
    if (text.length < 64) known.set(text, value);
    return value;
  };
}

/** Text as it is compared: lower case, no diacritics, Cyrillic and Greek in Latin letters, apostrophes closed up (O'Brien is obrien), other punctuation a space. */
export function fold(text: string): string {
  // Most text is plain, and needs no more than this.
  if (/^[\x20-\x7e]{0,400}$/.test(text)) return text.toLowerCase().replace(/['`]/g, '').replace(/[^a-z0-9]+/g, ' ').trim();
  return inLatin(text.slice(0, 400).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase())
    .replace(/[łøßæœđðþıħŋ]/g, (c) => letters[c] ?? c)
    .replace(/['’‘`´ʼ]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const titles = new Set('mr mrs miss ms mx dr prof professor rev revd reverend sir dame lady lord master mstr cllr sister fr capt haji hajji'.split(' '));
const suffixes = new Set('jr jnr junior sr snr senior ii iii iv esq obe mbe cbe'.split(' '));
/** Words that systems put where a name belongs when there is none. */
const notNames = new Set(
  'unknown unk notknown nk none null test baby babyboy babygirl infant newborn twin unnamed anon anonymous notgiven notstated tbc tba fnu lnu xx xxx nee formerly previously aka boy girl male female one two'.split(' '),
);
/** Names borne by very many, which tell less than the name beside them and wander between given name and surname. */
const common = new Set('mohammed kaur singh begum bibi khatun bano thi'.split(' '));
const welshPatronymic = new Set(['ap', 'ab', 'ferch', 'verch', 'fab']);
const particles = new Set('mc mac o d ni nic st saint van von der den ter ten de da do dos das di du del della la le al el ul bin ibn bint binti abu'.split(' '));

function readGroups(file: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const line of readFileSync(new URL(`data/${file}`, import.meta.url), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const names = line.split(' ');
    for (const name of names) {
      groups.set(name, [...new Set([...(groups.get(name) ?? []), names[0]!])]);
    }
  }
  // Twins are Anna and Hannah, Jack and John: a name with a group of its own is nobody's short form.
  for (const [name, keys] of groups) if (keys.includes(name)) groups.set(name, [name]);
  return groups;
}

const givenGroups = readGroups('given-names.txt');
const familyGroups = readGroups('family-names.txt');

/** Names this one is used for (`bill` → `william`); itself when it stands in no group. */
export const givenKeys = (name: string): string[] => {
  const group = givenGroups.get(name);
  if (group !== undefined) return group;
  const servant = servantOf(name);
  return servant === null ? [name] : [servant];
};

const isName = (token: string): boolean => !titles.has(token) && !suffixes.has(token) && !notNames.has(token) && !/^\d+$/.test(token);

/** Whether a given name is one that stands for many: its bearer is known by the next. */
const isCommon = (token: string): boolean => common.has(token) || givenKeys(token)[0] === 'mohammed';

export interface GivenNames {
  /** The name the person goes by, as far as can be told. */
  first: string | null;
  /** Names that may stand first elsewhere: preferred name, a later given name after one borne by many, parts closed up. */
  any: string[];
  /** Every given name, in order. */
  all: string[];
}

/** Given names as one source states them. */
export function readGiven(given: readonly string[], preferred: string | undefined): GivenNames {
  const all = closedUp(given.flatMap((name) => fold(name).split(' ')).filter((token) => token !== '' && isName(token)));
  const called = fold(preferred ?? '').split(' ').filter((token) => token !== '' && isName(token));
  const telling = all.filter((token) => !isCommon(token));
  const first = (isCommon(all[0] ?? '') && telling[0] !== undefined && telling[0].length > 1 ? telling[0] : all[0]) ?? called[0] ?? null;
  const any = new Set([...(first === null ? [] : [first]), ...called.slice(0, 1)]);
  // Chinese and Welsh given names of two words are written apart, hyphened or closed up.
  if (all.length === 2 && all.every((token) => token.length > 1 && token.length < 6)) any.add(all.join(''));
  return { first, any: [...any], all: [...all, ...called] };
}

/** "Abd al-Rahman" and "Abdul Rahman" are one given name of two words; `Abdul` alone is as good as none. */
function closedUp(tokens: readonly string[]): string[] {
  const names: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const servant = /^(abd|abd[aeu][lr]?|abdoul)$/.test(tokens[i]!);
    const next = servant ? (['al', 'el', 'ul', 'ur'].includes(tokens[i + 1] ?? '') ? i + 2 : i + 1) : i;
    const closed = servant && (tokens[next]?.length ?? 0) > 2 ? servantOf(`abdul${tokens[next]}`) : null;
    if (closed !== null) i = next;
    names.push(closed ?? tokens[i]!);
  }
  return names;
}

export interface FamilyNames {
  /** The surname, its parts closed up with a space between the parts of a double-barrelled one. */
  whole: string | null;
  /** Everything it may be written as elsewhere: each part, feminine endings as masculine, spelling groups. */
  any: string[];
}

/**
 * A surname's forms. Welsh `ap`/`ferch` fall away; `Mc Donald`, `O Brien`, `de Souza` close up, and stand without their
 * particle too; the endings of a family's men and women are one; `y` joins two surnames.
 */
export const readFamily = remembering((family: string): FamilyNames => {
  // An apostrophe after O or D marks a particle; German vowels with two dots are also written with an e.
  const tokens = fold(family.slice(0, 400).replace(/\b([OD])['’‘`´ʼ](?=\p{L})/giu, '$1 ')).split(' ').filter((token) => token !== '' && !notNames.has(token) && !titles.has(token) && !/^\d+$/.test(token));
  const parts: string[] = [];
  const any = new Set<string>();
  let prefix: string[] = [];
  for (const [i, token] of tokens.entries()) {
    const last = i === tokens.length - 1;
    if (i > 0 && (suffixes.has(token) || (token === 'y' && !last))) continue;
    if (welshPatronymic.has(token) && !last) {
      const father = tokens[i + 1]!;
      any.add((token === 'ap' || token === 'ab') && father.length > 2 ? `${/^[aeiou]/.test(father) ? 'b' : 'p'}${father.replace(/^h/, '')}` : father);
      continue;
    }
    if (particles.has(token) && !last) {
      prefix.push(token === 'st' ? 'saint' : token);
      continue;
    }
    const forms = withParticles(prefix, token);
    parts.push(forms[0]!);
    for (const form of forms.flatMap(familyForms)) any.add(form);
    prefix = [];
  }
  if (parts.length === 0) return { whole: null, any: [] };
  for (const form of familyForms(parts.join(''))) any.add(form);
  if (/[äöü]/i.test(family)) for (const form of umlauts(family)) any.add(form);
  const telling = parts.filter((part) => !common.has(part));
  return { whole: (telling.length > 0 ? telling : parts).join(' '), any: [...any] };
});

const umlauts = (family: string): string[] => fold(family.slice(0, 400).replace(/([äöü])/gi, (vowel) => `${vowel}e`)).split(' ').filter((token) => !particles.has(token));

const familyForms = (part: string): string[] => [...new Set([part, ...familyEndings(part), ...(familyGroups.get(part) ?? [])])];

/** Names among the given ones that elsewhere stand as the surname (Kaur, Singh, Begum). */
export const wanderingNames = (given: readonly string[]): string[] => given.slice(1).filter((token) => common.has(token));

/**
 * How a name sounds, for finding candidates only: digraphs to single letters, like consonants to one, vowels dropped
 * after the first letter. Made for the spellings British registers meet (English, Welsh, South Asian, Polish, Somali).
 */
export const soundOf = remembering((name: string): string => {
  const letters = name
    .replace(/[^a-z]/g, '')
    .replace(/^(kn|gn|pn)/, 'n')
    .replace(/^wr/, 'r')
    .replace(/^x/, 's')
    .replace(/ph/g, 'f')
    .replace(/^(gh)/, 'g')
    .replace(/gh/g, '')
    .replace(/sch|sz|cz|ch|sh|tch/g, 'x')
    .replace(/ck|q|kh/g, 'k')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/c/g, 'k')
    .replace(/dz|dj|j/g, 'j')
    .replace(/z/g, 's')
    .replace(/w/g, 'v')
    .replace(/y/g, 'i');
  if (letters === '') return name.slice(0, 5);
  const first = /[aeiou]/.test(letters[0]!) ? 'a' : letters[0]!;
  const rest = letters.slice(1).replace(/[aeiouh]/g, '');
  return (first + rest).replace(/(.)\1+/g, '$1').slice(0, 5);
});
