import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { putKinds, type Marking } from '../../access/index.ts';
import { readDate } from '../../kernel/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { declaredPage, declarePage, markPersonPage, type MarkPersonProps } from '../pages/mark-person.tsx';
import { marksPage } from '../pages/marks.tsx';
import { paths } from '../paths.ts';
import type { PageKit } from './kit.ts';
import { knownPerson, nameOf, typedOne, withinPage } from './person-form.ts';

/** Marks kept by hand: the list of them all, one person's, and a worker's word that a record is their own. */
export function addMarkPages(app: FastifyInstance, kit: PageKit & { marking: Marking }): void {
  const { marking, access, records, signIn, sendPage } = kit;
  const signedIn = { preHandler: signIn.requireSession };

  const list = async (request: FastifyRequest, reply: FastifyReply, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf } = await withinPage(kit, request);
    const marks = await marking.standing(session);
    const found = await access.reading(session, { action: 'mark', persons: [], request: 'all marks' }, (reading) => records.people(reading, [...new Set(marks.map((m) => m.personId))]));
    const names = new Map(found.map((person) => [person.kind === 'person' ? person.summary.personId : person.personId, nameOf(person)]));
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, marksPage({ marks, name: (m) => names.get(m.personId) ?? null, done: context.one('done'), errors, today: context.today, csrf }));
  };
  app.get(paths.marks, signedIn, (request, reply) => list(request, reply, []));
  app.post(paths.liftMark(':id'), signedIn, async (request, reply) => {
    const { session, id } = await withinPage(kit, request);
    const why = typedOne(request, 'why');
    if (why === '') return list(request, reply, [{ text: 'Say why it is lifted', href: `#why-${id}` }]);
    await marking.lift(session, id, why);
    return reply.redirect(`${paths.marks}?done=lifted`, 303);
  });
  app.post(paths.settleMark(':id'), signedIn, async (request, reply) => {
    const { session, id } = await withinPage(kit, request);
    const [why, confirm] = [typedOne(request, 'why'), typedOne(request, 'do') === 'confirm'];
    if (why === '' && !confirm) return list(request, reply, [{ text: 'Say why it is declined', href: `#why-${id}` }]);
    await marking.settle(session, id, confirm, why);
    return reply.redirect(`${paths.marks}?done=${confirm ? 'confirmed' : 'declined'}`, 303);
  });

  const showPerson = async (request: FastifyRequest, reply: FastifyReply, typed: MarkPersonProps['typed'], errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf, id } = await withinPage(kit, request);
    const page = await access.reading(session, { action: 'mark', persons: [id] }, async (reading) => {
      const name = nameOf(await knownPerson(records, reading, id)) ?? 'Somebody you are shown in part';
      return markPersonPage({ personId: id, name, marks: (await marking.of(reading, id)).filter((m) => m.kind !== 'consent' && m.kind !== 'objection'), typed, errors, today: context.today, csrf });
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  app.get(paths.marksOf(':id'), signedIn, (request, reply) => showPerson(request, reply, { kind: '', words: '', day: '', month: '', year: '' }, []));
  app.post(paths.marksOf(':id'), signedIn, async (request, reply) => {
    const { session, context, id } = await withinPage(kit, request);
    const typed = { kind: typedOne(request, 'kind'), words: typedOne(request, 'words'), day: typedOne(request, 'review-day'), month: typedOne(request, 'review-month'), year: typedOne(request, 'review-year') };
    const kind = putKinds.find((k) => k === typed.kind);
    const reviewOn = readDate(`${typed.day}/${typed.month}/${typed.year}`);
    const errors: FieldError[] = [
      ...(kind === undefined ? [{ text: 'Choose the mark', href: '#kind' }] : []),
      ...(typed.words === '' ? [{ text: 'Say why, and where the reason is kept', href: '#words' }] : []),
      ...(reviewOn?.length === 10 && reviewOn > context.today ? [] : [{ text: 'Give a real day after today on which it is looked at again', href: '#review' }]),
    ];
    if (kind === undefined || reviewOn === null || errors.length > 0) return showPerson(request, reply, typed, errors);
    await access.reading(session, { action: 'mark', persons: [id] }, (reading) => knownPerson(records, reading, id));
    await marking.put(session, id, { kind, words: typed.words, reviewOn });
    return reply.redirect(`${paths.marks}?done=put`, 303);
  });

  const showDeclare = async (request: FastifyRequest, reply: FastifyReply, typed: { who: string; words: string }, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, csrf, id } = await withinPage(kit, request);
    const name = await access.reading(session, { action: 'search', persons: [id], request: 'own record' }, async (reading) => nameOf(await knownPerson(records, reading, id)));
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, declarePage({ personId: id, name: name ?? 'Somebody you are shown in part', typed, errors, csrf }));
  };
  app.get(paths.declare(':id'), signedIn, (request, reply) => showDeclare(request, reply, { who: '', words: '' }, []));
  app.post(paths.declare(':id'), signedIn, async (request, reply) => {
    const { session, id } = await withinPage(kit, request);
    const [who, words] = [typedOne(request, 'who'), typedOne(request, 'words')];
    if (who !== 'self' && who !== 'close') return showDeclare(request, reply, { who, words }, [{ text: 'Choose Me or Somebody close to me', href: '#who' }]);
    await access.reading(session, { action: 'search', persons: [id], request: 'own record' }, (reading) => knownPerson(records, reading, id));
    await marking.declare(session, id, { who, words });
    return sendPage(request, reply, 200, declaredPage());
  });
}
