// Delivers a test's events to a channel over HTTP in a process of its own, to be killed. Arguments: socket, database,
// address of the channel, minutes by which its clock is ahead, so that leases of a killed process have ended.
import { connect, createLogger, deliverEvents, fixedClock, type Consumer } from '../../src/kernel/index.ts';

const [socket = '', database = '', url = '', ahead = '0'] = process.argv.slice(2);
const db = await connect({ socket, database }, 'embedded', async () => undefined);
const clock = fixedClock(new Date(new Date('2026-11-20T09:00:00Z').getTime() + Number(ahead) * 60_000));

const consumer: Consumer = {
  topic: 'test',
  channel: () => 'http',
  async deliver(event, signal) {
    const answer = await fetch(url, { method: 'POST', signal, headers: { 'idempotency-key': event.key }, body: JSON.stringify(event.payload) });
    if (!answer.ok) return { is: 'later', reason: String(answer.status) };
    return { is: 'sent', receipt: { kind: 'accepted', channel: 'http', reference: await answer.text(), detail: null } };
  },
};

while ((await deliverEvents(db, clock, [consumer], createLogger('silent'))) > 0) process.stdout.write('.');
await db.close();
