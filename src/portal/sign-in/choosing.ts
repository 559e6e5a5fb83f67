import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { mount, type Embedded } from './embedded.ts';
import { csrfField, field, same } from './guard.ts';
import type { Keys } from './keys.ts';
import { seal, unseal } from './seal.ts';
import type { SignInPages } from './sign-in.ts';

export interface ChoosingServices {
  embedded: Embedded;
  access: Pick<Access, 'users' | 'safety'>;
  pages: SignInPages;
  keys: Keys;
  area: string;
  originOf: (request: FastifyRequest) => string;
  html: (reply: FastifyReply, text: string, status?: number) => FastifyReply;
}

/** The embedded provider's page in an area of invented people: who would you like to be? */
export function addChoosing(app: FastifyInstance, { embedded, access, pages, keys, area, originOf, html }: ChoosingServices): void {
  const users = access.users();
  const tokenFor = (uid: string): string => seal([keys.cookies[0]!], 'choose', uid);
  const asked = async (request: FastifyRequest, reply: FastifyReply): Promise<string | null> => {
    const details = await embedded.at(originOf(request)).interactionDetails(request.raw, reply.raw).catch(() => null);
    return details === null || details.uid !== (request.params as { uid: string }).uid ? null : details.uid;
  };
  app.get(`${mount}/choose/:uid`, async (request, reply) => {
    const uid = await asked(request, reply);
    if (uid === null) return reply.redirect('/sign-in', 303);
    const hidden = { [csrfField]: tokenFor(uid) };
    return html(reply, pages.chooseUser(request, { users, area, action: `${mount}/choose/${uid}`, hidden }));
  });
  app.post(`${mount}/choose/:uid`, { config: { csrf: false } }, async (request, reply) => {
    await access.safety.limits.take('signIn', request.ip);
    const uid = await asked(request, reply);
    if (uid === null) return reply.redirect('/sign-in', 303);
    const stated = unseal(keys.cookies, 'choose', field(request.body, csrfField));
    if (typeof stated !== 'string' || !same(stated, uid)) throw new KithError('access.refused', 'This form was not sent from the page that asked.', { mend: 'Start again from the sign-in page.' });
    const user = users.find((u) => u.id === field(request.body, 'user'));
    if (!user) throw new KithError('access.unknown-user', 'There is no such user here.', { mend: 'Choose one of those on the page.' });
    return reply.redirect(await embedded.at(originOf(request)).interactionResult(request.raw, reply.raw, { login: { accountId: user.id, remember: false } }), 303);
  });
}
