import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access, Session, UserProfile } from '../../access/index.ts';
import { KithError, type Kernel } from '../../kernel/index.ts';
import { addChoosing } from './choosing.ts';
import { createEmbedded, mount, mountEmbedded } from './embedded.ts';
import { checkForm, csrfField, field, requireSession, safeReturn } from './guard.ts';
import { openKeys } from './keys.ts';
import { callbackPath, createRelyingParty } from './relying-party.ts';
import { seal, unseal } from './seal.ts';
import { readSignInSettings } from './settings.ts';
import { addAccountRoutes, type AccountProps } from './account-routes.ts';
import type { FactorPage } from './factors/pages.ts';
import { createPasskeys } from './factors/passkeys.ts';
import { createProver } from './factors/prove.ts';
import { addInvitationRoutes } from './invitation-routes.ts';
import { addSessionRoutes, sessionPath, type KeptProps } from './session-routes.ts';
import { cookieName, createTickets, type SessionEnd, type Ticket } from './ticket.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in and what they act as; null before both are known. */
    session: Session | null;
    /** The signed-in browser, also before a team is chosen. */
    ticket: Ticket | null;
    /** What the ticket was, when it ended by time not long ago. */
    lapsed: Ticket | null;
  }
}

/** Pages sign-in shows, as HTML; the portal draws them. */
export interface SignInPages {
  chooseUser(request: FastifyRequest, props: { users: readonly UserProfile[]; area: string; action: string; hidden: Record<string, string> }): string;
  chooseTeam(
    request: FastifyRequest,
    props: { user: UserProfile; action: string; hidden: Record<string, string>; current?: { team: string; purpose: string }; error?: string },
  ): string;
  /** `elsewhere` signs out of the organisation's own provider too, where it can be asked to. */
  signedOut(request: FastifyRequest, elsewhere: URL | null, idle: { back: string } | null): string;
  /** What was written in a form that came after its sender had been signed out. */
  kept(request: FastifyRequest, props: KeptProps): string;
  /** How somebody signs in, and what they may do about it. */
  account(request: FastifyRequest, props: AccountProps): string;
  /** A page about proving oneself. */
  factor(request: FastifyRequest, page: FactorPage): string;
}

export interface SignInOptions {
  kernel: Pick<Kernel, 'area' | 'clock' | 'config'>;
  access: Pick<Access, 'users' | 'session' | 'signInState' | 'safety'>;
  pages: SignInPages;
  env?: NodeJS.ProcessEnv;
}

/** Signing in, as the rest of the portal needs it. */
export interface SignIn {
  /** Adds cookies, hooks and routes to the app; call before any page's route is added. */
  register(app: FastifyInstance): Promise<void>;
  session(request: FastifyRequest): Promise<Session | null>;
  /** Token the session's forms send back in the field `csrf`. */
  csrf(request: FastifyRequest): string;
  /** When whoever asks will be signed out by time. */
  end?(request: FastifyRequest): SessionEnd | null;
  /** Whether people reach the portal over https. */
  isSecure?(request: FastifyRequest): boolean;
  requireSession: typeof requireSession;
}

const errandSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), back: z.string() });
/** Throws `config.invalid` when the area's people are real and no identity provider is configured. */
export function createSignIn({ kernel, access, pages, env = process.env }: SignInOptions): SignIn {
  const settings = readSignInSettings(env, kernel.area, access.safety.rules.signIn.embedded);
  const keys = openKeys(kernel.config.data);
  const users = access.users();
  const { rules, events } = access.safety;
  const originOf = (request: FastifyRequest): string => {
    const origin = settings.publicOrigin ?? URL.parse(`${request.protocol}://${request.host}`)?.origin;
    if (origin === undefined) throw new KithError('request.invalid', 'The request does not say which host it is for.');
    return origin;
  };
  const isSecure = (request: FastifyRequest): boolean => originOf(request).startsWith('https:');
  const tickets = createTickets(kernel.clock, keys.cookies, access, { idleSeconds: rules.session.idleMinutes * 60, longestSeconds: rules.session.longestHours * 3600 }, isSecure);
  const html = (reply: FastifyReply, text: string, status = 200): FastifyReply => reply.status(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text);

  /** The area asks everybody for a second step, and this session is without one. */
  const missing = (ticket: Ticket): boolean => settings.provider === null && rules.signIn.mfa === 'required' && !ticket.strong;
  /** What the ticket's user acts as; null before they chose, or when they no longer work there. */
  const acting = (ticket: Ticket): Session | null => {
    if (ticket.acting === null || missing(ticket)) return null;
    try {
      return access.session(ticket.user, ticket.acting.team, ticket.acting.purpose);
    } catch (error) {
      if (error instanceof KithError) return null;
      throw error;
    }
  };

  const register = async (app: FastifyInstance): Promise<void> => {
    if (!app.hasPlugin('@fastify/cookie')) await app.register(cookie);
    if (!app.hasContentTypeParser('application/x-www-form-urlencoded')) await app.register(formbody, { bodyLimit: 1_048_576 });
    const embedded = settings.provider === null ? createEmbedded(app, users, access.signInState, keys) : null;
    const party = createRelyingParty((origin) => (embedded === null ? { ...settings.provider!, askAlways: false } : embedded.address(origin)));

    app.decorateRequest('session', null);
    app.decorateRequest('ticket', null);
    app.decorateRequest('lapsed', null);
    app.addHook('onRequest', async (request, reply) => {
      if (request.url.startsWith(`${mount}/`)) return;
      const { live, lapsed } = await tickets.read(request, reply, request.method === 'GET' && request.routeOptions.url === sessionPath);
      request.ticket = live;
      request.lapsed = lapsed;
      request.session = live && acting(live);
    });
    app.addHook('preHandler', async (request) => checkForm(request, originOf(request), (request.ticket ?? request.lapsed)?.csrf ?? null));
    addSessionRoutes(app, { access, tickets, pages, isSecure, html });
    const passkeys = createPasskeys(access, kernel.area.branding.title);
    addAccountRoutes(app, { access, tickets, pages, passkeys, keys, clock: kernel.clock, portal: kernel.area.branding.title, embedded: embedded !== null, missing, originOf, isSecure, html });

    app.get<{ Querystring: { return?: string; again?: string } }>('/sign-in', async (request, reply) => {
      const back = safeReturn(request.query.return);
      if (request.session !== null && request.query.again === undefined) return reply.redirect(back, 303);
      const { url, errand } = await party.start(originOf(request));
      const name = cookieName(isSecure(request), 'errand');
      void reply.setCookie(name, seal(keys.cookies, name, { ...errand, back }), { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(request), maxAge: 600 });
      return reply.header('cache-control', 'no-store').redirect(url.href, 303);
    });

    app.get(callbackPath, async (request, reply) => {
      const name = cookieName(isSecure(request), 'errand');
      const errand = errandSchema.safeParse(unseal(keys.cookies, name, request.cookies[name]));
      void reply.clearCookie(name, { path: '/' });
      if (!errand.success) return reply.redirect('/sign-in', 303);
      const { email, methods } = await party.finish(originOf(request), new URL(request.url, originOf(request)), errand.data);
      const user = users.find((u) => u.email.toLowerCase() === email.toLowerCase());
      if (!user) await events.note({ userId: null, kind: 'unknown-user', detail: 'known to the identity provider, not to this area', address: request.ip });
      if (!user) throw new KithError('access.unknown-user', 'You are known to your organisation, but not to Kith.', { mend: 'Ask the information-governance lead to add you.' });
      const last = request.lapsed?.user === user.id ? request.lapsed.acting : null;
      tickets.issue(reply, isSecure(request), { user: user.id, back: errand.data.back, last, strong: embedded === null || methods.length > 0 });
      await events.note({ userId: user.id, kind: 'signed-in', detail: embedded === null ? 'identity provider' : ['embedded provider', ...methods].join(' '), address: request.ip });
      return reply.header('cache-control', 'no-store').redirect('/sign-in/team', 303);
    });

    const chooseTeam = (request: FastifyRequest, reply: FastifyReply, ticket: Ticket, back: string, error?: string): FastifyReply => {
      const user = users.find((u) => u.id === ticket.user);
      if (!user) return reply.redirect('/sign-in', 303);
      const hidden = { [csrfField]: ticket.csrf, return: back };
      const page = pages.chooseTeam(request, { user, action: '/sign-in/team', hidden, ...((ticket.acting ?? ticket.last) ? { current: (ticket.acting ?? ticket.last)! } : {}), ...(error === undefined ? {} : { error }) });
      return html(reply, page, error === undefined ? 200 : 400);
    };

    app.get<{ Querystring: { return?: string } }>('/sign-in/team', async (request, reply) => {
      const { ticket } = request;
      if (ticket === null) return reply.redirect('/sign-in', 303);
      if (missing(ticket)) return reply.redirect('/account', 303);
      return chooseTeam(request, reply, ticket, request.query.return === undefined ? (ticket.back ?? '/') : safeReturn(request.query.return));
    });

    app.post('/sign-in/team', async (request, reply) => {
      const ticket = request.ticket!;
      if (missing(ticket)) return reply.redirect('/account', 303);
      const back = safeReturn(field(request.body, 'return'));
      const [team, purpose] = (field(request.body, 'acting') ?? '').split('/');
      if (!team || !purpose) return chooseTeam(request, reply, ticket, back, 'Choose your team and purpose');
      access.session(ticket.user, team, purpose);
      await tickets.renew(reply, isSecure(request), ticket, { team, purpose });
      return reply.redirect(back, 303);
    });

    app.post('/sign-out', async (request, reply) => {
      await tickets.end(reply, isSecure(request), request.ticket!);
      await events.note({ userId: request.ticket!.user, kind: 'signed-out', detail: '', address: request.ip });
      return reply.header('clear-site-data', '"cache"').redirect('/sign-out', 303);
    });
    app.get<{ Querystring: { idle?: string; return?: string } }>('/sign-out', async (request, reply) => {
      const idle = request.query.idle === undefined ? null : { back: safeReturn(request.query.return) };
      return html(reply, pages.signedOut(request, embedded === null ? await party.signOut(originOf(request)) : null, idle));
    });

    if (embedded !== null) {
      await mountEmbedded(app, embedded, originOf);
      addChoosing(app, { embedded, access, passkeys, prover: createProver(access, passkeys, kernel.clock), pages, keys, originOf, html, area: kernel.area.name });
      if (rules.signIn.embedded === 'passkeys') addInvitationRoutes(app, { access, passkeys, pages, originOf, html });
    }
  };

  return { register, session: async (request) => request.session, csrf: (request) => request.ticket?.csrf ?? '', end: (request) => request.ticket && tickets.endOf(request.ticket), isSecure, requireSession };
}
