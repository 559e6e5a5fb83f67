import type { Reading } from '../access/index.ts';
import { KithError, readDate } from '../kernel/index.ts';
import type { PersonCase } from '../pathways/index.ts';
import type { ChronologyFilter, FamilyMember, FoundPerson } from '../record/index.ts';
import type { FieldError } from './components/messages.tsx';
import { around } from './http/around.ts';
import { governanceRoutes } from './http/governance-routes.ts';
import type { Context, People, Route } from './http/route.ts';
import { alertsPage } from './pages/alerts.tsx';
import { chronologyPage, isFactKind } from './pages/chronology.tsx';
import { dwellingPage } from './pages/dwelling.tsx';
import { familyPage } from './pages/family.tsx';
import { feedsPage } from './pages/feeds.tsx';
import { askPage, resultsPage } from './pages/find.tsx';
import { homePage } from './pages/home.tsx';
import { linkReportPage } from './pages/link-report.tsx';
import { overviewPage } from './pages/overview.tsx';
import { riskPage } from './pages/risk.tsx';
import { sourcesPage } from './pages/sources.tsx';
import { paths } from './paths.ts';

const longestQuery = 200;
const chronologyAtOnce = 200;
const chronologyAtMost = 2000;
/** Days that the page of a home may show, the first unless asked. */
const homeDays = [14, 7, 56] as const;

/** Names of the services whose feeds these are, leaving out any that this reader may not know of for this person. */
function services(reading: Reading, context: Context, personId: string, feeds: readonly string[]): string[] {
  const names = new Set<string>();
  for (const feed of feeds) {
    const category = context.feeds.category(feed);
    if (category === null) continue;
    const level = reading.level(personId, category);
    if (level === 'detail' || level === 'summary') names.add(context.categories.find(({ id }) => id === category)?.name ?? category);
  }
  return [...names];
}

function readFilter(context: Context): { filter: ChronologyFilter; typed: { from: string; to: string }; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const typed = { from: context.one('from'), to: context.one('to') };
  const date = (field: 'from' | 'to'): string | null => {
    if (typed[field] === '') return null;
    const read = readDate(typed[field]);
    if (read === null) errors.push({ text: `${field === 'from' ? 'From' : 'To'} must be a real date, such as 1/4/2025, or a year`, href: `#${field}` });
    return read;
  };
  const from = date('from');
  const to = date('to');
  if (from !== null && to !== null && from > to) errors.push({ text: 'From must be before To', href: '#from' });
  const categories = context.all('source').filter((id) => context.categories.some((c) => c.id === id));
  const kinds = context.all('kind').filter(isFactKind);
  const show = Number(context.one('show'));
  return {
    filter: {
      ...(categories.length === 0 ? {} : { categories }),
      ...(kinds.length === 0 ? {} : { kinds }),
      ...(from === null || errors.length > 0 ? {} : { from }),
      ...(to === null || errors.length > 0 ? {} : { to }),
      limit: Number.isInteger(show) && show > 0 ? Math.min(show, chronologyAtMost) : chronologyAtOnce,
    },
    typed,
    errors,
  };
}

/** Cases of a person that this reader may know of; null where their team does not work with cases. */
const casesOf = async (reading: Reading, personId: string, people: People, context: Context): Promise<PersonCase[] | null> => (people.cases === null || !context.may('case') ? null : people.cases(reading, personId));

/** Every page behind sign-in. A page about people says here what it logs and what it reads; there is no other way to add one. */
export const routes: readonly Route[] = [
  {
    kind: 'plain',
    path: paths.home,
    audit: null,
    needs: null,
    reads: 'the state of feeds, and how much there is to do',
    handle: async ({ session, feeds, today, may, organisation, reviewing, work }) =>
      homePage({
        work: work === null ? null : await work(),
        session,
        organisation: organisation(session.organisation),
        states: feeds.states,
        today,
        maySearch: may('search'),
        mayFeeds: may('feed-health'),
        mayReview: reviewing && may('link-review'),
      }),
  },
  {
    kind: 'plain',
    path: paths.feeds,
    audit: null,
    needs: 'feed-health',
    reads: 'the state of feeds',
    handle: ({ feeds, today }) => feedsPage({ states: feeds.states, today }),
  },
  {
    kind: 'plain',
    path: paths.linkReport,
    audit: null,
    needs: 'link-report',
    reads: 'counts of links',
    handle: async ({ linkReport, feeds, today }) => linkReportPage({ report: await linkReport(), feeds: feeds.states, today }),
  },
  {
    kind: 'search',
    path: paths.find,
    audit: 'search',
    reads: 'who people are',
    asked(context) {
      const query = context.one('q');
      if (query === '') return { page: askPage({ query, mayAdd: context.records !== null }) };
      if (query.length > longestQuery) return { page: askPage({ query: query.slice(0, longestQuery), error: `Use ${longestQuery} letters or fewer` }) };
      if (query.replace(/[^\p{L}\p{N}]/gu, '').length < 2) return { page: askPage({ query, error: 'Give at least two letters or digits' }) };
      return { request: query };
    },
    async handle(reading, { records }, context) {
      const query = context.one('q');
      const result = await records.search(reading, query);
      return resultsPage({
        query,
        result,
        mayAdd: context.records !== null,
        emergency: context.emergency,
        columns: context.view.results,
        today: context.today,
        services: (found: FoundPerson & { kind: 'person' }) => services(reading, context, found.summary.personId, found.feeds),
      });
    },
  },
  {
    kind: 'person',
    page: 'overview',
    path: paths.person(':id'),
    audit: 'open',
    reads: 'summary, alerts, each service’s involvement, contacts, household and the last 90 days',
    handle: async (reading, personId, people, context) => overviewPage({ ...(await around(reading, personId, people, context)), cases: await casesOf(reading, personId, people, context), now: context.clock.now(), purpose: context.session.purposeName, recorded: context.one('recorded'), first: context.view.cards }),
  },
  {
    kind: 'person',
    page: 'chronology',
    path: paths.personPage(':id', 'chronology'),
    audit: 'chronology',
    reads: 'every dated fact of the categories shared in detail',
    async handle(reading, personId, people, context) {
      const { filter, typed, errors } = readFilter(context);
      const frame = await around(reading, personId, people, context);
      const chronology = await people.records.chronology(reading, personId, filter);
      return chronologyPage({ ...frame, cases: await casesOf(reading, personId, people, context), now: context.clock.now(), chronology, filter, typed, errors, categories: context.categories });
    },
  },
  {
    kind: 'person',
    page: 'family',
    path: paths.personPage(':id', 'family'),
    audit: 'family',
    reads: 'household and stated relationships, each of them decided on their own',
    async handle(reading, personId, people, context) {
      const frame = await around(reading, personId, people, context);
      const family = await people.records.family(reading, personId);
      const of = (member: FamilyMember): string[] => (member.kind === 'person' ? services(reading, context, member.personId, member.feeds) : []);
      return familyPage({ ...frame, family, services: of });
    },
  },
  {
    kind: 'person',
    page: 'alerts',
    path: paths.personPage(':id', 'alerts'),
    audit: 'open',
    reads: 'alerts, risks and reasonable adjustments',
    handle: async (reading, personId, people, context) => alertsPage(await around(reading, personId, people, context)),
  },
  {
    kind: 'person',
    page: 'risk',
    path: paths.personPage(':id', 'risk'),
    audit: 'risk',
    reads: 'what scorecards of this team and purpose rest on, of the categories shared',
    async handle(reading, personId, people, context) {
      const frame = await around(reading, personId, people, context);
      return riskPage({ ...frame, explained: await people.risk(reading, personId), purpose: context.session.purposeName });
    },
  },
  {
    kind: 'person',
    page: 'home',
    path: paths.personPage(':id', 'home'),
    audit: 'home',
    reads: 'what sensors read in the person’s home, what was noticed of it and of their routine, the home’s energy certificate, and weather',
    async handle(reading, personId, people, context) {
      const frame = await around(reading, personId, people, context);
      const days = homeDays.find((d) => String(d) === context.one('days')) ?? homeDays[0];
      if (people.home === null) throw new KithError('person.not-found', 'There is no such page.');
      return dwellingPage({ ...frame, view: await people.home(reading, personId, days), days, choices: homeDays.toSorted((a, b) => a - b) });
    },
  },
  {
    kind: 'person',
    page: 'sources',
    path: paths.personPage(':id', 'sources'),
    audit: 'sources',
    reads: 'who each source says the person is, and how much it holds',
    async handle(reading, personId, people, context) {
      const frame = await around(reading, personId, people, context);
      return sourcesPage({ ...frame, records: context.records, parting: context.parting, detail: await people.records.sources(reading, personId, context.feeds.aboutPeople) });
    },
  },
  ...governanceRoutes,
];
