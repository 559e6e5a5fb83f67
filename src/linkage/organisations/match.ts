import { readPostcode } from '../../kernel/index.ts';
import { jaroWinkler } from '../live/likeness.ts';
import { nearness, readProperty, type Nearness, type Property } from '../property.ts';
import { readPhone } from '../standardise.ts';
import { readName, type OrganisationName } from './names.ts';

/** An organisation as a feed or a directory names it; every part may be missing. */
export interface Organisation {
  /** ODS, CQC, URN or any other code of one register. */
  code?: string;
  name: string;
  kind?: string;
  postcode?: string;
  address?: string;
  phone?: string;
  uprn?: string;
}

export type OrganisationBand = 'join' | 'review' | 'apart';

export interface OrganisationMatch {
  /** Place of the entry in the directory. */
  at: number;
  entry: Organisation;
  /** Bits: log2 of the odds. */
  weight: number;
  probability: number;
  band: OrganisationBand;
  /** What told for and against, strongest first, in bits. */
  because: { what: string; bits: number }[];
}

/** Directories ready to be asked. */
export interface OrganisationIndex {
  size: number;
  /** The entry of a code, if just one has it. */
  byCode(code: string): Organisation | null;
  /** Likeliest first. At most one has the band `join`, and it has it only where no other is nearly as likely. */
  match(asked: Organisation, limit?: number): OrganisationMatch[];
}

/** Weight from which an organisation is taken to be the one, and from which a person should look. */
export const organisationBands = { join: 5, review: -2 };
/** The likeliest must be so many bits ahead of the next. */
const ahead = 3;
/** No name, however rare its words, tells more than this: two organisations do share names. */
const mostOfName = 16;
/** Words borne by more of the directory than this find nothing by themselves. */
const commonWord = 0.02;
/** A smaller directory is taken for a part of one of this size: what stands once in three rows is not common for that. */
const leastSize = 5_000;
/** Words that are common among organisations whatever a small directory holds. */
const usual = new Set('care home house nursing residential medical centre surgery practice health healthcare clinic hospital school primary junior infant secondary academy college pharmacy dental nursery nhs trust foundation service support supported living domiciliary homecare agency residence rest group lodge court saint rc cofe community family day park'.split(' '));

interface Read {
  entry: Organisation;
  code: string | null;
  name: OrganisationName;
  postcode: string | null;
  phone: string | null;
  property: Property | null;
}

const codeOf = (text: string | undefined): string | null => text?.toUpperCase().replace(/[^A-Z0-9]/g, '') || null;

function read(entry: Organisation): Read {
  const property = entry.address === undefined || entry.address.trim() === '' ? null : readProperty([entry.address], entry.postcode);
  return { entry, code: codeOf(entry.code), name: readName(entry.name, entry.kind), postcode: readPostcode(entry.postcode ?? '') ?? property?.postcode ?? null, phone: readPhone(entry.phone ?? ''), property };
}

/** Makes directories ready: how rare each word, postcode and telephone number is among them decides what it tells. */
export function indexOrganisations(entries: readonly Organisation[]): OrganisationIndex {
  const all = entries.map(read);
  const by = (keys: (r: Read) => readonly (string | null)[]): Map<string, number[]> => {
    const found = new Map<string, number[]>();
    for (const [i, r] of all.entries()) for (const key of new Set(keys(r))) if (key !== null) found.set(key, [...(found.get(key) ?? []), i]);
    return found;
  };
  const [codes, postcodes, phones, words] = [by((r) => [r.code]), by((r) => [r.postcode]), by((r) => [r.phone]), by((r) => r.name.names.flat())];
  const uprns = by((r) => [r.entry.uprn ?? null]);
  const size = Math.max(all.length, leastSize);
  const rarity = (n: number): number => Math.log2(size / Math.max(n, 1));
  const wordBits = (word: string): number => rarity(Math.max(words.get(word)?.length ?? 1, usual.has(word) ? size * commonWord : 1));

  return {
    size: all.length,
    byCode(code) {
      const at = codes.get(codeOf(code) ?? '');
      return at?.length === 1 ? all[at[0]!]!.entry : null;
    },
    match(organisation, limit = 5) {
      const asked = read(organisation);
      const near = new Set<number>([...(codes.get(asked.code ?? '') ?? []), ...(postcodes.get(asked.postcode ?? '') ?? []), ...(phones.get(asked.phone ?? '') ?? []), ...(uprns.get(asked.entry.uprn ?? '') ?? [])]);
      for (const word of new Set(asked.name.names.flat())) {
        const at = words.get(word);
        if (at !== undefined && at.length <= Math.max(20, all.length * commonWord)) for (const i of at) near.add(i);
      }
      const found = [...near].map((at) => weigh(asked, all[at]!, at)).sort((x, y) => y.weight - x.weight || x.at - y.at);
      const [first, second] = found;
      if (first?.band === 'join' && second !== undefined && second.weight > first.weight - ahead) first.band = 'review';
      for (const other of found.slice(1)) if (other.band === 'join') other.band = 'review';
      return found.slice(0, limit);
    },
  };

  function weigh(asked: Read, entry: Read, at: number): OrganisationMatch {
    const because: OrganisationMatch['because'] = [];
    const tell = (what: string, bits: number): void => void (Math.abs(bits) >= 0.05 && because.push({ what, bits: Math.round(bits * 10) / 10 }));
    const name = nameBits(asked.name, entry.name, wordBits);
    tell(name > 0 ? 'name' : 'another name', Math.min(name, mostOfName));
    if (asked.code !== null && entry.code !== null) {
      const same = asked.code === entry.code;
      // A code typed wrong belongs to somebody else: it does not outweigh a name and a place that say so.
      if (same) tell('code', rarity(1) + 6);
      else if (asked.code.length === entry.code.length && /^[A-Z]/.test(asked.code) === /^[A-Z]/.test(entry.code)) tell('another code', -4);
    }
    if (asked.postcode !== null && entry.postcode !== null) {
      const district = (code: string): string => code.split(' ')[0]!;
      if (asked.postcode === entry.postcode) tell('postcode', rarity(postcodes.get(entry.postcode)!.length));
      else tell(district(asked.postcode) === district(entry.postcode) ? 'another postcode near by' : 'another postcode', district(asked.postcode) === district(entry.postcode) ? -1 : -5);
    }
    if (asked.entry.uprn !== undefined && entry.entry.uprn !== undefined) tell(asked.entry.uprn === entry.entry.uprn ? 'property' : 'another property', asked.entry.uprn === entry.entry.uprn ? 4 : -4);
    const where: Nearness | null = asked.property === null || entry.property === null ? null : nearness(asked.property, entry.property);
    if (where === 'same') tell('address', 3);
    if (where === 'street') tell('another number in the street', -2);
    if (asked.phone !== null && entry.phone !== null) tell(asked.phone === entry.phone ? 'telephone' : 'another telephone', asked.phone === entry.phone ? Math.min(8, rarity(phones.get(entry.phone)!.length)) : -0.7);
    const kinds = [...asked.name.kinds].some((k) => entry.name.kinds.has(k));
    if (asked.name.kinds.size > 0 && entry.name.kinds.size > 0) tell(kinds ? 'kind' : 'another kind', kinds ? 0.5 : -5);
    const weight = because.reduce((sum, b) => sum + b.bits, -Math.log2(size - 1));
    // One part alone never joins: a code under quite another name, or a name with nothing beside it, is looked at.
    const parts = because.filter((b) => b.bits >= 3).length;
    const band = weight >= organisationBands.join ? (parts >= 2 && name > -4 ? 'join' : 'review') : weight >= organisationBands.review ? 'review' : 'apart';
    return { at, entry: entry.entry, weight: Math.round(weight * 10) / 10, probability: 1 / (1 + 2 ** -weight), band, because: because.sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits)) };
  }
}

/** What the likest two of their names tell: words in common by how rare they are, less words that only one has. */
function nameBits(asked: OrganisationName, entry: OrganisationName, bitsOf: (word: string) => number): number {
  let best = -10;
  for (const one of asked.names) for (const other of entry.names) best = Math.max(best, wordsBits(one, other, bitsOf));
  return best;
}

function wordsBits(one: readonly string[], other: readonly string[], bitsOf: (word: string) => number): number {
  const left = [...other];
  let [shared, alone] = [0, 0];
  for (const word of one) {
    const exact = left.indexOf(word);
    const like = exact >= 0 ? exact : left.findIndex((o) => Math.min(o.length, word.length) >= 4 && !/\d/.test(o + word) && jaroWinkler(o, word) >= 0.92);
    if (like < 0) alone += bitsOf(word);
    else {
      shared += (exact >= 0 ? 1 : 0.7) * Math.min(bitsOf(word), bitsOf(left[like]!));
      left.splice(like, 1);
    }
  }
  alone += left.reduce((sum, word) => sum + bitsOf(word), 0);
  // Written closed up, or apart.
  if (one.join('') === other.join('')) return one.reduce((sum, word) => sum + bitsOf(word), 0);
  return Math.min(mostOfName, shared) - Math.min(10, 0.45 * alone);
}
