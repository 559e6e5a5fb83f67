import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Demographics, Kernel } from '../../kernel/index.ts';
import type { Model } from '../model.ts';
import { standardise, type LinkageRecord } from '../standardise.ts';
import { engineMemory } from '../run.ts';
import { countPatterns } from './patterns.store.ts';
import { readSubjects } from './subjects.store.ts';
import { teach, type Taught } from './teach.ts';

export { acceptTrained, writeTrained } from './file.ts';

/** What training found, and the model it started from. */
export interface TrainingReport extends Taught {
  /** Version of the model whose values it started from. */
  from: string;
  /** ISO day. */
  on: string;
  seconds: number;
}

/** Learns the model's shares from the area's own records. Nothing is put in force. Throws as `teach`. */
export async function trainModel(kernel: Kernel, model: Model, progress: (done: number) => void): Promise<TrainingReport> {
  const began = performance.now();
  mkdirSync(join(kernel.config.data, 'linkage'), { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(kernel.config.data, 'linkage', 'train-'));
  const records = async function* (): AsyncGenerator<LinkageRecord[]> {
    let done = 0;
    for await (const batch of readSubjects(kernel.db.writer)) {
      progress((done += batch.length));
      yield batch.map((s) => standardise(s.id, JSON.parse(s.statements) as Demographics[]));
    }
  };
  try {
    const patterns = await countPatterns(model, records(), folder, { memory: engineMemory(), threads: availableParallelism() });
    return { ...teach(model, patterns), from: model.version, on: kernel.clock.today(), seconds: (performance.now() - began) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
