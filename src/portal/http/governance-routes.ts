import type { Reading } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import type { Page } from '../components/layout.tsx';
import type { FieldError } from '../components/messages.tsx';
import { accountsPage, type AccountsTyped } from '../pages/accounts.tsx';
import { agreementsPage } from '../pages/agreements.tsx';
import { choosePage, explainPage } from '../pages/explain.tsx';
import { governancePage } from '../pages/governance.tsx';
import { viewedPage } from '../pages/viewed.tsx';
import { whyPage } from '../pages/why.tsx';
import { withheldPage } from '../pages/withheld.tsx';
import { paths } from '../paths.ts';
import { around } from './around.ts';
import { standingsFound } from './acting.ts';
import { looksQuery, readLooks } from './looks-form.ts';
import type { Context, People, Route } from './route.ts';

const viewedAtOnce = 50;

const noOwnSide = (): KithError => new KithError('person.not-found', 'There is no such page.');

/** The page of a person's own sign-ins, with what was typed where something must be mended. */
export async function showAccounts(reading: Reading, personId: string, people: People, context: Context, typed: AccountsTyped, errors: FieldError[]): Promise<Page> {
  if (people.own === null) throw noOwnSide();
  const frame = await around(reading, personId, people, context);
  const category = (id: string): string => context.categories.find((c) => c.id === id)?.name ?? id;
  return accountsPage({ ...frame, authorities: await people.own.authorities(reading, personId), definition: people.own.definition, category, maySuspend: context.may('withhold'), typed, errors, csrf: context.csrf });
}

/** The page of looks the person is not told of, with what was typed where something must be mended. */
export async function showWithheld(reading: Reading, personId: string, people: People, context: Context, typed: { look: string; scope: string; reason: string; review: string }, errors: FieldError[]): Promise<Page> {
  if (people.own === null) throw noOwnSide();
  const frame = await around(reading, personId, people, context);
  const teams = new Map(people.users().flatMap((user) => user.teams.map((team) => [team.id, team.name] as const)));
  const always = context.purposes().flatMap(({ name, withheldFromPerson }) => (withheldFromPerson === null ? [] : [{ name, reason: withheldFromPerson }]));
  const look = typed.look === '' ? null : await people.look(reading, personId, typed.look);
  return withheldPage({ ...frame, standing: await people.own.withheld(reading, personId), always, look, team: (id) => teams.get(id) ?? id, purpose: context.purpose, typed, errors, csrf: context.csrf });
}

/** Pages that answer for sharing: what may be seen and why, who has looked, what it rests on. */
export const governanceRoutes: readonly Route[] = [
  {
    kind: 'person',
    page: 'viewed',
    path: paths.personPage(':id', 'viewed'),
    audit: 'who-viewed',
    reads: 'the log of looks at this person',
    asked: (context) => looksQuery(readLooks(context).typed).slice(1),
    async handle(reading, personId, people, context) {
      const { asked, typed, errors } = readLooks(context);
      const frame = await around(reading, personId, people, context);
      const entries = await people.whoViewed(reading, personId, { ...asked, limit: viewedAtOnce });
      return viewedPage({
        ...frame,
        entries,
        typed,
        errors,
        next: entries.length === viewedAtOnce ? (entries.at(-1)?.logId ?? null) : null,
        later: asked.before !== undefined,
        categories: context.categories,
        organisations: context.area.organisations,
        organisation: context.organisation,
        purpose: context.purpose,
        untold: context.may('withhold') && people.own !== null ? await people.untold(reading, personId) : null,
      });
    },
  },
  {
    kind: 'person',
    page: 'accounts',
    path: paths.personPage(':id', 'accounts'),
    audit: 'own-account',
    reads: 'who may sign in at the person’s own record',
    handle: (reading, personId, people, context) => showAccounts(reading, personId, people, context, { name: '', email: '', kind: '', evidence: '', until: '' }, []),
  },
  {
    kind: 'person',
    page: 'withheld',
    path: paths.personPage(':id', 'withheld'),
    audit: 'withhold',
    reads: 'which looks the person is not told of',
    handle: (reading, personId, people, context) => showWithheld(reading, personId, people, context, { look: context.one('look'), scope: '', reason: '', review: '' }, []),
  },
  {
    kind: 'person',
    page: 'why',
    path: paths.personPage(':id', 'why'),
    audit: 'open',
    reads: 'the decisions made for this reading',
    async handle(reading, personId, people, context) {
      const frame = await around(reading, personId, people, context);
      const explanation = await people.explain(reading, context.session, personId);
      return whyPage({ ...frame, explanation, organisation: context.organisation(context.session.organisation), mayExplain: context.may('explain') });
    },
  },
  {
    kind: 'person',
    page: 'explain',
    path: paths.personPage(':id', 'explain'),
    audit: 'explain',
    needs: 'explain',
    reads: 'what is true of the person for access, and the decisions another would be given',
    asked: (context) => [context.one('user'), context.one('team'), context.one('purpose')].filter((part) => part !== '').join(' / '),
    async handle(reading, personId, people, context) {
      const frame = await around(reading, personId, people, context);
      const [user, team, purpose] = [context.one('user'), context.one('team'), context.one('purpose')];
      if (user !== '' && team !== '' && purpose !== '') {
        const of = people.sessionOf(user, team, purpose);
        return explainPage({ ...frame, explanation: await people.explain(reading, of, personId), organisation: context.organisation(of.organisation) });
      }
      const query = context.one('q').slice(0, 100);
      return choosePage({ ...frame, query, ...standingsFound(people.users(), query), organisation: context.organisation });
    },
  },
  {
    kind: 'plain',
    path: paths.agreements,
    audit: null,
    needs: null,
    reads: 'the area’s agreements',
    handle: ({ agreements, purposes, today }) => agreementsPage({ agreements: agreements(), purposes: purposes(), today }),
  },
  {
    kind: 'plain',
    path: paths.governance,
    audit: null,
    needs: null,
    reads: 'the area’s agreements',
    handle: ({ agreements, may, requests, retention }) => governancePage({ agreements: agreements(), may: (action) => may(action) && (action !== 'requests' || requests) && (action !== 'retention' || retention) }),
  },
];
