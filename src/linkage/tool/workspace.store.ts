import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';

/** A disposable DuckDB file in a folder of its own, gone when closed. */
export interface Workspace {
  db: DuckDBConnection;
  /** A second connection: a stream is cut short by any other statement on its own. */
  side: DuckDBConnection;
  folder: string;
  run(text: string): Promise<void>;
  rows(text: string): Promise<DuckDBValue[][]>;
  count(text: string): Promise<number>;
  /** Appends rows of text to a table of text columns; null stays null. */
  append(table: string, rows: Iterable<readonly (string | null)[]>): Promise<void>;
  close(): void;
}

/** Text as an SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** A file's column in `raw`: its heading after a mark, so that no heading meets a name of our own. */
export const heading = (name: string): string => quoted(`:${name}`);
/** A name as an SQL identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Opens a workspace.
 * @param options.memory DuckDB's own limit in MB (the process uses about half as much again); beyond it, work goes to the folder
 */
export async function openWorkspace(options: { memory: number; threads: number; folder?: string }): Promise<Workspace> {
  const parent = options.folder ?? tmpdir();
  sweep(parent);
  const folder = mkdtempSync(join(parent, `kith-link-${process.pid}-`));
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  const instance = await DuckDBInstance.create(join(folder, 'work.duckdb'), {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: `${options.memory}MB`,
    threads: String(options.threads),
    temp_directory: join(folder, 'spill'),
  });
  const db = await instance.connect();
  const side = await instance.connect();
  const rows = async (text: string): Promise<DuckDBValue[][]> => (await db.runAndReadAll(text)).getRows();
  return {
    db,
    side,
    folder,
    run: async (text) => void (await db.run(text)),
    rows,
    count: async (text) => Number((await rows(text))[0]?.[0] ?? 0),
    async append(table, values) {
      const appender = await db.createAppender(table);
      for (const row of values) {
        for (const value of row) {
          if (value === null) appender.appendNull();
          else appender.appendVarchar(value);
        }
        appender.endRow();
      }
      appender.closeSync();
    },
    close() {
      side.closeSync();
      db.closeSync();
      instance.closeSync();
      process.off('exit', clear);
      clear();
    },
  };
}

/** Removes the workspaces of runs that were killed: they hold what people's rows say. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^kith-link-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid === 0 || runs(pid)) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's: theirs to remove.
    }
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
