import type { Random } from '../random.ts';
import type { Culture, IsoDate, PersonName } from '../world.ts';
import type { NameBook } from './book.ts';
import { english, irish, scottish, welsh } from './british.ts';
import { greek, italian, kurdish, lithuanian, polish, portuguese, romanian, spanish, turkish, ukrainian } from './european.ts';
import { nicknames } from './nicknames.ts';
import { bangladeshi, gujarati, pakistani, punjabi, tamil } from './south-asian.ts';
import { arabic, caribbean, chinese, ghanaian, nigerian, somali, vietnamese } from './wider-world.ts';

const books: Readonly<Record<Culture, NameBook>> = {
  english, scottish, irish, welsh, bangladeshi, pakistani, punjabi, gujarati, tamil, polish, romanian, lithuanian, ukrainian, somali, chinese, nigerian, ghanaian,
  caribbean, arabic, turkish, kurdish, portuguese, spanish, italian, greek, vietnamese,
};

/** Commonest first, falling off roughly as names do. */
const common = <T>(random: Random, names: readonly T[]): T => names[Math.floor(names.length * random.next() ** 1.5)]!;

export const surname = (random: Random, culture: Culture): string => common(random, books[culture].family);

const weekdays = { F: ['Akosua', 'Adwoa', 'Abena', 'Akua', 'Yaa', 'Afia', 'Ama'], M: ['Kwasi', 'Kojo', 'Kwabena', 'Kwaku', 'Yaw', 'Kofi', 'Kwame'] };
const englishNames = { F: ['Grace', 'Amy', 'Jenny', 'Vivian', 'Susan', 'Alice'], M: ['Kevin', 'Eric', 'Raymond', 'Jason', 'Peter', 'Vincent'] };

export interface NameOrder {
  culture: Culture;
  sex: 'F' | 'M';
  birthDate: IsoDate;
  /** The family's surname in its (male) root form. */
  family: string;
  father?: PersonName;
  /** Given names already used in the household, not to be given twice. */
  taken: readonly string[];
  /** A son called after his father. */
  given?: string;
}

/** A name as it was given at birth. */
export function nameAtBirth(random: Random, order: NameOrder): PersonName {
  const { culture, sex, father } = order;
  const year = Number(order.birthDate.slice(0, 4));
  const generation = year < 1960 ? 0 : year < 1990 ? 1 : 2;
  const pool = books[culture][sex === 'F' ? 'female' : 'male'][generation];
  let given = order.given ?? common(random, pool);
  for (let tries = 0; order.given === undefined && tries < 12 && order.taken.includes(given); tries++) given = common(random, pool);
  const middle: string[] = [];
  let family = order.family;
  switch (culture) {
    case 'bangladeshi':
      if (sex === 'F' && random.chance(generation === 2 ? 0.55 : 0.9)) family = random.weighted([['Begum', generation === 0 ? 55 : 35], ['Khatun', 18], ['Bibi', 10], ['Akhter', 18], ['Khanam', 6], ['Sultana', 5]]);
      if (sex === 'M' && given === 'Mohammed') middle.push(common(random, pool));
      break;
    case 'pakistani':
      if (sex === 'F' && random.chance(generation === 0 ? 0.6 : 0.25)) family = random.weighted([['Bibi', 35], ['Begum', 25], ['Akhtar', 20], ['Kauser', 15], ['Jan', 5]]);
      break;
    case 'punjabi':
      if (sex === 'F' && (family === 'Singh' || random.chance(0.4))) family = 'Kaur';
      else if (sex === 'F') middle.push('Kaur');
      else if (family === 'Kaur') family = 'Singh';
      else if (family !== 'Singh') middle.push('Singh');
      break;
    case 'polish':
      if (sex === 'F') family = family.replace(/ski$/, 'ska').replace(/cki$/, 'cka');
      break;
    case 'lithuanian':
      if (sex === 'F') family = family.replace(/(as|is|us)$/, generation === 2 ? 'aitė' : 'ienė');
      break;
    case 'somali':
      middle.push(father?.given ?? common(random, somali.male[0]));
      family = father?.middle[0] ?? order.family;
      break;
    case 'welsh':
      if (sex === 'M' && father && random.chance(0.06)) family = `${/^[AEIOUŴY]/i.test(father.given) ? 'ab' : 'ap'} ${father.given}`;
      if (sex === 'F' && father && random.chance(0.03)) family = `ferch ${father.given}`;
      break;
    case 'ghanaian':
      if (random.chance(0.6)) middle.push(weekdays[sex][new Date(`${order.birthDate}T00:00Z`).getUTCDay()]!);
      break;
    default:
      if (random.chance(0.55)) {
        const second = common(random, pool);
        if (second !== given) middle.push(second);
      }
  }
  const name: PersonName = { title: '', given, middle, family, former: [] };
  const familiar = nicknames[given];
  if (culture === 'chinese' && random.chance(0.4)) name.preferred = random.pick(englishNames[sex]);
  else if (familiar && random.chance(generation === 2 ? 0.2 : 0.35)) name.preferred = random.pick(familiar);
  return name;
}

const keepsOwn: ReadonlySet<Culture> = new Set<Culture>(['bangladeshi', 'somali', 'chinese', 'arabic', 'vietnamese', 'spanish', 'kurdish']);

/** The wife's name after a marriage on `on`; unchanged where women keep theirs. */
export function marry(random: Random, wife: PersonName, culture: Culture, husbandFamily: string, on: IsoDate): void {
  const chance = keepsOwn.has(culture) ? 0.03 : on < '1990' ? 0.92 : on < '2010' ? 0.72 : 0.55;
  if (wife.family === 'Kaur' || wife.family === husbandFamily || !random.chance(chance)) return;
  const married = culture === 'polish' ? husbandFamily.replace(/ski$/, 'ska').replace(/cki$/, 'cka') : husbandFamily;
  wife.former.push({ family: wife.family, until: on, reason: 'marriage' });
  wife.family = on > '1995' && (culture === 'english' || culture === 'caribbean') && random.chance(0.07) ? `${wife.family}-${married}` : married;
}

export function divorce(random: Random, name: PersonName, on: IsoDate): void {
  const maiden = name.former.find((f) => f.reason === 'marriage');
  if (!maiden || !random.chance(0.45)) return;
  name.former.push({ family: name.family, until: on, reason: 'divorce' });
  name.family = maiden.family;
}
