import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KithError } from '../../kernel/index.ts';
import type { Retention } from '../../rights/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { retentionBatchPage, retentionPage } from '../pages/retention.tsx';
import { paths } from '../paths.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

/** What is kept and for how long: counts and ids, and no page of it shows who anybody is. */
export function addRetentionPages(app: FastifyInstance, { retention, signIn, contextOf, sendPage }: PageKit & { retention: Retention }): void {
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<Context> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const context = await contextOf(request, session);
    if (!context.may('retention')) throw new KithError('access.refused', 'Your team does not decide what is destroyed.');
    return context;
  };
  const show = async (request: FastifyRequest, reply: FastifyReply, errors: FieldError[]): Promise<FastifyReply> => {
    const context = await within(request);
    const [due, holds, batches] = await Promise.all([retention.due(), retention.holds(), retention.batches()]);
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, retentionPage({ definition: retention.definition, due, holds, batches, today: context.today, errors, csrf: context.csrf }));
  };
  app.get(paths.retention, signedIn, (request, reply) => show(request, reply, []));
  app.post(paths.retention, signedIn, async (request, reply) => {
    const { session } = await within(request);
    const { step, id } = (request.body ?? {}) as Record<string, unknown>;
    const of = typeof id === 'string' ? id : '';
    try {
      if (step === 'propose') return reply.redirect(paths.retentionBatch(await retention.propose(session)), 303);
      if (step === 'lift') await retention.lift(session, of);
      else if (step === 'refuse') await retention.refuse(session, of);
      else if (step === 'approve') await retention.approve(session, of);
      else throw new KithError('request.invalid', 'This form was not read.');
    } catch (error) {
      if (error instanceof KithError && ['request.invalid', 'conflict.changed', 'access.refused'].includes(error.code)) return show(request, reply, [{ text: `${error.message} ${error.mend ?? ''}`.trim() }]);
      throw error;
    }
    return reply.redirect(step === 'approve' ? paths.retentionBatch(of) : paths.retention, 303);
  });
  app.get(paths.retentionBatch(':batch'), signedIn, async (request, reply) => {
    const context = await within(request);
    const { batch: id = '' } = request.params as Record<string, string>;
    const batch = (await retention.batches()).find((b) => b.batchId === id);
    if (batch === undefined) throw new KithError('person.not-found', 'There is no such batch.');
    const title = (schedule: string): string => retention.definition.schedules.find((s) => s.id === schedule)?.title ?? schedule;
    return sendPage(request, reply, 200, retentionBatchPage({ batch, parts: await retention.parts(id), title, mine: batch.proposedBy === context.session.userId, today: context.today, csrf: context.csrf }));
  });
}
