import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access, Own, Session } from '../../access/index.ts';
import { KithError, type Kernel } from '../../kernel/index.ts';
import { csrfField, sameOrigin, same } from '../sign-in/guard.ts';
import { openKeys } from '../sign-in/keys.ts';
import { createRelyingParty } from '../sign-in/relying-party.ts';
import { seal, unseal } from '../sign-in/seal.ts';
import { readSignInSettings } from '../sign-in/settings.ts';
import { cookieName } from '../sign-in/ticket.ts';
import type { OwnPage } from './frame.tsx';
import { ownPaths } from './paths.ts';
import { readOwnSettings } from './settings.ts';
import { chooseAccountPage, codePage, noSignInPage, ownSignedOutPage, whosePage } from './sign-in-pages.tsx';
import { createOwnTickets, type OwnTicket } from './ticket.ts';

/** Who is at their own side, and the record they have open. */
export interface OwnVisit {
  ticket: OwnTicket;
  session: Session;
  /** More than one record may be opened. */
  several: boolean;
}

export interface OwnSignIn {
  /** The visit, or an answer already sent: to sign-in, the choice of record, the code, or that there is nothing to show. */
  visit(request: FastifyRequest, reply: FastifyReply): Promise<OwnVisit | null>;
  /** The ticket, before a record is chosen. */
  ticket(request: FastifyRequest, reply: FastifyReply): Promise<OwnTicket | null>;
  /** Refuses a form that was not one of this session's own. */
  checkForm(request: FastifyRequest, token: string): void;
}

export interface OwnSignInServices {
  kernel: Pick<Kernel, 'area' | 'clock' | 'config'>;
  access: Pick<Access, 'signInState'>;
  own: Own;
  send: (request: FastifyRequest, reply: FastifyReply, page: OwnPage, visit: { ticket: OwnTicket | null; session: Session | null; several: boolean }, status?: number) => FastifyReply;
  nothing: (request: FastifyRequest, reply: FastifyReply, ticket: OwnTicket) => FastifyReply;
  env?: NodeJS.ProcessEnv;
}

const errandSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
const own = { config: { csrf: false as const } };
const field = (request: FastifyRequest, name: string): string => {
  const value = (request.body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** Signing in at one's own record, with a cookie and a provider that are not the workers'. Its forms check a token of their own. */
export async function addOwnSignIn(app: FastifyInstance, services: OwnSignInServices): Promise<OwnSignIn> {
  const { kernel, access, own: accounts, send, nothing, env = process.env } = services;
  const settings = readOwnSettings(env, kernel.area);
  const { publicOrigin } = readSignInSettings(env, { ...kernel.area, synthetic: true }, 'choose');
  const keys = openKeys(kernel.config.data);
  const originOf = (request: FastifyRequest): string => publicOrigin ?? `${request.protocol}://${request.host}`;
  const isSecure = (request: FastifyRequest): boolean => originOf(request).startsWith('https:');
  const tickets = createOwnTickets(kernel.clock, keys.cookies, access.signInState, isSecure);
  if (!app.hasPlugin('@fastify/cookie')) await app.register(cookie);
  const nobody = { ticket: null, session: null, several: false };
  const checkForm = (request: FastifyRequest, token: string): void => {
    sameOrigin(request, originOf(request));
    if (!same(field(request, csrfField), token)) throw new KithError('access.refused', 'This form was not sent from a page of yours, or the page is too old.', { mend: 'Go back, load the page again and send it once more.' });
  };
  const party = settings.kind === 'provider' ? createRelyingParty(() => ({ ...settings, askAlways: true }), ownPaths.callback) : null;
  const setAside = (request: FastifyRequest, reply: FastifyReply, name: string, value: unknown): void => {
    const secure = isSecure(request);
    void reply.setCookie(cookieName(secure, name), seal(keys.cookies, name, value), { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 600 });
  };
  const takeBack = (request: FastifyRequest, reply: FastifyReply, name: string): unknown => {
    const cookieOf = cookieName(isSecure(request), name);
    void reply.clearCookie(cookieOf, { path: '/' });
    return unseal(keys.cookies, name, request.cookies[cookieOf]);
  };

  app.get(ownPaths.signIn, async (request, reply) => {
    if (party !== null) {
      const { url, errand } = await party.start(originOf(request));
      setAside(request, reply, 'own-errand', errand);
      return reply.redirect(url.href, 303);
    }
    if (settings.kind === 'none') return send(request, reply, noSignInPage(accounts.definition.contact), nobody);
    const token = randomBytes(24).toString('base64url');
    setAside(request, reply, 'own-choice', token);
    return send(request, reply, chooseAccountPage({ accounts: await accounts.accounts(), area: kernel.area.name, csrf: token }), nobody);
  });

  const enter = (request: FastifyRequest, reply: FastifyReply, accountId: string): FastifyReply => {
    tickets.issue(request, reply, accountId);
    return reply.redirect(ownPaths.home, 303);
  };

  app.post(ownPaths.signIn, own, async (request, reply) => {
    const token = takeBack(request, reply, 'own-choice');
    if (settings.kind !== 'invented' || typeof token !== 'string') return reply.redirect(ownPaths.signIn, 303);
    checkForm(request, token);
    const account = await accounts.account({ accountId: field(request, 'account') });
    return account === null ? reply.redirect(ownPaths.signIn, 303) : enter(request, reply, account.accountId);
  });

  app.get(ownPaths.callback, async (request, reply) => {
    const errand = errandSchema.safeParse(takeBack(request, reply, 'own-errand'));
    if (party === null || !errand.success) return reply.redirect(ownPaths.signIn, 303);
    const { email } = await party.finish(originOf(request), new URL(request.url, originOf(request)), errand.data);
    const account = await accounts.account({ email });
    if (account === null) return send(request, reply, noSignInPage(accounts.definition.contact), nobody, 403);
    return enter(request, reply, account.accountId);
  });

  app.get(ownPaths.whose, async (request, reply) => {
    const ticket = await tickets.read(request, reply);
    if (ticket === null) return reply.redirect(ownPaths.signIn, 303);
    const choices = await accounts.choices(ticket.account);
    return send(request, reply, whosePage({ choices, current: ticket.authority, csrf: ticket.csrf, error: false }), { ticket, session: null, several: false });
  });
  app.post(ownPaths.whose, own, async (request, reply) => {
    const ticket = await tickets.read(request, reply);
    if (ticket === null) return reply.redirect(ownPaths.signIn, 303);
    checkForm(request, ticket.csrf);
    const choices = await accounts.choices(ticket.account);
    const chosen = choices.find((choice) => choice.authorityId === field(request, 'authority') && !choice.needsCode);
    if (chosen === undefined) return send(request, reply, whosePage({ choices, current: ticket.authority, csrf: ticket.csrf, error: true }), { ticket, session: null, several: false }, 400);
    await tickets.open(request, reply, ticket, chosen.authorityId);
    return reply.redirect(ownPaths.home, 303);
  });

  app.get(ownPaths.code, async (request, reply) => {
    const ticket = await tickets.read(request, reply);
    return ticket === null ? reply.redirect(ownPaths.signIn, 303) : send(request, reply, codePage({ csrf: ticket.csrf, error: null }), { ticket, session: null, several: false });
  });
  app.post(ownPaths.code, own, async (request, reply) => {
    const ticket = await tickets.read(request, reply);
    if (ticket === null) return reply.redirect(ownPaths.signIn, 303);
    checkForm(request, ticket.csrf);
    if (await accounts.tie(ticket.account, field(request, 'code'))) return reply.redirect(ownPaths.home, 303);
    return send(request, reply, codePage({ csrf: ticket.csrf, error: 'This code does not work. Check it, or ring us for a new one' }), { ticket, session: null, several: false }, 400);
  });

  app.post(ownPaths.signOut, own, async (request, reply) => {
    const ticket = await tickets.read(request, reply);
    if (ticket !== null) {
      checkForm(request, ticket.csrf);
      await tickets.end(request, reply, ticket);
    }
    return reply.header('clear-site-data', '"cache"').redirect(ownPaths.signOut, 303);
  });
  app.get(ownPaths.signOut, async (request, reply) => send(request, reply, ownSignedOutPage(), nobody));

  return {
    checkForm,
    ticket: (request, reply) => tickets.read(request, reply),
    async visit(request, reply) {
      const ticket = await tickets.read(request, reply);
      if (ticket === null) return answered(reply.redirect(ownPaths.signIn, 303));
      const choices = await accounts.choices(ticket.account);
      const open = choices.filter((choice) => !choice.needsCode);
      const [only] = open;
      const authority = ticket.authority ?? (open.length === 1 ? only!.authorityId : null);
      const session = authority === null ? null : await accounts.session(ticket.account, authority);
      if (session !== null) return { ticket, session, several: open.length > 1 };
      if (open.length > 1) return answered(reply.redirect(ownPaths.whose, 303));
      if (open.length === 0 && choices.length > 0) return answered(reply.redirect(ownPaths.code, 303));
      return answered(nothing(request, reply, ticket));
    },
  };
}

const answered = (_sent: FastifyReply): null => null;
