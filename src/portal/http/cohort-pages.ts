import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { sentenceOf, type Cohort, type Cohorts, type Criterion, type Place, type Sharing } from '../../radar/index.ts';
import type { FieldError } from '../components/messages.tsx';
import { builderPage, type SaveValues } from '../pages/cohort-builder.tsx';
import { cohortPage } from '../pages/cohort.tsx';
import { cohortsPage, overlapPage } from '../pages/cohorts.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { isAspect, readCriteria, readCriterion, withCriteria } from './cohort-form.ts';
import type { PageKit } from './kit.ts';
import type { Context } from './route.ts';

export interface CohortPageServices extends Pick<PageKit, 'access' | 'signIn' | 'contextOf' | 'sendPage'> {
  cohorts: Cohorts;
}

const pageSize = 25;
const sharings: readonly string[] = ['own', 'team', 'counts'] satisfies Sharing[];

/** Cohorts: counting and listing are looks of action `cohort`, a worklist taken away is an `export`; whoever has `cohort-count` alone sees counts. */
export function addCohortPages(app: FastifyInstance, { cohorts, access, signIn, contextOf, sendPage }: CohortPageServices): void {
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<{ session: Session; context: Context; lists: boolean; id: string }> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const context = await contextOf(request, session);
    if (!context.may('cohort') && !context.may('cohort-count')) throw new KithError('access.refused', 'Your team and purpose do not look at cohorts.');
    return { session, context, lists: context.may('cohort'), id: (request.params as { id?: string }).id ?? '' };
  };
  const listing = async (request: FastifyRequest): Promise<Awaited<ReturnType<typeof within>>> => {
    const at = await within(request);
    if (!at.lists) throw new KithError('access.refused', 'You may count people, and list none.', { mend: 'Open a cohort whose counts are shared with you.' });
    return at;
  };
  const posted = (request: FastifyRequest) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const all = (field: string): string[] => [body[field] ?? []].flat().filter((v): v is string => typeof v === 'string');
    return { all, one: (field: string): string => (all(field)[0] ?? '').trim() };
  };

  app.get(paths.cohorts, signedIn, async (request, reply) => {
    const { session, lists } = await within(request);
    const page = cohortsPage({ cohorts: await cohorts.list(session), ground: await cohorts.ground(), countsOnly: !lists, team: session.teamName, purpose: session.purposeName });
    return sendPage(request, reply, 200, page);
  });

  app.get(paths.cohortOverlap, signedIn, async (request, reply) => {
    const { session, context } = await listing(request);
    const [a, b] = await Promise.all([cohorts.one(session, context.one('a')), cohorts.one(session, context.one('b'))]);
    const criteria = [...new Map([...a.criteria, ...b.criteria].map((c) => [JSON.stringify(c), c])).values()];
    const counts = await Promise.all([a.criteria, b.criteria, criteria].map(async (asked) => (await cohorts.count(session, asked, { what: `overlap of ${a.title} and ${b.title}` })).people));
    return sendPage(request, reply, 200, overlapPage({ a: { cohort: a, people: counts[0]! }, b: { cohort: b, people: counts[1]! }, both: counts[2]!, href: withCriteria(paths.cohortNew, criteria) }));
  });

  app.get(paths.cohortNew, signedIn, async (request, reply) => {
    const { context } = await listing(request);
    const criteria = readCriteria(context.all('c'));
    const add = context.one('add');
    const save = saveValues(context.one);
    if (!isAspect(add) || context.one('put') !== 'yes') return build(request, reply, { criteria, aspect: isAspect(add) ? add : null, save });
    const read = readCriterion(add, context);
    if ('errors' in read) return build(request, reply, { criteria, aspect: add, save, errors: read.errors });
    const fault = (await cohorts.faults((await listing(request)).session, [read.criterion]))[0]?.[0];
    if (fault !== undefined) return build(request, reply, { criteria, aspect: add, save, errors: [{ text: fault.message, href: `#${add}` }] });
    const kept = criteria.filter((c) => JSON.stringify(c) !== JSON.stringify(read.criterion));
    return reply.redirect(withCriteria(paths.cohortNew, [...kept, read.criterion], Object.fromEntries(Object.entries(save).filter(([, v]) => v !== ''))), 303);
  });

  app.post(paths.cohorts, signedIn, async (request, reply) => {
    const { session } = await listing(request);
    const { one, all } = posted(request);
    const criteria = readCriteria(all('c'));
    const save = saveValues(one);
    const errors: FieldError[] = [];
    if (save.title === '') errors.push({ text: 'Say what to call it', href: '#title' });
    if (!sharings.includes(save.shared)) errors.push({ text: 'Choose who may open it', href: '#shared' });
    if (save.of !== '' && save.reason === '') errors.push({ text: 'Say what you changed, and why', href: '#reason' });
    if (errors.length > 0 || criteria.length === 0) return build(request, reply, { criteria, aspect: null, save, saveErrors: errors });
    const [of = '', version = ''] = save.of.split('/');
    const saved = await cohorts.save(session, {
      title: save.title, about: save.about, criteria, shared: save.shared as Sharing, reason: save.reason === '' ? 'First version' : save.reason,
      ...(of === '' ? {} : { of: { id: of, version: Number(version) } }), ...(save.copiedFrom === '' ? {} : { copiedFrom: save.copiedFrom }),
    });
    return reply.redirect(paths.cohort(saved.id), 303);
  });

  app.get(paths.cohort(':id'), signedIn, async (request, reply) => {
    const { session, context, lists, id } = await within(request);
    const cohort = await cohorts.one(session, id);
    const printedBy = `Printed by ${session.name}, ${session.teamName}, for ${session.purposeName}, ${showInstant(context.clock.now().toISOString(), '')}. Once printed it is no longer kept up to date: store it safely and destroy it when done with.`;
    const counted = lists ? await cohorts.count(session, cohort.criteria, { what: cohort.title }) : await cohorts.countOnly(session, cohort);
    const [lines, trend, { geography }] = await Promise.all([cohorts.compare(cohort, counted.ids), cohorts.trend(cohort), cohorts.ground()]);
    const list = lists ? await peopleOf(request, session, context, cohort, counted.ids) : null;
    return sendPage(request, reply, 200, cohortPage({ cohort, session, counted, lines, trend, geography, today: context.today, printedBy, list }));
  });

  app.post(paths.cohortWorklist(':id'), signedIn, async (request, reply) => {
    const { session, id } = await listing(request);
    const { name, csv } = await cohorts.worklist(session, await cohorts.one(session, id));
    return reply.header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store').type('text/csv; charset=utf-8').send(csv);
  });

  app.post(paths.cohortRetire(':id'), signedIn, async (request, reply) => {
    const { session, id } = await listing(request);
    await cohorts.retire(session, id, posted(request).one('reason') || 'No longer needed');
    return reply.redirect(paths.cohorts, 303);
  });

  /** One page of people, of the same ids the count is of. */
  async function peopleOf(request: FastifyRequest, session: Session, context: Context, cohort: Cohort, everybody: readonly string[]) {
    const level = context.one('ward') === '' ? 'lsoa' : 'ward';
    const place: Place | null = context.one(level) === '' ? null : { level, code: context.one(level) };
    const ids = place === null ? everybody : (await cohorts.count(session, cohort.criteria, { what: `${cohort.title}, ${place.level} ${place.code}`, place })).ids;
    const from = Number(context.one('from'));
    const offset = Number.isInteger(from) && from > 0 && from < 1e7 ? from : 0;
    const { geography } = await cohorts.ground();
    const people = await access.reading(session, { action: 'cohort', persons: [], request: `list: ${cohort.title}` }, (reading) => cohorts.people(reading, cohort.criteria, ids.slice(offset, offset + pageSize)));
    const name = place === null ? '' : (geography.get(place.level)?.shapes.find((s) => s.code === place.code)?.name ?? place.code);
    return { people, offset, size: pageSize, place: place === null ? null : { ...place, name, people: ids.length }, history: await cohorts.history(session, cohort.id), mayExport: context.may('export'), csrf: signIn.csrf(request) };
  }

  async function build(
    request: FastifyRequest,
    reply: FastifyReply,
    made: { criteria: readonly Criterion[]; aspect: Parameters<typeof builderPage>[0]['aspect']; save: SaveValues; errors?: FieldError[]; saveErrors?: FieldError[] },
  ): Promise<FastifyReply> {
    const { session, context } = await listing(request);
    const ground = await cohorts.ground();
    const faults = (await cohorts.faults(session, made.criteria)).flatMap((found, i) => found.map(({ message }) => ({ text: `${sentenceOf(made.criteria[i]!, ground)}: ${message}` })));
    const counted = faults.length > 0 || made.criteria.length === 0 ? null : await cohorts.count(session, made.criteria, { what: made.criteria.map((c) => sentenceOf(c, ground)).join('; ') });
    const seen = access.leastLevels(session.team, session.purpose).plain;
    const services = ground.categories.filter(({ id }, i) => i > 0 && ['summary', 'detail'].includes(seen.get(id) ?? 'none'));
    const { errors = [], saveErrors = [] } = made;
    const closed = await cohorts.faults(session, ground.signals.map(({ id }) => ({ signal: id })));
    const offered = ground.signals.filter((_, i) => closed[i]?.length === 0);
    const page = builderPage({
      criteria: made.criteria, aspect: made.aspect, errors, save: made.save, saveErrors, faults, counted, csrf: signIn.csrf(request),
      fields: { ground: { ...ground, signals: offered }, one: context.one, all: context.all, services },
    });
    return sendPage(request, reply, errors.length + saveErrors.length > 0 ? 400 : 200, page);
  }
}

const saveValues = (one: (field: string) => string): SaveValues => ({
  title: one('title').slice(0, 120),
  about: one('about').slice(0, 500),
  shared: one('shared').slice(0, 10),
  reason: one('reason').slice(0, 300),
  of: one('of').slice(0, 60),
  copiedFrom: one('copiedFrom').slice(0, 60),
});
