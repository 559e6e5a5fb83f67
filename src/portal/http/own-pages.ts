import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ownSelf, type Access, type LogEntry, type Own, type Reading, type Session } from '../../access/index.ts';
import { KithError, type FeedState, type Kernel } from '../../kernel/index.ts';
import type { OwnRecord, Records } from '../../record/index.ts';
import { requestKinds, type OwnRequests } from '../../rights/index.ts';
import type { AssetPaths } from '../assets/assets.ts';
import { askedPage, askings, askPage, askPaths, rightsPage } from '../own/ask-pages.tsx';
import { renderOwnPage, type OwnPage } from '../own/frame.tsx';
import { heldPage, looksPage, nothingPage, ownHomePage } from '../own/pages.tsx';
import { ownPaths } from '../own/paths.ts';
import { addOwnSignIn, type OwnSignInServices, type OwnVisit } from '../own/sign-in.ts';
import { whoseOf, type Whose } from '../own/words.ts';

export interface OwnPageServices {
  kernel: Pick<Kernel, 'area' | 'clock' | 'config'>;
  access: Access;
  own: Own;
  records: Pick<Records, 'own'>;
  requests: OwnRequests;
  states: () => Promise<FeedState[]>;
  assets: AssetPaths;
}

const looksAtOnce = 30;
const longestWords = 5_000;

/**
 * People at their own record, and those who act for them. Every page is a reading of action `own-record`, which reaches that one
 * person and nobody else; each says one thing, in plain words.
 */
export async function addOwnPages(app: FastifyInstance, services: OwnPageServices): Promise<void> {
  const { kernel, access, own, records, requests, states, assets } = services;
  const { contact, officer, complaints, authorities, purpose } = own.definition;
  const { area, clock } = kernel;
  const teams = new Map(access.users().flatMap((user) => user.teams.map((team) => [team.id, team.name] as const)));
  const organisations = new Map(area.organisations.map(({ id, name }) => [id, name]));
  const desks = access.desks;

  const send: OwnSignInServices['send'] = (_request, reply, page, { ticket, session, several }, status = 200) => {
    const frame = { area: area.name, synthetic: area.synthetic, assets, contact, signedIn: ticket !== null, whose: session === null ? null : session.name, several, csrf: ticket?.csrf ?? '' };
    return reply.status(status).type('text/html; charset=utf-8').send(renderOwnPage(frame, page));
  };
  const signIn = await addOwnSignIn(app, { kernel, access, own, send, nothing: (request, reply, ticket) => send(request, reply, nothingPage(contact), { ticket, session: null, several: false }, 404) });

  /** A page of the record that is open; where it cannot be, the page that says so to everybody alike. */
  const page = async (request: FastifyRequest, reply: FastifyReply, asked: string, make: (reading: Reading, at: { record: OwnRecord; whose: Whose; visit: OwnVisit }) => Promise<OwnPage | string>, status = 200): Promise<FastifyReply> => {
    const visit = await signIn.visit(request, reply);
    if (visit === null) return reply;
    const personId = visit.session.own!.personId;
    try {
      const made = await access.reading(visit.session, { action: 'own-record', persons: [personId], request: asked }, async (reading) => {
        const record = await records.own(reading, personId, await states());
        return make(reading, { record, visit, whose: whoseOf(visit.session.role, record.given) });
      });
      return typeof made === 'string' ? reply.redirect(made, 303) : send(request, reply, made, visit, status);
    } catch (error) {
      if (!(error instanceof KithError) || error.code !== 'person.not-found') throw error;
      return send(request, reply, nothingPage(contact), { ticket: visit.ticket, session: null, several: visit.several }, 404);
    }
  };
  const query = (request: FastifyRequest, name: string): string => {
    const value = (request.query as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : '';
  };

  app.get(ownPaths.home, (request, reply) =>
    page(request, reply, 'first page', async (reading, { record, whose, visit }) => {
      const authority = authorities.find((a) => a.id === visit.session.role);
      return ownHomePage({ name: record.given, whose, says: authority?.says ?? null, asked: (await requests.made(reading)).length });
    }),
  );
  app.get(ownPaths.held, (request, reply) => page(request, reply, 'who knows me', async (_, { record, whose }) => heldPage({ record, whose, desks, contact })));

  app.get(ownPaths.looks, (request, reply) =>
    page(request, reply, 'who has looked', async (reading, { record, whose }) => {
      const before = query(request, 'before');
      const entries = await own.looks(reading, { ...(before === '' ? {} : { before }), limit: looksAtOnce });
      return looksPage({
        entries,
        whose,
        today: clock.today(),
        later: before !== '',
        next: entries.length === looksAtOnce ? (entries.at(-1)?.logId ?? null) : null,
        by: (entry) => byWhom(entry, record, whose, reading.session),
        why: (entry) => (entry.purpose === purpose.id ? 'To read this record' : access.plainly(entry.purpose)),
      });
    }),
  );

  /** A worker by team and organisation, not by name; somebody who acts for the person by name, for the person knows them. */
  function byWhom(entry: LogEntry, record: OwnRecord, whose: Whose, session: Session): string {
    if (entry.purpose !== purpose.id) return [teams.get(entry.team) ?? entry.team, organisations.get(entry.organisation) ?? entry.organisation].filter(Boolean).join(', ');
    if (entry.role === ownSelf) return whose.self ? 'You' : record.given;
    return entry.userName === session.name && !whose.self ? 'You' : `${entry.userName}, who acts for ${whose.who}`;
  }

  for (const kind of requestKinds) {
    app.get(askPaths[kind], (request, reply) => page(request, reply, `ask: ${kind}`, async (_, { whose, visit }) => askPage({ kind, whose, words: '', error: null, csrf: visit.ticket.csrf })));
    app.post(askPaths[kind], { config: { csrf: false } }, async (request, reply) => {
      const ticket = await signIn.ticket(request, reply);
      if (ticket === null) return reply.redirect(ownPaths.signIn, 303);
      signIn.checkForm(request, ticket.csrf);
      const typed = (request.body as Record<string, unknown> | null)?.['words'];
      const words = (typeof typed === 'string' ? typed.trim() : '').slice(0, longestWords);
      const error = words === '' ? askings[kind].unsaid : null;
      if (error !== null) return page(request, reply, `ask: ${kind}`, async (_, { whose, visit }) => askPage({ kind, whose, words, error, csrf: visit.ticket.csrf }), 400);
      return page(request, reply, `asked: ${kind}`, async (reading) => `${ownPaths.requests}?sent=${(await requests.raise(reading, { kind, words })).requestId}`);
    });
  }
  app.get(ownPaths.requests, (request, reply) => page(request, reply, 'what I asked', async (reading) => askedPage({ requests: await requests.made(reading), sent: query(request, 'sent') || null })));
  app.get(ownPaths.rights, (request, reply) => page(request, reply, 'my rights', async (_, { whose }) => rightsPage({ whose, area: area.name, officer, complaints })));
}
