import { dateOf, dayNumber } from '../dates.ts';
import { imdDecileOf, lsoaOf, wardOf } from '../places/boundaries.ts';
import { bandOf, certificateOf } from '../places/certificates.ts';
import { careHome } from '../places/homes.ts';
import { practices } from '../places/practices.ts';
import { pointOf } from '../places/sectors.ts';
import type { Dwelling, Household, Writer } from '../world.ts';
import { csvTable } from './csv.ts';

/** Columns of the open register's certificates.csv, those that Kith's demo reads and some it does not. */
const columns = [
  'LMK_KEY', 'ADDRESS1', 'ADDRESS2', 'POSTCODE', 'CURRENT_ENERGY_RATING', 'CURRENT_ENERGY_EFFICIENCY', 'PROPERTY_TYPE', 'BUILT_FORM', 'INSPECTION_DATE', 'LODGEMENT_DATE', 'TRANSACTION_TYPE',
  'LIGHTING_COST_CURRENT', 'HEATING_COST_CURRENT', 'HOT_WATER_COST_CURRENT', 'TOTAL_FLOOR_AREA', 'ENERGY_TARIFF', 'MAINS_GAS_FLAG', 'MAINHEAT_DESCRIPTION', 'MAIN_FUEL', 'TENURE', 'CONSTRUCTION_AGE_BAND', 'POSTTOWN', 'UPRN',
];
const tenures = { social: 'Rented (social)', private: 'Rented (private)', owned: 'Owner-occupied', institution: '' } as const;
/** How many homes have a certificate: one is made when a home is let, sold or built. */
const covered = { social: 0.97, private: 0.98, owned: 0.74, institution: 0 } as const;

/** Energy performance certificates of the borough's homes, older ones too where a home was made warmer since. */
export const energyCertificates: Writer = {
  feed: 'energy-certificates',
  open(context) {
    const row = csvTable(context.file('certificates.csv'), columns);
    const done = new Set<string>();
    const certify = ({ dwelling, tenure }: Household): void => {
      const random = context.random(dwelling.uprn);
      if (done.has(dwelling.uprn) || !random.chance(covered[tenure])) return;
      done.add(dwelling.uprn);
      const now = certificateOf(dwelling, tenure);
      const on = dayNumber(context.today) - random.int(20, tenure === 'private' ? 3_200 : 4_700);
      const number = (n: number): string => `${random.int(10_000_000, 99_999_999)}${dwelling.uprn.slice(-9)}${n}`;
      const write = (key: string, certificate: typeof now, day: number, uprn: string | undefined): void =>
        row([
          key, dwelling.lines[0], dwelling.lines[1], dwelling.postcode, certificate.rating, certificate.score, certificate.propertyType, certificate.builtForm, dateOf(day), dateOf(day + 2),
          tenure === 'owned' ? 'marketed sale' : tenure === 'private' ? 'rental' : 'rental (social)', certificate.lightingCost, certificate.heatingCost, certificate.hotWaterCost, certificate.floorArea, certificate.tariff,
          certificate.fuel.startsWith('mains gas') ? 'Y' : 'N', certificate.heating, certificate.fuel, tenures[tenure], certificate.ageBand, dwelling.town.toUpperCase(), uprn,
        ]);
      if (random.chance(0.14)) {
        const score = Math.max(5, now.score - random.int(4, 16));
        write(number(1), { ...now, score, rating: bandOf(score), heatingCost: Math.round(now.heatingCost * 1.25) }, on - random.int(900, 3_000), dwelling.uprn);
      }
      // One in two hundred could not be matched to a property when it was lodged, as in the real register.
      write(number(2), now, on, random.chance(0.005) ? undefined : dwelling.uprn);
    };
    return { add: (clan) => clan.households.forEach(certify), close: () => undefined };
  },
};

/** Every postcode somebody lives or lived at, with its ward, small area, deprivation and grid reference. */
export const postcodes: Writer = {
  feed: 'postcodes',
  open(context) {
    const file = context.file('ONSPD_NEWBRIDGE.csv');
    const seen = new Set<string>(practices.map((practice) => practice.postcode));
    const see = ({ postcode }: Pick<Dwelling, 'postcode'>): void => void seen.add(postcode);
    return {
      add(clan) {
        for (const { dwelling } of clan.households) see(dwelling);
        for (const person of clan.people) for (const { dwelling } of person.residences) see(dwelling);
      },
      close() {
        for (let i = 0; i < 12; i++) see(careHome(i));
        const row = csvTable(file, ['pcds', 'doterm', 'oseast1m', 'osnrth1m', 'osward', 'wardnm', 'lsoa21', 'lsoa21nm', 'imd_decile']);
        for (const postcode of [...seen].filter((p) => /^NB[1-9] \d/.test(p)).sort()) {
          const [east, north] = pointOf(postcode);
          const [ward, lsoa] = [wardOf(postcode), lsoaOf(postcode)];
          row([postcode, undefined, east, north, ward.code, ward.name, lsoa.code, lsoa.name, imdDecileOf(postcode)]);
        }
      },
    };
  },
};
