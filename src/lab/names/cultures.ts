import type { Culture, Ethnicity } from '../world.ts';

const eth = (cld: string, dfe: string, nhs: string): Ethnicity => ({ cld, dfe, nhs });

/** Ethnic groups in the words of CLD release 2, the codes of the DfE and those of the NHS Data Dictionary. */
export const ethnicities = {
  british: eth('White: English, Welsh, Scottish, Northern Irish or British', 'WBRI', 'A'),
  irish: eth('White: Irish', 'WIRI', 'B'),
  otherWhite: eth('White: Any other White background', 'WOTH', 'C'),
  whiteCaribbean: eth('Mixed or multiple ethnic groups: White and Black Caribbean', 'MWBC', 'D'),
  whiteAfrican: eth('Mixed or multiple ethnic groups: White and Black African', 'MWBA', 'E'),
  whiteAsian: eth('Mixed or multiple ethnic groups: White and Asian', 'MWAS', 'F'),
  otherMixed: eth('Mixed or multiple ethnic groups: Any other Mixed or multiple ethnic background', 'MOTH', 'G'),
  indian: eth('Asian or Asian British: Indian', 'AIND', 'H'),
  pakistani: eth('Asian or Asian British: Pakistani', 'APKN', 'J'),
  bangladeshi: eth('Asian or Asian British: Bangladeshi', 'ABAN', 'K'),
  otherAsian: eth('Asian or Asian British: Any other Asian background', 'AOTH', 'L'),
  caribbean: eth('Black, Black British, Caribbean or African: Caribbean', 'BCRB', 'M'),
  african: eth('Black, Black British, Caribbean or African: African', 'BAFR', 'N'),
  chinese: eth('Asian or Asian British: Chinese', 'CHNE', 'R'),
  arab: eth('Other ethnic group: Arab', 'OOTH', 'S'),
  other: eth('Other ethnic group: Any other ethnic group', 'OOTH', 'S'),
} as const satisfies Record<string, Ethnicity>;

export interface CultureFacts {
  /** Share of families, in thousandths. */
  weight: number;
  ethnicity: Ethnicity;
  /** Language spoken first when it is not English, with the chance for people born before 1970 and since, and of needing an interpreter then. */
  language?: { name: string; older: number; younger: number; interpreter: number };
  /** Large families and three generations together are commoner. */
  extended: boolean;
}

const lang = (name: string, older: number, younger: number, interpreter: number): NonNullable<CultureFacts['language']> => ({ name, older, younger, interpreter });

/** Make-up of an invented London borough. */
export const cultures: Readonly<Record<Culture, CultureFacts>> = {
  english: { weight: 400, ethnicity: ethnicities.british, extended: false },
  scottish: { weight: 22, ethnicity: ethnicities.british, extended: false },
  irish: { weight: 30, ethnicity: ethnicities.irish, extended: false },
  welsh: { weight: 22, ethnicity: ethnicities.british, extended: false, language: lang('Welsh', 0.15, 0.1, 0 )},
  bangladeshi: { weight: 90, ethnicity: ethnicities.bangladeshi, extended: true, language: lang('Bengali (Sylheti)', 0.8, 0.2, 0.55) },
  pakistani: { weight: 42, ethnicity: ethnicities.pakistani, extended: true, language: lang('Urdu', 0.7, 0.15, 0.45) },
  punjabi: { weight: 26, ethnicity: ethnicities.indian, extended: true, language: lang('Punjabi', 0.6, 0.1, 0.4) },
  gujarati: { weight: 34, ethnicity: ethnicities.indian, extended: true, language: lang('Gujarati', 0.6, 0.1, 0.35) },
  tamil: { weight: 16, ethnicity: ethnicities.otherAsian, extended: true, language: lang('Tamil', 0.7, 0.2, 0.4) },
  polish: { weight: 34, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Polish', 0.7, 0.45, 0.35) },
  romanian: { weight: 26, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Romanian', 0.9, 0.6, 0.35) },
  lithuanian: { weight: 10, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Lithuanian', 0.8, 0.5, 0.3) },
  ukrainian: { weight: 8, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Ukrainian', 0.9, 0.8, 0.45) },
  somali: { weight: 30, ethnicity: ethnicities.african, extended: true, language: lang('Somali', 0.85, 0.3, 0.5) },
  chinese: { weight: 20, ethnicity: ethnicities.chinese, extended: false, language: lang('Cantonese', 0.75, 0.3, 0.45) },
  vietnamese: { weight: 6, ethnicity: ethnicities.otherAsian, extended: false, language: lang('Vietnamese', 0.85, 0.3, 0.5) },
  nigerian: { weight: 44, ethnicity: ethnicities.african, extended: false, language: lang('Yoruba', 0.2, 0.05, 0.1) },
  ghanaian: { weight: 22, ethnicity: ethnicities.african, extended: false, language: lang('Akan (Twi)', 0.2, 0.05, 0.1) },
  caribbean: { weight: 58, ethnicity: ethnicities.caribbean, extended: false },
  arabic: { weight: 20, ethnicity: ethnicities.arab, extended: true, language: lang('Arabic', 0.8, 0.4, 0.4) },
  turkish: { weight: 22, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Turkish', 0.75, 0.3, 0.4) },
  kurdish: { weight: 6, ethnicity: ethnicities.other, extended: false, language: lang('Kurdish (Sorani)', 0.85, 0.5, 0.5) },
  portuguese: { weight: 20, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Portuguese', 0.7, 0.4, 0.3) },
  spanish: { weight: 16, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Spanish', 0.7, 0.45, 0.3) },
  italian: { weight: 16, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Italian', 0.5, 0.3, 0.2) },
  greek: { weight: 14, ethnicity: ethnicities.otherWhite, extended: false, language: lang('Greek', 0.5, 0.1, 0.3) },
};
