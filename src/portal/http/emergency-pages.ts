import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verdicts, type Access, type EmergencyAccess, type EmergencyAsk, type EmergencyUse, type Reading, type Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import type { FoundPerson } from '../../record/index.ts';
import type { Page } from '../components/layout.tsx';
import type { FieldError } from '../components/messages.tsx';
import { confirmPage } from '../pages/emergency-confirm.tsx';
import { emergencyLetterPage } from '../pages/emergency-letter.tsx';
import { emergencyQueuePage } from '../pages/emergency-queue.tsx';
import { emergencyUsePage } from '../pages/emergency-use.tsx';
import { paths } from '../paths.ts';
import type { SignIn } from '../sign-in/index.ts';
import type { PageKit } from './kit.ts';
import { knownPerson, nameOf } from './person-form.ts';
import type { Context } from './route.ts';

export interface EmergencyPageServices {
  emergency: EmergencyAccess;
  access: Pick<Access, 'reading'>;
  records: PageKit['records'];
  signIn: SignIn;
  contextOf: (request: FastifyRequest, session: Session) => Promise<Context>;
  sendPage: (request: FastifyRequest, reply: FastifyReply, status: number, page: Page) => Promise<FastifyReply>;
}

const longest = 500;

/** Emergency access: asking for it, ending it, judging it, and telling the person. Each is decided and logged by access. */
export function addEmergencyPages(app: FastifyInstance, { emergency, access, records, signIn, contextOf, sendPage }: EmergencyPageServices): void {
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<{ session: Session; context: Context; csrf: string; id: string }> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    return { session, context: await contextOf(request, session), csrf: signIn.csrf(request), id: (request.params as { id?: string }).id ?? '' };
  };
  const typed = (request: FastifyRequest, field: string): string => {
    const value = (request.body as Record<string, unknown> | null | undefined)?.[field];
    return typeof value === 'string' ? value.trim().slice(0, longest) : '';
  };

  /** What would open of somebody, who must be there: of nobody as little is said as of somebody sealed. */
  const preview = async (reading: Reading, id: string): ReturnType<EmergencyAccess['preview']> => {
    await knownPerson(records, reading, id.toLowerCase());
    return emergency.preview(reading, id);
  };
  const confirm = async (request: FastifyRequest, reply: FastifyReply, ask: EmergencyAsk, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf, id } = await within(request);
    const terms = emergency.terms(session);
    if (terms === null) throw new KithError('access.refused', `${session.teamName} may not open a record in an emergency.`);
    const page = await access.reading(session, { action: 'break-glass', persons: [id] }, async (reading) => {
      const { opens, running } = await preview(reading, id);
      const [person] = await records.people(reading, [id]);
      return confirmPage({
        personId: id.toLowerCase(), name: nameOf(person), restricted: person?.kind === 'restricted', opens, running, terms,
        categories: context.categories, contact: `${emergency.contact.name}, ${emergency.contact.phone}`, typed: ask, errors, ended: context.one('ended') === '1', today: context.today, csrf,
      });
    });
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  app.get(paths.emergency(':id'), signedIn, (request, reply) => confirm(request, reply, { reason: '', words: '', keptBack: '' }, []));
  app.post(paths.emergency(':id'), signedIn, async (request, reply) => {
    const { session, id } = await within(request);
    const ask = { reason: typed(request, 'reason'), words: typed(request, 'words'), keptBack: typed(request, 'keptBack') };
    const errors = emergency.problems(ask).map(({ field, says }) => ({ text: says, href: `#${field}` }));
    if (errors.length > 0) return confirm(request, reply, ask, errors);
    await access.reading(session, { action: 'break-glass', persons: [id] }, (reading) => preview(reading, id));
    await emergency.open(session, id, ask);
    return reply.redirect(paths.person(id), 303);
  });
  app.post(paths.endEmergency(':id'), signedIn, async (request, reply) => {
    const { session, id } = await within(request);
    await emergency.end(session, typed(request, 'id'));
    return reply.redirect(`${paths.emergency(id)}?ended=1`, 303);
  });

  /** Who they are, as this reviewer may know it; a look like any other. */
  const people = (session: Session, uses: readonly EmergencyUse[]): Promise<Map<string, FoundPerson>> =>
    access.reading(session, { action: 'break-glass-review', persons: [] }, async (reading) => {
      const found = await records.people(reading, [...new Set(uses.map((u) => u.personId))]);
      return new Map(found.map((person) => [person.kind === 'person' ? person.summary.personId : person.personId, person]));
    });

  app.get(paths.emergencies, signedIn, async (request, reply) => {
    const { session, context } = await within(request);
    const uses = await emergency.queue(session);
    const found = await people(session, uses);
    const done = context.one('done');
    return sendPage(request, reply, 200, emergencyQueuePage({
      uses, name: (use) => nameOf(found.get(use.personId)) ?? unnamed, organisation: context.organisation, escalatesTo: emergency.escalatesTo, today: context.today, done: done === 'judged' || done === 'told' ? done : null,
    }));
  });

  const showUse = async (request: FastifyRequest, reply: FastifyReply, values: { verdict: string; note: string }, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf, id } = await within(request);
    const use = await emergency.one(session, id);
    const found = await people(session, [use]);
    const { organisation, purpose, categories, today } = context;
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, emergencyUsePage({ use, name: nameOf(found.get(use.personId)) ?? unnamed, organisation, purpose, categories, escalatesTo: emergency.escalatesTo, verdicts, typed: values, errors, today, csrf }));
  };
  app.get(paths.emergencyUse(':id'), signedIn, (request, reply) => showUse(request, reply, { verdict: '', note: '' }, []));
  app.post(paths.emergencyUse(':id'), signedIn, async (request, reply) => {
    const { session, id } = await within(request);
    const values = { verdict: typed(request, 'verdict'), note: typed(request, 'note') };
    const verdict = verdicts.find((v) => v === values.verdict);
    const errors: FieldError[] = [...(verdict === undefined ? [{ text: 'Choose Justified, Not justified or Needs follow-up', href: '#verdict' }] : []), ...(values.note === '' ? [{ text: 'Say how you came to this', href: '#note' }] : [])];
    if (verdict === undefined || errors.length > 0) return showUse(request, reply, values, errors);
    await emergency.review(session, id, verdict, values.note);
    return reply.redirect(`${paths.emergencies}?done=judged`, 303);
  });

  const letter = async (request: FastifyRequest, reply: FastifyReply, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { session, context, csrf, id } = await within(request);
    const use = await emergency.one(session, id);
    const person = (await people(session, [use])).get(use.personId);
    const address = person?.kind === 'person' && !person.summary.whereaboutsHidden && person.summary.address !== null ? [...person.summary.address.lines, person.summary.address.postcode ?? ''].filter(Boolean) : null;
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, emergencyLetterPage({
      use, name: nameOf(person) ?? unnamed, address, organisation: context.organisation(use.organisation), area: context.area.name, contact: emergency.contact, categories: context.categories, errors, today: context.today, csrf,
    }));
  };
  app.get(paths.emergencyLetter(':id'), signedIn, (request, reply) => letter(request, reply, []));
  app.post(paths.emergencyTold(':id'), signedIn, async (request, reply) => {
    const { session, id } = await within(request);
    const how = typed(request, 'how');
    if (how === '') return letter(request, reply, [{ text: 'Say how the person was told', href: '#how' }]);
    await emergency.told(session, id, how);
    return reply.redirect(`${paths.emergencies}?done=told`, 303);
  });
}

const unnamed = 'Somebody you are not shown';
