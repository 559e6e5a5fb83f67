import type { Access, LogEntry, PersonDecision, Reading, Session } from '../../src/access/index.ts';
import { createLogger, fixedClock, KithError, readArea, readConfig, type FeedState, type Kernel } from '../../src/kernel/index.ts';
import type { Linkage } from '../../src/linkage/index.ts';
import type { SignIn } from '../../src/portal/index.ts';
import type { Detectors } from '../../src/radar/index.ts';
import type { Chronology, Records, SearchResult } from '../../src/record/index.ts';
import { fixtureHome } from './home-fixture.ts';
import { agreements, ownDefinition, purposes } from './agreements.ts';
import { linkReport } from './link-report.ts';
import { categories, decision, family, feedStates, ids, now, older, overview, people, recent, sources } from './portal-fixtures.ts';

export const session: Session = {
  userId: 'joanna.price',
  name: 'Joanna Price',
  organisation: 'newbridge-council',
  team: 'front-door',
  teamName: 'Front door',
  role: 'social-worker',
  purpose: 'care-act-request',
  purposeName: 'Care Act request for support',
};

export const log: LogEntry[] = [
  { logId: 'b', at: '2026-11-20T08:59:00Z', userName: 'Joanna Price', organisation: 'newbridge-council', team: 'front-door', role: 'social-worker', purpose: 'Care Act request for support', action: 'open', outcome: 'shown', kind: 'look', emergency: false, decisions: { identity: 'detail', housing: 'detail', police: 'alert' } },
  { logId: 'a', at: '2026-11-18T14:02:00Z', userName: 'Dev Patel', organisation: 'newbridge-police', team: 'vulnerability', role: 'officer', purpose: 'Safeguarding', action: 'search', outcome: 'refused', kind: 'look', emergency: false, decisions: {} },
];

export interface Asked {
  readings: { action: string; persons: readonly string[]; request: string | undefined }[];
}

/** Rooms that answer from the fixtures above, and remember what was asked of access. */
export function fixtureServices(options: { synthetic?: boolean; signedIn?: Session | null; may?: (action: string) => boolean; areaDir?: string } = {}): {
  kernel: Kernel;
  access: Access;
  records: Pick<Records, 'people' | 'search' | 'resolve' | 'overview' | 'chronology' | 'family' | 'sources' | 'counts'>;
  feeds: { states(): Promise<FeedState[]> };
  linkage: Pick<Linkage, 'report'>;
  detectors: Pick<Detectors, 'view'>;
  signIn: SignIn;
  asked: Asked;
} {
  const read = readArea(options.areaDir ?? 'areas/demo');
  if (read.area === null) throw new Error('the demo area can be read');
  const area = { ...read.area, synthetic: options.synthetic ?? true };
  const asked: Asked = { readings: [] };
  const may = options.may ?? (() => true);
  const who = options.signedIn === undefined ? session : options.signedIn;
  const personDecision = (personId: string): PersonDecision => ({
    personId,
    sealed: personId === ids.sealed,
    restricted: personId === ids.restricted,
    hideWhereabouts: personId === ids.hidden,
    categories: new Map(categories.map(({ id }) => [id, personId === ids.sealed || personId === ids.restricted ? { ...decision(id), level: 'none' as const } : decision(id)])),
  });
  const access = {
    categories,
    emergency: null,
    view: () => ({ cards: null, results: null, navigation: null }),
    marking: { consentable: [], of: async () => [], standing: async () => [] },
    users: () => [],
    safety: { limits: { take: async () => undefined, forget: async () => undefined }, events: { note: async () => undefined } },
    session: () => session,
    may: (_session: Session, action: string) => !action.startsWith('break-glass') && may(action),
    async reading<T>(as: Session, request: { action: string; persons: readonly string[]; request?: string }, work: (reading: Reading) => Promise<T>): Promise<T> {
      asked.readings.push({ action: request.action, persons: request.persons, request: request.request });
      if (!may(request.action)) throw new KithError('access.refused', 'Your team does not look at people in this way.');
      const persons = new Map(request.persons.map((id) => [id, personDecision(id)]));
      const reading = { session: as, persons, include: async (more: readonly string[]) => more.forEach((id) => persons.set(id, personDecision(id))), level: (_: string, category: string) => decision(category).level, nobody: () => ids.absent, decided: (id: string) => persons.get(id) };
      return work(reading as unknown as Reading);
    },
    own: { definition: ownDefinition, authorities: async () => [], withheld: async () => [] },
    desks: {},
    plainly: (id: string) => id,
    look: async () => null,
    untold: async () => () => false,
    agreements: () => agreements,
    purposes: () => purposes,
    explain: async (_: Reading, of: Session, personId: string) => ({ session: of, personId, on: '2026-11-20', rules: 'abc', categories: categories.map(({ id, name }) => ({ category: id, name, decision: decision(id), steps: [{ rule: 'seal', holds: true, says: 'The record is not sealed.' }] })) }),
    whoViewed: async (_: Reading, __: string, page: { before?: string; limit: number }) => (page.before === undefined ? log : []),
  } as unknown as Access;
  const chronology = (personId: string, filter: { limit: number; categories?: string[] }): Chronology => {
    const all = [...recent, ...older].filter((f) => filter.categories === undefined || filter.categories.includes(f.category));
    return { summary: overview(personId).summary, entries: all.slice(0, filter.limit), withheld: ['mental-health', 'police'].map(decision), total: all.length };
  };
  return {
    kernel: { config: readConfig({}), db: { store: 'embedded', version: '18.4' } as Kernel['db'], clock: fixedClock(now), log: createLogger('silent'), area },
    access,
    records: {
      search: async (_, query): Promise<SearchResult> => {
        const nothing = query.includes('nobody');
        return {
          understood: { names: [query.replace(/\d/g, '').trim()], birthDate: null, year: /\b(19|20)\d\d\b/.exec(query)?.[0] ?? null, age: null, nhsNumber: null, postcode: null, street: null, identifier: null },
          found: nothing
            ? []
            : [
                { kind: 'person', summary: people[ids.amina]!, feeds: ['adult-social-care', 'housing-tenancies', 'hospital-adt', 'mental-health', 'police-incidents'], matchedOn: ['name', 'NHS number'], rank: 1 },
                { kind: 'person', summary: people[ids.hidden]!, feeds: ['hospital-adt'], matchedOn: ['name'], rank: 2 },
                { kind: 'person', summary: people[ids.dead]!, feeds: ['housing-tenancies'], matchedOn: ['name'], rank: 3 },
                { kind: 'person', summary: people[ids.hostile]!, feeds: ['gp-patients'], matchedOn: ['name'], rank: 4 },
                { kind: 'restricted', personId: ids.restricted, displayName: 'BEGUM, Salma', matchedOn: ['name'], rank: 5 },
              ],
          more: query.includes('many'),
        };
      },
      people: async () => [],
      async resolve(reading, id) {
        if (id !== ids.merged) return id in people ? id : null;
        await reading.include([ids.amina]);
        return ids.amina;
      },
      overview: async (_, id) => overview(id),
      chronology: async (_, id, filter) => chronology(id, filter),
      family: async (_, id) => family(id),
      sources: async (_, id) => sources(id),
      counts: async () => ({ persons: 5000, records: 41_000 }),
    },
    feeds: { states: async () => feedStates },
    linkage: { report: async () => linkReport },
    detectors: { view: fixtureHome(new Date(now), ids.amina) },
    signIn: { register: async () => undefined, session: async () => who, csrf: () => 'csrf-token', requireSession: async (_, reply) => (who === null ? reply.redirect('/sign-in', 303) : undefined) },
    asked,
  };
}
