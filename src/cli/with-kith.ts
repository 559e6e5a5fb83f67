import type { Command } from 'commander';
import { readConfig, type Config } from '../kernel/index.ts';
import { createKith, type Kith } from '../main.ts';

export type CommonOptions = { data?: string; area?: string; port?: string; host?: string };

/** Configuration from the environment and everything the command line said, the program's own options included. */
export function configOf(command: Command): Config {
  return readConfig(process.env, command.optsWithGlobals<CommonOptions>());
}

/** Opens Kith for one command and closes it whatever happens. */
export async function withKith<T>(command: Command, work: (kith: Kith) => Promise<T>): Promise<T> {
  const kith = await createKith(configOf(command));
  try {
    return await work(kith);
  } finally {
    await kith.close();
  }
}
