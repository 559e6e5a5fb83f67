import { renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Writes a file under another name and then gives it its own, so that a kill leaves what was there before. */
export function writeWhole(path: string, text: string): void {
  const part = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  writeFileSync(part, text);
  renameSync(part, path);
}
