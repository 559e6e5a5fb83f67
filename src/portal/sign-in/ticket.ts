import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../../access/index.ts';
import type { Clock } from '../../kernel/index.ts';
import { seal, unseal } from './seal.ts';

/** Signed out after this long without a request, and after this long whatever happens. */
export const idleSeconds = 30 * 60;
export const absoluteSeconds = 10 * 60 * 60;
const touchSeconds = 60;
const endedForSeconds = 5;

const schema = z.object({
  id: z.string(),
  user: z.string(),
  /** What the user acts as; null until chosen. */
  acting: z.object({ team: z.string(), purpose: z.string() }).nullable(),
  /** Sent back by every form of this session. */
  csrf: z.string(),
  /** Seconds since 1970. */
  started: z.number(),
  seen: z.number(),
  /** Where the user was going, until they get there. */
  back: z.string().nullable(),
});

/** A signed-in browser, as its encrypted cookie holds it. */
export type Ticket = z.infer<typeof schema>;

export interface Tickets {
  /** The request's ticket, if it is sound, in time and not ended. Prolongs it when it is due. */
  read(request: FastifyRequest, reply: FastifyReply): Promise<Ticket | null>;
  /** Starts a session afresh: id and token are new, so nothing planted in the browser beforehand survives. */
  issue(reply: FastifyReply, secure: boolean, of: Pick<Ticket, 'user' | 'back'>): void;
  /** The same sign-in under another id and token, when what it acts as changes; the old id ends. */
  renew(reply: FastifyReply, secure: boolean, ticket: Ticket, acting: Ticket['acting']): Promise<void>;
  /** Ends a session everywhere: a copy of its cookie stops working within seconds. */
  end(reply: FastifyReply, secure: boolean, ticket: Ticket): Promise<void>;
}

const token = (): string => randomBytes(24).toString('base64url');

/** The `__Host-` form is refused by browsers unless it came over https from this very host. */
export const cookieName = (secure: boolean, name: string): string => (secure ? `__Host-kith-${name}` : `kith-${name}`);

export function createTickets(clock: Clock, keys: readonly Buffer[], state: Access['signInState'], isSecure: (request: FastifyRequest) => boolean): Tickets {
  const now = (): number => Math.floor(clock.now().getTime() / 1000);
  const ended = endedSessions(state);
  const write = (reply: FastifyReply, secure: boolean, ticket: Ticket): void => {
    const name = cookieName(secure, 'session');
    void reply.setCookie(name, seal(keys, name, ticket), { path: '/', httpOnly: true, sameSite: 'lax', secure });
  };
  return {
    async read(request, reply) {
      const secure = isSecure(request);
      const name = cookieName(secure, 'session');
      const parsed = schema.safeParse(unseal(keys, name, request.cookies[name]));
      if (!parsed.success) return null;
      const ticket = parsed.data;
      if (now() - ticket.seen > idleSeconds || now() - ticket.started > absoluteSeconds || (await ended.has(ticket.id))) return null;
      if (now() - ticket.seen >= touchSeconds) write(reply, secure, { ...ticket, seen: now() });
      return ticket;
    },
    issue: (reply, secure, of) => write(reply, secure, { ...of, acting: null, id: token(), csrf: token(), started: now(), seen: now() }),
    async renew(reply, secure, ticket, acting) {
      await ended.add(ticket.id);
      write(reply, secure, { ...ticket, acting, back: null, id: token(), csrf: token(), seen: now() });
    },
    async end(reply, secure, ticket) {
      void reply.clearCookie(cookieName(secure, 'session'), { path: '/' });
      await ended.add(ticket.id);
    },
  };
}

/** Sessions ended before their time, asked of the store every few seconds rather than at every request. */
function endedSessions(state: Access['signInState']): { has(id: string): Promise<boolean>; add(id: string): Promise<void> } {
  let known: Promise<Set<string>> | null = null;
  let asked = 0;
  const ask = (): Promise<Set<string>> => {
    asked = performance.now();
    return state.ids('ended-session').then((ids) => new Set(ids));
  };
  return {
    async has(id) {
      if (known === null || performance.now() - asked > endedForSeconds * 1000) known = ask();
      try {
        return (await known).has(id);
      } catch (error) {
        known = null;
        throw error;
      }
    },
    async add(id) {
      await state.put('ended-session', id, {}, absoluteSeconds);
      known = null;
    },
  };
}
