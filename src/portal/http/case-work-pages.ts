import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUuid, KithError, readDate } from '../../kernel/index.ts';
import { worklistSorts, type WorklistFilter } from '../../pathways/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { allocatePage, awayPage } from '../pages/case/allocate.tsx';
import { isTab, workListPage, workNoticesPage, workTasksPage, type WorkFrame } from '../pages/case/work.tsx';
import { paths } from '../paths.ts';
import { asking, sentOf, workFrameOf, type Asking, type CasePageServices } from './case-kit.ts';

/** What a worker and a team have to do: cases, tasks, notices, who has what and who is away. */
export function addCaseWorkPages(app: FastifyInstance, services: CasePageServices): void {
  const { cases, signIn, sendPage, clock } = services;
  const { desk, work } = cases;
  const signedIn = { preHandler: signIn.requireSession };
  const offsetOf = ({ context }: Asking): number => {
    const from = Number(context.one('from'));
    return Number.isInteger(from) && from > 0 && from < 1e6 ? from : 0;
  };
  const team = ({ session }: Asking) => cases.workersOf(session.team).filter((w, i, all) => all.findIndex((o) => o.id === w.id) === i);
  const frameOf = (asked: Asking, counts?: WorkFrame['counts']): Promise<WorkFrame> => workFrameOf(services, asked, counts);
  const doneWords = (asked: Asking): string | null => {
    const n = Number(asked.context.one('done'));
    if (asked.context.one('done') === '' || !Number.isInteger(n)) return null;
    const not = asked.context.one('not');
    return `${n === 1 ? '1 case was' : `${n} cases were`} given.${not === '' || not === '0' ? '' : ` ${not} could not be.`}`;
  };

  app.get(paths.work, signedIn, async (request, reply) => {
    const asked = await asking(services, request);
    const { session, context, csrf } = asked;
    const tab = isTab(context.one('tab')) ? (context.one('tab') as Parameters<typeof work.list>[1]['tab']) : 'mine';
    const word = (name: string): string | undefined => (context.one(name) === '' ? undefined : context.one(name).slice(0, 100));
    const [pathway, worker, priority] = [word('pathway'), word('worker'), word('priority')];
    const filter: WorklistFilter = { ...(pathway === undefined ? {} : { pathway }), ...(worker === undefined ? {} : { worker }), ...(priority !== undefined && /^\d$/.test(priority) ? { priority: Number(priority) } : {}) };
    const sort = worklistSorts.find((s) => s === context.one('sort')) ?? 'due';
    const [list, all] = await Promise.all([work.list(session, { tab, filter, sort, offset: offsetOf(asked) }), work.counts(session)]);
    return sendPage(request, reply, 200, workListPage({
      frame: await frameOf(asked, { ...list.counts, tasks: all.tasks, notices: all.notices }), tab, items: list.items, next: list.next, filter, sort,
      pathways: cases.pathways.filter((p) => p.start !== undefined).map(({ id, title }) => ({ id, title })), colleagues: team(asked), now: clock.now(), today: context.today, csrf, done: doneWords(asked),
    }));
  });

  /** Gives the cases chosen to a worker; where it goes back to says how many. */
  const give = async (request: FastifyRequest, asked: Asking): Promise<{ done: number; not: number } | FieldError[]> => {
    const sent = sentOf(request);
    const chosen = sent.all('case').filter(isUuid);
    const to = team(asked).find((w) => w.id === sent.one('assign'));
    if (chosen.length === 0) return [{ text: 'Tick the cases you mean', href: '#assign' }];
    if (to === undefined) return [{ text: 'Choose whom to give them to', href: '#assign' }];
    const { done, not } = await desk.actOnMany(asked.session, chosen, { do: 'assign', userId: to.id });
    return { done, not: not.length };
  };
  app.post(paths.work, signedIn, async (request, reply) => {
    const asked = await asking(services, request);
    const given = await give(request, asked);
    if (Array.isArray(given)) throw new KithError('request.invalid', `${given[0]!.text}.`, { mend: 'Go back, tick the cases and choose a worker.' });
    const back = sentOf(request).one('back');
    return reply.redirect(`${paths.work}?tab=${isTab(back) ? back : 'team'}&done=${given.done}&not=${given.not}`, 303);
  });

  const showAllocate = async (request: FastifyRequest, reply: FastifyReply, asked: Asking, errors: FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf } = asked;
    const [load, free] = await Promise.all([work.load(session), work.list(session, { tab: 'team', filter: { worker: 'nobody' }, sort: 'due', offset: 0 })]);
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, allocatePage({ frame: await frameOf(asked), load, unallocated: free.items, now: clock.now(), today: context.today, csrf, done: doneWords(asked), errors }));
  };
  app.get(paths.allocate, signedIn, async (request, reply) => showAllocate(request, reply, await asking(services, request), []));
  app.post(paths.allocate, signedIn, async (request, reply) => {
    const asked = await asking(services, request);
    const given = await give(request, asked);
    if (Array.isArray(given)) return showAllocate(request, reply, asked, given);
    return reply.redirect(`${paths.allocate}?done=${given.done}&not=${given.not}`, 303);
  });

  app.get(paths.workTasks, signedIn, async (request, reply) => {
    const asked = await asking(services, request);
    const tab = asked.context.one('tab') === 'team' ? 'team' : 'mine';
    const list = await work.tasks(asked.session, { tab, offset: offsetOf(asked) });
    return sendPage(request, reply, 200, workTasksPage({ frame: await frameOf(asked), tab, items: list.items, next: list.next, now: clock.now(), today: asked.context.today, done: asked.context.one('done') === 'taken' ? 'It is yours.' : null, csrf: asked.csrf }));
  });
  app.post(paths.workTasks, signedIn, async (request, reply) => {
    const { session } = await asking(services, request);
    const sent = sentOf(request);
    const { case: held } = await desk.one(session, sent.one('case'));
    await desk.act(session, held.caseId, held.revision, { do: 'task-assign', taskId: sent.one('task'), userId: session.userId });
    return reply.redirect(`${paths.workTasks}?done=taken`, 303);
  });

  app.get(paths.workNotices, signedIn, async (request, reply) => {
    const asked = await asking(services, request);
    const list = await work.notices(asked.session, offsetOf(asked));
    return sendPage(request, reply, 200, workNoticesPage({ frame: await frameOf(asked), ...list, today: asked.context.today, csrf: asked.csrf }));
  });
  app.post(paths.workNotices, signedIn, async (request, reply) => {
    const { session } = await asking(services, request);
    const notice = sentOf(request).one('notice');
    if (isUuid(notice)) await work.readNotice(session, notice);
    return reply.redirect(paths.workNotices, 303);
  });

  const showAway = async (request: FastifyRequest, reply: FastifyReply, typed: Record<string, string>, errors: FieldError[]): Promise<FastifyReply> => {
    const asked = await asking(services, request);
    const { session, context, csrf } = asked;
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, awayPage({ frame: await frameOf(asked), absences: await work.absences(session), workers: team(asked), userId: session.userId, today: context.today, csrf, typed, errors, done: context.one('done') === '1' ? 'Done.' : null }));
  };
  app.get(paths.away, signedIn, (request, reply) => showAway(request, reply, {}, []));
  app.post(paths.away, signedIn, async (request, reply) => {
    const { session } = await asking(services, request);
    const sent = sentOf(request);
    if (sent.one('end') !== '') {
      await work.endAbsence(session, sent.one('end'));
      return reply.redirect(`${paths.away}?done=1`, 303);
    }
    const day = (id: string): string | null => readDate(['day', 'month', 'year'].map((p) => sent.one(`${id}-${p}`).trim()).join('/'));
    const typed = Object.fromEntries(['user', 'cover', ...['from', 'until'].flatMap((id) => ['day', 'month', 'year'].map((p) => `${id}-${p}`))].map((name) => [name, sent.one(name).slice(0, 100)]));
    const [from, until] = [day('from'), day('until')];
    const errors: FieldError[] = [...(from?.length === 10 ? [] : [{ text: 'Give the first day away', href: '#from' }]), ...(until?.length === 10 ? [] : [{ text: 'Give the last day away', href: '#until' }])];
    if (errors.length > 0) return showAway(request, reply, typed, errors);
    try {
      await work.setAbsence(session, { userId: sent.one('user'), from: from!, until: until!, cover: sent.one('cover') === '' ? null : sent.one('cover') });
    } catch (error) {
      if (!(error instanceof KithError) || error.code !== 'request.invalid') throw error;
      return showAway(request, reply, typed, [{ text: error.message, href: error.message.includes('day') ? '#until' : '#cover' }]);
    }
    return reply.redirect(`${paths.away}?done=1`, 303);
  });
}
