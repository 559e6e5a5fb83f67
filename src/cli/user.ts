import type { Command } from 'commander';
import { KithError } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

/** Hours for which an invitation may be used. */
const invitedHours = 72;

/** `user`: how people sign in here, for whoever looks after the area. */
export function userCommands(program: Command, output: Output): void {
  const user = program.command('user').description('who may sign in, and how: invite to make a passkey, take away what somebody lost, sign out everywhere');
  const named = (kith: Kith, id: string): { id: string; name: string } => {
    const found = kith.access.users().find((one) => one.id === id);
    if (found === undefined) throw new KithError('access.unknown-user', `There is no user "${id}" in this area.`, { mend: 'See "kith user list"; access/users.yaml says who may sign in.' });
    return found;
  };

  user
    .command('list')
    .description('who may sign in, and what each proves themselves with')
    .action(async (_options: unknown, command: Command) => {
      await withKith(command, async (kith) => {
        const rows = await Promise.all(
          kith.access.users().map(async ({ id, name, email }) => {
            const kinds = (await kith.access.safety.factors.list(id)).map(({ kind }) => kind);
            return [id, name, email, [...new Set(kinds)].join(', ')];
          }),
        );
        output.out(table(['User', 'Name', 'E-mail', 'Proves themselves with'], rows));
      });
    });

  user
    .command('invite')
    .argument('<user>', 'id of a user')
    .description(`print a link by which they make a passkey, once, within ${invitedHours} hours; for areas that sign in with passkeys`)
    .action(async (id: string, _options: unknown, command: Command) => {
      await withKith(command, async (kith) => {
        const { name } = named(kith, id);
        if (kith.access.safety.rules.signIn.embedded !== 'passkeys') throw new KithError('usage.invalid', 'This area does not sign people in with passkeys.', { mend: 'Set signIn.embedded to passkeys in access/security.yaml; see docs/security.md.' });
        const token = await kith.access.safety.factors.invite(id, invitedHours);
        await kith.access.safety.events.note({ userId: id, kind: 'invited', detail: 'by command line', address: '' });
        const origin = process.env.KITH_PUBLIC_URL ?? `http://localhost:${kith.kernel.config.port}`;
        output.out(new URL(`/invitation/${token}`, origin).href);
        output.err(`Give this to ${name} and nobody else, by a way you trust. It works once, within ${invitedHours} hours.`);
      });
    });

  user
    .command('reset')
    .argument('<user>', 'id of a user')
    .description('take away every passkey, app and code they have, and sign them out everywhere: a device was lost')
    .action(async (id: string, _options: unknown, command: Command) => {
      await withKith(command, async (kith) => {
        const { name } = named(kith, id);
        const gone = await kith.access.safety.factors.removeAll(id);
        await kith.access.safety.signOutEverywhere(id);
        await kith.access.safety.events.note({ userId: id, kind: 'reset', detail: 'by command line', address: '' });
        output.out(`${plural(gone, 'way', 'ways')} of proving themselves taken away from ${name}, who is signed out everywhere within seconds.`);
      });
    });

  user
    .command('sign-out')
    .argument('<user>', 'id of a user')
    .description('sign them out everywhere')
    .action(async (id: string, _options: unknown, command: Command) => {
      await withKith(command, async (kith) => {
        const { name } = named(kith, id);
        await kith.access.safety.signOutEverywhere(id);
        await kith.access.safety.events.note({ userId: id, kind: 'signed-out-everywhere', detail: 'by command line', address: '' });
        output.out(`${name} is signed out everywhere within seconds.`);
      });
    });
}
