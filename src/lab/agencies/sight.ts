import type { Borough } from '../borough.ts';
import { ageAt } from '../dates.ts';
import { scramble } from '../numbers.ts';
import type { Random } from '../random.ts';
import type { Agency, AgencyRecord, Clan, Culture, IsoDate, Person } from '../world.ts';
import { ratesOf, registered, type Rates } from './rates.ts';
import { otherwiseCalled, plain, slip, transpose } from './slips.ts';

const numbering: Readonly<Record<Agency, { prefix: string; salt: number }>> = {
  'council-adults': { prefix: '', salt: 1 }, 'council-children': { prefix: 'C', salt: 2 }, landlord: { prefix: 'P', salt: 3 }, hospital: { prefix: '', salt: 4 }, gp: { prefix: '', salt: 5 }, community: { prefix: 'NC', salt: 6 },
  'mental-health': { prefix: 'MH', salt: 7 }, police: { prefix: 'N', salt: 8 }, schools: { prefix: '', salt: 9 }, ambulance: { prefix: 'A', salt: 10 },
};

/** Whether an agency has ever had to do with somebody. */
function knows(agency: Agency, who: Person, clan: Clan, borough: Borough): boolean {
  const { life } = who;
  switch (agency) {
    case 'council-adults':
      return life.adultCare.length > 0;
    case 'council-children':
      return life.need.length > 0 || life.lookedAfter.length > 0;
    case 'landlord':
      return ageAt(who.birthDate, borough.today) >= 16 && clan.households.some((h) => h.tenancy && h.members.some((m) => m.person === who.id && (m.to ?? '9999') > h.tenancy!.start));
    case 'hospital':
      return life.hospital.length > 0;
    case 'gp':
      return (who.deathDate === undefined || who.deathDate > '2015') && borough.random('registered', who.ordinal).chance(registered);
    case 'community':
      return life.community.length > 0;
    case 'mental-health':
      return life.mentalHealth.length > 0;
    case 'police':
      return life.police.length > 0;
    case 'schools':
      return life.schooling.length > 0;
    default:
      return life.conveyances.length > 0;
  }
}

/** What agencies believe about the people of one clan. The same record at every call. */
export function sightOf(borough: Borough, clan: Clan, showcase: boolean): (agency: Agency, who: Person) => AgencyRecord[] {
  const seen = new Map<string, AgencyRecord[]>();
  return (agency, who) => {
    const key = `${agency} ${who.id}`;
    let records = seen.get(key);
    if (records === undefined) {
      records = knows(agency, who, clan, borough) ? look(borough, agency, who, showcase) : [];
      seen.set(key, records);
    }
    return records;
  };
}

function look(borough: Borough, agency: Agency, who: Person, showcase: boolean): AgencyRecord[] {
  const random = borough.random(agency, who.ordinal);
  const rates = ratesOf[agency];
  const record = (copy: 0 | 1): AgencyRecord => {
    const true_ = truth(agency, who, copy);
    if (!showcase) err(random, rates, true_, who);
    else if (rates.nhsMissing === 1) delete true_.nhsNumber;
    return true_;
  };
  const main = record(0);
  return !showcase && random.chance(rates.duplicate) ? [main, record(1)] : [main];
}

function truth(agency: Agency, who: Person, copy: 0 | 1): AgencyRecord {
  const { prefix, salt } = numbering[agency];
  const home = who.residences.at(-1)!;
  const { lines, town, postcode, uprn } = home.dwelling;
  const health = agency === 'gp' || agency === 'hospital' || agency === 'community' || agency === 'mental-health' || agency === 'council-adults';
  return {
    agency, person: who.id, localId: prefix + scramble(who.ordinal * 2 + copy, salt), copy, title: who.name.title, given: who.name.given, middle: [...who.name.middle], family: who.name.family, birthDate: who.birthDate, sex: who.sex,
    nhsNumber: who.nhsNumber, ethnicity: who.ethnicity, language: who.language, interpreter: who.interpreter, restricted: who.restricted && health, errors: [],
    address: { lines: [...lines], town, postcode, from: home.from, ...(agency === 'landlord' || agency === 'council-adults' || agency === 'council-children' || agency === 'gp' ? { uprn } : {}) },
    ...(who.name.preferred === undefined ? {} : { preferred: who.name.preferred }),
    ...(who.deathDate === undefined || agency === 'police' || agency === 'schools' ? {} : { deathDate: who.deathDate }),
    ...(who.upn === undefined ? {} : { upn: who.upn }),
    ...(who.phone === undefined ? {} : { phone: who.phone }),
    ...(who.mobile === undefined ? {} : { mobile: who.mobile }),
    ...(who.email === undefined || (agency !== 'gp' && agency !== 'hospital') ? {} : { email: who.email }),
    ...(who.name.former.length > 0 && health ? { formerFamily: who.name.former.at(-1)!.family } : {}),
  };
}

/** Whose clerks take the family name, said first, for the given one. */
const familyFirst: ReadonlySet<Culture> = new Set<Culture>(['chinese', 'vietnamese']);

/** Puts the agency's errors into a true record, each by its rate. */
function err(random: Random, rates: Rates, record: AgencyRecord, who: Person): void {
  const wrong = (chance: number, name: string): boolean => random.chance(chance) && record.errors.push(name) > 0;
  if (wrong(rates.nhsMissing, 'nhs-missing')) delete record.nhsNumber;
  else if (random.chance(rates.nhsTransposed)) {
    record.nhsNumber = transpose(random, record.nhsNumber!);
    record.errors.push('nhs-transposed');
  }
  if (wrong(rates.birthMissing, 'birth-missing')) delete record.birthDate;
  else if (random.chance(rates.birthSwapped) && Number(who.birthDate.slice(8)) <= 12 && who.birthDate.slice(5, 7) !== who.birthDate.slice(8)) {
    record.birthDate = `${who.birthDate.slice(0, 4)}-${who.birthDate.slice(8)}-${who.birthDate.slice(5, 7)}`;
    record.errors.push('birth-swapped');
  } else if (wrong(rates.birthTypo, 'birth-typo')) record.birthDate = mistypeDate(random, who.birthDate);
  const other = random.chance(rates.nickname) ? otherwiseCalled(random, who.name.given, who.name.preferred) : undefined;
  if (other !== undefined) {
    record.given = other;
    record.errors.push('nickname');
  }
  if (who.name.former.length > 0 && wrong(rates.former, 'former-name')) {
    record.family = who.name.former.at(-1)!.family;
    delete record.formerFamily;
  }
  if (random.chance(rates.typo)) {
    const part = random.chance(0.5) ? 'given' : 'family';
    const slipped = slip(random, record[part]);
    record[part] = slipped.text;
    record.errors.push(`typo-${slipped.kind}`);
  }
  if (who.culture === 'somali' && record.middle[0] !== undefined && wrong(rates.nickname, 'patronymic-as-surname')) record.family = record.middle[0];
  if (random.chance(0.3)) record.middle = random.chance(0.4) ? record.middle.map((name) => name[0]!) : [];
  if (wrong(familyFirst.has(who.culture) ? rates.swapped * 8 : rates.swapped, 'names-swapped')) [record.given, record.family] = [record.family, record.given];
  if (random.chance(rates.plain)) {
    const before = record.given + record.middle.join('') + record.family;
    record.given = plain(record.given);
    record.family = plain(record.family);
    record.middle = record.middle.map(plain);
    if (before !== record.given + record.middle.join('') + record.family) record.errors.push('marks-lost');
  }
  const earlier = who.residences.at(-2);
  if (wrong(rates.noAddress, 'address-missing')) delete record.address;
  else if (earlier !== undefined && wrong(rates.oldAddress, 'old-address')) {
    const { lines, town, postcode, uprn } = earlier.dwelling;
    record.address = { lines: [...lines], town, postcode, from: earlier.from, ...(record.address?.uprn === undefined ? {} : { uprn }) };
  }
}

function mistypeDate(random: Random, date: IsoDate): IsoDate {
  if (random.chance(0.5)) {
    const day = Number(date.slice(8));
    const other = day === 1 ? 2 : day > 27 ? day - 1 : day + random.pick([-1, 1]);
    return date.slice(0, 8) + String(other).padStart(2, '0');
  }
  const year = Number(date.slice(0, 4)) + random.pick([-10, -1, 1]);
  return `${year}${date.slice(4) === '-02-29' ? '-02-28' : date.slice(4)}`;
}
