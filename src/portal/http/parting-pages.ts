import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import type { Parting } from '../../record/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { joinPage, joinSearchPage } from '../pages/join.tsx';
import { joinedPage, partingPage } from '../pages/joined.tsx';
import { paths } from '../paths.ts';
import { inForce } from './in-force.ts';
import type { PageKit } from './kit.ts';
import type { Context, People } from './route.ts';

export interface PartingPageServices extends Pick<PageKit, 'access' | 'log' | 'signIn' | 'contextOf' | 'sendPage'> {
  parting: Parting;
  people: Pick<People, 'records'>;
  settle: () => Promise<void>;
}

const longestReason = 500;
const mostRecords = 200;

/** Parting records that were joined, and joining people who are here twice; each through the record's `Parting`, which decides, opens and logs. */
export function addPartingPages(app: FastifyInstance, services: PartingPageServices): void {
  const { parting, access, people, settle, signIn, contextOf, sendPage, log } = services;
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<{ session: Session; context: Context; csrf: string }> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    return { session, context: await contextOf(request, session), csrf: signIn.csrf(request) };
  };
  const typed = (request: FastifyRequest, field: string): string[] => {
    const value = (request.body as Record<string, unknown> | null | undefined)?.[field];
    return [value].flat().filter((v): v is string => typeof v === 'string').map((v) => v.trim());
  };
  const reasonOf = (request: FastifyRequest): string => (typed(request, 'reason')[0] ?? '').slice(0, longestReason);
  const param = (request: FastifyRequest, name: 'id' | 'other'): string => (request.params as Record<string, string>)[name] ?? '';
  const decided = async (reply: FastifyReply, overrideId: string): Promise<FastifyReply> => reply.redirect(`${paths.linkage}?decided=${overrideId}${(await inForce(settle, log)) ? '' : '&done=later'}`, 303);
  const unsaid: FieldError = { text: 'Say how you know', href: '#reason' };

  const showJoined = async (request: FastifyRequest, reply: FastifyReply, chosen: readonly number[], errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf } = await within(request);
    const personId = param(request, 'id');
    const joined = await parting.joined(session, personId);
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, joinedPage({ personId: personId.toLowerCase(), joined, chosen, reason: '', errors, csrf, today: context.today, feedTitle: (feed) => context.feeds.name(feed) }));
  };
  app.get(paths.joined(':id'), signedIn, (request, reply) => showJoined(request, reply, [], []));
  app.post(paths.joined(':id'), signedIn, async (request, reply) => {
    const { session, context, csrf } = await within(request);
    const personId = param(request, 'id');
    const others = typed(request, 'others').map(Number).filter((n) => Number.isSafeInteger(n) && n > 0).slice(0, mostRecords);
    const [step = ''] = typed(request, 'step');
    if (step === 'change') return showJoined(request, reply, others, []);
    if (others.length === 0) return showJoined(request, reply, [], [{ text: 'Mark the records that are somebody else’s', href: '#others' }]);
    const reason = reasonOf(request);
    if (step === 'part' && reason !== '') return decided(reply, await parting.part(session, personId, others, reason));
    const { records } = await parting.joined(session, personId);
    if (records.every((r) => others.includes(r.subject))) return showJoined(request, reply, others, [{ text: 'Leave at least one record unmarked: somebody’s page must stay', href: '#others' }]);
    const preview = await parting.preview(session, personId, others);
    const errors = step === 'part' ? [unsaid] : [];
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, partingPage({ personId: personId.toLowerCase(), preview, chosen: others, reason, errors, csrf, today: context.today, feedTitle: (feed) => context.feeds.name(feed) }));
  });

  app.get(paths.join(':id'), signedIn, async (request, reply) => {
    const { session, context } = await within(request);
    const personId = param(request, 'id');
    const { name } = await parting.joined(session, personId);
    const query = context.one('q').slice(0, 200);
    const result = query.replace(/[^\p{L}\p{N}]/gu, '').length < 2 ? null : await access.reading(session, { action: 'search', persons: [], request: query }, (reading) => people.records.search(reading, query));
    return sendPage(request, reply, 200, joinSearchPage({ personId: personId.toLowerCase(), name, query, result, today: context.today }));
  });
  const showTwo = async (request: FastifyRequest, reply: FastifyReply, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf } = await within(request);
    const two = await parting.two(session, param(request, 'id'), param(request, 'other'));
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, joinPage({ two, reason: '', errors, csrf, today: context.today }));
  };
  app.get(paths.joinWith(':id', ':other'), signedIn, (request, reply) => showTwo(request, reply, []));
  app.post(paths.joinWith(':id', ':other'), signedIn, async (request, reply) => {
    const { session } = await within(request);
    const reason = reasonOf(request);
    if (reason === '') return showTwo(request, reply, [unsaid]);
    return decided(reply, await parting.join(session, param(request, 'id'), param(request, 'other'), reason));
  });
}
