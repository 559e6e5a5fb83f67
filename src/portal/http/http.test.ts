import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ids } from '../../../tests/support/portal-fixtures.ts';
import { fixtureServices } from '../../../tests/support/portal-services.ts';
import { KithError } from '../../kernel/index.ts';
import { buildPortal } from '../index.ts';
import { paths } from '../paths.ts';

let app: FastifyInstance;
beforeAll(async () => void (app = await buildPortal(fixtureServices())));
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

describe('assets', () => {
  const assets = async (): Promise<string[]> => [...(await get(paths.home)).body.matchAll(/"(\/assets\/[^"]+)"/g)].map((m) => m[1]!);

  test('come from here alone: no face, sheet or image of another host', async () => {
    for (const path of await assets()) {
      const { body, statusCode, headers } = await get(path);
      expect(statusCode).toBe(200);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(body).not.toMatch(/@font-face|Frutiger|@import|https?:\/\/(?!www\.w3\.org)/);
      for (const [, inner] of body.matchAll(/url\(([^)]+)\)/g)) {
        if (inner!.startsWith('data:')) continue;
        expect([inner, (await get(inner!)).statusCode]).toEqual([inner, 200]);
      }
    }
  });

  test('are not sent again to whoever has them', async () => {
    const [css = ''] = await assets();
    const { headers } = await get(css);
    expect((await get(css, { 'if-none-match': String(headers.etag) })).statusCode).toBe(304);
    expect((await get('/assets/nothing.css')).statusCode).toBe(404);
  });

  test('a page with all that it needs is within 65 KB compressed', async () => {
    let total = 0;
    for (const url of [paths.person(ids.amina), ...(await assets())]) {
      // Assets are compressed once, in the background: until then they are sent as they are.
      await expect.poll(async () => (await get(url, { 'accept-encoding': 'gzip, br' })).headers['content-encoding'], { timeout: 20_000 }).toBe(url.startsWith('/assets') ? 'br' : 'gzip');
      total += (await get(url, { 'accept-encoding': 'gzip, br' })).rawPayload.length;
    }
    expect(total).toBeLessThan(65 * 1024);
    expect(total).toBeGreaterThan(10_000);
  });

  test('pages are compressed as the client takes them, and whole', async () => {
    const url = paths.person(ids.amina);
    const plain = (await get(url)).body;
    expect(gunzipSync((await get(url, { 'accept-encoding': 'gzip, deflate, br' })).rawPayload).toString()).toBe(plain);
    for (const taken of ['identity', 'gzip;q=0', 'br']) expect((await get(url, { 'accept-encoding': taken })).headers['content-encoding']).toBeUndefined();
  });
});

describe('failure', () => {
  const failing = async (error: Error): Promise<{ app: FastifyInstance; lines: unknown[] }> => {
    const broken = fixtureServices();
    const lines: unknown[] = [];
    const services = {
      ...broken,
      kernel: { ...broken.kernel, log: { error: (line: unknown) => lines.push(line) } as unknown as typeof broken.kernel.log },
      records: { ...broken.records, overview: async () => {
          throw error;
        } },
    };
    return { app: await buildPortal(services), lines };
  };

  test('a fault gives a reference, and the log has it without a word about the person', async () => {
    const { app: broken, lines } = await failing(new Error('column "x" of Amina Begum'));
    const { statusCode, body } = await broken.inject(paths.person(ids.amina));
    expect(statusCode).toBe(500);
    const reference = /reference <b>(\w+)<\/b>/.exec(body)?.[1];
    expect(lines).toMatchObject([{ reference, route: '/person/:id', status: 500 }]);
    expect(JSON.stringify(lines)).not.toMatch(/Amina|Begum/);
    expect(JSON.stringify(lines)).not.toContain(ids.amina);
    expect(body).not.toContain('Amina');
    await broken.close();
  });

  test('a store that is away is 503 and says to come back', async () => {
    for (const error of [new KithError('store.unavailable', 'gone'), Object.assign(new Error('terminating'), { code: '57P01' })]) {
      const { app: broken } = await failing(error);
      const { statusCode, body } = await broken.inject(paths.person(ids.amina));
      expect(statusCode).toBe(503);
      expect(body).toContain('not available for the moment');
      await broken.close();
    }
  });

  test('an address too long, or a form too big, is refused', async () => {
    expect((await get(`/find?q=${'a'.repeat(5000)}`)).statusCode).toBe(400);
    expect((await get(`/find?q=${'a'.repeat(300)}`)).body).toContain('Use 200 letters or fewer');
    expect((await app.inject({ method: 'POST', url: '/find', payload: 'a' })).statusCode).toBe(404);
  });
});

test('health answers in the shape that watchers rely on', async () => {
  const { statusCode, headers, body } = await get(paths.health);
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toContain('application/json');
  expect(JSON.parse(body)).toEqual({ status: 'ok', store: 'embedded', postgres: '18.4', area: 'newbridge', persons: 5000, records: 41_000 });
});
