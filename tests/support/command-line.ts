import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/kith', import.meta.url));

export interface Ran {
  status: number | null;
  out: string;
  err: string;
}

/** A data folder that PostgreSQL's own user can enter when tests run as root. */
export function dataFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'kith-cli-'));
  chmodSync(dir, 0o755);
  return dir;
}

/** Runs `kith` as somebody at a terminal would. */
export async function kith(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = launch(args, env);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const status = await new Promise<number | null>((done) => child.on('close', done));
  return { status, out, err };
}

export function launch(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', ...env } });
}

export interface Running {
  child: ChildProcess;
  url: string;
  /** Everything said so far. */
  said(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the portal on a free port and waits until it says where it is open. */
export async function startPortal(data: string, args: string[] = []): Promise<Running> {
  const child = launch(['start', '--data', data, '--port', '0', ...args]);
  let said = '';
  const url = await new Promise<string>((done, failed) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const open = /is open at (http:\S+)/.exec(said);
      if (open?.[1]) done(open[1]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('exit', (code) => failed(new Error(`kith start ended with ${code}:\n${said}`)));
  });
  return {
    child,
    url,
    said: () => said,
    async stop(signal = 'SIGINT') {
      const ended = new Promise<number | null>((done) => child.on('exit', done));
      child.kill(signal);
      return ended;
    },
  };
}
