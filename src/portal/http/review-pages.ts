import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import type { Reviews } from '../../record/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { labelsPage } from '../pages/review-labels.tsx';
import { queuePage, type QueueProps } from '../pages/review-queue.tsx';
import { reviewPage } from '../pages/review-item.tsx';
import { paths } from '../paths.ts';
import { inForce } from './in-force.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

export interface ReviewPageServices extends Pick<PageKit, 'log' | 'signIn' | 'contextOf' | 'sendPage'> {
  reviews: Reviews;
  /** Brings decisions into force and the record up to them. */
  settle: () => Promise<void>;
}

const drawAtOnce = 40;
const longestReason = 500;

/**
 * Pages about links, the only ones of the portal that change something. They are not in the table of routes, which is
 * of pages that read; each still goes through the record's `Reviews`, which decides, opens and logs.
 */
export function addReviewPages(app: FastifyInstance, services: ReviewPageServices): void {
  const { reviews, settle, signIn, contextOf, sendPage } = services;
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<{ session: Session; context: Context; csrf: string }> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    return { session, context: await contextOf(request, session), csrf: signIn.csrf(request) };
  };
  const typed = (request: FastifyRequest, field: string): string => {
    const value = (request.body as Record<string, unknown> | null | undefined)?.[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

  app.get(paths.linkage, signedIn, async (request, reply) => {
    const { session, context, csrf } = await within(request);
    const from = Number(context.one('from'));
    const offset = Number.isInteger(from) && from > 0 && from < 1e6 ? from : 0;
    const { items, next, decisions } = await reviews.queue(session, offset);
    const decision = decisions.find((d) => d.overrideId === context.one('decided'));
    const done: QueueProps['done'] = decision !== undefined ? { kind: 'decided', decision, later: context.one('done') === 'later' } : context.one('done') === 'undone' ? { kind: 'undone' } : context.one('done') === 'unsure' ? { kind: 'unsure' } : null;
    return sendPage(request, reply, 200, queuePage({ items, next, decisions, later: offset > 0, today: context.today, csrf, done }));
  });

  const showReview = async (request: FastifyRequest, reply: FastifyReply, values: { decision: string; reason: string }, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf } = await within(request);
    const detail = await reviews.one(session, idOf(request));
    const feedTitle = (feed: string): string => context.feeds.states.find((s) => s.feed === feed)?.title ?? feed;
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, reviewPage({ detail, today: context.today, csrf, feedTitle, typed: values, errors }));
  };
  app.get(paths.review(':id'), signedIn, (request, reply) => showReview(request, reply, { decision: '', reason: '' }, []));
  app.post(paths.review(':id'), signedIn, async (request, reply) => {
    const { session } = await within(request);
    const values = { decision: typed(request, 'decision'), reason: typed(request, 'reason').slice(0, longestReason) };
    const { decision, reason } = values;
    const errors: FieldError[] = [];
    if (decision !== 'join' && decision !== 'apart' && decision !== 'unsure') errors.push({ text: 'Choose Join, Keep apart or Not sure', href: '#decision' });
    if (reason === '' && decision !== 'unsure') errors.push({ text: 'Say how you know', href: '#reason' });
    if (errors.length > 0) return showReview(request, reply, values, errors);
    if (decision !== 'join' && decision !== 'apart') return reply.redirect(`${paths.linkage}?done=unsure`, 303);
    const made = await reviews.decide(session, idOf(request), decision, reason);
    return reply.redirect(`${paths.linkage}?decided=${made}${(await inForce(settle, services.log)) ? '' : '&done=later'}`, 303);
  });
  app.post(paths.undo(':id'), signedIn, async (request, reply) => {
    const { session } = await within(request);
    const reason = typed(request, 'reason').slice(0, longestReason);
    if (reason === '') throw new KithError('request.invalid', 'Nothing was undone: say why it should be.', { mend: 'Go back, fill in why, and send it once more.' });
    await reviews.undo(session, idOf(request), reason);
    await inForce(settle, services.log);
    return reply.redirect(`${paths.linkage}?done=undone`, 303);
  });

  const showLabels = async (request: FastifyRequest, reply: FastifyReply, error?: string): Promise<FastifyReply> => {
    const { session, csrf } = await within(request);
    const [pair, found] = [await reviews.nextLabel(session), await reviews.precisionRecall(session)];
    return sendPage(request, reply, error === undefined ? 200 : 400, labelsPage({ pair, found, csrf, ...(error === undefined ? {} : { error }) }));
  };
  app.get(paths.labels, signedIn, (request, reply) => showLabels(request, reply));
  app.post(paths.labels, signedIn, async (request, reply) => {
    const { session } = await within(request);
    const label = typed(request, 'label');
    if (label !== 'same' && label !== 'different' && label !== 'unsure') return showLabels(request, reply, 'Choose One person, Two people or Not sure');
    await reviews.label(session, typed(request, 'id'), label);
    return reply.redirect(paths.labels, 303);
  });
  app.post(paths.drawLabels, signedIn, async (request, reply) => {
    const { session } = await within(request);
    await reviews.sample(session, drawAtOnce);
    return reply.redirect(paths.labels, 303);
  });
}
