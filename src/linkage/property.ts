import { readPostcode } from '../kernel/index.ts';
import { expand, streetWords } from './addresses.ts';
import { fold } from './names.ts';

/** A UK address in its parts, as far as they can be told. */
export interface Property {
  /** What tells homes in one building apart: `2`, `a`, `ground`. `14A` is number 14, unit `a`. */
  unit: string | null;
  /** A building's own name. */
  building: string | null;
  /** House number, or the first and last of a range (`12-14`). */
  number: { from: number; to: number } | null;
  street: string | null;
  locality: string | null;
  town: string | null;
  /** `OUT IN` */
  postcode: string | null;
}

/** How near two addresses are. Only `same` is one property: two flats of one block are at most `building`. */
export type Nearness = 'same' | 'building' | 'street' | 'postcode' | 'different';

const unitWords = 'flat|room|suite|studio|maisonette|bedsit|annexe';
const floors: Readonly<Record<string, string>> = { ground: 'ground', gnd: 'ground', gf: 'ground', g: 'ground', lower: 'lower', basement: 'basement', first: 'first', '1st': 'first', second: 'second', '2nd': 'second', third: 'third', '3rd': 'third', fourth: 'fourth', '4th': 'fourth', top: 'top', upper: 'upper' };
const floorUnit = new RegExp(`^(${Object.keys(floors).join('|')}) (?:floor )?(?:flat)(?: ([a-z0-9]+))?\\b`);
const namedUnit = new RegExp(`^(?:${unitWords}) (?:no )?([a-z]?\\d+[a-z]?|[a-z])\\b`);
const buildingWord = /\b(house|court|lodge|cottage|farm|mill|hall|villa|villas|building|buildings|tower|towers|point|mansions|manor|barn|wharf|chambers|heights|apartments|centre|surgery|school|hospital|home)$/;
/** `12`, `12a`, `12-14`, `12 to 14`, then what follows. */
const numbered = /^(\d{1,5})([a-z])?(?: ?(?:-|to|\/) ?(\d{1,5})([a-z])?)?\b(?! ?(?:st|nd|rd|th)\b) ?/;

/** A part of an address with hyphens of ranges kept, abbreviations written out. */
const words = (part: string): string =>
  part
    .split(/(?<=\d\w?)\s*[-–—]\s*(?=\d)/)
    .map(fold)
    .join('-')
    .split(' ')
    .map((token, i, all) => expand(token, i, all.length))
    .filter((token) => token !== '')
    .join(' ');

/** Parts a UK address written in any number of lines. The postcode may stand in the lines or on its own. */
export function readProperty(lines: readonly string[], postcode?: string): Property {
  let found = readPostcode(postcode ?? '');
  const parts = lines
    .flatMap((line) => line.split(/[,;\n]/))
    .map((part) => {
      const tail = /\b([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})\s*$/i.exec(part);
      if (tail === null) return part;
      found ??= readPostcode(tail[1]!);
      return part.slice(0, tail.index);
    })
    .map(words)
    .filter((part) => part !== '' && !/^(uk|united kingdom|england|wales|scotland|great britain)$/.test(part));
  const property: Property = { unit: null, building: null, number: null, street: null, locality: null, town: null, postcode: found };
  const after: string[] = [];
  for (const part of parts) {
    const left = property.street === null ? takeUnit(part, property) : part;
    if (left === '') continue;
    if (property.street === null) takeStreet(left, property);
    else if (!property.unit && namedUnit.test(left)) takeUnit(left, property);
    else after.push(left);
  }
  property.town = after.at(-1) ?? null;
  property.locality = after.length > 1 ? after[0]! : null;
  return property;
}

/** Takes a flat's own mark off the front. */
function takeUnit(part: string, property: Property): string {
  const floor = floorUnit.exec(part);
  if (floor !== null) {
    property.unit = `${floors[floor[1]!]}${floor[2] === undefined ? '' : ` ${floor[2]}`}`;
    return part.slice(floor[0].length).trim();
  }
  const named = namedUnit.exec(part);
  if (named === null) return part;
  property.unit = named[1]!;
  return part.slice(named[0].length).trim();
}

function takeStreet(part: string, property: Property): void {
  let rest = part;
  const number = numbered.exec(rest);
  if (number !== null) {
    rest = rest.slice(number[0].length);
    const [from, to] = [Number(number[1]), Number(number[3] ?? number[1])];
    property.number = { from: Math.min(from, to), to: Math.max(from, to) };
    if (number[2] !== undefined && number[3] === undefined) property.unit ??= number[2];
    const trailing = new RegExp(`^(.*?) (?:${unitWords}) ([a-z]?\\d+[a-z]?|[a-z])$`).exec(rest);
    if (trailing !== null) {
      rest = trailing[1]!;
      property.unit ??= trailing[2]!;
    }
  }
  if (rest === '') return;
  const tokens = rest.split(' ');
  const street = tokens.findIndex((token, i) => i > 0 && streetWords.has(token));
  if (street >= 0 && !(buildingWord.test(rest) && property.number === null && property.building === null)) {
    // "Rose Cottage 5 High Street": a building's name before the number.
    const inner = property.number === null ? tokens.slice(0, street).findIndex((t) => /^\d+[a-z]?$/.test(t)) : -1;
    if (inner > 0) {
      property.building ??= tokens.slice(0, inner).join(' ');
      takeStreet(tokens.slice(inner).join(' '), property);
      return;
    }
    const named = property.number === null && property.building === null ? tokens.findIndex((_, i) => i > 0 && i < street - 1 && buildingWord.test(tokens.slice(0, i + 1).join(' '))) : -1;
    if (named > 0) property.building = tokens.slice(0, named + 1).join(' ');
    property.street = tokens.slice(named + 1, street + 1).join(' ');
    if (street + 1 < tokens.length) property.locality = tokens.slice(street + 1).join(' ');
    return;
  }
  if (property.number !== null && !buildingWord.test(rest)) property.street = rest;
  else if (property.building === null) property.building = rest;
  else property.locality ??= rest;
}

const overlap = (a: Property['number'], b: Property['number']): boolean => a !== null && b !== null && a.from <= b.to && b.from <= a.to;
const tight = (text: string): string => text.replaceAll(' ', '');
const alike = (a: string | null, b: string | null): boolean => a !== null && b !== null && (tight(a) === tight(b) || tight(a).includes(tight(b)) || tight(b).includes(tight(a)));

/** How near two addresses are, by what both say. */
export function nearness(a: Property, b: Property): Nearness {
  const postcode = a.postcode !== null && a.postcode === b.postcode;
  const apart = a.postcode !== null && b.postcode !== null && !postcode;
  const street = alike(a.street, b.street);
  if (!postcode && !(street && !apart)) return 'different';
  if (a.street !== null && b.street !== null && !street) return 'postcode';
  const unknownUnit = (a.unit === null) !== (b.unit === null);
  const otherNumber = a.number !== null && b.number !== null && !overlap(a.number, b.number);
  const otherBuilding = a.building !== null && b.building !== null && !alike(a.building, b.building);
  const house = !otherNumber && (overlap(a.number, b.number) || (alike(a.building, b.building) && !otherBuilding));
  if (!house) return street ? 'street' : 'postcode';
  if (a.unit !== b.unit || unknownUnit) return 'building';
  return otherBuilding && a.number === null ? 'building' : 'same';
}
