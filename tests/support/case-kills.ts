import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../src/kernel/index.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Killed {
  kills: number;
  /** Things done by the processes that were killed. */
  done: number;
  /** By idempotency key, every body the channel was given. */
  kept: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Has processes carry the open cases of a database to their ends and kills each at a moment of its seed, `kills` times; then lets one finish.
 * The next process warms up while the one before is at work.
 */
export async function killWhileCarrying(db: Pick<Database, 'writer'> & { socket: string; name: string }, kills: number, seed: number): Promise<Killed> {
  const kept = new Map<string, Set<string>>();
  const take = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const body = await text(request);
    const key = String(request.headers['idempotency-key']);
    kept.set(key, (kept.get(key) ?? new Set()).add(body));
    reply.end(`ref-${key}`);
  };
  const server = createServer((request, reply) => void take(request, reply));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // So that two hundred processes need not each read the same source anew.
  const cache = mkdtempSync(join(tmpdir(), 'kith-compiled-'));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const random = seeded(seed);
  let done = 0;
  let made = 0;
  const start = (): ChildProcess => spawn(process.execPath, ['tests/support/case-child.ts', db.socket, db.name, url, String(made++ * 70)], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: cache } });
  const begun = async (child: ChildProcess): Promise<void> => {
    await once(child.stdout!, 'data');
    child.stdout!.on('data', (chunk: Buffer) => (done += chunk.toString().split('.').length - 1));
    child.stdin!.write('go\n');
  };
  const ready = [start(), start(), start()];
  for (let i = 0; i < kills; i++) {
    const child = ready.shift()!;
    ready.push(start());
    await begun(child);
    const ended = once(child, 'exit');
    await wait(5 + random() * 80);
    child.kill('SIGKILL');
    await ended;
  }
  const [last, ...spare] = ready;
  for (const child of spare) child.kill('SIGKILL');
  await begun(last!);
  await once(last!, 'exit');
  rmSync(cache, { recursive: true, force: true });
  server.close();
  server.closeAllConnections();
  return { kills, done, kept };
}
