import type { FastifyInstance } from 'fastify';
import { boardPage } from '../pages/case/board.tsx';
import { paths } from '../paths.ts';
import { asking, workFrameOf, type CasePageServices } from './case-kit.ts';

/** A team's cases of one pathway by where they stand; the first pathway unless one is asked for. */
export function addCaseBoardPages(app: FastifyInstance, services: CasePageServices): void {
  const { cases, signIn, sendPage, clock } = services;
  const pathways = cases.pathways.filter((p) => p.start !== undefined).map(({ id, title }) => ({ id, title })).toSorted((a, b) => a.title.localeCompare(b.title));
  app.get(paths.board, { preHandler: signIn.requireSession }, async (request, reply) => {
    const asked = await asking(services, request);
    const pathway = pathways.find((p) => p.id === asked.context.one('pathway')) ?? pathways[0];
    const board = pathway === undefined ? null : await cases.board(asked.session, pathway.id);
    return sendPage(request, reply, 200, boardPage({ frame: await workFrameOf(services, asked), board, pathways, now: clock.now(), today: asked.context.today }));
  });
}
