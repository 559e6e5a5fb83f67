import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import type { Notices } from '../../exchange/index.ts';
import { isUuid, KithError, readDate } from '../../kernel/index.ts';
import { tabs, type AlertAction, type Alerts, type InboxFilter } from '../../radar/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { alertListPage } from '../pages/alert-list.tsx';
import { alertOnePage } from '../pages/alert-one.tsx';
import { alertPerformancePage } from '../pages/alert-performance.tsx';
import { paths } from '../paths.ts';
import type { AlertNames } from '../words/alerts.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

export interface AlertPageServices extends Pick<PageKit, 'access' | 'signIn' | 'contextOf' | 'sendPage'> {
  alerts: Alerts;
  notices: Pick<Notices, 'contactName'>;
}

const longestNote = 1000;
const weeksLookedBack = 12;

/** What a form asks for: an action, or what is wrong with it. */
type Asked = { action: AlertAction } | { errors: FieldError[] };

/** A team's alerts: the list, one alert with what can be done about it, and how they are doing. Each look goes through the desk, which decides, opens and logs. */
export function addAlertPages(app: FastifyInstance, services: AlertPageServices): void {
  const { alerts, notices, access, signIn, contextOf, sendPage } = services;
  const { rules, desk } = alerts;
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<{ session: Session; context: Context; csrf: string }> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const context = await contextOf(request, session);
    if (!context.may('alert')) throw new KithError('access.refused', 'Your team has no list of alerts.');
    return { session, context, csrf: signIn.csrf(request) };
  };
  const body = (request: FastifyRequest): Record<string, string> =>
    Object.fromEntries(Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v.trim().slice(0, longestNote)]] : [])));
  const colleagues = (team: string) => access.users().filter((u) => u.teams.some((t) => t.id === team)).map(({ id, name }) => ({ id, name }));
  const reasonName = (id: string): string => [...rules.dismissals, ...rules.outcomes].find((r) => r.id === id)?.name ?? id;
  const names = (bands: readonly { id: string; title: string }[]): AlertNames => ({ team: alerts.teamName, reason: reasonName, band: (id) => bands.find((b) => b.id === id)?.title ?? id });

  app.get(paths.alerts, signedIn, async (request, reply) => {
    const { session, context, csrf } = await within(request);
    const tab = tabs.find((t) => t === context.one('tab')) ?? 'new';
    const from = Number(context.one('from'));
    const filter: InboxFilter = {
      ...(context.one('card') === '' ? {} : { card: context.one('card').slice(0, 100) }),
      ...(rules.severities.some((s) => s.id === context.one('severity')) ? { severity: context.one('severity') } : {}),
      ...(context.one('who') === '' ? {} : { assignee: context.one('who').slice(0, 100) }),
      ...(context.one('overdue') === '1' ? { overdue: true } : {}),
    };
    const offset = Number.isInteger(from) && from > 0 && from < 1e6 ? from : 0;
    const inbox = await desk.inbox(session, { tab, filter, offset });
    const n = Number(context.one('done'));
    const cards = (await alerts.cards()).map(({ id, title }) => ({ id, name: title }));
    return sendPage(request, reply, 200, alertListPage({ inbox, tab, filter, offset, team: session.teamName, cards, severities: rules.severities, colleagues: colleagues(session.team), now: context.clock.now(), today: context.today, csrf, done: context.one('done') === '' || !Number.isInteger(n) ? null : n === 1 ? 'Done with 1 alert.' : `Done with ${n} alerts.` }));
  });

  app.post(paths.alerts, signedIn, async (request, reply) => {
    const { session } = await within(request);
    const { do: does = '', assign = '', back = '' } = body(request);
    const chosen = [(request.body as Record<string, unknown>).alert ?? []].flat().filter((id): id is string => typeof id === 'string' && isUuid(id));
    const to = colleagues(session.team).find((c) => c.id === assign);
    if (chosen.length === 0) throw new KithError('request.invalid', 'No alert was chosen.', { mend: 'Go back and tick those you mean.' });
    if (does === 'assign' && to === undefined) throw new KithError('request.invalid', 'Nobody was chosen to give them to.', { mend: 'Go back and choose somebody.' });
    const done = await desk.actOnMany(session, chosen, does === 'assign' && to !== undefined ? { do: 'assign', userId: to.id, userName: to.name } : { do: 'see' });
    const where = back.startsWith(`${paths.alerts}?`) ? back : paths.alerts;
    return reply.redirect(`${where}${where.includes('?') ? '&' : '?'}done=${done}`, 303);
  });

  const showStudy = async (request: FastifyRequest, reply: FastifyReply, typed: { aWeek: string; reason: string } | null, errors: FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf } = await within(request);
    const asked = Number(context.one('weeks'));
    const weeks = Number.isInteger(asked) && asked >= 1 && asked <= 52 ? asked : weeksLookedBack;
    const cards = await alerts.performance.cards(session, weeks);
    const card = context.one('card') === '' ? (cards[0]?.card ?? null) : context.one('card');
    const study = card === null ? null : await alerts.performance.study(session, card, weeks);
    const budget = await alerts.performance.budget(session);
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, alertPerformancePage({ team: session.teamName, weeks, cards, study, budget, today: context.today, csrf, typed, errors, done: context.one('done') === 'set' }));
  };
  app.get(paths.alertPerformance, signedIn, (request, reply) => showStudy(request, reply, null, []));
  app.post(paths.alertPerformance, signedIn, async (request, reply) => {
    const { session } = await within(request);
    const { aWeek = '', reason = '' } = body(request);
    const n = Number(aWeek);
    const errors: FieldError[] = [
      ...(aWeek === '' || (Number.isInteger(n) && n >= 1 && n <= 10_000) ? [] : [{ text: 'Give a whole number of alerts from 1 to 10,000, or leave it empty', href: '#aWeek' }]),
      ...(reason === '' ? [{ text: 'Say why', href: '#reason' }] : []),
    ];
    if (errors.length > 0) return showStudy(request, reply, { aWeek, reason }, errors);
    await alerts.performance.setBudget(session, aWeek === '' ? null : n, reason);
    return reply.redirect(`${paths.alertPerformance}?done=set`, 303);
  });

  const showOne = async (request: FastifyRequest, reply: FastifyReply, typed: Record<string, string>, errors: FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf } = await within(request);
    const detail = await desk.one(session, (request.params as { id: string }).id);
    const card = (await alerts.cards()).find((c) => c.id === detail.alert.card);
    const page = alertOnePage({
      detail,
      rules,
      names: names(card?.bands ?? []),
      cardTitle: card?.title ?? detail.alert.card,
      contactName: notices.contactName,
      categoryName: (id) => context.categories.find((c) => c.id === id)?.name ?? id,
      mayRisk: context.may('risk'),
      teams: alerts.teams.filter((t) => t.id !== detail.alert.team),
      colleagues: colleagues(session.team).filter((c) => c.id !== detail.alert.assignee),
      userId: session.userId,
      now: context.clock.now(),
      today: context.today,
      csrf,
      typed,
      errors,
      done: context.one('done') === '1',
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  app.get(paths.alert(':id'), signedIn, (request, reply) => showOne(request, reply, {}, []));
  app.post(paths.alert(':id'), signedIn, async (request, reply) => {
    const { session } = await within(request);
    const { id } = request.params as { id: string };
    const typed = body(request);
    const revision = Number(typed.revision);
    if (typed.do === 'undo') await desk.undo(session, id, revision);
    else {
      const asked = read(typed, session);
      if ('errors' in asked) return showOne(request, reply, typed, asked.errors);
      try {
        await desk.act(session, id, revision, asked.action);
      } catch (error) {
        if (!(error instanceof KithError) || error.code !== 'request.invalid') throw error;
        return showOne(request, reply, typed, [{ text: error.message, href: fieldOf[asked.action.do] ?? '#maincontent' }]);
      }
      if (asked.action.do === 'transfer') return reply.redirect(`${paths.alerts}?done=1`, 303);
    }
    return reply.redirect(`${paths.alert(id)}?done=1`, 303);
  });

  /** What a form of the alert's page asks for. */
  function read(typed: Record<string, string>, session: Session): Asked {
    const { do: does = '', note = '', reason = '', outcome = '', team = '', user = '', reference = '' } = typed;
    const need = (value: string, field: string, text: string): FieldError[] => (value === '' ? [{ text, href: `#${does}-${field}` }] : []);
    const ask = (action: AlertAction, ...errors: FieldError[]): Asked => (errors.length > 0 ? { errors } : { action });
    switch (does) {
      case 'see': case 'take': case 'let-go': case 'wake': case 'confirm-person': return { action: { do: does } };
      case 'accept': return { action: { do: 'accept', note } };
      case 'dismiss': return ask({ do: 'dismiss', reason, note }, ...need(reason, 'reason', 'Choose why nothing needs doing'));
      case 'end': return ask({ do: 'end', outcome, note }, ...need(outcome, 'outcome', 'Choose what came of it'));
      case 'open-case': return ask({ do: 'open-case', reference }, ...need(reference, 'reference', 'Give the reference of the case'));
      case 'note': return ask({ do: 'note', note }, ...need(note, 'note', 'Write the note'));
      case 'snooze': {
        const parts = [typed['until-day'] ?? '', typed['until-month'] ?? '', typed['until-year'] ?? ''];
        const until = readDate(parts.join('/')) ?? readDate(parts.join(' '));
        return ask({ do: 'snooze', until: until ?? '', note }, ...(until?.length === 10 ? [] : [{ text: 'Give a real day, such as 14 12 2026', href: '#until' }]), ...need(note, 'note', 'Say why it can wait'));
      }
      case 'assign': {
        const to = colleagues(session.team).find((c) => c.id === user);
        return to === undefined ? { errors: [{ text: 'Choose whom to give it to', href: '#assign-user' }] } : { action: { do: 'assign', userId: to.id, userName: to.name } };
      }
      case 'transfer':
        return ask({ do: 'transfer', team, note }, ...(alerts.teams.some((t) => t.id === team) ? [] : [{ text: 'Choose the team', href: '#transfer-team' }]), ...need(note, 'note', 'Say why it is theirs'));
      default:
        throw new KithError('request.invalid', 'That is not something that can be done with an alert.');
    }
  }
}

/** Where what the desk refuses stands on the page. */
const fieldOf: Partial<Record<AlertAction['do'], string>> = { snooze: '#until', dismiss: '#dismiss-reason', end: '#end-outcome', transfer: '#transfer-team' };

