import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../../access/index.ts';
import type { Clock } from '../../kernel/index.ts';
import { seal, unseal } from '../sign-in/seal.ts';
import { cookieName } from '../sign-in/ticket.ts';

/** A person is signed out after this long without a request, and after this long whatever happens: a shared computer is likely. */
export const ownIdleSeconds = 15 * 60;
const absoluteSeconds = 2 * 60 * 60;
const touchSeconds = 60;
const ended = 'ended-own-session';

const schema = z.object({
  id: z.string(),
  account: z.string(),
  /** Which record is open; null until chosen. */
  authority: z.string().nullable(),
  /** Sent back by every form of this session. */
  csrf: z.string(),
  /** Seconds since 1970. */
  started: z.number(),
  seen: z.number(),
});

/** Somebody signed in at their own side, as an encrypted cookie of its own holds it. It is no worker's session and never becomes one. */
export type OwnTicket = z.infer<typeof schema>;

export interface OwnTickets {
  read(request: FastifyRequest, reply: FastifyReply): Promise<OwnTicket | null>;
  issue(request: FastifyRequest, reply: FastifyReply, account: string): OwnTicket;
  /** The same sign-in at another record, under another id and token; the old id ends. */
  open(request: FastifyRequest, reply: FastifyReply, ticket: OwnTicket, authority: string): Promise<void>;
  end(request: FastifyRequest, reply: FastifyReply, ticket: OwnTicket): Promise<void>;
}

const token = (): string => randomBytes(24).toString('base64url');

export function createOwnTickets(clock: Clock, keys: readonly Buffer[], state: Access['signInState'], isSecure: (request: FastifyRequest) => boolean): OwnTickets {
  const now = (): number => Math.floor(clock.now().getTime() / 1000);
  const write = (request: FastifyRequest, reply: FastifyReply, ticket: OwnTicket): void => {
    const secure = isSecure(request);
    const name = cookieName(secure, 'own');
    void reply.setCookie(name, seal(keys, name, ticket), { path: '/', httpOnly: true, sameSite: 'lax', secure });
  };
  const fresh = (account: string, authority: string | null): OwnTicket => ({ id: token(), account, authority, csrf: token(), started: now(), seen: now() });
  return {
    async read(request, reply) {
      const name = cookieName(isSecure(request), 'own');
      const parsed = schema.safeParse(unseal(keys, name, request.cookies[name]));
      if (!parsed.success) return null;
      const ticket = parsed.data;
      if (now() - ticket.seen > ownIdleSeconds || now() - ticket.started > absoluteSeconds || (await state.get(ended, 'id', ticket.id)) !== null) return null;
      if (now() - ticket.seen >= touchSeconds) write(request, reply, { ...ticket, seen: now() });
      return ticket;
    },
    issue(request, reply, account) {
      const ticket = fresh(account, null);
      write(request, reply, ticket);
      return ticket;
    },
    async open(request, reply, ticket, authority) {
      await state.put(ended, ticket.id, {}, absoluteSeconds);
      write(request, reply, { ...fresh(ticket.account, authority), started: ticket.started });
    },
    async end(request, reply, ticket) {
      void reply.clearCookie(cookieName(isSecure(request), 'own'), { path: '/' });
      await state.put(ended, ticket.id, {}, absoluteSeconds);
    },
  };
}
