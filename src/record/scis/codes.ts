import type { Gender } from '../../kernel/index.ts';
import { relationshipTypes } from '../../linkage/index.ts';
import { foldWords } from '../names.ts';

/** Gender Code of the Person Standard (the NHS Data Dictionary's PERSON STATED GENDER CODE). */
export const genderCodes: Readonly<Record<Gender, string>> = { male: '1', female: '2', other: '9', unknown: 'X' };

export const nhsNumberSystem = 'https://fhir.nhs.uk/Id/nhs-number';

/**
 * Ethnicity Code (ONS 2021 census, 20 categories) of what feeds write: the NHS ethnic category (A–S), the school and
 * children's census codes (WBRI …), and the words of either.
 */
const ethnicities: readonly (readonly [code: string, ...written: string[]])[] = [
  ['1', 'K', 'ABAN', 'Bangladeshi'],
  ['2', 'R', 'CHNE', 'Chinese'],
  ['3', 'H', 'AIND', 'Indian'],
  ['4', 'J', 'APKN', 'Pakistani'],
  ['5', 'L', 'AOTH', 'Any other Asian background', 'Other Asian', 'Asian other'],
  ['6', 'N', 'BAFR', 'Black African', 'African'],
  ['7', 'M', 'BCRB', 'Black Caribbean', 'Caribbean'],
  ['8', 'P', 'BOTH', 'Any other Black background', 'Other Black', 'Black other', 'Any other Black African or Caribbean background'],
  ['9', 'F', 'MWAS', 'White and Asian'],
  ['10', 'E', 'MWBA', 'White and Black African'],
  ['11', 'D', 'MWBC', 'White and Black Caribbean'],
  ['12', 'G', 'MOTH', 'Any other mixed background', 'Other mixed', 'Mixed other', 'Any other mixed or multiple ethnic background'],
  ['13', 'A', 'WBRI', 'White British', 'British', 'English Welsh Scottish Northern Irish or British', 'English, Welsh, Scottish, Northern Irish or British'],
  ['14', 'B', 'WIRI', 'White Irish', 'Irish'],
  ['15', 'WIRT', 'Gypsy or Irish Traveller', 'Traveller of Irish heritage'],
  ['16', 'WROM', 'Roma', 'Gypsy Roma'],
  ['17', 'C', 'WOTH', 'Any other White background', 'Other White', 'White other'],
  ['18', 'ARAB', 'Arab'],
  ['19', 'S', 'OOTH', 'Any other ethnic group', 'Other ethnic group', 'Other'],
];
const group = /^(asian or asian british|asian asian british|black or black british|black african caribbean or black british|mixed or multiple ethnic groups|mixed|white|other ethnic groups?) /;
const plain = (text: string): string => foldWords(text).join(' ');
const byText = new Map(ethnicities.flatMap(([code, ...written]) => written.map((text) => [plain(text), code])));

/** The standard's code for an ethnicity as a feed gives it; null when it stands for none, or is not stated. */
export function ethnicityCode(text: string): string | null {
  const folded = plain(text);
  return byText.get(folded) ?? byText.get(folded.replace(group, '')) ?? null;
}

/** The category in words, for a code of the standard. */
export const ethnicityText = (code: string): string | null => ethnicities.find(([c]) => c === code)?.find((written) => /[a-z]/.test(written)) ?? null;

/** What sources write beside the standard's own words. Roles it has no word for (carer, key holder) have no code. */
const alsoWritten: Readonly<Record<string, string>> = {
  partner: 'DOMPART', 'civil partner': 'SPS', 'ex partner': 'FMRSPS', 'former partner': 'FMRSPS', 'foster carer': 'PRNFOST', 'step parent': 'STPPRN', 'step child': 'STPCHLD', housemate: 'ROOM',
  relative: 'FAMMEMB', related: 'FAMMEMB', family: 'FAMMEMB', 'aunt or uncle': 'EXT', 'great grandchild': 'EXT',
};

/** HL7 v3 PersonalRelationshipRoleType of a stated role. */
const relationships: Readonly<Record<string, string>> = { ...Object.fromEntries(relationshipTypes.map(({ code, word }) => [plain(word), code])), ...alsoWritten };

/** Codes of roles as a page joins them (`mother, carer`). */
export const relationshipCodes = (roles: string): string[] => [
  ...new Set(roles.split(', ').flatMap((role) => relationships[plain(role)] ?? (Object.values(relationships).includes(role) ? role : []))),
];
