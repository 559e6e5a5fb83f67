/** Letters of Cyrillic and Greek as passports write them in Latin (ICAO 9303, BS 2979 and ELOT 743, without signs above letters). */
const letters: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', є: 'ye', ж: 'zh', з: 'z', и: 'i', і: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya', ј: 'j', љ: 'lj', њ: 'nj', ћ: 'c', ђ: 'dj', џ: 'dz',
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
  // Arabic stays Arabic, since it writes no short vowels; letters that are typed for one another are one.
  ى: 'ي', ة: 'ه', ک: 'ك', ی: 'ي', ـ: '',
};
const other = /[\u0370-\u03ff\u0400-\u04ff\u0600-\u06ff]/;

/** Lower-case text without marks: Cyrillic and Greek in Latin letters, every other script as it is. */
export function inLatin(text: string): string {
  if (!other.test(text)) return text;
  return text
    .replaceAll('ου', 'ou')
    .replace(/([αε])υ/g, (_, vowel: string) => `${letters[vowel]}v`)
    .replace(/[\u0370-\u04ff\u0600-\u06ff]/g, (letter) => letters[letter] ?? letter);
}
