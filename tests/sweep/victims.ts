import type { Demographics, Fact } from '../../src/kernel/index.ts';
import { at, type Told } from '../linkage/people.ts';

/** Whom the sweep looks for. Each is known by words that nobody else's data holds. */
export const victims = ['open', 'outside', 'sealed', 'staff', 'hidden', 'cora'] as const;
export type Victim = (typeof victims)[number];

interface Traits {
  given: string;
  family: string;
  born: string;
  nhsNumber: string;
  phone: string;
  /** Of the demo's registers: where they live, and its number. */
  address: [line: string, postcode: string, uprn: string];
}

const shared: Traits['address'] = ['1 Zqshared Street', 'NB4 9ZZ', '10009990001'];
const hiding: Traits['address'] = ['7 Zqhiding Street', 'NB7 7ZH', '10009990007'];

export const traits: Record<Victim, Traits> = {
  open: { given: 'Olive', family: 'Zquorn', born: '1941-02-03', nhsNumber: '9990000018', phone: '07700900701', address: shared },
  outside: { given: 'Oona', family: 'Zquorn', born: '1942-03-05', nhsNumber: '9990000026', phone: '07700900702', address: ['2 Zqouter Road', 'NB5 5ZS', '10009990002'] },
  sealed: { given: 'Selma', family: 'Zquorn', born: '1943-05-07', nhsNumber: '9990000034', phone: '07700900703', address: ['3 Zqsealed Row', 'NB6 6ZS', '10009990003'] },
  staff: { given: 'Stella', family: 'Zquorn', born: '1944-07-11', nhsNumber: '9990000042', phone: '07700900704', address: ['4 Zqstaff Lane', 'NB8 8ZS', '10009990004'] },
  hidden: { given: 'Hilda', family: 'Zquorn', born: '1945-11-13', nhsNumber: '9990000050', phone: '07700900705', address: hiding },
  /** Lives with Hilda, and hides from nobody. */
  cora: { given: 'Cora', family: 'Zqvist', born: '1946-01-17', nhsNumber: '9990000069', phone: '07700900706', address: hiding },
};

/** The feed that tells of each category about people, its own number for somebody among what it says. */
const feeds: readonly [feed: string, category: string][] = [
  ['adult-social-care', 'adult-social-care'],
  ['cin-census', 'childrens-social-care'],
  ['housing-tenancies', 'housing'],
  ['hospital-adt', 'hospital'],
  ['gp-patients', 'gp'],
  ['community-health', 'community-health'],
  ['mental-health', 'mental-health'],
  ['police-incidents', 'police'],
  ['school-attendance', 'education'],
  ['ambulance-conveyances', 'ambulance'],
];
export const categories: readonly string[] = feeds.map(([, category]) => category);

/** A word of one person's data of one category and nothing else. `key` is the source's own number; `fact`, what it says. */
export const token = (victim: Victim, category: string, part: 'key' | 'fact'): string => `Zq${victim}${category.replaceAll('-', '')}${part}`;

/** Every service's record of everybody, and two records of which nobody knows whether they are one person. */
export function told(): Told[] {
  const known = victims.flatMap((victim) => feeds.map(([feed, category]) => ({ feed, key: token(victim, category, 'key'), says: says(victim) })));
  const unsure = (['Zqrita', 'Zqsonia'] as const).flatMap((family, i) =>
    [['gp-patients', ['Rita']], ['housing-tenancies', []]].map(([feed, given], j) => ({
      feed: feed as string,
      key: `${family}-${j}`,
      says: { given: given as string[], family, birthDate: `195${i}-0${i + 3}-1${i + 4}`, addresses: [at(`${i + 20} ${family} Road`, `NB${i + 2} 1CD`)], phones: [`0770090072${i}`] },
    })),
  );
  return [...known, ...unsure];
}

function says(victim: Victim): Demographics {
  const { given, family, born, nhsNumber, phone, address: [line, postcode, uprn] } = traits[victim];
  return { given: [given], family, birthDate: born, gender: 'female', nhsNumber, phones: [phone], addresses: [at(line, postcode, { uprn })], ...(victim === 'hidden' ? { restricted: true } : {}) };
}

/** What each service holds: an open episode (none for who is outside all relationships), an event, an alert, something said; enough for scorecards to notice. */
export function factsOf(victim: Victim, category: string): Fact[] {
  const word = token(victim, category, 'fact');
  const episode: Fact = { kind: 'service-episode', label: word, start: '2026-01-10', ...(victim === 'outside' ? { end: '2026-02-01' } : {}), body: { status: victim === 'outside' ? 'historic' : 'current', service: word, detail: word, reason: word } };
  const coded: Record<string, Fact[]> = {
    hospital: [{ kind: 'life-event', code: 'ae-attendance', label: `Emergency department: Fall ${word}`, start: '2026-11-12', body: { detail: word } }],
    ambulance: [{ kind: 'finding', code: 'fall', label: `Fall ${word}`, start: '2026-11-12', body: { type: 'risk', detail: word } }],
    gp: ['161898004', '13645005', '64859006', '15188001'].map((code) => ({ kind: 'finding', code, label: word, start: '2026-06-01', body: { type: 'condition' } })),
  };
  return [
    episode,
    { kind: 'life-event', label: word, start: '2026-11-01', body: { detail: word, place: word } },
    { kind: 'finding', label: word, start: '2026-11-02', body: { type: 'alert', detail: word, recordedBy: word } },
    { kind: 'finding', label: word, start: '2026-11-02', body: { type: 'about-me', detail: word } },
    ...(coded[category] ?? []),
  ];
}
