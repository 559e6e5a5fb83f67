import type { Reading } from '../../access/index.ts';
import type { Kernel } from '../../kernel/index.ts';
import type { Sources } from '../present.ts';

export async function scis(_kernel: Kernel, _sources: Sources, _reading: Reading, _personId: string): Promise<Record<string, unknown>> {
  return {};
}
