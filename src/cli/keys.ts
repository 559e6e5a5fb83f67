import type { Command } from 'commander';
import { sealedColumns } from '../access/index.ts';
import { attachmentColumn } from '../pathways/index.ts';
import { countByKey, openColumnSeals, reencryptColumns, systemClock, type Keyring } from '../kernel/index.ts';
import { plural, table, type Output } from './output.ts';
import { configOf, withKith } from './with-kith.ts';

/** Every room's sealed columns. */
const columns = [...sealedColumns, attachmentColumn];

/** `keys`: the keys that designated columns are sealed under. Prints no key, but for a new `KITH_KEYS`. */
export function keyCommands(program: Command, output: Output, finish: (status: number) => void): void {
  const keys = program.command('keys').description('the keys that secrets in the store are sealed under: list, make a new one, seal again, take an old one out');
  const keyringOf = (command: Command): Keyring => openColumnSeals(configOf(command), systemClock).keyring;

  keys
    .command('list')
    .description('each key and how many values stand under it; the first seals')
    .action(async (_options: unknown, command: Command) => {
      const keyring = keyringOf(command);
      const counted = await withKith(command, (kith) => countByKey(kith.kernel.db.writer, columns));
      const held = keyring.keys().map(({ id, made }, index) => [id, index === 0 ? 'seals' : 'opens', made ?? '', String(under(counted, id))]);
      const lost = [...new Set(counted.map(({ key }) => key))].filter((key) => !keyring.keys().some(({ id }) => id === key)).map((key) => [key, 'NOT HERE', '', String(under(counted, key))]);
      output.out(table(['Key', 'Does', 'Made', 'Values'], [...held, ...lost]));
      if (lost.length > 0) finish(1);
    });

  keys
    .command('rotate')
    .description('make a new key, under which everything is sealed from now on')
    .action((_options: unknown, command: Command) => {
      const { id, variable } = keyringOf(command).rotate();
      if (variable === null) output.out(`Everything is sealed under ${id} from now on. "kith keys reencrypt" seals what there is again.`);
      else output.out(`KITH_KEYS=${variable}`);
      if (variable !== null) output.err(`The first is new (${id}). Set this wherever Kith runs, start it again, then run "kith keys reencrypt".`);
    });

  keys
    .command('reencrypt')
    .description('seal every value again under the first key; may be cut off, and run again')
    .action(async (_options: unknown, command: Command) => {
      const seals = openColumnSeals(configOf(command), systemClock);
      const done = await withKith(command, (kith) => reencryptColumns(kith.kernel.db.writer, seals, columns));
      output.out(table(['Column', 'Sealed again', 'Could not be opened'], done.map(({ column, moved, failed }) => [column, String(moved), String(failed.length)])));
      for (const { row, reason } of done.flatMap(({ failed }) => failed).slice(0, 20)) output.err(`Row ${row}: ${reason}`);
      if (done.some(({ failed }) => failed.length > 0)) finish(1);
    });

  keys
    .command('remove')
    .argument('<key>', 'id of a key')
    .description('take a key out, once nothing stands under it')
    .action(async (id: string, _options: unknown, command: Command) => {
      const left = under(await withKith(command, (kith) => countByKey(kith.kernel.db.writer, columns)), id);
      if (left > 0) {
        output.err(`${plural(left, 'value')} still stand under ${id}. Run "kith keys reencrypt" first.`);
        return finish(1);
      }
      keyringOf(command).remove(id);
      output.out(`${id} is taken out. A backup made before today still needs it: keep it where those are kept.`);
    });
}

const under = (counted: readonly { key: string; values: number }[], id: string): number => counted.filter(({ key }) => key === id).reduce((sum, { values }) => sum + values, 0);
