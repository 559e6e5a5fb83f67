import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { listFields, pathwayOf, readMoves, replay, type Answers, type Move, type PathwayDefinition } from '../../pathways/index.ts';
import { pathwayListPage } from '../pages/pathway-list.tsx';
import { pathwayPage } from '../pages/pathway-one.tsx';
import { pathwayWalkPage } from '../pages/pathway-walk.tsx';
import { paths } from '../paths.ts';
import type { PageKit } from './kit.ts';
import { sampleAnswers } from './sample-answers.ts';

export interface PathwayPageServices extends Pick<PageKit, 'access' | 'clock' | 'signIn' | 'contextOf' | 'sendPage'> {
  pathways: readonly PathwayDefinition[];
}

/** Pathways to be read and walked. They reach nobody and keep nothing: a walk stands in its own form, and is told again each time. */
export function addPathwayPages(app: FastifyInstance, { pathways, access, clock, signIn, contextOf, sendPage }: PathwayPageServices): void {
  const signedIn = { preHandler: signIn.requireSession };
  const within = async (request: FastifyRequest): Promise<Session> => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    if (!access.may(session, 'pathway-preview')) throw new KithError('access.refused', 'Your team does not look at how pathways are defined.');
    return session;
  };
  const asked = (request: FastifyRequest): PathwayDefinition => {
    const { id } = request.params as { id: string };
    const found = pathways.find((p) => p.id === id);
    if (found === undefined) throw new KithError('person.not-found', 'There is no such pathway.');
    return pathwayOf(pathways, id);
  };

  app.get(paths.pathways, signedIn, async (request, reply) => {
    await within(request);
    return sendPage(request, reply, 200, pathwayListPage({ pathways }));
  });
  app.get(paths.pathway(':id'), signedIn, async (request, reply) => {
    await within(request);
    return sendPage(request, reply, 200, pathwayPage({ pathway: asked(request) }));
  });

  const show = async (request: FastifyRequest, reply: FastifyReply, from: Date, moves: readonly Move[], next: Move | null): Promise<FastifyReply> => {
    const session = await within(request);
    const pathway = asked(request);
    const { today } = await contextOf(request, session);
    const draw = (made: readonly Move[], kept: readonly Move[], trouble: string | null): Promise<FastifyReply> => {
      const { journey, last } = replay(pathway, from, made);
      const given: Answers = next !== null && 'form' in next ? next.answers : {};
      const page = pathwayWalkPage({ pathway, journey, last, given, moves: kept, from: from.toISOString(), today, csrf: signIn.csrf(request), trouble });
      return sendPage(request, reply, trouble === null ? 200 : 422, page);
    };
    if (next === null) return draw(moves, moves, null);
    try {
      const made = [...moves, next];
      const { last } = replay(pathway, from, made);
      // A form not taken is no move: it is shown again with what is wrong.
      const taken = last === null || (last.problems.length === 0 && last.missing.length === 0);
      return await draw(made, taken ? made : moves, null);
    } catch (error) {
      if (!(error instanceof KithError)) throw error;
      return draw(moves, moves, error.message);
    }
  };
  app.get(paths.pathwayWalk(':id'), signedIn, (request, reply) => show(request, reply, clock.now(), [], null));
  app.post(paths.pathwayWalk(':id'), signedIn, async (request, reply) => {
    const pathway = asked(request);
    const body = (request.body ?? {}) as Record<string, unknown>;
    const one = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
    const moves = readMoves(one('moves'));
    const from = new Date(one('from'));
    if (moves === null || Number.isNaN(from.getTime())) throw new KithError('request.invalid', 'This walk cannot be told again.', { mend: 'Begin it anew.' });
    return show(request, reply, from, moves, heardOf(pathway, from, moves, one('hear')) ?? moveOf(pathway, one, body));
  });
}

/** An event by which the way on is taken: with whatever its tests ask for. */
function heardOf(pathway: PathwayDefinition, from: Date, moves: readonly Move[], index: string): Move | null {
  const event = /^\d+$/.test(index) ? replay(pathway, from, moves).journey.state.transitions[Number(index)]?.event : undefined;
  if (event === undefined) return null;
  const sample = (test: string): string | number => /"([^"]*)"/.exec(test)?.[1] ?? Number(/-?\d+(\.\d+)?/.exec(test)?.[0] ?? 0);
  return { hear: event.topic, with: Object.fromEntries(Object.entries(event.where).map(([name, test]) => [name, sample(test)])) };
}

/** What was pressed. */
function moveOf(pathway: PathwayDefinition, one: (name: string) => string, body: Readonly<Record<string, unknown>>): Move | null {
  const form = pathway.forms[one('form')];
  if (form !== undefined) return { form: one('form'), answers: sampleAnswers(listFields(form), body) };
  if (/^\d+$/.test(one('act'))) return { act: Number(one('act')) };
  if (one('task') !== '') return { task: one('task') };
  if (one('ended') !== '') return { ended: one('ended') };
  if (/^[1-9]\d?$/.test(one('days'))) return { days: Number(one('days')) };
  return null;
}
