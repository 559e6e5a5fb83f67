import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access, Session, UserProfile } from '../../access/index.ts';
import { KithError, type Kernel } from '../../kernel/index.ts';
import { createEmbedded, mount, mountEmbedded, type Embedded } from './embedded.ts';
import { checkForm, csrfField, requireSession, safeReturn, same } from './guard.ts';
import { openKeys } from './keys.ts';
import { callbackPath, createRelyingParty } from './relying-party.ts';
import { seal, unseal } from './seal.ts';
import { readSignInSettings } from './settings.ts';
import { cookieName, createTickets, type Ticket } from './ticket.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in and what they act as; null before both are known. */
    session: Session | null;
    /** The signed-in browser, also before a team is chosen. */
    ticket: Ticket | null;
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
  signedOut(request: FastifyRequest, elsewhere: URL | null): string;
}

export interface SignInOptions {
  kernel: Pick<Kernel, 'area' | 'clock' | 'config'>;
  access: Pick<Access, 'users' | 'session' | 'signInState'>;
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
  requireSession: typeof requireSession;
}

const errandSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), back: z.string() });
const field = (body: unknown, name: string): string | undefined => {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
};

/** Throws `config.invalid` when the area's people are real and no identity provider is configured. */
export function createSignIn({ kernel, access, pages, env = process.env }: SignInOptions): SignIn {
  const settings = readSignInSettings(env, kernel.area);
  const keys = openKeys(kernel.config.data);
  const users = access.users();
  const originOf = (request: FastifyRequest): string => {
    const origin = settings.publicOrigin ?? URL.parse(`${request.protocol}://${request.host}`)?.origin;
    if (origin === undefined) throw new KithError('request.invalid', 'The request does not say which host it is for.');
    return origin;
  };
  const isSecure = (request: FastifyRequest): boolean => originOf(request).startsWith('https:');
  const tickets = createTickets(kernel.clock, keys.cookies, access.signInState, isSecure);
  const html = (reply: FastifyReply, text: string, status = 200): FastifyReply => reply.status(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text);

  /** What the ticket's user acts as; null before they chose, or when they no longer work there. */
  const acting = (ticket: Ticket): Session | null => {
    if (ticket.acting === null) return null;
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
    app.addHook('onRequest', async (request, reply) => {
      if (request.url.startsWith(`${mount}/`)) return;
      request.ticket = await tickets.read(request, reply);
      request.session = request.ticket && acting(request.ticket);
    });
    app.addHook('preHandler', async (request) => checkForm(request, originOf(request), request.ticket?.csrf ?? null));

    app.get<{ Querystring: { return?: string } }>('/sign-in', async (request, reply) => {
      const back = safeReturn(request.query.return);
      if (request.session !== null) return reply.redirect(back, 303);
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
      const email = await party.finish(originOf(request), new URL(request.url, originOf(request)), errand.data);
      const user = users.find((u) => u.email.toLowerCase() === email.toLowerCase());
      if (!user) throw new KithError('access.unknown-user', 'You are known to your organisation, but not to Kith.', { mend: 'Ask the information-governance lead to add you.' });
      tickets.issue(reply, isSecure(request), { user: user.id, back: errand.data.back });
      return reply.header('cache-control', 'no-store').redirect('/sign-in/team', 303);
    });

    const chooseTeam = (request: FastifyRequest, reply: FastifyReply, ticket: Ticket, back: string, error?: string): FastifyReply => {
      const user = users.find((u) => u.id === ticket.user);
      if (!user) return reply.redirect('/sign-in', 303);
      const hidden = { [csrfField]: ticket.csrf, return: back };
      const page = pages.chooseTeam(request, { user, action: '/sign-in/team', hidden, ...(ticket.acting ? { current: ticket.acting } : {}), ...(error === undefined ? {} : { error }) });
      return html(reply, page, error === undefined ? 200 : 400);
    };

    app.get<{ Querystring: { return?: string } }>('/sign-in/team', async (request, reply) => {
      const { ticket } = request;
      if (ticket === null) return reply.redirect('/sign-in', 303);
      return chooseTeam(request, reply, ticket, request.query.return === undefined ? (ticket.back ?? '/') : safeReturn(request.query.return));
    });

    app.post('/sign-in/team', async (request, reply) => {
      const ticket = request.ticket!;
      const back = safeReturn(field(request.body, 'return'));
      const [team, purpose] = (field(request.body, 'acting') ?? '').split('/');
      if (!team || !purpose) return chooseTeam(request, reply, ticket, back, 'Choose your team and purpose');
      access.session(ticket.user, team, purpose);
      await tickets.renew(reply, isSecure(request), ticket, { team, purpose });
      return reply.redirect(back, 303);
    });

    app.post('/sign-out', async (request, reply) => {
      await tickets.end(reply, isSecure(request), request.ticket!);
      return reply.header('clear-site-data', '"cache"').redirect('/sign-out', 303);
    });
    app.get('/sign-out', async (request, reply) => html(reply, pages.signedOut(request, embedded === null ? await party.signOut(originOf(request)) : null)));

    if (embedded !== null) {
      await mountEmbedded(app, embedded, originOf);
      addChoosing(app, embedded);
    }
  };

  /** The embedded provider's one page: who would you like to be? */
  const addChoosing = (app: FastifyInstance, embedded: Embedded): void => {
    const tokenFor = (uid: string): string => seal([keys.cookies[0]!], 'choose', uid);
    const asked = async (request: FastifyRequest, reply: FastifyReply): Promise<string | null> => {
      const details = await embedded.at(originOf(request)).interactionDetails(request.raw, reply.raw).catch(() => null);
      return details === null || details.uid !== (request.params as { uid: string }).uid ? null : details.uid;
    };
    app.get(`${mount}/choose/:uid`, async (request, reply) => {
      const uid = await asked(request, reply);
      if (uid === null) return reply.redirect('/sign-in', 303);
      const hidden = { [csrfField]: tokenFor(uid) };
      return html(reply, pages.chooseUser(request, { users, area: kernel.area.name, action: `${mount}/choose/${uid}`, hidden }));
    });
    app.post(`${mount}/choose/:uid`, { config: { csrf: false } }, async (request, reply) => {
      const uid = await asked(request, reply);
      if (uid === null) return reply.redirect('/sign-in', 303);
      const stated = unseal(keys.cookies, 'choose', field(request.body, csrfField));
      if (typeof stated !== 'string' || !same(stated, uid)) throw new KithError('access.refused', 'This form was not sent from the page that asked.', { mend: 'Start again from the sign-in page.' });
      const user = users.find((u) => u.id === field(request.body, 'user'));
      if (!user) throw new KithError('access.unknown-user', 'There is no such user here.', { mend: 'Choose one of those on the page.' });
      return reply.redirect(await embedded.at(originOf(request)).interactionResult(request.raw, reply.raw, { login: { accountId: user.id, remember: false } }), 303);
    });
  };

  return { register, session: async (request) => request.session, csrf: (request) => request.ticket?.csrf ?? '', requireSession };
}
