import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Reading } from '../../access/index.ts';
import { isUuid, KithError, readDate, showNhsNumber } from '../../kernel/index.ts';
import { toPdf } from '../../pathways/index.ts';
import type { PersonSummary, Records } from '../../record/index.ts';
import { channels, requestKinds, type Channel, type CopyItem, type EventKind, type RequestDesk, type RequestKind, type RightsRequest } from '../../rights/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { copyDocument, copyHtml, copyPreviewPage } from '../pages/request-copy.tsx';
import { requestItemsPage } from '../pages/request-items.tsx';
import { requestOnePage } from '../pages/request-one.tsx';
import { enterRequestPage, requestsPage, requestWhosePage, type EnterTyped } from '../pages/requests.tsx';
import { paths } from '../paths.ts';
import { showDay } from '../words/dates.ts';
import { plainName } from '../words/person.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

const itemsAtOnce = 20;
const longest = 5_000;

interface At {
  context: Context;
  personId: string;
  requestId: string;
}

/** Answering what people ask of their own data: each page about one person is a reading of action `requests`. */
export function addRequestPages(app: FastifyInstance, kit: PageKit & { desk: RequestDesk; named: Pick<Records, 'people'> }): void {
  const { desk, named, access, records, signIn, contextOf, sendPage, clock } = kit;
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<At> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const { person = '', request: requestId = '' } = request.params as Record<string, string>;
    const context = await contextOf(request, session);
    if (!context.may('requests')) throw new KithError('access.refused', 'Your team does not answer requests.');
    return { context, personId: person.toLowerCase(), requestId: requestId.toLowerCase() };
  };
  const all = (request: FastifyRequest, field: string): string[] => [(request.body as Record<string, unknown> | null | undefined)?.[field]].flat().filter((v): v is string => typeof v === 'string');
  const typed = (request: FastifyRequest, field: string): string => (all(request, field)[0] ?? '').trim().slice(0, longest);
  /** The person of a request, who is nobody where they may not be known of. */
  const under = <T>({ context, personId }: At, asked: string, work: (reading: Reading, summary: PersonSummary) => Promise<T>): Promise<T> => {
    if (!isUuid(personId)) throw new KithError('person.not-found', 'There is no such person.');
    return access.reading(context.session, { action: 'requests', persons: [personId], request: asked }, async (reading) => {
      const [row] = await named.people(reading, [personId]);
      if (row?.kind === 'restricted') throw new KithError('access.refused', 'This record is restricted.');
      if (row === undefined) throw new KithError('person.not-found', 'There is no such person.');
      return work(reading, row.summary);
    });
  };
  /** Runs a change; what is wrong with what was typed comes back as a message. */
  const trying = async (work: () => Promise<void>): Promise<FieldError[]> => {
    try {
      await work();
      return [];
    } catch (error) {
      if (error instanceof KithError && ['request.invalid', 'conflict.changed', 'access.refused'].includes(error.code)) return [{ text: `${error.message} ${error.mend ?? ''}`.trim() }];
      throw error;
    }
  };

  app.get(paths.requests, signedIn, async (request, reply) => {
    const { context } = await within(request);
    const list = await desk.all(context.session);
    const people = [...new Set(list.map((r) => r.personId))];
    const names = await access.reading(context.session, { action: 'requests', persons: people, request: 'list' }, async (reading) => new Map((await named.people(reading, people)).flatMap((row) => (row.kind === 'person' ? [[row.summary.personId, plainName(row.summary)] as const] : []))));
    return sendPage(request, reply, 200, requestsPage({ requests: list.flatMap((r) => (names.has(r.personId) ? [{ ...r, name: names.get(r.personId)! }] : [])) }));
  });

  app.get(paths.requestNew, signedIn, async (request, reply) => {
    const { context } = await within(request);
    const query = context.one('q').slice(0, 200);
    const found = query.replace(/[^\p{L}\p{N}]/gu, '').length < 2 ? null : (await access.reading(context.session, { action: 'search', persons: [], request: query }, (reading) => records.search(reading, query))).found;
    return sendPage(request, reply, 200, requestWhosePage({ query, found, today: context.today }));
  });

  const enter = async (request: FastifyRequest, reply: FastifyReply, given: EnterTyped, errors: FieldError[]): Promise<FastifyReply> => {
    const at = await within(request);
    const page = await under(at, 'enter a request', async (_, summary) => enterRequestPage({ personId: at.personId, name: plainName(summary), typed: given, errors, csrf: at.context.csrf }));
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  app.get(paths.requestNewFor(':person'), signedIn, (request, reply) => enter(request, reply, { kind: '', channel: '', askedBy: '', askedAs: '', words: '', received: '' }, []));
  app.post(paths.requestNewFor(':person'), signedIn, async (request, reply) => {
    const at = await within(request);
    const given: EnterTyped = { kind: typed(request, 'kind'), channel: typed(request, 'channel'), askedBy: typed(request, 'askedBy'), askedAs: typed(request, 'askedAs'), words: typed(request, 'words'), received: typed(request, 'received') };
    const received = readDate(given.received);
    const errors: FieldError[] = [];
    if (!requestKinds.includes(given.kind as RequestKind)) errors.push({ text: 'Choose what is asked', href: '#kind' });
    if (!channels.includes(given.channel as Channel) || given.channel === 'own-page') errors.push({ text: 'Choose how it came', href: '#channel' });
    if (received === null || received.length < 10 || received > at.context.today) errors.push({ text: 'Give the day on which it came, such as 3/11/2026', href: '#received' });
    if (given.askedBy === '') errors.push({ text: 'Say who asks', href: '#askedBy' });
    if (given.askedAs === '') errors.push({ text: 'Say as what they ask, and what you have seen', href: '#askedAs' });
    if (errors.length > 0) return enter(request, reply, given, errors);
    const made = await under(at, `enter: ${given.kind}`, (reading) => desk.enter(reading, at.personId, { kind: given.kind as RequestKind, channel: given.channel as Channel, askedBy: given.askedBy, askedAs: given.askedAs, words: given.words, received: received! }));
    return reply.redirect(paths.request(made.personId, made.requestId), 303);
  });

  const show = async (request: FastifyRequest, reply: FastifyReply, errors: FieldError[]): Promise<FastifyReply> => {
    const at = await within(request);
    const page = await under(at, 'one request', async (reading, summary) => {
      const one = await desk.one(reading, at.personId, at.requestId);
      const items = await desk.items(reading, at.personId, at.requestId);
      return requestOnePage({ request: one, name: plainName(summary), items, checked: desk.checked(one, items), decidedByMe: items.some((i) => i.decidedBy === at.context.session.userId), errors, csrf: at.context.csrf });
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  app.get(paths.request(':person', ':request'), signedIn, (request, reply) => show(request, reply, []));
  app.post(paths.request(':person', ':request'), signedIn, async (request, reply) => {
    const at = await within(request);
    const [step, words] = [typed(request, 'step'), typed(request, 'words')];
    const errors = await trying(() =>
      under(at, step, async (reading, summary) => {
        const of = [reading, at.personId, at.requestId] as const;
        if (step === 'gather') await desk.gather(...of, { names: [...summary.given, summary.family, summary.preferredName ?? ''], phones: summary.phones, emails: summary.emails, others: summary.contacts.map(({ name, phone }) => ({ name, phone: phone ?? null })) });
        else if (step === 'include-plain') await desk.includePlain(...of);
        else if (step === 'check' || step === 'send-back') await desk.check(...of, step === 'check', words);
        else if (step === 'release') await desk.release(...of, words);
        else await desk.step(...of, step as EventKind, words);
      }),
    );
    return errors.length > 0 ? show(request, reply, errors) : reply.redirect(paths.request(at.personId, at.requestId), 303);
  });

  const look = async (request: FastifyRequest, reply: FastifyReply, errors: FieldError[]): Promise<FastifyReply> => {
    const at = await within(request);
    const asked = at.context.one('show');
    const kind = asked === 'look' || asked === 'undecided' ? asked : 'all';
    const start = Number(at.context.one('from'));
    const from = Number.isInteger(start) && start > 0 && start < 1e6 ? start : 0;
    const page = await under(at, 'look through a copy', async (reading, summary) => {
      const one = await desk.one(reading, at.personId, at.requestId);
      const items = (await desk.items(reading, at.personId, at.requestId)).filter((i) => kind === 'all' || (kind === 'look' ? i.suggested.length > 0 : i.decision === 'undecided'));
      return requestItemsPage({ request: one, name: plainName(summary), items: items.slice(from, from + itemsAtOnce), total: items.length, from, size: itemsAtOnce, show: kind, holding: (id) => desk.holdings.find((h) => h.id === id)?.title ?? id, errors, csrf: at.context.csrf });
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  app.get(paths.requestItems(':person', ':request'), signedIn, (request, reply) => look(request, reply, []));
  app.post(paths.requestItems(':person', ':request'), signedIn, async (request, reply) => {
    const at = await within(request);
    const item = typed(request, 'item');
    const decision = typed(request, 'decision') as CopyItem['decision'];
    const errors = await trying(async () => {
      if (!isUuid(item) || !['include', 'redact', 'withhold'].includes(decision)) throw new KithError('request.invalid', 'This form was not read.');
      const strike = { rows: all(request, 'rows').map(Number).filter((n) => Number.isInteger(n) && n >= 0), words: typed(request, 'words').split(',').map((w) => w.trim()).filter((w) => w !== '') };
      await under(at, `${decision} a part`, (reading) => desk.decide(reading, at.personId, at.requestId, item, { decision, strike, exemption: typed(request, 'exemption') || null, note: typed(request, 'note') }));
    });
    return errors.length > 0 ? look(request, reply, errors) : reply.redirect(request.url, 303);
  });

  app.get(paths.requestCopy(':person', ':request', ':form'), signedIn, async (request, reply) => {
    const at = await within(request);
    const { form = '' } = request.params as Record<string, string>;
    const { copy, one, checked } = await under(at, `copy as ${form}`, async (reading, summary) => {
      const found: RightsRequest = await desk.one(reading, at.personId, at.requestId);
      const items = await desk.items(reading, at.personId, at.requestId);
      const person = { name: plainName(summary), born: summary.birthDate === null ? 'Not known' : showDay(summary.birthDate), nhsNumber: summary.nhsNumber === null ? 'Not known' : showNhsNumber(summary.nhsNumber) };
      return { one: found, copy: desk.copy(found, person, items), checked: desk.checked(found, items) };
    });
    if (form === 'preview') return sendPage(request, reply, 200, copyPreviewPage(copy, at.personId, at.requestId));
    if (!checked) throw new KithError('conflict.changed', 'What would be given has not been checked as it stands now.', { mend: 'Have a second person check it first.' });
    const named = (type: string, extension: string): FastifyReply => reply.type(type).header('content-disposition', `attachment; filename="${one.reference}.${extension}"`);
    if (form === 'json') return named('application/json; charset=utf-8', 'json').send(`${JSON.stringify(copy, null, 2)}\n`);
    if (form === 'html') return named('text/html; charset=utf-8', 'html').send(copyHtml(copy));
    if (form === 'pdf') return named('application/pdf', 'pdf').send(await toPdf(copyDocument(copy, `${at.context.session.name}, ${at.context.session.teamName}`, clock.now().toISOString())));
    throw new KithError('person.not-found', 'There is no such form.');
  });
}
