import fastify, { type FastifyInstance } from 'fastify';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { browser, type Visit } from '../../../tests/support/http-browser.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { createAccess } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { createSignIn } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let portal: FastifyInstance;
let address: string;
let organisation: Server;
/** Who the organisation's provider says is at the browser. */
let claims: Record<string, unknown>;

/** An organisation's identity provider, apart from Kith: it knows who is at the browser without asking, and gives claims at its user-info endpoint. */
async function startProvider(portalAddress: string): Promise<string> {
  organisation = createServer((request, response) => {
    const uid = /^\/interaction\/(\w|-)+$/.test(request.url ?? '');
    if (uid) void provider.interactionFinished(request, response, { login: { accountId: String(claims.email) } });
    else void provider.callback()(request, response);
  });
  await new Promise<void>((done) => organisation.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(organisation.address() as AddressInfo).port}`;
  const provider: Provider = new Provider(issuer, {
    clients: [
      { client_id: 'newbridge', client_secret: 'a-secret-of-thirty-two-characters', redirect_uris: [`${portalAddress}/sign-in/callback`], post_logout_redirect_uris: [`${portalAddress}/sign-out`] },
    ],
    cookies: { keys: ['test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims }) }),
    async loadExistingGrant(context) {
      const grant = new provider.Grant({ clientId: context.oidc.client!.clientId, accountId: context.oidc.session!.accountId! });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  return issuer;
}

beforeAll(async () => {
  // The provider reminds a developer of each setting left at its default.
  for (const way of ['info', 'warn'] as const) vi.spyOn(console, way).mockImplementation(() => undefined);
  db = await testDatabase();
  const kernel = testKernel(db);
  // The portal's address must be known to the provider before the portal is made: a socket is held for it.
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
  const { port } = holder.address() as AddressInfo;
  await new Promise((done) => holder.close(done));
  address = `http://127.0.0.1:${port}`;
  const issuer = await startProvider(address);
  const signIn = createSignIn({
    kernel: { ...kernel, area: { ...kernel.area, synthetic: false } },
    access: createAccess(kernel),
    pages: { chooseUser: () => 'users', chooseTeam: (_, { user }) => `teams of ${user.name}`, signedOut: (_, elsewhere) => `out ${elsewhere?.href ?? ''}`, kept: () => 'kept', account: () => 'account', factor: () => 'factor' },
    env: { KITH_OIDC_ISSUER: issuer, KITH_OIDC_CLIENT_ID: 'newbridge', KITH_OIDC_CLIENT_SECRET: 'a-secret-of-thirty-two-characters' },
  });
  portal = fastify();
  portal.setErrorHandler((error, _, reply) => reply.status(error instanceof KithError ? error.httpStatus : 500).send(error instanceof Error ? error.message : 'broken'));
  await signIn.register(portal);
  await portal.listen({ port, host: '127.0.0.1' });
});
afterAll(async () => {
  await portal.close();
  await new Promise((done) => organisation.close(done));
  await db.close();
});

const arrive = (as: Record<string, unknown>): Promise<Visit> => {
  claims = as;
  return browser(address).open('/sign-in');
};

test('signs in whom the organisation names, by e-mail address in any case', async () => {
  const page = await arrive({ email: 'Joanna.Price@Newbridge.example', email_verified: true });
  expect(page.text).toBe('teams of Joanna Price');
});

test('somebody the organisation knows and the area does not is told so', async () => {
  expect(await arrive({ email: 'somebody.else@newbridge.example' })).toMatchObject({ status: 403, text: 'You are known to your organisation, but not to Kith.' });
});

test('an address the provider does not vouch for signs nobody in', async () => {
  expect(await arrive({ email: 'joanna.price@newbridge.example', email_verified: false })).toMatchObject({ status: 401 });
});

test('there is no page of users to choose from, and signing out offers the organisation’s own', async () => {
  expect((await browser(address).open('/identity/choose/any')).status).toBe(404);
  expect((await browser(address).open('/identity/.well-known/openid-configuration')).status).toBe(404);
  expect((await browser(address).open('/sign-out')).text).toMatch(/^out http:\/\/127\.0\.0\.1:\d+\/session\/end\?/);
});
