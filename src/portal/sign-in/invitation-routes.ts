import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { passkeysWork, type Passkeys } from './factors/passkeys.ts';
import { field } from './guard.ts';
import type { SignInPages } from './sign-in.ts';

export interface InvitationServices {
  access: Pick<Access, 'users' | 'safety'>;
  passkeys: Passkeys;
  pages: SignInPages;
  originOf: (request: FastifyRequest) => string;
  html: (reply: FastifyReply, text: string, status?: number) => FastifyReply;
}

/** `/invitation/<token>`: making a first passkey, once. The token is the secret that such a form carries. */
export function addInvitationRoutes(app: FastifyInstance, { access, passkeys, pages, originOf, html }: InvitationServices): void {
  const { factors, limits, events } = access.safety;
  const gone = (): KithError => new KithError('access.refused', 'This invitation was used already, or is too old.', { mend: 'Ask whoever sent it for another.' });
  const tokenOf = (request: FastifyRequest): string => (request.params as { token: string }).token;
  /** What the challenge is kept under: the token itself is nowhere in the store. */
  const aboutOf = (request: FastifyRequest): string => `invitation ${createHash('sha256').update(tokenOf(request)).digest('base64url')}`;
  const invited = async (request: FastifyRequest): Promise<{ id: string; name: string; email: string }> => {
    await limits.take('signIn', request.ip);
    const userId = await factors.invited(tokenOf(request));
    const user = access.users().find((u) => u.id === userId);
    if (user === undefined) throw gone();
    return user;
  };
  app.get('/invitation/:token', async (request, reply) => {
    const user = await invited(request);
    const origin = originOf(request);
    const passkey = passkeysWork(origin) ? await passkeys.creation(aboutOf(request), origin, user) : null;
    return html(reply, pages.factor(request, { kind: 'invitation', name: user.name, action: `/invitation/${tokenOf(request)}`, hidden: {}, passkey }));
  });
  app.post('/invitation/:token', { config: { csrf: false } }, async (request, reply) => {
    const user = await invited(request);
    // An answer that is no key leaves the invitation good; of two at once, one takes it.
    const key = await passkeys.created(aboutOf(request), originOf(request), field(request.body, 'credential') ?? '');
    if ((await factors.takeInvitation(tokenOf(request))) === null) throw gone();
    await factors.add(user.id, { ...key, name: field(request.body, 'name')?.trim() || 'First passkey' });
    await events.note({ userId: user.id, kind: 'factor-added', detail: 'passkey by invitation', address: request.ip });
    return reply.redirect('/sign-in', 303);
  });
}
