import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { mount, type Embedded } from './embedded.ts';
import { passkeysWork, type Passkeys } from './factors/passkeys.ts';
import type { Method, Prover } from './factors/prove.ts';
import { csrfField, field, same } from './guard.ts';
import type { Keys } from './keys.ts';
import { seal, unseal } from './seal.ts';
import type { SignInPages } from './sign-in.ts';

export interface ChoosingServices {
  embedded: Embedded;
  access: Pick<Access, 'users' | 'safety' | 'signInState'>;
  passkeys: Passkeys;
  prover: Prover;
  pages: SignInPages;
  keys: Keys;
  area: string;
  originOf: (request: FastifyRequest) => string;
  html: (reply: FastifyReply, text: string, status?: number) => FastifyReply;
}

const provingSeconds = 600;

/**
 * The embedded provider's own pages. In an area of invented people: who would you like to be, and then, of whoever set one up, a second
 * step. In any other: a passkey, and nobody is named before it.
 */
export function addChoosing(app: FastifyInstance, services: ChoosingServices): void {
  const { embedded, access, passkeys, prover, pages, keys, area, originOf, html } = services;
  const users = access.users();
  const { limits, rules } = access.safety;
  const tokenFor = (uid: string): Record<string, string> => ({ [csrfField]: seal([keys.cookies[0]!], 'choose', uid) });

  /** The sign-in under way in this browser; null when there is none, or it is not the one this page is for. */
  const asked = async (request: FastifyRequest, reply: FastifyReply): Promise<string | null> => {
    const details = await embedded.at(originOf(request)).interactionDetails(request.raw, reply.raw).catch(() => null);
    return details === null || details.uid !== (request.params as { uid: string }).uid ? null : details.uid;
  };
  /** The same for a form, which must have come from the page that asked. */
  const answered = async (request: FastifyRequest, reply: FastifyReply): Promise<string | null> => {
    await limits.take('signIn', request.ip);
    const uid = await asked(request, reply);
    if (uid === null) return null;
    const stated = unseal(keys.cookies, 'choose', field(request.body, csrfField));
    if (typeof stated !== 'string' || !same(stated, uid)) throw new KithError('access.refused', 'This form was not sent from the page that asked.', { mend: 'Start again from the sign-in page.' });
    return uid;
  };
  const finish = async (request: FastifyRequest, reply: FastifyReply, accountId: string, method: Method | null): Promise<FastifyReply> =>
    reply.redirect(await embedded.at(originOf(request)).interactionResult(request.raw, reply.raw, { login: { accountId, remember: false, ...(method === null ? {} : { amr: [method] }) } }), 303);
  const own = { config: { csrf: false as const } };
  const again = (reply: FastifyReply): FastifyReply => reply.redirect('/sign-in', 303);

  if (rules.signIn.embedded === 'passkeys') {
    const show = async (request: FastifyRequest, reply: FastifyReply, uid: string, error?: string): Promise<FastifyReply> => {
      const origin = originOf(request);
      const passkey = passkeysWork(origin) ? await passkeys.request(uid, origin, null) : null;
      return html(reply, pages.factor(request, { kind: 'passkey-only', action: `${mount}/choose/${uid}`, hidden: tokenFor(uid), passkey, ...(error === undefined ? {} : { error }) }), error === undefined ? 200 : 400);
    };
    app.get(`${mount}/choose/:uid`, async (request, reply) => {
      const uid = await asked(request, reply);
      return uid === null ? again(reply) : show(request, reply, uid);
    });
    app.post(`${mount}/choose/:uid`, own, async (request, reply) => {
      const uid = await answered(request, reply);
      if (uid === null) return again(reply);
      const userId = await passkeys.proved(uid, originOf(request), field(request.body, 'credential') ?? '');
      if (userId !== null && users.some((u) => u.id === userId)) return finish(request, reply, userId, 'hwk');
      await access.safety.events.note({ userId: null, kind: 'code-refused', detail: 'passkey', address: request.ip });
      return show(request, reply, uid, 'That passkey is not known here. Try another, or ask for an invitation');
    });
    return;
  }

  app.get(`${mount}/choose/:uid`, async (request, reply) => {
    const uid = await asked(request, reply);
    if (uid === null) return again(reply);
    return html(reply, pages.chooseUser(request, { users, area, action: `${mount}/choose/${uid}`, hidden: tokenFor(uid) }));
  });
  app.post(`${mount}/choose/:uid`, own, async (request, reply) => {
    const uid = await answered(request, reply);
    if (uid === null) return again(reply);
    const user = users.find((u) => u.id === field(request.body, 'user'));
    if (!user) throw new KithError('access.unknown-user', 'There is no such user here.', { mend: 'Choose one of those on the page.' });
    if (!(await prover.asks(user.id))) return finish(request, reply, user.id, null);
    await access.signInState.put('proving', uid, { user: user.id }, provingSeconds);
    return reply.redirect(`${mount}/choose/${uid}/prove`, 303);
  });

  // Under the address of the interaction, since the provider's cookie is sent to nothing else.
  const proving = async (uid: string): Promise<{ id: string; name: string } | null> => {
    const found = await access.signInState.get('proving', 'id', uid);
    return users.find((u) => u.id === found?.payload.user) ?? null;
  };
  const ask = async (request: FastifyRequest, reply: FastifyReply, uid: string, user: { id: string; name: string }, error?: string): Promise<FastifyReply> => {
    const origin = originOf(request);
    const has = (await access.safety.factors.list(user.id)).some(({ kind }) => kind === 'passkey');
    const passkey = has && passkeysWork(origin) ? await passkeys.request(uid, origin, user.id) : null;
    return html(reply, pages.factor(request, { kind: 'prove', action: `${mount}/choose/${uid}/prove`, hidden: tokenFor(uid), name: user.name, passkey, ...(error === undefined ? {} : { error }) }), error === undefined ? 200 : 400);
  };
  app.get(`${mount}/choose/:uid/prove`, async (request, reply) => {
    const uid = await asked(request, reply);
    const user = uid === null ? null : await proving(uid);
    return uid === null || user === null ? again(reply) : ask(request, reply, uid, user);
  });
  app.post(`${mount}/choose/:uid/prove`, own, async (request, reply) => {
    const uid = await answered(request, reply);
    const user = uid === null ? null : await proving(uid);
    if (uid === null || user === null) return again(reply);
    const credential = field(request.body, 'credential') ?? '';
    const method = await prover.prove(request, user.id, credential === '' ? { code: field(request.body, 'code') ?? '' } : { credential, about: uid, origin: originOf(request) });
    if (method !== null) return finish(request, reply, user.id, method);
    return ask(request, reply, uid, user, credential === '' ? 'That code is not right, or was used already. Wait for the next one and give that' : 'That passkey is not yours. Try another, or give a code');
  });
}
