import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ownSelf, type Own, type Reading } from '../../access/index.ts';
import { csvFile, isUuid, KithError, readDate } from '../../kernel/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { letterPage, type AccountsTyped } from '../pages/accounts.tsx';
import { paths } from '../paths.ts';
import { plainName } from '../words/person.ts';
import { showInstant } from '../words/dates.ts';
import { wasOpen, whatWasDone } from '../words/looks.ts';
import { around } from './around.ts';
import { showAccounts, showWithheld } from './governance-routes.ts';
import type { PageKit } from './kit.ts';
import { readLooks } from './looks-form.ts';
import type { Context, People } from './route.ts';

const longest = 500;
const looksInFile = 10_000;
const yearMs = 366 * 86_400_000;

/** Changing who may sign in at a person's own record, and which looks they are told of; and the log of one person as a file. */
export function addAccountPages(app: FastifyInstance, kit: PageKit & { own: Own; people: People }): void {
  const { own, people, access, signIn, contextOf, sendPage } = kit;
  const signedIn = { preHandler: signIn.requireSession };
  const typed = (request: FastifyRequest, field: string): string => {
    const value = (request.body as Record<string, unknown> | null | undefined)?.[field];
    return (typeof value === 'string' ? value.trim() : '').slice(0, longest);
  };
  const within = async (request: FastifyRequest): Promise<{ id: string; context: Context }> => {
    const session = await signIn.session(request);
    const { id } = request.params as { id: string };
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    if (!isUuid(id)) throw new KithError('person.not-found', 'There is no such person.');
    return { id: id.toLowerCase(), context: { ...(await contextOf(request, session)), csrf: signIn.csrf(request) } };
  };
  const under = <T>({ id, context }: { id: string; context: Context }, action: 'own-account' | 'withhold' | 'who-viewed', asked: string, work: (reading: Reading) => Promise<T>): Promise<T> =>
    access.reading(context.session, { action, persons: [id], request: asked }, async (reading) => {
      const decision = reading.persons.get(id);
      if (decision === undefined || decision.sealed) throw new KithError('person.not-found', 'There is no such person.');
      if (decision.restricted) throw new KithError('access.refused', 'This record is restricted.');
      // Nobody at all is not found by this, as somebody sealed is not.
      await around(reading, id, people, context);
      return work(reading);
    });
  /** A day to look again by: ahead, and within a year. */
  const reviewDay = (text: string, context: Context): string | null => {
    const day = readDate(text);
    return day === null || day.length < 10 || day <= context.today || Date.parse(day) - Date.parse(context.today) > yearMs ? null : day;
  };

  app.get(paths.viewedCsv(':id'), signedIn, async (request, reply) => {
    const at = await within(request);
    const { asked } = readLooks(at.context);
    const entries = await under(at, 'who-viewed', 'as a file', (reading) => people.whoViewed(reading, at.id, { ...asked, limit: looksInFile }));
    const lines = entries.map((e) => [e.at, e.userName, at.context.organisation(e.organisation), e.team, at.context.purpose(e.purpose), whatWasDone(e), wasOpen(e, at.context.categories), e.emergency ? 'yes' : 'no', e.logId]);
    const { session, clock } = at.context;
    const head = [['Who viewed', `taken by ${session.name}, ${session.teamName}, for ${session.purposeName}, ${showInstant(clock.now().toISOString(), '')}`], [], ['When (UTC)', 'Who', 'Organisation', 'Team', 'Purpose', 'What they did', 'Open to them', 'Emergency access', 'Id in the log']];
    return reply.header('content-disposition', 'attachment; filename="who-viewed.csv"').type('text/csv; charset=utf-8').send(csvFile([...head, ...lines]));
  });

  app.post(paths.personPage(':id', 'accounts'), signedIn, async (request, reply) => {
    const at = await within(request);
    const here = paths.personPage(at.id, 'accounts');
    const [step, authority, reason] = [typed(request, 'step'), typed(request, 'authority'), typed(request, 'reason')];
    if (step === 'invite') return invite(request, reply, at);
    const errors: FieldError[] = [];
    if (!isUuid(authority)) errors.push({ text: 'Choose an account of this person' });
    const review = reviewDay(typed(request, 'review'), at.context);
    if (step !== 'resume' && reason === '') errors.push({ text: 'Say why', href: `#${step}-${authority}-reason` });
    if (step === 'suspend' && review === null) errors.push({ text: 'Give a day within a year on which it is looked at again', href: `#${step}-${authority}-review` });
    if (errors.length > 0) return again(request, reply, at, emptyAccount, errors);
    await under(at, 'own-account', `${step} a sign-in`, async (reading) => {
      if (step === 'suspend') await own.suspend(reading, at.id, authority, { reason, reviewOn: review! });
      else if (step === 'resume') await own.resume(reading, at.id, authority);
      else if (step === 'end') await own.end(reading, at.id, authority, reason);
      else throw new KithError('request.invalid', 'This form was not read.');
    });
    return reply.redirect(here, 303);
  });

  async function invite(request: FastifyRequest, reply: FastifyReply, at: { id: string; context: Context }): Promise<FastifyReply> {
    const given: AccountsTyped = { name: typed(request, 'name'), email: typed(request, 'email'), kind: typed(request, 'kind'), evidence: typed(request, 'evidence'), until: typed(request, 'until') };
    const until = given.until === '' ? null : readDate(given.until);
    const errors: FieldError[] = [];
    if (given.kind !== ownSelf && !own.definition.authorities.some((a) => a.id === given.kind)) errors.push({ text: 'Choose who it is for', href: '#kind' });
    if (given.name === '') errors.push({ text: 'Give their name', href: '#name' });
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given.email)) errors.push({ text: 'Give an e-mail address, such as name@example.com', href: '#email' });
    if (given.evidence === '') errors.push({ text: 'Say what you have seen', href: '#evidence' });
    if (given.until !== '' && (until === null || until.length < 10 || until <= at.context.today)) errors.push({ text: 'Until must be a day ahead, such as 1/4/2027', href: '#until' });
    if (errors.length > 0) return again(request, reply, at, given, errors);
    try {
      const page = await under(at, 'own-account', 'invite to sign in', async (reading) => {
        const frame = await around(reading, at.id, people, at.context);
        const { summary } = frame.overview;
        const made = await own.invite(reading, at.id, { ...given, tells: [], until, personName: plainName(summary), birthDate: summary.birthDate });
        return letterPage({ ...frame, name: given.name, code: made.code, expires: made.expires, contact: own.definition.contact });
      });
      return await sendPage(request, reply, 200, page);
    } catch (error) {
      if (!(error instanceof KithError) || error.code !== 'request.invalid') throw error;
      return again(request, reply, at, given, [{ text: `${error.message} ${error.mend ?? ''}`.trim(), href: '#kind' }]);
    }
  }

  const again = async (request: FastifyRequest, reply: FastifyReply, at: { id: string; context: Context }, given: AccountsTyped, errors: FieldError[]): Promise<FastifyReply> =>
    sendPage(request, reply, 400, await under(at, 'own-account', '', (reading) => showAccounts(reading, at.id, people, at.context, given, errors)));

  app.post(paths.personPage(':id', 'withheld'), signedIn, async (request, reply) => {
    const at = await within(request);
    const here = paths.personPage(at.id, 'withheld');
    const [lift, reason, look, scope, review] = ['lift', 'reason', 'look', 'scope', 'review'].map((field) => typed(request, field)) as [string, string, string, string, string];
    const errors: FieldError[] = [];
    const reviewOn = reviewDay(review, at.context);
    if (reason === '') errors.push(lift === '' ? { text: 'Say why telling would put somebody at risk', href: '#reason' } : { text: 'Say why it may be told again', href: `#why-${lift}` });
    if (lift === '' && !['look', 'purpose', 'team'].includes(scope)) errors.push({ text: 'Choose what is not to be told', href: '#scope' });
    if (lift === '' && reviewOn === null) errors.push({ text: 'Give a day within a year on which this is looked at again', href: '#review' });
    if (errors.length > 0) return sendPage(request, reply, 400, await under(at, 'withhold', '', (reading) => showWithheld(reading, at.id, people, at.context, { look, scope, reason, review }, errors)));
    await under(at, 'withhold', lift === '' ? `withhold: ${scope}` : 'tell again', async (reading) => {
      if (lift !== '') return own.lift(reading, at.id, lift, reason);
      const entry = await people.look(reading, at.id, look);
      if (entry === null) throw new KithError('request.invalid', 'There is no such look.', { mend: 'Begin at Who viewed.' });
      return own.withhold(reading, at.id, { logId: scope === 'look' ? entry.logId : null, team: scope === 'look' ? null : entry.team, purpose: scope === 'purpose' ? entry.purpose : null, reason, reviewOn: reviewOn! });
    });
    return reply.redirect(here, 303);
  });
}

const emptyAccount: AccountsTyped = { name: '', email: '', kind: '', evidence: '', until: '' };
