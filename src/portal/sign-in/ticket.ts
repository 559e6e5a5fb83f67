import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readEverywhere, type Access } from '../../access/index.ts';
import type { Clock } from '../../kernel/index.ts';
import { seal, unseal } from './seal.ts';

/** How long a session lasts: without a request, and whatever happens. */
export interface Lasts {
  idleSeconds: number;
  longestSeconds: number;
}

/** When somebody will be signed out by time. */
export interface SessionEnd {
  at: Date;
  /** Seconds until then. */
  seconds: number;
  /** Nothing they do puts it off any more. */
  final: boolean;
}

const touchSeconds = 60;
const endedForSeconds = 5;
/** For so long after it ended by time, a session still says whose form it was that came too late. */
const lapsedSeconds = 12 * 60 * 60;

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
  /** Whether a second step was taken, or the organisation's own provider saw to it. */
  strong: z.boolean().default(false),
  /** What the user acted as before they were signed out by time: offered first. */
  last: z.object({ team: z.string(), purpose: z.string() }).nullable().default(null),
});

/** A signed-in browser, as its encrypted cookie holds it. */
export type Ticket = z.infer<typeof schema>;

export interface Tickets {
  /**
   * The request's ticket, if it is sound and not ended; `live` is null once it is out of time, and `lapsed` until then. Asking prolongs it
   * when that is due, but for `quietly`.
   */
  read(request: FastifyRequest, reply: FastifyReply, quietly: boolean): Promise<{ live: Ticket | null; lapsed: Ticket | null }>;
  endOf(ticket: Ticket): SessionEnd;
  /** Counts from now again. @returns the ticket as it is then */
  prolong(reply: FastifyReply, secure: boolean, ticket: Ticket): Ticket;
  /** Starts a session afresh: id and token are new, so nothing planted in the browser beforehand survives. */
  issue(reply: FastifyReply, secure: boolean, of: Pick<Ticket, 'user' | 'back' | 'last' | 'strong'>): void;
  /** The same sign-in under another id and token, when what it acts as changes; the old id ends. */
  renew(reply: FastifyReply, secure: boolean, ticket: Ticket, acting: Ticket['acting']): Promise<void>;
  /** Ends a session everywhere: a copy of its cookie stops working within seconds. */
  end(reply: FastifyReply, secure: boolean, ticket: Ticket): Promise<void>;
  /** Ends every session of a user that has begun by now, wherever it is. */
  endAll(userId: string): Promise<void>;
}

const token = (): string => randomBytes(24).toString('base64url');

/** The `__Host-` form is refused by browsers unless it came over https from this very host. */
export const cookieName = (secure: boolean, name: string): string => (secure ? `__Host-kith-${name}` : `kith-${name}`);

export function createTickets(clock: Clock, keys: readonly Buffer[], { signInState: state, safety: { signOutEverywhere } }: Pick<Access, 'signInState' | 'safety'>, lasts: Lasts, isSecure: (request: FastifyRequest) => boolean): Tickets {
  const now = (): number => Math.floor(clock.now().getTime() / 1000);
  const ended = endedSessions(state, lasts.longestSeconds);
  const write = (reply: FastifyReply, secure: boolean, ticket: Ticket): void => {
    const name = cookieName(secure, 'session');
    void reply.setCookie(name, seal(keys, name, ticket), { path: '/', httpOnly: true, sameSite: 'lax', secure });
  };
  const prolong = (reply: FastifyReply, secure: boolean, ticket: Ticket): Ticket => {
    const touched = { ...ticket, seen: now() };
    write(reply, secure, touched);
    return touched;
  };
  const endOf = (ticket: Ticket): SessionEnd => {
    const [idle, longest] = [ticket.seen + lasts.idleSeconds, ticket.started + lasts.longestSeconds];
    const at = Math.min(idle, longest);
    return { at: new Date(at * 1000), seconds: at - now(), final: longest <= idle };
  };
  return {
    async read(request, reply, quietly) {
      const secure = isSecure(request);
      const name = cookieName(secure, 'session');
      const parsed = schema.safeParse(unseal(keys, name, request.cookies[name]));
      if (!parsed.success || (await ended.has(parsed.data))) return { live: null, lapsed: null };
      const ticket = parsed.data;
      const { seconds } = endOf(ticket);
      if (seconds < 0) return { live: null, lapsed: seconds < -lapsedSeconds ? null : ticket };
      if (quietly || now() - ticket.seen < touchSeconds) return { live: ticket, lapsed: null };
      return { live: prolong(reply, secure, ticket), lapsed: null };
    },
    endOf,
    prolong,
    issue: (reply, secure, of) => write(reply, secure, { ...of, acting: null, id: token(), csrf: token(), started: now(), seen: now() }),
    async renew(reply, secure, ticket, acting) {
      await ended.add(ticket.id);
      write(reply, secure, { ...ticket, acting, back: null, id: token(), csrf: token(), seen: now() });
    },
    async end(reply, secure, ticket) {
      void reply.clearCookie(cookieName(secure, 'session'), { path: '/' });
      await ended.add(ticket.id);
    },
    async endAll(userId) {
      await signOutEverywhere(userId);
      ended.forget();
    },
  };
}

/** Sessions ended before their time, asked of the store every few seconds rather than at every request. */
function endedSessions(state: Access['signInState'], longestSeconds: number): { has(ticket: Ticket): Promise<boolean>; add(id: string): Promise<void>; forget(): void } {
  let known: Promise<{ ids: Set<string>; before: Map<string, number> }> | null = null;
  let asked = 0;
  const ask = async (): Promise<{ ids: Set<string>; before: Map<string, number> }> => {
    asked = performance.now();
    const ids = await state.ids('ended-session');
    const before = new Map<string, number>();
    for (const { user, at } of ids.flatMap((id) => readEverywhere(id) ?? [])) before.set(user, Math.max(before.get(user) ?? 0, at));
    return { ids: new Set(ids), before };
  };
  return {
    async has(ticket) {
      if (known === null || performance.now() - asked > endedForSeconds * 1000) known = ask();
      try {
        const { ids, before } = await known;
        return ids.has(ticket.id) || ticket.started <= (before.get(ticket.user) ?? -1);
      } catch (error) {
        known = null;
        throw error;
      }
    },
    forget: () => void (known = null),
    async add(id) {
      await state.put('ended-session', id, {}, longestSeconds + lapsedSeconds);
      known = null;
    },
  };
}
