import type { Command } from 'commander';
import { KithError, outboxCounts, reviveEvents, noticeTopic } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

/** Rounds after which what is still to do is left to the next run. */
const roundsAtMost = 10_000;

/** `alerts` and `notices`: how many wait, by team and scorecard, and telling people. Counts alone; nobody is shown. */
export function alertCommands(program: Command, output: Output): void {
  const alerts = program.command('alerts').description('how many alerts wait, by team and scorecard; raising and telling them once');

  alerts
    .command('list', { isDefault: true })
    .description('alerts by team and scorecard: new, taken up, put off, held back by a budget, overdue, closed')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const counts = await withKith(command, ({ alerts: of }) => of.counts());
      if (options.json === true) output.out(JSON.stringify(counts, null, 2));
      else if (counts.length === 0) output.out('There are no alerts yet.');
      else output.out(table(['Team', 'Scorecard', 'New', 'Overdue', 'Open', 'Put off', 'Held back', 'Closed'], counts.map((c) => [c.team, c.card, c.new, c.overdue, c.open, c.snoozed, c.held, c.closed])));
    });

  alerts
    .command('run')
    .description('raise, close and escalate alerts and send what waits, once; for a store that no "kith start" keeps')
    .action(async (_options: unknown, command: Command) => {
      const counts = await withKith(command, async (kith) => {
        await runOnce(kith);
        return kith.alerts.counts();
      });
      const sum = (of: (c: (typeof counts)[number]) => number): number => counts.reduce((n, c) => n + of(c), 0);
      output.out(`${plural(sum((c) => c.new), 'new alert')}, ${sum((c) => c.open)} open, ${sum((c) => c.held)} held back, ${sum((c) => c.overdue)} overdue.`);
    });

  const notices = program.command('notices').description('whom alerts are told to, and whether that works');

  notices
    .command('list', { isDefault: true })
    .description('contacts with their channels, and how many notices wait, were sent and were set aside')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const found = await withKith(command, async ({ notices: { contacts }, kernel }) => ({ contacts, outbox: (await outboxCounts(kernel.db.writer)).find((c) => c.topic === noticeTopic) ?? { waiting: 0, done: 0, dead: 0 } }));
      if (options.json === true) output.out(JSON.stringify(found, null, 2));
      else output.out(`${table(['Contact', 'Name', 'Channel', 'Set up'], found.contacts.map((c) => [c.id, c.name, c.channel, c.on ? 'yes' : 'no']))}\n\n${plural(found.outbox.waiting, 'notice')} waiting, ${found.outbox.done} settled, ${found.outbox.dead} set aside.`);
    });

  notices
    .command('test')
    .argument('<contact>', 'a contact of exchange/notices.yaml')
    .description('send a test notice to a contact')
    .action(async (contact: string, _options: unknown, command: Command) => {
      const said = await withKith(command, async (kith) => {
        if (!(await kith.notices.test(contact, kith.kernel.area.name))) {
          throw new KithError('usage.invalid', `There is no contact ${contact}.`, { mend: `Use one of: ${kith.notices.contacts.map((c) => c.id).join(', ') || 'none is in exchange/notices.yaml'}.` });
        }
        for (const step of kith.notices.steps) await step.run();
        return kith.notices.contacts.find((c) => c.id === contact)?.on === true ? 'A test notice was put to the channel; "kith notices" says whether it went.' : 'The channel is not set up, so nothing was sent. docs/how-to/route-alerts.md says how.';
      });
      output.out(said);
    });

  notices
    .command('retry')
    .description('put notices that were set aside back in the queue')
    .action(async (_options: unknown, command: Command) => {
      const n = await withKith(command, ({ kernel }) => reviveEvents(kernel.db.writer, [noticeTopic], kernel.clock.now()));
      output.out(`${plural(n, 'notice')} put back.`);
    });
}

async function runOnce({ alerts, notices }: Kith): Promise<void> {
  for (const step of [...alerts.steps, ...notices.steps]) {
    for (let i = 0; i < roundsAtMost && (await step.run()); i++);
  }
}
