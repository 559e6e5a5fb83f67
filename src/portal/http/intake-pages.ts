import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import { isUuid, KithError, newId } from '../../kernel/index.ts';
import type { Intake, Recording } from '../../record/index.ts';
import type { Page } from '../components/layout.tsx';
import type { FieldError } from '../components/messages.tsx';
import { addPersonPage } from '../pages/add-person.tsx';
import { likelyPage } from '../pages/add-person-likely.tsx';
import { keptPage } from '../pages/add-person-kept.tsx';
import { paths } from '../paths.ts';
import { inForce } from './in-force.ts';
import { readForm, readValues, valuesOf, type IntakeValues } from './intake-form.ts';
import type { PageKit } from './kit.ts';

export interface IntakePageServices extends Pick<PageKit, 'log' | 'signIn' | 'contextOf' | 'sendPage'> {
  intake: Intake;
  /** Brings what was kept in, links it and makes its record. */
  settle: () => Promise<void>;
}

type Correct = NonNullable<Recording['correct']>;

/**
 * Recording people by hand. The form is sent on to a page that shows who it may already be, with what was typed in it;
 * only that page's answer is kept, after the same look again. Each goes through the record's `Intake`, which decides,
 * opens and logs.
 */
export function addIntakePages(app: FastifyInstance, services: IntakePageServices): void {
  const { intake, settle, signIn, contextOf, sendPage, log } = services;
  const signedIn = { preHandler: signIn.requireSession };
  const sessionOf = async (request: FastifyRequest): Promise<Session> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    if (intake.feed(session) === null) throw new KithError('access.refused', 'Your team does not record people here.');
    return session;
  };
  const typed = (request: FastifyRequest) => (field: string): string => {
    const value = (request.body as Record<string, unknown> | null | undefined)?.[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  const actionOf = (correct: Correct | null): string => (correct === null ? paths.addPerson : paths.correct(correct.personId, correct.record));
  const form = (request: FastifyRequest, values: IntakeValues, entry: string, errors: readonly FieldError[], correct: Correct | null): Page =>
    addPersonPage({ action: actionOf(correct), entry, csrf: signIn.csrf(request), values, errors, correcting: correct });

  app.get(paths.addPerson, signedIn, async (request, reply) => {
    const session = await sessionOf(request);
    const context = await contextOf(request, session);
    return sendPage(request, reply, 200, form(request, readValues(context.one), newId(), [], null));
  });
  app.get(paths.correct(':id', ':record'), signedIn, async (request, reply) => {
    const session = await sessionOf(request);
    const correct = correctOf(request);
    return sendPage(request, reply, 200, form(request, valuesOf(await intake.said(session, correct.personId, correct.record)), newId(), [], correct));
  });
  app.post(paths.addPerson, signedIn, (request, reply) => answer(request, reply, null));
  app.post(paths.correct(':id', ':record'), signedIn, (request, reply) => answer(request, reply, correctOf(request)));

  async function answer(request: FastifyRequest, reply: FastifyReply, correct: Correct | null): Promise<FastifyReply> {
    const session = await sessionOf(request);
    const context = await contextOf(request, session);
    const field = typed(request);
    const values = readValues(field);
    const entryId = isUuid(field('entry')) ? field('entry') : newId();
    const step = field('step');
    if (step === 'change') return sendPage(request, reply, 200, form(request, values, entryId, [], correct));
    const { said, errors } = readForm(values, { name: session.name, team: session.teamName, purpose: session.purposeName, today: context.today });
    if (errors.length > 0) return sendPage(request, reply, 400, form(request, values, entryId, errors, correct));
    const nobodyElse = field('nobodyElse').slice(0, 500);
    const recording = { entryId, correct, said, nobodyElse };
    const done = step === 'keep' ? await intake.keep(session, recording) : await intake.look(session, recording);
    if (done.kind === 'unusable') return sendPage(request, reply, 400, form(request, values, entryId, [{ text: done.reason, href: `#${done.field}` }], correct));
    if (done.kind === 'likely') {
      const unsaid = step === 'keep' ? [{ text: 'Say how you know that it is none of these', href: '#nobodyElse' }] : [];
      const page = likelyPage({ action: actionOf(correct), entry: entryId, csrf: signIn.csrf(request), values, likely: done.likely, strong: done.strong, nobodyElse, errors: unsaid, today: context.today, correcting: correct !== null });
      return sendPage(request, reply, unsaid.length > 0 ? 400 : 200, page);
    }
    const standing = await inForce(settle, log);
    const personId = standing ? await intake.personOf(session, done.record) : null;
    if (personId === null) return sendPage(request, reply, 200, keptPage({ record: done.record }));
    return reply.redirect(`${paths.person(personId)}?recorded=${correct === null ? 'new' : 'corrected'}`, 303);
  }
}

function correctOf(request: FastifyRequest): Correct {
  const { id, record } = request.params as { id: string; record: string };
  if (!isUuid(id)) throw new KithError('person.not-found', 'There is no such person.');
  return { personId: id.toLowerCase(), record };
}
