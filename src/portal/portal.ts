import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { PersonDecision, Session } from '../access/index.ts';
import { isUuid, KithError } from '../kernel/index.ts';
import { loadAssets } from './assets/assets.ts';
import { renderPage, type Page } from './components/layout.tsx';
import { EmergencyBanner } from './components/emergency.tsx';
import { PersonFoot } from './components/person-foot.tsx';
import { addCompression } from './http/compression.ts';
import { addFailurePages } from './http/failures.tsx';
import { feedStates } from './http/feed-states.ts';
import { addLimits } from './http/limits.ts';
import { addSecurityHeaders } from './http/headers.ts';
import type { PageKit } from './http/kit.ts';
import type { Context, People, PersonRoute, Route, SearchRoute } from './http/route.ts';
import { addOwnPages } from './http/own-pages.ts';
import { serveAssets } from './http/serve-assets.ts';
import { entriesFor, type Part } from './nav.ts';
import { pageSets, partsOf } from './page-sets.ts';
import { paths } from './paths.ts';
import { accountPage } from './pages/account.tsx';
import { factorPage } from './pages/factors.tsx';
import { keptPage } from './pages/kept.tsx';
import { chooseTeamPage, chooseUserPage, signedOutPage } from './pages/sign-in.tsx';
import { routes } from './routes.ts';
import { casesOf, type PortalServices } from './services.ts';
import { createSignIn, type SessionEnd, type SignIn } from './sign-in/index.ts';

/** Longer than any address the portal's own forms make. */
const longestUrl = 4096;
const largestForm = 64 * 1024;

/** The portal, ready to listen. Every page about a person goes through `Access.reading`; no handler is given another way. */
export async function buildPortal(services: PortalServices): Promise<FastifyInstance> {
  const { kernel, access, records } = services;
  const { area, clock } = kernel;
  const assets = loadAssets(area);
  const states = feedStates(services.feeds, access.categories);
  const organisations = new Map(area.organisations.map(({ id, name }) => [id, name]));
  const purposes = new Map(access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map(({ id, name }) => [id, name] as const))));
  const cases = casesOf(services);
  const people: People = { records, whoViewed: (...args) => access.whoViewed(...args), explain: (...args) => access.explain(...args), users: () => access.users(), sessionOf: (...args) => access.session(...args), own: access.own, look: (...args) => access.look(...args), untold: (...args) => access.untold(...args), home: services.detectors?.view ?? null, risk: async (reading, personId) => services.radar?.lists.risk(reading, personId) ?? [], cases: cases === null ? null : (...args) => cases.desk.ofPerson(...args) };
  const app = fastify({ logger: false, bodyLimit: largestForm, routerOptions: { maxParamLength: 200 }, trustProxy: kernel.config.trustProxy.length === 0 ? false : kernel.config.trustProxy });
  if (services.onRoute !== undefined) app.addHook('onRoute', services.onRoute);

  const parts = partsOf(services);
  const draw = (page: Page, session: Session | null, csrf: string, alerts: number | null = null, end: SessionEnd | null = null, waits: number | null = null): string =>
    renderPage(
      {
        brand: area.branding.title,
        area: area.name,
        synthetic: area.synthetic,
        assets: assets.paths,
        session,
        entries: session === null ? [] : entriesFor((action) => access.may(session, action), new Set<Part>([...parts, ...(alerts === null ? [] : ['alerts' as const])]), access.view(session).navigation),
        maySearch: session !== null && access.may(session, 'search'),
        alerts,
        cases: waits,
        end,
        published: services.publicFacts !== undefined,
        csrf,
      },
      page,
    );
  const signIn: SignIn =
    services.signIn ??
    createSignIn({
      kernel,
      access,
      pages: {
        chooseUser: (_request, props) => draw(chooseUserPage(props), null, ''),
        chooseTeam: (request, props) => draw(chooseTeamPage(props), request.session, request.session === null ? '' : signIn.csrf(request)),
        signedOut: (_request, elsewhere, idle) => draw(signedOutPage(elsewhere, idle), null, ''),
        kept: (request, props) => draw(keptPage(props), request.session, props.csrf, null, signIn.end?.(request)),
        factor: (request, props) => draw(factorPage(props), request.session, request.session === null ? '' : signIn.csrf(request), null, signIn.end?.(request)),
        account: (request, props) => draw(accountPage(props), request.session, props.csrf, null, signIn.end?.(request)),
      },
    });
  /** A page is shown also when its team's alerts cannot be counted. */
  const unseen = async (session: Session | null): Promise<number | null> =>
    session === null || services.alerts === undefined || !access.may(session, 'alert') ? null : services.alerts.desk.unseen(session).catch(() => 0);
  /** What a worker has not seen or is late with: cases and tasks overdue, cases offered, notices not read. */
  const waiting = async (session: Session | null): Promise<number | null> => {
    if (session === null || cases === null || !access.may(session, 'case')) return null;
    const counts = await cases.work.counts(session).catch(() => null);
    return counts === null ? 0 : counts.overdue + counts.offered + counts.notices;
  };
  const sendPage = async (request: FastifyRequest, reply: FastifyReply, status: number, page: Page): Promise<FastifyReply> => {
    const session = await signIn.session(request).catch(() => null);
    const html = draw(page, session, session === null ? '' : signIn.csrf(request), await unseen(session), signIn.end?.(request) ?? null, await waiting(session));
    return reply.code(status).type('text/html; charset=utf-8').send(html);
  };

  const contextOf = async (request: FastifyRequest, session: Session): Promise<Context> => {
    const query = request.query as Record<string, string | string[] | undefined>;
    const all = (field: string): string[] => [query[field] ?? []].flat().slice(0, 50);
    return {
      session,
      area,
      clock,
      today: clock.today(),
      feeds: await states(),
      categories: access.categories,
      organisation: (id) => organisations.get(id) ?? id,
      purpose: (id) => purposes.get(id) ?? id,
      linkReport: () => services.linkage.report(),
      reviewing: services.reviews !== undefined,
      work: cases === null || !access.may(session, 'case') ? null : () => cases.work.counts(session),
      homes: services.detectors !== undefined,
      parting: services.parting !== undefined && access.may(session, 'link-review'),
      records: services.intake?.feed(session) ?? null,
      csrf: signIn.csrf(request),
      ownSide: access.own !== null,
      requests: services.requestDesk !== undefined,
      retention: services.retention !== undefined,
      agreements: () => access.agreements(),
      purposes: () => access.purposes(),
      emergency: access.may(session, 'break-glass'),
      view: access.view(session),
      may: (action) => access.may(session, action),
      one: (field) => (all(field)[0] ?? '').trim(),
      all,
    };
  };

  addSecurityHeaders(app, (request) => signIn.isSecure?.(request) ?? false);
  addCompression(app);
  addFailurePages(app, kernel, sendPage);
  await app.register(formbody, { bodyLimit: largestForm });
  serveAssets(app, assets);
  const state = health(services);
  app.get(paths.health, async (_request, reply) => reply.header('content-disposition', 'attachment; filename="health.json"').send(await state()));
  await signIn.register(app);
  addLimits(app, access.safety, kernel.log);
  app.addHook('onRequest', async (request) => {
    if (request.url.length > longestUrl) throw new KithError('request.invalid', 'The address is too long.');
  });

  for (const route of routes) {
    app.get(route.path, { preHandler: signIn.requireSession }, async (request, reply) => {
      const session = await signIn.session(request);
      if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
      const context = await contextOf(request, session);
      const page = await make(route, request, context, signIn.csrf(request));
      return typeof page === 'string' ? reply.redirect(page, 302) : sendPage(request, reply, 200, page);
    });
  }
  const kit: PageKit = { access, records, clock, log: kernel.log, signIn, contextOf, sendPage };
  for (const add of pageSets) add(app, kit, services, people);
  if (services.ownSide !== undefined && access.own !== null) await addOwnPages(app, { kernel, access, own: access.own, ...services.ownSide, states: () => services.feeds.states(), assets: assets.paths });
  return app;

  async function make(route: Route, request: FastifyRequest, context: Context, csrf: string): Promise<Page | string> {
    if (route.kind === 'search') return search(route, context);
    if (route.kind === 'person') return open(route, request, context, csrf);
    if (route.needs !== null && !context.may(route.needs)) throw new KithError('access.refused', 'Your team does not look at this.');
    return route.handle(context);
  }

  async function search(route: SearchRoute, context: Context): Promise<Page> {
    if (!context.may(route.audit)) throw new KithError('access.refused', 'Your team and purpose do not look at people.');
    const asked = route.asked(context);
    if ('page' in asked) return asked.page;
    return access.reading(context.session, { action: route.audit, persons: [], request: asked.request }, (reading) => route.handle(reading, people, context));
  }

  /** The page, or the address to go to when this person is known by another id now. */
  async function open(route: PersonRoute, request: FastifyRequest, context: Context, csrf: string): Promise<Page | string> {
    const { id } = request.params as { id: string };
    if (!isUuid(id)) throw notFound();
    if (route.needs !== undefined && !context.may(route.needs)) throw new KithError('access.refused', 'Your team may not ask this of others.', { mend: 'Why you can see this, on the person’s page, says what you may see yourself.' });
    const asked = route.asked?.(context) ?? '';
    return access.reading(context.session, { action: route.audit, persons: [id], ...(asked === '' ? {} : { request: asked }) }, async (reading) => {
      try {
        const decision = reading.persons.get(id.toLowerCase());
        if (decision?.restricted === true && context.emergency) return paths.emergency(id);
        // Of whoever may not be known of, what is done for nobody is done, for nobody: how long the answer takes tells no more than its words.
        const known = isOpen(decision, access.categories[0]?.id);
        const page = await route.handle(reading, known ? id : reading.nobody(id), people, context);
        if (!known) throw notFound();
        const { emergency } = decision ?? {};
        if (emergency !== undefined) return { ...page, banner: EmergencyBanner({ personId: id, emergency, today: context.today, csrf }) };
        return { ...page, foot: PersonFoot({ personId: id, may: context.may }) };
      } catch (error) {
        if (!(error instanceof KithError) || error.code !== 'person.not-found') throw error;
        const now = await records.resolve(reading, id);
        if (now === null || now === id || !isKnown(reading.persons.get(now), access.categories[0]?.id)) throw error;
        return paths.personPage(now, route.page);
      }
    });
  }
}

const notFound = (): KithError => new KithError('person.not-found', 'There is no such person.');

/** Whether somebody may be known of. Sealed, and not shared at all, are exactly like nobody. */
const isKnown = (decision: PersonDecision | undefined, identity: string | undefined): boolean =>
  decision !== undefined && !decision.sealed && (decision.restricted || identity === undefined || (decision.categories.get(identity)?.level ?? 'none') !== 'none');

/** Whether a page opens; restricted says so. */
function isOpen(decision: PersonDecision | undefined, identity: string | undefined): boolean {
  if (decision?.restricted === true) {
    throw new KithError('access.refused', 'This record is restricted. It does not open for your team and purpose.', {
      mend: 'If you need it, ask the service that holds it or your information governance lead.',
    });
  }
  return isKnown(decision, identity);
}

/** How long counts may be told again before they are taken again, in milliseconds: taking them reads every row. */
const countsLast = 5_000;

/** For whoever watches the program: is it up, on what, and how much it holds. Names nobody. */
function health({ kernel, records }: Pick<PortalServices, 'kernel' | 'records'>): () => Promise<Record<string, unknown>> {
  let counted: { at: number; counts: ReturnType<typeof records.counts> } | null = null;
  return async () => {
    const now = kernel.clock.now().getTime();
    if (counted === null || now - counted.at > countsLast) counted = { at: now, counts: records.counts() };
    const { persons, records: held } = await counted.counts.catch((error: unknown) => {
      counted = null;
      throw error;
    });
    return { status: 'ok', store: kernel.db.store, postgres: kernel.db.version, area: kernel.area.id, persons, records: held };
  };
}
