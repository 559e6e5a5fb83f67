import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { atrsMarkdown, atrsOf, cardYaml, type Backtest, type CardDesk, type StoredCard } from '../../radar/index.ts';
import type { Records } from '../../record/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { cardAtrsPage } from '../pages/card-atrs.tsx';
import { cardEditPage } from '../pages/card-edit.tsx';
import { cardPage, cardsPage } from '../pages/cards.tsx';
import { cardVersionPage } from '../pages/card-version.tsx';
import { paths } from '../paths.ts';
import { cardOf, emptyForm, faultsToErrors, formOf, readCardForm } from './card-form.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

export interface CardPageServices extends Pick<PageKit, 'access' | 'signIn' | 'contextOf' | 'sendPage'> {
  desk: CardDesk;
  records: Pick<Records, 'people'>;
}

const longestReason = 500;
const mostNamed = 50;

/** Scorecards: seeing how each works is open to whoever reads lists; changing them needs `radar-edit`. Nobody is shown here but in counts. */
export function addCardPages(app: FastifyInstance, services: CardPageServices): void {
  const { desk, access, records, signIn, contextOf, sendPage } = services;
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest, edit: boolean): Promise<{ session: Session; context: Context; csrf: string }> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const context = await contextOf(request, session);
    if (!context.may('radar-edit') && (edit || !context.may('radar'))) throw new KithError('access.refused', edit ? 'Your team does not change scorecards.' : 'Your team does not look at scorecards.');
    return { session, context, csrf: signIn.csrf(request) };
  };
  const params = (request: FastifyRequest): { card: string; version: number } => {
    const { card = '', version = '' } = request.params as { card?: string; version?: string };
    return { card, version: Number(version) };
  };
  const typed = (request: FastifyRequest, field: string): string => {
    const value = (request.body as Record<string, unknown> | null | undefined)?.[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  const unknown = (): KithError => new KithError('radar.unknown-card', 'There is no such scorecard.', { mend: 'Go to Scorecards for those there are.' });
  const versionsOf = async (card: string): Promise<StoredCard[]> => {
    const versions = await desk.one(card);
    if (versions.length === 0) throw unknown();
    return versions;
  };
  const shown = (versions: readonly StoredCard[]): StoredCard => versions.find((v) => v.state === 'in-force') ?? versions[0]!;
  const versionOf = async (request: FastifyRequest): Promise<{ stored: StoredCard; versions: StoredCard[] }> => {
    const { card, version } = params(request);
    const versions = await versionsOf(card);
    const stored = versions.find((v) => v.version === version);
    if (stored === undefined) throw unknown();
    return { stored, versions };
  };

  app.get(paths.cards, signedIn, async (request, reply) => {
    const { context } = await within(request, false);
    return sendPage(request, reply, 200, cardsPage({ cards: await desk.all(), teams: desk.teams, mayEdit: context.may('radar-edit') }));
  });
  app.get(paths.newCard, signedIn, async (request, reply) => {
    const { csrf } = await within(request, true);
    return sendPage(request, reply, 200, cardEditPage({ id: null, form: emptyForm(), reason: '', errors: [], csrf, desk }));
  });
  app.get(paths.card(':card'), signedIn, async (request, reply) => {
    const { context, csrf } = await within(request, false);
    const versions = await versionsOf(params(request).card);
    return sendPage(request, reply, 200, cardPage({ versions, stored: shown(versions), teams: desk.teams, mayEdit: context.may('radar-edit'), csrf, today: context.today }));
  });
  app.get(paths.cardAtrs(':card'), signedIn, async (request, reply) => {
    const { context } = await within(request, false);
    const stored = shown(await versionsOf(params(request).card));
    const format = context.one('format');
    if (format === 'json') return reply.type('application/json; charset=utf-8').send(JSON.stringify(atrsOf(stored), null, 2));
    if (format === 'markdown') return reply.type('text/markdown; charset=utf-8').send(atrsMarkdown(stored));
    if (format === 'yaml') return reply.header('content-disposition', `attachment; filename="${stored.card.id}.yaml"`).type('application/yaml; charset=utf-8').send(cardYaml(stored));
    return sendPage(request, reply, 200, cardAtrsPage({ stored, parts: atrsOf(stored) }));
  });
  app.get(paths.editCard(':card'), signedIn, async (request, reply) => {
    const { csrf } = await within(request, true);
    const versions = await versionsOf(params(request).card);
    const { card } = versions.find((v) => v.state === 'draft') ?? shown(versions);
    return sendPage(request, reply, 200, cardEditPage({ id: card.id, form: formOf(card), reason: '', errors: [], csrf, desk }));
  });

  const keep = async (request: FastifyRequest, reply: FastifyReply, id: string | null): Promise<FastifyReply> => {
    const { session, csrf } = await within(request, true);
    const form = readCardForm(request.body as Record<string, unknown>);
    const reason = typed(request, 'reason').slice(0, longestReason);
    const before = id === null ? null : shown(await versionsOf(id)).card;
    const card = cardOf(form, before);
    const errors: FieldError[] = faultsToErrors(desk.faults(card).faults);
    if (id === null && (await desk.one(form.id)).length > 0) errors.push({ text: 'There is a scorecard of this short name already', href: '#id' });
    if (reason === '') errors.push({ text: 'Say why this is a better card', href: '#reason' });
    if (errors.length > 0 || typed(request, 'add') !== '') return sendPage(request, reply, errors.length > 0 && typed(request, 'add') === '' ? 400 : 200, cardEditPage({ id, form, reason, errors: typed(request, 'add') === '' ? errors : [], csrf, desk }));
    const version = await desk.draft(session, card, reason);
    return reply.redirect(paths.cardVersion(form.id, version), 303);
  };
  app.post(paths.newCard, signedIn, (request, reply) => keep(request, reply, null));
  app.post(paths.editCard(':card'), signedIn, (request, reply) => keep(request, reply, params(request).card));

  /** Who would come on and drop off, named to whoever reads this card's list: one reading, as the list is. */
  const namesOf = async (session: Session, { card, version }: StoredCard, result: Backtest) => {
    if (session.team !== card.team || session.purpose !== card.purpose || !access.may(session, 'radar')) return null;
    const ids = { comeOn: result.comeOn.slice(0, mostNamed), dropOff: result.dropOff.slice(0, mostNamed) };
    return access.reading(session, { action: 'radar', persons: [], request: `preview ${card.id} version ${version}` }, async (reading) => {
      const people = async (of: readonly string[]) => (await records.people(reading, of)).flatMap((p) => (p.kind === 'person' ? [p] : []));
      return { comeOn: await people(ids.comeOn), dropOff: await people(ids.dropOff) };
    });
  };

  const showVersion = async (request: FastifyRequest, reply: FastifyReply, errors: readonly FieldError[], reason = ''): Promise<FastifyReply> => {
    const { context, csrf } = await within(request, false);
    const { stored, versions } = await versionOf(request);
    const preview = await desk.preview(stored.card.id, stored.version);
    const { session } = await within(request, false);
    const named = preview?.result == null ? null : await namesOf(session, stored, preview.result);
    const page = cardVersionPage({ named, stored, inForce: versions.find((v) => v.state === 'in-force') ?? null, preview, mayEdit: context.may('radar-edit'), csrf, errors, reason, today: context.today });
    if (preview?.state === 'running') void reply.header('refresh', '2');
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, page);
  };
  app.get(paths.cardVersion(':card', ':version'), signedIn, (request, reply) => showVersion(request, reply, []));
  app.post(`${paths.cardVersion(':card', ':version')}/try`, signedIn, async (request, reply) => {
    const { session } = await within(request, true);
    const { card, version } = params(request);
    await desk.try(session, card, version);
    return reply.redirect(paths.cardVersion(card, version), 303);
  });
  app.post(`${paths.cardVersion(':card', ':version')}/put-in-force`, signedIn, async (request, reply) => {
    const { session } = await within(request, true);
    const { card, version } = params(request);
    const reason = typed(request, 'reason').slice(0, longestReason);
    if (reason === '') return showVersion(request, reply, [{ text: 'Say why it is put in force', href: '#reason' }]);
    await desk.putInForce(session, card, version, reason);
    return reply.redirect(paths.card(card), 303);
  });
  app.post(`${paths.card(':card')}/retire`, signedIn, async (request, reply) => {
    const { session } = await within(request, true);
    const { card } = params(request);
    const reason = typed(request, 'reason').slice(0, longestReason);
    if (reason === '') throw new KithError('request.invalid', 'Nothing was retired: say why it should be.', { mend: 'Go back, fill in why, and send it once more.' });
    await desk.retire(session, card, reason);
    return reply.redirect(paths.card(card), 303);
  });
}
