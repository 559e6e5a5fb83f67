import { fold } from '../names.ts';

/** Words of a company's legal form and other words that tell no organisation from another. */
const legal = new Set('ltd limited plc llp lp llc cic cio inc company co the and of for group uk charity trading'.split(' '));
const written: Readonly<Record<string, string>> = {
  st: 'saint', sts: 'saint', saints: 'saint', hosp: 'hospital', ctr: 'centre', center: 'centre', med: 'medical', sch: 'school', pri: 'primary', prim: 'primary', sec: 'secondary', jnr: 'junior', jun: 'junior', inf: 'infant',
  infants: 'infant', juniors: 'junior', acad: 'academy', hc: 'healthcare', gp: 'surgery', practise: 'practice', svc: 'service', svcs: 'service', services: 'service', homes: 'home', nh: 'nhs', rd: 'road', ave: 'avenue', gdns: 'gardens', hse: 'house', dept: 'department', univ: 'university', roman: 'rc', catholic: 'rc', ce: 'cofe', coe: 'cofe',
};

/** A kind of organisation, by words in its name or in what a directory calls it. Two of different kinds are seldom one. */
const kinds: readonly (readonly [kind: string, words: RegExp])[] = [
  ['dentist', /\b(dental|dentist|dentistry|orthodontic\w*)\b/],
  ['pharmacy', /\b(pharmacy|chemist|pharmacies)\b/],
  ['optician', /\b(optician\w*|eyecare|optometr\w*)\b/],
  ['nursery', /\b(nursery|preschool|pre school|playgroup|childcare|kindergarten)\b/],
  ['school', /\b(school|academy|college|infant|junior|primary|secondary|grammar|sixth form)\b/],
  ['hospital', /\b(hospital|infirmary)\b/],
  ['hospice', /\b(hospice)\b/],
  ['practice', /\b(surgery|gp|general practice|medical (centre|practice|group)|health centre|family practice|doctors?|prescribing cost centre)\b/],
  ['care-home', /\b(care home|nursing home|residential (care|home)|rest home|residential)\b/],
  ['home-care', /\b(home ?care|domiciliary|care at home|supported living|live in care)\b/],
];

/** A name as it is compared. */
export interface OrganisationName {
  /** Every name it goes by: as given, and after "trading as" or in brackets. Each is its words, in order. */
  names: string[][];
  /** Kinds that the words speak of. */
  kinds: Set<string>;
}

/** Parts a name at "t/a", "trading as", "formerly", "also known as" and brackets; writes abbreviations out; drops legal forms. */
export function readName(text: string, kind = ''): OrganisationName {
  const given = text.slice(0, 300).replace(/&/g, ' and ').replace(/\bc\s*(?:of|\/)\s*e\b|\bchurch of england\b/gi, ' cofe ').replace(/\bchurch in wales\b/gi, ' ciw ');
  const parts = given.split(/\s+(?:t\/a|t\.a\.|ta|trading as|also known as|aka|formerly(?: known as)?|previously)\s+|[()[\]]|\s+[-–—]\s+/i).filter((part) => part.trim() !== '');
  const wordsOf = (part: string): string[] =>
    fold(part)
      .split(' ')
      .map((word) => written[word] ?? word)
      .filter((word) => word !== '' && !legal.has(word));
  const names = [...new Map([given, ...parts].map((part) => wordsOf(part)).filter((words) => words.length > 0).map((words) => [words.join(' '), words])).values()];
  const said = `${fold(text)} ${fold(kind)}`;
  return { names, kinds: new Set(kinds.filter(([, words]) => words.test(said)).map(([id]) => id)) };
}
