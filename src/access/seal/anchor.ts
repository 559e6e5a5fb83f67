import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/index.ts';
import { readHead } from './head.ts';
import { addCosignature, addTimeStamp, hasTimeStamp, readHeads, type StoredHead } from './seal.store.ts';

const waitsAtMost = 10_000;
const longestAnswer = 4_096;

/**
 * Publishes the newest head where this store cannot reach: to the folder configured, a file for each head and none ever
 * written over, and to each partner, who answers with a line of signature. Nothing but size, root, time and signature leaves, and to an
 * authority that time-stamps it, nothing but its hash. A partner who does not answer is named in the operational log, and asked again next time.
 * @returns who holds the head: the file, the partners who signed, the authority
 */
export async function publishHead(kernel: Pick<Kernel, 'config' | 'db' | 'clock' | 'log'>): Promise<string[]> {
  const { config, db, clock, log } = kernel;
  const head = (await readHeads(db.writer)).at(-1);
  if (head === undefined) return [];
  const held: string[] = [];
  if (config.logAnchor !== undefined) held.push(writeHead(config.logAnchor, head));
  for (const witness of config.logWitnesses) {
    try {
      for (const line of await cosign(witness, head)) await addCosignature(db.writer, head.size, witness, line, clock.now());
      held.push(witness);
    } catch (error) {
      log.error({ witness, error: error instanceof Error ? error.message : String(error) }, 'a partner did not co-sign the head of the access log');
    }
  }
  const authority = config.logTimestamp;
  if (authority !== undefined) {
    try {
      if (!(await hasTimeStamp(db.writer, head.size, authority))) {
        // Loaded by those who use it: the library is large, and most logs are not stamped.
        const { requestTimeStamp } = await import('./timestamp.ts');
        await addTimeStamp(db.writer, head.size, authority, await requestTimeStamp(authority, head.note));
      }
      held.push(authority);
    } catch (error) {
      log.error({ authority, error: error instanceof Error ? error.message : String(error) }, 'the head of the access log was not time-stamped');
    }
  }
  return held;
}

function writeHead(folder: string, head: StoredHead): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${String(head.size).padStart(12, '0')}.head`);
  try {
    writeFileSync(file, head.note, { flag: 'wx', mode: 0o444 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return file;
}

/** The partner's lines of signature under this head (C2SP tlog-witness: the note is posted, the answer is signature lines). */
async function cosign(witness: string, head: StoredHead): Promise<string[]> {
  const answer = await fetch(witness, { method: 'POST', body: head.note, headers: { 'content-type': 'text/plain; charset=utf-8' }, redirect: 'error', signal: AbortSignal.timeout(waitsAtMost) });
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  const text = (await answer.text()).slice(0, longestAnswer);
  const read = readHead(`${head.note.slice(0, head.note.indexOf('\n\n'))}\n\n${text}`);
  const lines = read?.signatures.map((s) => s.line) ?? [];
  if (lines.length === 0) throw new Error('its answer holds no signature');
  return lines;
}
