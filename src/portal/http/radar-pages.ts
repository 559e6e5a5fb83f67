import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import { isUuid, KithError, readDate } from '../../kernel/index.ts';
import type { CardList, ListFilter, Lists } from '../../radar/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { radarHomePage } from '../pages/radar-home.tsx';
import { radarListPage } from '../pages/radar-list.tsx';
import { radarWhyPage } from '../pages/radar-why.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { saysWho } from '../words/radar.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

export interface RadarPageServices extends Pick<PageKit, 'access' | 'records' | 'signIn' | 'contextOf' | 'sendPage'> {
  lists: Lists;
}

const matchesShown = 8;
const exportedAtMost = 500;
const cardId = /^[a-z][a-z0-9-]{0,60}$/;

/** Lists of people to look at first. Each page about people is one reading, logged as `radar`, a list taken away as `export`. */
export function addRadarPages(app: FastifyInstance, services: RadarPageServices): void {
  const { lists, access, records, signIn, contextOf, sendPage } = services;
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<{ session: Session; context: Context; card: string }> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const { card = '' } = request.params as { card?: string };
    if (card !== '' && !cardId.test(card)) throw new KithError('radar.unknown-card', 'There is no such list.');
    return { session, context: await contextOf(request, session), card };
  };

  app.get(paths.radar, signedIn, async (request, reply) => {
    const { session, context } = await within(request);
    if (!context.may('radar')) throw new KithError('access.refused', 'Your team reads no lists.');
    return sendPage(request, reply, 200, radarHomePage({ cards: await lists.cards(session), team: session.teamName, purpose: session.purposeName, mayEdit: context.may('radar-edit') }));
  });

  app.get(paths.radarList(':card'), signedIn, async (request, reply) => {
    const { session, context, card } = await within(request);
    const { filter, typed, errors } = readFilter(context);
    const list = await access.reading(session, { action: 'radar', persons: [], request: `${card} ${asked(filter)}`.trim() }, (reading) => lists.list(reading, card, errors.length > 0 ? {} : filter));
    const query = request.query as Record<string, string>;
    const page = radarListPage({
      list, filter, typed, errors, today: context.today, feedTitle: saysWho(context.feeds), mayExport: context.may('export'),
      href: (change) => `?${new URLSearchParams(Object.entries({ ...query, ...change }).filter(([, value]) => typeof value === 'string' && value !== '')).toString()}`,
      printedBy: `Printed by ${session.name}, ${session.teamName}, for ${session.purposeName}, ${showInstant(context.clock.now().toISOString(), '')}. Once printed it is no longer kept up to date: store it safely and destroy it when done with.`,
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  });

  app.get(paths.radarCsv(':card'), signedIn, async (request, reply) => {
    const { session, context, card } = await within(request);
    const { filter } = readFilter(context);
    const { offset: _, ...rest } = filter;
    const list = await access.reading(session, { action: 'export', persons: [], request: `list ${card} ${asked(rest)}`.trim() }, (reading) => lists.list(reading, card, { ...rest, limit: exportedAtMost }));
    const head = [`# ${list.card.title}, for ${session.purposeName}, taken by ${session.name}, ${session.teamName}, ${context.clock.now().toISOString()}`, 'name,born,nhs number,band,score,since,reasons,not known'];
    return reply
      .header('content-disposition', `attachment; filename="${card}-${context.today}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(`${[...head, ...list.rows.map(csvLine)].join('\r\n')}\r\n`);
  });

  app.get(paths.radarWhy(':card'), signedIn, async (request, reply) => {
    const { session, context, card } = await within(request);
    const query = context.one('q').slice(0, 200);
    const who = context.one('who');
    const title = (await lists.cards(session)).find((c) => c.id === card);
    if (title === undefined) throw new KithError('radar.unknown-card', 'There is no such list for your team and purpose.', { mend: 'Go to Radar for the lists there are.' });
    const answer = await access.reading(session, { action: 'radar', persons: [], request: `why ${card}: ${query}` }, async (reading) => {
      const result = query === '' ? null : await records.search(reading, query, matchesShown);
      const found = (result?.found ?? []).flatMap((f) => (f.kind === 'person' ? [f] : []));
      const chosen = isUuid(who) && found.some((f) => f.summary.personId === who) ? who : found.length === 1 ? found[0]!.summary.personId : null;
      return { found, explained: chosen === null ? null : await lists.explain(reading, card, chosen) };
    });
    return sendPage(request, reply, 200, radarWhyPage({ card: title, query, ...answer, today: context.today, feedTitle: saysWho(context.feeds) }));
  });
}

function readFilter(context: Context): { filter: ListFilter; typed: { from: string; to: string; since: string }; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const typed = { from: context.one('from'), to: context.one('to'), since: context.one('since') };
  const age = (field: 'from' | 'to'): number | undefined => {
    if (typed[field] === '') return undefined;
    const years = Number(typed[field]);
    if (Number.isInteger(years) && years >= 0 && years <= 130) return years;
    errors.push({ text: `Aged ${field} must be a whole number of years, such as 75`, href: `#${field}` });
    return undefined;
  };
  const [from, to] = [age('from'), age('to')];
  if (from !== undefined && to !== undefined && from > to) errors.push({ text: 'Aged from must be no more than Aged to', href: '#from' });
  const since = typed.since === '' ? null : readDate(typed.since);
  if (typed.since !== '' && since?.length !== 10) errors.push({ text: 'In their band since must be a whole date, such as 1/11/2026', href: '#since' });
  const word = (field: string): string | undefined => (context.one(field) === '' ? undefined : context.one(field).slice(0, 100));
  const row = Number(context.one('from_row'));
  const [band, ward, signal] = [word('band'), word('ward'), word('signal')];
  return {
    filter: {
      ...(band === undefined ? {} : { band }), ...(ward === undefined ? {} : { ward }), ...(signal === undefined ? {} : { signal }),
      ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(since?.length === 10 ? { since } : {}),
      sort: context.one('sort') === 'newest' ? 'newest' : 'score', offset: Number.isInteger(row) && row > 0 && row < 1e6 ? row : 0,
    },
    typed,
    errors,
  };
}

/** What was asked, for the log. */
const asked = (filter: ListFilter): string => Object.entries(filter).filter(([key, value]) => value !== undefined && key !== 'sort' && value !== 0).map(([key, value]) => `${key} ${value}`).join(', ');

/** A cell that no spreadsheet takes for a formula. */
const cell = (value: string | number | null): string => `"${String(value ?? '').replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

const csvLine = ({ person: { summary }, band, score, since, reasons, notKnown }: CardList['rows'][number]): string =>
  [summary.displayName, summary.birthDate, summary.nhsNumber, band.title, score, since.slice(0, 10), reasons.map((r) => (r.dated === null ? r.label : `${r.label} (${r.dated})`)).join('; '), notKnown.map((n) => n.label).join('; ')].map(cell).join(',');
