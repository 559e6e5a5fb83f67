/** Names of one culture, commonest first. Names with a space inside are written with `_`. */
export interface NameBook {
  family: readonly string[];
  /** By when people were born: before 1960, before 1990, since. */
  female: readonly [readonly string[], readonly string[], readonly string[]];
  male: readonly [readonly string[], readonly string[], readonly string[]];
}

const list = (text: string): string[] => text.trim().split(/\s+/).map((name) => name.replaceAll('_', ' '));

/** A book from lists of words; a generation left out uses the one before. */
export function book(names: { family: string; female: [string, string?, string?]; male: [string, string?, string?] }): NameBook {
  const generations = ([old, middle, young]: [string, string?, string?]): NameBook['female'] => {
    const first = list(old);
    const second = middle === undefined ? first : list(middle);
    return [first, second, young === undefined ? second : list(young)];
  };
  return { family: list(names.family), female: generations(names.female), male: generations(names.male) };
}
