import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUuid, KithError } from '../../kernel/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { beginPage } from '../pages/case/begin.tsx';
import { caseOnePage } from '../pages/case/case.tsx';
import { paths } from '../paths.ts';
import { following } from '../words/what-follows.ts';
import { around } from './around.ts';
import { fieldOf, readAct } from './case-act-form.ts';
import { asking, bannerOf, sentOf, type CasePageServices } from './case-kit.ts';

const doneWords: Record<string, string> = {
  opened: 'The case is open.', moved: 'Completed. The case has gone on.', completed: 'Completed. Choose below how it goes on.', act: 'Done.',
};

/** Opening a case, and one case with all that can be done with it. Each look and change goes through the case desk, which decides, opens and logs. */
export function addCasePages(app: FastifyInstance, services: CasePageServices): void {
  const { cases, access, people, signIn, sendPage, clock } = services;
  const { desk } = cases;
  const signedIn = { preHandler: signIn.requireSession };
  const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

  const show = async (request: FastifyRequest, reply: FastifyReply, typed: Record<string, string>, errors: FieldError[]): Promise<FastifyReply> => {
    const asked = await asking(services, request);
    const { session, context, csrf } = asked;
    const detail = await desk.one(session, idOf(request));
    const frame = await bannerOf(services, asked, detail);
    const now = clock.now();
    const page = caseOnePage({
      detail, frame, now, csrf, typed, errors,
      userId: session.userId,
      colleagues: cases.workersOf(detail.case.team),
      teams: cases.teams,
      roles: Object.keys(detail.pathway.roles),
      follows: new Map(detail.state.transitions.map((t, i) => [i, following(detail.pathway, t, now, context.today)])),
      done: doneWords[context.one('done')] ?? null,
      documentHref: (document) => paths.caseDocument(detail.case.caseId, document),
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  app.get(paths.case(':id'), signedIn, (request, reply) => show(request, reply, {}, []));
  app.post(paths.case(':id'), signedIn, async (request, reply) => {
    const { session } = await asking(services, request);
    const id = idOf(request);
    const sent = sentOf(request);
    const does = sent.one('do');
    const typed = Object.fromEntries(Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v.slice(0, 4_000)]] : [])));
    const detail = await desk.one(session, id);
    const read = readAct(sent, detail);
    if ('errors' in read) return show(request, reply, typed, read.errors);
    try {
      if ('link' in read) await desk.link(session, id, read.link);
      else {
        const after = await desk.act(session, id, Number(sent.one('revision')), read.action);
        // What another team has taken on, or was just closed to its readers, is not this reader's to look at.
        if (does === 'reject' || (does === 'accept' && after.team !== session.team)) return await reply.redirect(paths.work, 303);
      }
      return await reply.redirect(`${paths.case(id)}?done=act`, 303);
    } catch (error) {
      if (!(error instanceof KithError) || !['request.invalid', 'conflict.changed'].includes(error.code)) throw error;
      return show(request, reply, typed, [{ text: `${error.message} ${error.mend ?? ''}`.trim(), href: 'link' in read ? '#link-reference' : fieldOf(does) }]);
    }
  });

  app.get(paths.caseFile(':id', ':file'), signedIn, async (request, reply) => {
    const { session } = await asking(services, request);
    const found = await desk.attachment(session, idOf(request), (request.params as { file: string }).file);
    const as = found.image ? 'inline' : 'attachment';
    return reply.header('content-disposition', `${as}; filename*=UTF-8''${encodeURIComponent(found.name)}`).header('content-security-policy', "default-src 'none'; sandbox").type(found.type).send(found.content);
  });

  const showBegin = async (request: FastifyRequest, reply: FastifyReply, typed: { pathway: string; note: string }, errors: FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf } = await asking(services, request);
    const personId = idOf(request);
    if (!isUuid(personId)) throw new KithError('person.not-found', 'There is no such person.');
    const { frame, open } = await access.reading(session, { action: 'case', persons: [personId], request: 'begin' }, async (reading) => {
      const decision = reading.persons.get(personId);
      if (decision === undefined || decision.sealed || reading.level(personId, context.categories[0]?.id ?? '') === 'none') throw new KithError('person.not-found', 'There is no such person.');
      if (decision.restricted) throw new KithError('access.refused', 'This record is restricted. It does not open for your team and purpose.');
      return { frame: await around(reading, personId, people, context), open: await desk.ofPerson(reading, personId) };
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, beginPage({ frame, open: open.filter((c) => c.open), startable: desk.startable(session), csrf, typed, errors, now: clock.now(), today: context.today }));
  };
  app.get(paths.begin(':id'), signedIn, async (request, reply) => {
    const { context } = await asking(services, request);
    return showBegin(request, reply, { pathway: context.one('pathway'), note: '' }, []);
  });
  app.post(paths.begin(':id'), signedIn, async (request, reply) => {
    const { session } = await asking(services, request);
    const sent = sentOf(request);
    const typed = { pathway: sent.one('pathway'), note: sent.one('note').slice(0, 4_000) };
    if (!desk.startable(session).some((p) => p.id === typed.pathway)) return showBegin(request, reply, typed, [{ text: 'Choose what to begin', href: '#pathway' }]);
    try {
      const made = await desk.open(session, { personId: idOf(request), pathway: typed.pathway, ...(typed.note.trim() === '' ? {} : { note: typed.note.trim() }) });
      return await reply.redirect(`${paths.case(made.caseId)}?done=opened`, 303);
    } catch (error) {
      if (!(error instanceof KithError) || error.code !== 'conflict.changed') throw error;
      return showBegin(request, reply, typed, [{ text: `${error.message} ${error.mend ?? ''}`.trim(), href: '#open' }]);
    }
  });
}
