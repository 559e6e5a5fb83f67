import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formFields, type Access, type KeptForm } from '../../access/index.ts';
import { isUuid, KithError } from '../../kernel/index.ts';
import { csrfField, field, requireSession } from './guard.ts';
import type { SignInPages } from './sign-in.ts';
import type { Ticket, Tickets } from './ticket.ts';

/** Asked by the page's script when somebody will be signed out, without putting it off; sent to, it does. */
export const sessionPath = '/session';
const keptField = 'kept';

/** What was written, shown to whoever wrote it before they send it again. */
export interface KeptProps {
  id: string;
  form: KeptForm;
  csrf: string;
  /** Hidden fields that send it again, in their order. */
  fields: readonly { name: string; value: string }[];
  /** What it was written as, when they act as something else now. */
  otherwise: { team: string; purpose: string } | null;
}

interface SessionServices {
  access: Pick<Access, 'users' | 'safety'>;
  tickets: Tickets;
  pages: SignInPages;
  isSecure: (request: FastifyRequest) => boolean;
  html: (reply: FastifyReply, text: string, status?: number) => FastifyReply;
}

/** How long a session goes on, what becomes of a form sent after its end, and ending every one. */
export function addSessionRoutes(app: FastifyInstance, { access, tickets, pages, isSecure, html }: SessionServices): void {
  const { kept, events } = access.safety;

  // A form that came after its sender was signed out by time is theirs still: its token was checked against the session that was.
  app.addHook('preHandler', async (request, reply) => {
    const { lapsed } = request;
    if (request.ticket !== null || lapsed === null || request.method !== 'POST' || request.routeOptions.config.csrf === false || request.is404) return undefined;
    const path = new URL(request.url, 'http://kith.invalid').pathname;
    const fields = formFields(request.body);
    const own = path === sessionPath || path.startsWith('/sign-') || path.startsWith('/kept/');
    if (own || lapsed.acting === null || fields === null) return reply.redirect(path === '/sign-out' ? path : '/sign-in', 303);
    delete fields[csrfField];
    const id = await kept.keep(lapsed.user, { path: request.url, fields, ...lapsed.acting });
    await events.note({ userId: lapsed.user, kind: 'form-kept', detail: request.routeOptions.url ?? '', address: request.ip });
    return reply.redirect(`/sign-out?idle=kept&return=${encodeURIComponent(`/kept/${id}`)}`, 303);
  });
  app.addHook('onResponse', async (request, reply) => {
    const id = field(request.body, keptField);
    if (request.method === 'POST' && request.ticket !== null && id !== undefined && isUuid(id) && reply.statusCode < 400) await kept.drop(request.ticket.user, id);
  });

  const left = (ticket: Ticket): { seconds: number; final: boolean } => {
    const { seconds, final } = tickets.endOf(ticket);
    return { seconds: Math.max(0, seconds), final };
  };
  const asFile = { 'content-disposition': 'attachment; filename="session.json"' };
  app.get(sessionPath, async (request, reply) => reply.headers(asFile).send(request.ticket === null ? { seconds: 0, final: true } : left(request.ticket)));
  app.post(sessionPath, async (request, reply) => {
    const ticket = tickets.prolong(reply, isSecure(request), request.ticket!);
    if (request.headers.accept?.includes('application/json') === true) return reply.headers(asFile).send(left(ticket));
    return reply.redirect('/', 303);
  });

  const keptOf = async (request: FastifyRequest): Promise<{ id: string; form: KeptForm; ticket: Ticket }> => {
    const { id } = request.params as { id: string };
    const ticket = request.ticket!;
    const form = isUuid(id) ? await kept.get(ticket.user, id) : null;
    if (form === null) throw new KithError('request.invalid', 'Nothing is kept here any more.', { mend: 'What was written is kept for an hour, for whoever wrote it, until it is sent or thrown away.' });
    return { id, form, ticket };
  };
  app.get('/kept/:id', { preHandler: requireSession }, async (request, reply) => {
    const { id, form, ticket } = await keptOf(request);
    const same = ticket.acting?.team === form.team && ticket.acting.purpose === form.purpose;
    const as = access.users().find((u) => u.id === ticket.user)?.teams.find((t) => t.id === form.team);
    const otherwise = same ? null : { team: as?.name ?? form.team, purpose: as?.purposes.find((p) => p.id === form.purpose)?.name ?? form.purpose };
    const fields = Object.entries(form.fields).flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
    return html(reply, pages.kept(request, { id, form, csrf: ticket.csrf, fields, otherwise }));
  });
  app.post('/kept/:id/discard', { preHandler: requireSession }, async (request, reply) => {
    const { id, ticket } = await keptOf(request);
    await kept.drop(ticket.user, id);
    return reply.redirect('/', 303);
  });

  app.post('/sign-out/everywhere', async (request, reply) => {
    const ticket = request.ticket!;
    await tickets.endAll(ticket.user);
    await tickets.end(reply, isSecure(request), ticket);
    await events.note({ userId: ticket.user, kind: 'signed-out-everywhere', detail: '', address: request.ip });
    return reply.header('clear-site-data', '"cache"').redirect('/sign-out', 303);
  });
}
