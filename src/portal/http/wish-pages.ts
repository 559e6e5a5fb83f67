import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Marking } from '../../access/index.ts';
import { readDate } from '../../kernel/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { wishesPage, type DayTyped, type WishTyped } from '../pages/wishes.tsx';
import { paths } from '../paths.ts';
import type { PageKit } from './kit.ts';
import { knownPerson, nameOf, typedAll, typedOne, withinPage } from './person-form.ts';

const nothing: WishTyped = { kind: '', categories: [], organisations: [], given: { day: '', month: '', year: '' }, expires: { day: '', month: '', year: '' }, words: '' };
const mostChosen = 100;

/** What a person agrees and objects to, for workers whose team may record it. */
export function addWishPages(app: FastifyInstance, kit: PageKit & { marking: Marking; organisations: readonly { id: string; name: string }[] }): void {
  const { marking, organisations, access, records, signIn, sendPage } = kit;
  const signedIn = { preHandler: signIn.requireSession };

  const show = async (request: FastifyRequest, reply: FastifyReply, typed: WishTyped, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf, id } = await withinPage(kit, request);
    const page = await access.reading(session, { action: 'consent', persons: [id] }, async (reading) => {
      const name = nameOf(await knownPerson(records, reading, id)) ?? 'Somebody you are shown in part';
      const wishes = (await marking.of(reading, id)).filter((m) => m.kind === 'consent' || m.kind === 'objection');
      return wishesPage({ personId: id, name, wishes, categories: context.categories.slice(1), consentable: marking.consentable, organisations, typed, errors, done: context.one('done'), today: context.today, csrf });
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  const dayTyped = (request: FastifyRequest, field: string): DayTyped => ({ day: typedOne(request, `${field}-day`), month: typedOne(request, `${field}-month`), year: typedOne(request, `${field}-year`) });
  const dayOf = ({ day, month, year }: DayTyped): string => {
    const read = readDate(`${day}/${month}/${year}`);
    return read?.length === 10 ? read : '';
  };

  app.get(paths.wishes(':id'), signedIn, (request, reply) => show(request, reply, nothing, []));
  app.post(paths.wishes(':id'), signedIn, async (request, reply) => {
    const { session, context, id } = await withinPage(kit, request);
    const typed: WishTyped = {
      kind: typedOne(request, 'kind'), categories: typedAll(request, 'categories').slice(0, mostChosen), organisations: typedAll(request, 'organisations').slice(0, mostChosen),
      given: dayTyped(request, 'given'), expires: dayTyped(request, 'expires'), words: typedOne(request, 'words'),
    };
    const { kind } = typed;
    const [givenOn, expires] = [dayOf(typed.given), dayOf(typed.expires)];
    const needs = new Set(marking.consentable.map((c) => c.id));
    const agrees = kind === 'consent';
    const errors: FieldError[] = [
      ...(kind === 'consent' || kind === 'objection' ? [] : [{ text: 'Choose what the person said', href: '#kind' }]),
      ...(agrees && (typed.categories.length === 0 || typed.categories.some((c) => !needs.has(c))) ? [{ text: 'Choose what they agree to, of what needs consent', href: '#categories' }] : []),
      ...(givenOn !== '' && givenOn <= context.today ? [] : [{ text: 'Give the real day they said so, no later than today', href: '#given' }]),
      ...(agrees && expires <= context.today ? [{ text: 'Give the last day it holds, after today', href: '#expires' }] : []),
      ...(typed.words === '' ? [{ text: 'Say how it was given, and where it is recorded', href: '#words' }] : []),
    ];
    if ((kind !== 'consent' && kind !== 'objection') || errors.length > 0) return show(request, reply, typed, errors);
    await access.reading(session, { action: 'consent', persons: [id] }, (reading) => knownPerson(records, reading, id));
    await marking.record(session, id, { kind, scope: { categories: [...typed.categories], organisations: [...typed.organisations] }, givenOn, expires, words: typed.words });
    return reply.redirect(`${paths.wishes(id)}?done=recorded`, 303);
  });
  app.post(paths.withdrawWish(':id'), signedIn, async (request, reply) => {
    const { session, id } = await withinPage(kit, request);
    const [mark, why] = [typedOne(request, 'mark'), typedOne(request, 'why')];
    if (why === '') return show(request, reply, nothing, [{ text: 'Say how it was withdrawn', href: `#how-${mark}` }]);
    await marking.withdraw(session, id, mark, why);
    return reply.redirect(`${paths.wishes(id)}?done=withdrawn`, 303);
  });
}
