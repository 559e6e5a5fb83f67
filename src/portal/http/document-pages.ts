import type { FastifyInstance } from 'fastify';
import { isUuid, KithError, newId } from '../../kernel/index.ts';
import { toBundle, toPdf, type CaseDesk } from '../../pathways/index.ts';
import { caseDocumentPage } from '../pages/case-document.tsx';
import { paths } from '../paths.ts';
import type { PageKit } from './kit.ts';

export interface DocumentPageServices extends Pick<PageKit, 'signIn' | 'clock' | 'contextOf' | 'sendPage'> {
  desk: Pick<CaseDesk, 'document'>;
}

/** Documents of a case as page, tagged PDF and FHIR document. Each is a decided, logged look of action `case`. */
export function addDocumentPages(app: FastifyInstance, { desk, signIn, clock, contextOf, sendPage }: DocumentPageServices): void {
  app.get(paths.caseDocument(':id', ':document'), { preHandler: signIn.requireSession }, async (request, reply) => {
    const session = await signIn.session(request);
    if (session === null) throw new KithError('access.unauthenticated', 'Sign in first.');
    const { id, document } = request.params as { id: string; document: string };
    const context = await contextOf(request, session);
    if (!isUuid(id)) throw new KithError('person.not-found', 'There is no such case.');
    const { model, pathway } = await desk.document(session, id, document);
    const as = context.one('as');
    // Nothing of whom it is about stands in the name of a file.
    const name = `${model.reference ?? 'case'}-${document}`;
    if (as === 'pdf') return reply.type('application/pdf').header('content-disposition', `attachment; filename="${name}.pdf"`).send(await toPdf(model));
    if (as === 'fhir') return reply.type('application/fhir+json').header('content-disposition', `attachment; filename="${name}.json"`).send(JSON.stringify(toBundle(model, pathway, newId), null, 2));
    return sendPage(request, reply, 200, caseDocumentPage({ model, href: paths.caseDocument(id, document), now: clock.now(), today: context.today }));
  });
}
