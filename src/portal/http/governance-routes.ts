import { agreementsPage } from '../pages/agreements.tsx';
import { choosePage, explainPage } from '../pages/explain.tsx';
import { governancePage } from '../pages/governance.tsx';
import { viewedPage } from '../pages/viewed.tsx';
import { whyPage } from '../pages/why.tsx';
import { paths } from '../paths.ts';
import { around } from './around.ts';
import { standingsFound } from './acting.ts';
import type { Route } from './route.ts';

const viewedAtOnce = 50;

/** Pages that answer for sharing: what may be seen and why, who has looked, what it rests on. */
export const governanceRoutes: readonly Route[] = [
  {
    kind: 'person',
    page: 'viewed',
    path: paths.personPage(':id', 'viewed'),
    audit: 'who-viewed',
    reads: 'the log of looks at this person',
    async handle(reading, personId, people, context) {
      const before = context.one('before');
      const frame = await around(reading, personId, people, context);
      const entries = await people.whoViewed(reading, personId, { ...(before === '' ? {} : { before }), limit: viewedAtOnce });
      return viewedPage({
        ...frame,
        entries,
        next: entries.length === viewedAtOnce ? (entries.at(-1)?.logId ?? null) : null,
        later: before !== '',
        categories: context.categories,
        organisation: context.organisation,
        purpose: context.purpose,
      });
    },
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
    handle: ({ agreements, may }) => governancePage({ agreements: agreements(), may }),
  },
];
