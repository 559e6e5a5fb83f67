import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Factor, SignInEvent, UserProfile } from '../../access/index.ts';
import { isUuid, KithError, type Clock } from '../../kernel/index.ts';
import { passkeysWork, type Passkeys } from './factors/passkeys.ts';
import { newTotpSecret, spelled, totpStep, totpUri } from './factors/totp.ts';
import { csrfField, field } from './guard.ts';
import type { Keys } from './keys.ts';
import { seal, unseal } from './seal.ts';
import type { SignInPages } from './sign-in.ts';
import type { SessionEnd, Ticket, Tickets } from './ticket.ts';

export interface AccountProps {
  csrf: string;
  end: SessionEnd;
  /** What the user proves themselves with; null where the area asks for no second step, or the organisation's own identity provider does. */
  factors: readonly Factor[] | null;
  /** The organisation's own identity provider signs people in. */
  elsewhere: boolean;
  /** The area asks for a second step and this session is without one. */
  missing: boolean;
  /** Why nothing can be changed now: they signed in too long ago, or without the second step they have. */
  locked: boolean;
  /** What happened to their signing in lately, so that they notice what was not theirs. */
  events: readonly SignInEvent[];
  /** Signing in is by passkey alone, so the last one stays. */
  passkeysOnly: boolean;
}

export interface AccountServices {
  access: Pick<Access, 'users' | 'safety'>;
  tickets: Tickets;
  pages: SignInPages;
  passkeys: Passkeys;
  keys: Keys;
  clock: Clock;
  portal: string;
  /** Whether the embedded provider signs people in. */
  embedded: boolean;
  /** The session as it must be before anything else is done. */
  missing: (ticket: Ticket) => boolean;
  originOf: (request: FastifyRequest) => string;
  isSecure: (request: FastifyRequest) => boolean;
  html: (reply: FastifyReply, text: string, status?: number) => FastifyReply;
}

/** How lately somebody must have signed in to change how they do, in seconds. */
const freshSeconds = 15 * 60;
const most = 10;
const eventsShown = 12;

/** How somebody signs in: what there is, and setting up more of it. */
export function addAccountRoutes(app: FastifyInstance, services: AccountServices): void {
  const { access, tickets, pages, passkeys, keys, clock, portal, embedded, missing, originOf, isSecure, html } = services;
  const { factors, events, rules } = access.safety;
  const passkeysOnly = embedded && rules.signIn.embedded === 'passkeys';
  const changing = embedded && (passkeysOnly || rules.signIn.mfa !== 'off');
  const userOf = (ticket: Ticket): UserProfile => {
    const user = access.users().find((u) => u.id === ticket.user);
    if (user === undefined) throw new KithError('access.unknown-user', 'You are not a user of this area any more.');
    return user;
  };
  const locked = (ticket: Ticket, held: readonly Factor[]): boolean => clock.now().getTime() / 1000 - ticket.started > freshSeconds || (!ticket.strong && held.length > 0);

  app.get('/account', async (request, reply) => {
    const { ticket } = request;
    if (ticket === null) return reply.redirect('/sign-in?return=/account', 303);
    const held = changing ? await factors.list(ticket.user) : null;
    return html(reply, pages.account(request, { csrf: ticket.csrf, end: tickets.endOf(ticket), factors: held, elsewhere: !embedded, missing: missing(ticket), locked: locked(ticket, held ?? []), events: await events.of(ticket.user, eventsShown), passkeysOnly }));
  });
  if (!changing) return;

  /** Who may change how they sign in now. */
  const allowed = async (request: FastifyRequest): Promise<{ ticket: Ticket; user: UserProfile; held: readonly Factor[] }> => {
    const { ticket } = request;
    if (ticket === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const held = await factors.list(ticket.user);
    if (locked(ticket, held)) throw new KithError('access.refused', 'You signed in too long ago, or without your second step, to change how you sign in.', { mend: 'Sign in again from “Your sign-in”, and do it then.' });
    if (held.filter(({ kind }) => kind !== 'recovery').length >= most) throw new KithError('request.invalid', `You have ${most} ways of proving yourself already.`, { mend: 'Take one away first.' });
    return { ticket, user: userOf(ticket), held };
  };
  /** The session goes on as one that was proved, under a new id; with the first way come recovery codes. */
  const added = async (request: FastifyRequest, reply: FastifyReply, ticket: Ticket, held: readonly Factor[], what: string): Promise<FastifyReply> => {
    await events.note({ userId: ticket.user, kind: 'factor-added', detail: what, address: request.ip });
    await tickets.renew(reply, isSecure(request), { ...ticket, strong: true }, ticket.acting);
    if (passkeysOnly || held.some(({ kind }) => kind === 'recovery')) return reply.redirect('/account', 303);
    return html(reply, pages.factor(request, { kind: 'recovery', action: '/account', hidden: {}, codes: await factors.makeRecovery(ticket.user) }));
  };

  if (!passkeysOnly) {
    const appPage = (request: FastifyRequest, reply: FastifyReply, ticket: Ticket, user: UserProfile, secret: string, error?: string): FastifyReply => {
      const hidden = { [csrfField]: ticket.csrf, secret: seal(keys.cookies, `enrol ${ticket.id}`, secret) };
      return html(reply, pages.factor(request, { kind: 'app', action: '/account/app', hidden, uri: totpUri(secret, portal, user.email), key: spelled(secret), ...(error === undefined ? {} : { error }) }), error === undefined ? 200 : 400);
    };
    app.get('/account/app', async (request, reply) => {
      if (request.ticket === null) return reply.redirect('/sign-in?return=/account', 303);
      const { ticket, user } = await allowed(request);
      return appPage(request, reply, ticket, user, newTotpSecret());
    });
    app.post('/account/app', async (request, reply) => {
      const { ticket, user, held } = await allowed(request);
      const secret = unseal(keys.cookies, `enrol ${ticket.id}`, field(request.body, 'secret'));
      if (typeof secret !== 'string') return reply.redirect('/account/app', 303);
      const step = totpStep(secret, field(request.body, 'code') ?? '', clock.now());
      if (step === null) return appPage(request, reply, ticket, user, secret, 'That code is not right. Give the one your app shows now');
      await factors.add(ticket.user, { kind: 'totp', name: 'App', secret, lastCount: step });
      return added(request, reply, ticket, held, 'totp');
    });
    app.post('/account/recovery', async (request, reply) => {
      const { ticket, held } = await allowed(request);
      if (held.length === 0) return reply.redirect('/account', 303);
      await events.note({ userId: ticket.user, kind: 'factor-added', detail: 'recovery', address: request.ip });
      return html(reply, pages.factor(request, { kind: 'recovery', action: '/account', hidden: {}, codes: await factors.makeRecovery(ticket.user) }));
    });
  }

  app.get('/account/passkey', async (request, reply) => {
    if (request.ticket === null) return reply.redirect('/sign-in?return=/account', 303);
    const { ticket, user } = await allowed(request);
    const origin = originOf(request);
    const passkey = passkeysWork(origin) ? await passkeys.creation(ticket.id, origin, user) : null;
    return html(reply, pages.factor(request, { kind: 'new-passkey', action: '/account/passkey', hidden: { [csrfField]: ticket.csrf }, passkey }));
  });
  app.post('/account/passkey', async (request, reply) => {
    const { ticket, held } = await allowed(request);
    const key = await passkeys.created(ticket.id, originOf(request), field(request.body, 'credential') ?? '');
    await factors.add(ticket.user, { ...key, name: field(request.body, 'name')?.trim() || 'Passkey' });
    return added(request, reply, ticket, held, 'passkey');
  });
  app.post('/account/remove', async (request, reply) => {
    const { ticket, held } = await allowed(request);
    const id = field(request.body, 'factor') ?? '';
    const left = held.filter((factor) => factor.kind !== 'recovery' && factor.id !== id);
    if (left.length === 0 && (passkeysOnly || rules.signIn.mfa === 'required')) throw new KithError('request.invalid', 'It is the only way left of proving who you are.', { mend: 'Add another first.' });
    if (isUuid(id) && (await factors.remove(ticket.user, id))) {
      if (left.length === 0) await factors.removeAll(ticket.user);
      await events.note({ userId: ticket.user, kind: 'factor-removed', detail: held.find((factor) => factor.id === id)?.kind ?? '', address: request.ip });
    }
    return reply.redirect('/account', 303);
  });
}
