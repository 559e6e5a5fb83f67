import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KithError } from '../../src/kernel/index.ts';
import { checkFeeds, type FeedDefinition } from '../../src/feeds/index.ts';
import type { Checkpoint, FormatReader, ReadItem } from '../../src/feeds/formats/reader.ts';

let demo: FeedDefinition[] | undefined;

/** A feed of the demo area. */
export function demoFeed(id: string): FeedDefinition {
  demo ??= checkFeeds('areas/demo').definitions;
  const found = demo.find((d) => d.id === id);
  if (found === undefined) throw new Error(`no feed ${id}`);
  return found;
}

/** A file with this content in a folder of its own. */
export function scratchFile(name: string, content: string | Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'kith-file-')), name);
  writeFileSync(file, content);
  return file;
}

/** Every record of a file, after its whole-file check; `from` takes up at a checkpoint. */
export async function readFileWith<N>(reader: FormatReader<N>, file: string, definition: FeedDefinition, from: Checkpoint | null = null): Promise<{ items: ReadItem<N>[]; checkpoints: Checkpoint[] }> {
  const inspection = await reader.inspect(file, definition);
  const items: ReadItem<N>[] = [];
  const checkpoints: Checkpoint[] = [];
  for await (const chunk of reader.read(file, definition, inspection, from)) {
    items.push(...chunk.items);
    checkpoints.push(chunk.checkpoint);
  }
  return { items, checkpoints };
}

/** Why a file is refused; fails when it is not. */
export async function refusal<N>(reader: FormatReader<N>, file: string, definition: FeedDefinition): Promise<string> {
  try {
    await reader.inspect(file, definition);
  } catch (error) {
    if (error instanceof KithError && error.code === 'delivery.refused') return error.message;
    throw error;
  }
  throw new Error('the file was not refused');
}
