// Carries every open case of a test to its end, four at a time, and delivers its notices to a channel over HTTP, in a process of
// its own, to be killed. Arguments: socket, database, address of the channel, seconds by which its clock is ahead, so that leases of a
// killed process have ended. Prints `ready`, waits for a line, then a dot for each thing done, and `done` at the end.
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { checkAccess, createAccess, type Session } from '../../src/access/index.ts';
import { connect, createLogger, deliverEvents, fixedClock, KithError, noticeTopic, readArea, readConfig, type Consumer, type Kernel } from '../../src/kernel/index.ts';
import { createCases } from '../../src/pathways/cases/cases.ts';
import { definitionsOf, travel } from './case-definitions.ts';

const [socket = '', database = '', url = '', ahead = '0'] = process.argv.slice(2);
const db = await connect({ socket, database }, 'embedded', async () => undefined);
const { area } = readArea('areas/demo');
if (area === null) throw new Error('the demo area cannot be read');
const kernel: Kernel = { config: readConfig({}, { data: '/tmp', area: 'areas/demo', logLevel: 'silent' }), db, clock: fixedClock(new Date(Date.parse('2026-11-20T09:00:00Z') + Number(ahead) * 1000)), log: createLogger('silent'), area };
const access = createAccess(kernel);
const { desk } = createCases({ kernel, access, definitions: definitionsOf(travel), teams: checkAccess(area).definitions?.teams ?? [], contactOf: (team, channel) => (channel === 'mail' ? `${team}-mail` : null) });
const joanna = access.session('joanna.price', 'front-door', 'care-act-request');
const leila = access.session('leila.haddad', 'prevention', 'prevention');
const tom = access.session('tom.fletcher', 'tenancy-services', 'tenancy-support');

interface Found {
  caseId: string;
  state: string;
  revision: number;
  formVersion: number | null;
  checked: boolean;
}

const find = async (caseId: string): Promise<Found | undefined> =>
  (await db.writer<Found[]>`
    select case_id::text as "caseId", state, revision, form_version as "formVersion", not exists (select 1 from pathways.task t where t.person_id = c.person_id and t.case_id = c.case_id and t.task = 'home-check' and t.state = 'open') as checked
    from pathways."case" c where case_id = ${caseId} and closed_at is null`)[0];

const complete = (session: Session, c: Found, form: string, answers: Record<string, string | number>) => desk.complete(session, c.caseId, { form, revision: c.revision, answers });

/** Takes a case one thing further. */
async function further(c: Found): Promise<void> {
  if (c.state === 'requested') await complete(joanna, c, 'request', { wish: 'The sea', needs: 6 });
  else if (c.state === 'planning' && c.formVersion === null) await complete(leila, c, 'plan', { steps: 'Bus 38' });
  else if (c.state === 'planning' && !c.checked) await complete(tom, c, 'health', { fit: 'yes' });
  else if (c.state === 'planning') await desk.act(leila, c.caseId, c.revision, { do: 'go', transition: 0, note: 'Ready' });
  else await desk.act(leila, c.caseId, c.revision, { do: 'close', note: 'Done' });
}

async function carry(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    for (let c = await find(id); c !== undefined; c = await find(id)) {
      await further(c).catch((error: unknown) => {
        if (!(error instanceof KithError) || error.code !== 'conflict.changed') throw error;
      });
      process.stdout.write('.');
    }
  }
}

const consumer: Consumer = {
  topic: noticeTopic,
  channel: () => 'http',
  async deliver(event, signal) {
    const answer = await fetch(url, { method: 'POST', signal, headers: { 'idempotency-key': event.key }, body: JSON.stringify(event.payload) });
    return answer.ok ? { is: 'sent', receipt: { kind: 'accepted', channel: 'http', reference: await answer.text(), detail: null } } : { is: 'later', reason: String(answer.status) };
  },
};

process.stdout.write('ready\n');
await once(process.stdin, 'data');
const open = (await db.writer<{ id: string }[]>`select case_id::text as id from pathways."case" where closed_at is null order by case_id`).map((r) => r.id);
const over = new AbortController();
const carried = Promise.all([0, 1, 2, 3].map((n) => carry(open.filter((_, i) => i % 4 === n)))).finally(() => over.abort());
const deliver = async (): Promise<void> => {
  const ending = over.signal.aborted;
  const sent = await deliverEvents(db, kernel.clock, [consumer], kernel.log);
  if (ending && sent === 0) return;
  await wait(5);
  await deliver();
};
await Promise.all([carried, deliver()]);
process.stdout.write('done\n');
await db.close();
process.exit(0);
