import type { Address, Kind, World } from './world.ts';
import { traits, victims } from './victims.ts';
import { nameOf, typed } from './world.ts';

/** One request of the sweep, and whom its address means. */
export interface Asked {
  address: Address;
  route: string;
  /** Whom it is about, for each place of the address that takes somebody. */
  of: Kind[];
  form?: Record<string, string>;
  /** Words of somebody that were typed, and that the answer may repeat. */
  echoes?: string[];
}

type Values = readonly (readonly [Kind | null, string])[];

/**
 * What may stand in each place of an address: the parameter and what comes before it. A place that means somebody is
 * given one of each kind, and is compared between them; one that does not is given what the area has.
 */
const places: Record<string, (world: World) => Values> = {
  'person/:id': (world) => kinds(world),
  'joined/:id': (world) => kinds(world),
  // With nobody whom it could really join, so that everybody stays who they are.
  'join/:other': (world) => kinds(world).filter(([kind]) => kind === 'sealed' || kind === 'absent'),
  'recorded/:record': (world) => [...world.about.record].filter(([kind]) => kind === 'sealed' || kind === 'absent'),
  'alerts/:id': (world) => [...world.about.alert],
  'review/:id': (world) => [...world.about.review],
  'decision/:id': (world) => [...world.about.decision],
  // A device is there, whoever lives with it: what is told of them is looked for, and nothing compared.
  'devices/:id': (world) => [...world.about.device].flatMap(([kind, id]) => (kind === 'sealed' || kind === 'hidden' || kind === 'absent' ? [[null, id] as const] : [])),
  // A use of emergency access is there, whoever it was of, for those who judge it.
  'emergency/:id': (world) => [...world.about.emergency].map(([, id]) => [null, id]),
  // A mark of nobody: lifting is by its reference, and names no person.
  'marks/:id': () => [[null, '01935f6e-0000-7000-8000-00000000eeee']],
  'new/:person': (world) => kinds(world),
  'requests/:person': (world) => kinds(world),
  // Requests are found under the person who made them; of these nobody made one.
  ':person/:request': () => [[null, '01935f6e-0000-7000-8000-00000000eeef']],
  'copy/:form': () => [[null, 'json']],
  'cohorts/:id': (world) => world.cohorts.slice(0, 2).map((id) => [null, id]),
  'case/:id': () => [[null, '0196b7a0-0000-7000-8000-000000000000']],
  'document/:document': () => [[null, 'letter']],
  'file/:file': () => [[null, '0196b7a0-0000-7000-8000-000000000001']],
  'form/:form': () => [[null, 'request']],
  'page/:page': () => [[null, '1']],
  'pathways/:id': () => [[null, 'chc']],
  'radar/:card': () => [[null, 'falls']],
  // Not the card that lists are looked at by: it is retired by one who may.
  'cards/:card': () => [[null, 'tenancy']],
  ':card/:version': () => [[null, '1']],
  'retention/:batch': () => [[null, '01935f6e-0000-7000-8000-00000000cccc']],
  'assets/:name': () => [[null, 'none.css']],
};

const kinds = (world: World): Values => Object.entries(world.persons) as [Kind, string][];

/** The requests that a route is swept with. @throws where an address has a place of which nothing says what it takes */
export function requestsOf(world: World, { method, url }: Address): Asked[] {
  const parts = url.split('/');
  let made: { path: string[]; of: Kind[] }[] = [{ path: [], of: [] }];
  for (const [i, part] of parts.entries()) {
    const values: Values = part.startsWith(':') ? valuesOf(world, `${parts[i - 1]}/${part}`, url) : [[null, part]];
    made = made.flatMap(({ path, of }) => values.map(([kind, value]) => ({ path: [...path, value], of: kind === null ? of : [...of, kind] })));
  }
  const plain = made.filter(({ of }) => new Set(of).size === of.length).map(({ path, of }): Asked => ({ address: { method, url: path.join('/') }, route: `${method} ${url}`, of }));
  if (method === 'POST') return plain.map((asked) => ({ ...asked, form: formFor(asked), echoes: [traits.sealed.born, traits.sealed.nhsNumber] }));
  return [...plain, ...plain.filter((a) => a.of.length === 0 || a.of.every((k) => k === 'open')).flatMap((a) => questions(url, a))];
}

function valuesOf(world: World, place: string, url: string): Values {
  const values = places[place];
  if (values === undefined) {
    throw new Error(
      `The address ${url} has a place "${place}" of which the sweep does not know what it takes. Say so in "places" of tests/sweep/requests.ts: ` +
        'ids of each kind of person or of what is about them, "absent" among them, where it means somebody; otherwise what the area has, with null for the kind.',
    );
  }
  return values(world);
}

/** What is looked for where people are looked up: everybody by name, and those who are hidden by all that is known of them. */
const looked = [
  ...victims.map(nameOf),
  'Zquorn',
  ...(['sealed', 'staff', 'hidden'] as const).flatMap((v) => [traits[v].nhsNumber, traits[v].phone, traits[v].address[0], traits[v].address[1], traits[v].born]),
];

/** Addresses that look people up by what is typed are asked for everybody; others for one name, in case they do. */
function questions(url: string, asked: Asked): Asked[] {
  const words = url === '/find' ? looked : /\/:card\/why$|\/join$/.test(url) ? looked.slice(2, 8) : asked.of.length === 0 ? [nameOf('sealed')] : [];
  return words.map((word) => ({ ...asked, echoes: /\d/.test(word) ? [word] : [], address: { ...asked.address, url: `${asked.address.url}?q=${encodeURIComponent(typed(word))}` } }));
}

/** Fields that the portal's forms have, filled so that as many as can be get past the first check. Names are typed as nobody's are shown. */
function formFor({ route }: Asked): Record<string, string> {
  const born = traits.sealed.born.split('-');
  const common = { reason: 'for the sweep', note: 'for the sweep', do: 'see', revision: '1', decision: 'apart', weeks: '12', q: typed(nameOf('sealed')) };
  const somebody = { given: typed(traits.sealed.given), family: typed(traits.sealed.family), 'birth-day': born[2]!, 'birth-month': born[1]!, 'birth-year': born[0]!, nhsNumber: traits.sealed.nhsNumber, source: 'the sweep' };
  return route.includes('/add') || route.includes('/recorded') ? { ...common, ...somebody } : common;
}
