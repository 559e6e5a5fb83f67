import { ageOn, showDate } from '../../kernel/index.ts';
import { aspectOf, type Criterion, type EthnicGroup } from './definition.ts';
import type { Ground } from './ground.ts';

export const ethnicWords: Readonly<Record<EthnicGroup, string>> = { white: 'White', mixed: 'Mixed or multiple', asian: 'Asian or Asian British', black: 'Black or Black British', other: 'Another group', 'not-known': 'Not known' };
export const sexWords: Readonly<Record<string, string>> = { female: 'Female', male: 'Male', other: 'Other', unknown: 'Not known' };
export const householdWords = { alone: 'Lives alone', 'with-child': 'Lives with a child under 18', 'with-others': 'Lives with somebody else' } as const;

const told = 4;

/** `A, B or C`, the rest counted. */
function either(words: readonly string[]): string {
  const shown = words.length > told ? [...words.slice(0, told - 1), `${words.length - told + 1} more`] : [...words];
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** Deprivation in the words reports use: deciles of all small areas in England. */
function deprivationWords({ from, to }: { from: number; to: number }): string {
  if (from === 1) return `Lives in one of the ${to * 10}% most deprived areas in England`;
  if (to === 10) return `Lives in one of the ${(11 - from) * 10}% least deprived areas in England`;
  return `Lives in an area of deprivation decile ${from === to ? from : `${from} to ${to}`} (1 is the most deprived)`;
}

/** One criterion as one plain sentence, without its full stop. */
export function sentenceOf(criterion: Criterion, ground: Ground): string {
  const { age, sex, ethnicity, language, ward, lsoa, deprivation, card, household, signal, contact, absent, label } = criterion;
  const place = (level: 'ward' | 'lsoa', code: string): string => ground.geography.get(level)?.shapes.find((s) => s.code === code)?.name ?? code;
  if (age !== undefined) return age.to === undefined ? `Aged ${age.from} or over` : age.from === undefined ? `Aged ${age.to} or under` : age.from === age.to ? `Aged ${age.from}` : `Aged ${age.from} to ${age.to}`;
  if (sex !== undefined) return either(sex.map((s) => sexWords[s] ?? s));
  if (ethnicity !== undefined) return `Ethnic group: ${either(ethnicity.map((e) => ethnicWords[e]))}`;
  if (language !== undefined) return `Main language ${either(language)}`;
  if (ward !== undefined) return `Lives in ${either(ward.map((code) => place('ward', code)))} ward`;
  if (lsoa !== undefined) return `Lives in the small area ${either(lsoa.map((code) => place('lsoa', code)))}`;
  if (deprivation !== undefined) return deprivationWords(deprivation);
  if (card !== undefined) {
    const found = ground.cards.find((c) => c.id === card.id);
    return `${found?.title ?? card.id} scorecard: “${found?.bands.find((b) => b.id === card.band)?.title ?? card.band}”${found?.bands.at(-1)?.id === card.band ? '' : ' or higher'}`;
  }
  if (household !== undefined) return householdWords[household];
  if (contact !== undefined) return `Nothing recorded by ${either(contact.with.map((id) => ground.categories.find((c) => c.id === id)?.name ?? id))} for ${contact.days} days`;
  const words = label ?? ground.signals.find((s) => s.id === signal)?.label ?? signal ?? '';
  return absent === true ? `Not so: ${lowerFirst(words)}` : words;
}

/** A whole cohort in one sentence: `People aged 75 or over, who …`. */
export function summaryOf(criteria: readonly Criterion[], ground: Ground): string {
  if (criteria.length === 0) return 'Everybody in the records.';
  return `People of whom ${criteria.length === 1 ? 'this is' : 'all of these are'} true: ${criteria.map((c) => lowerFirst(sentenceOf(c, ground))).join('; ')}.`;
}

/** What is known of one person that a reason is told from. */
export interface Told {
  birthDate: string | null;
  gender: string;
  language: string | null;
  /** Title of the band they are in on the criterion's card. */
  band: string | null;
  /** Newest day a criterion about what is known rests on; null where dates are not for this reader. */
  dated: string | null;
}

/** Why one person fits one criterion: what is so of them, not what was asked. */
export function becauseOf(criterion: Criterion, told: Told, ground: Ground, today: string): string {
  switch (aspectOf(criterion)) {
    case 'age': {
      const age = told.birthDate === null ? null : ageOn(told.birthDate, today);
      return age === null ? sentenceOf(criterion, ground) : `Aged ${age}`;
    }
    case 'sex':
      return sexWords[told.gender] ?? told.gender;
    case 'language':
      return told.language === null ? sentenceOf(criterion, ground) : `Main language ${told.language}`;
    case 'card':
      return told.band === null ? sentenceOf(criterion, ground) : `${ground.cards.find((c) => c.id === criterion.card?.id)?.title ?? ''} scorecard: “${told.band}”`;
    default:
      return told.dated === null || criterion.absent === true ? sentenceOf(criterion, ground) : `${sentenceOf(criterion, ground)} (${showDate(told.dated)})`;
  }
}
