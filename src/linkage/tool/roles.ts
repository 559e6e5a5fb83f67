/** What a column of a file can be, for linking. The ids are what `--column` and a config file call them. */
export const roleIds = [
  'given-name', 'middle-name', 'surname', 'other-surname', 'full-name', 'date-of-birth', 'sex', 'nhs-number', 'identifier',
  'address', 'town', 'region', 'postcode', 'uprn', 'phone', 'email', 'occupation', 'birth-place', 'exact', 'fuzzy', 'ignore',
] as const;
export type Role = (typeof roleIds)[number];

export const roleTitles: Readonly<Record<Role, string>> = {
  'given-name': 'given name',
  'middle-name': 'middle names',
  surname: 'surname',
  'other-surname': 'other surname',
  'full-name': 'full name',
  'date-of-birth': 'date of birth',
  sex: 'sex',
  'nhs-number': 'NHS number',
  identifier: 'identifier',
  address: 'address line',
  town: 'town',
  region: 'county or state',
  postcode: 'postcode',
  uprn: 'UPRN',
  phone: 'telephone',
  email: 'email',
  occupation: 'occupation',
  'birth-place': 'place of birth',
  exact: 'same or different',
  fuzzy: 'like or unlike',
  ignore: 'not used',
};

/** Roles that may have several columns; every other has one. */
export const manyColumns: ReadonlySet<Role> = new Set(['other-surname', 'full-name', 'identifier', 'address', 'phone', 'email', 'exact', 'fuzzy', 'ignore']);

/** One column and what it is taken for. */
export interface ColumnUse {
  /** As the file has it, without spaces around it. */
  heading: string;
  role: Role;
  /** Why, in words. */
  because: string;
  /** Similarity (Jaro–Winkler) from which each level of a fuzzy comparison holds, highest first. */
  levels?: readonly number[];
}

interface Heading {
  role: Role;
  is: RegExp;
  not?: RegExp;
}

/** Headings, folded to lower-case words, in the order they are tried. */
export const headings: readonly Heading[] = [
  { role: 'ignore', is: /^(cluster|cluster id|true id|truth|label|labels|entity id|match id|person id|group id|unique id|rec id|record id|row id|row|row number|id|index|source dataset|source)$/ },
  { role: 'nhs-number', is: /\bnhs\b/ },
  { role: 'uprn', is: /\buprn\b/ },
  { role: 'identifier', is: /\b(nino|national insurance|ni number|ni no|ssn|soc sec id|social security( number| no| id)?|passport( number| no)?|driving licen[cs]e( number| no)?|upn|uln|hospital number|hospital no|mrn|chi|chi number|medicare( number| no)?|tax id|national id( number)?|id card( number)?)\b/ },
  { role: 'email', is: /\be ?mail\b/ },
  { role: 'phone', is: /\b(phone|telephone|mobile|tel|cell|landline)\b/ },
  { role: 'postcode', is: /\b(post ?code|postal code|zip|zip ?code|pcd|pcds)\b/, not: /\b(gp|school|practice|employer|work)\b/ },
  { role: 'birth-place', is: /\b(birth ?place|(place|town|city|county|country|parish) of birth|birth (place|town|city|county|country|parish)|born (in|at)|pob)\b/ },
  { role: 'date-of-birth', is: /\b(dob|d o b|birth ?date|date of birth|birth ?day|born|date birth|birth|year of birth|birth year|yob)\b/, not: /\b(weight|order|mother|father|country|sex)\b/ },
  { role: 'full-name', is: /\b(full ?name|first and surname|forename and surname|complete name|person name|patient name|client name|customer name|name full|fullname)\b|^name$/ },
  { role: 'other-surname', is: /\b(maiden|previous|former|alias|birth|other|alternative)\b.*\b(surname|last ?name|family ?name|name)\b|^maiden$/, not: /\b(mothers?|fathers?|parents?|kin)\b/ },
  { role: 'middle-name', is: /\b(middle|second|other)\b.*\b(names?|forenames?|given names?|initials?)\b|^middle$/ },
  { role: 'given-name', is: /\b(given ?names?|first ?names?|forenames?|fore ?names?|christian names?|fname|firstname|givenname|given)\b/, not: /\b(mothers?|fathers?|parents?|carers?|kin|gp)\b/ },
  { role: 'surname', is: /\b(surname|last ?name|family ?name|lname|sname|lastname|family)\b/, not: /\b(mothers?|fathers?|parents?|carers?|kin|gp)\b/ },
  { role: 'sex', is: /\b(sex|gender)\b/ },
  { role: 'occupation', is: /\b(occupation|job|job title|profession|trade|employment)\b/ },
  { role: 'town', is: /\b(suburb|town|city|locality|village|post ?town|municipality)\b/ },
  { role: 'region', is: /^((home |address )?(state|county|province|region)( (name|code))?)$/ },
  { role: 'address', is: /\b(address|addr|street|road|house|flat|building|property|line) ?(line )?\d*\b|\b(house|street|flat|building) (number|no|name)\b/, not: /\b(e ?mail|ip|web|start|end|from|to|date)\b/ },
];

/** Headings of a house or flat number, which stands before the street that follows it. */
export const houseNumber = /\b(street|house|flat|building|property) ?(number|no|num|nbr)\b|^(number|no)$/;

/** A heading as words: `dateOfBirth`, `DATE_OF_BIRTH` and ` date of birth` are one. */
export const headingWords = (heading: string): string =>
  heading
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/([a-z])(\d)/g, '$1 $2')
    .trim();
