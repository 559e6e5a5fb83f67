import { createLogger, connect, fixedClock, readArea, readConfig } from '../../src/kernel/index.ts';
import { createLinkage } from '../../src/linkage/index.ts';

// Links once in a process of its own, so that a test can kill it: socket, database, data folder.
const [socket = '', database = '', data = ''] = process.argv.slice(2);
const db = await connect({ socket, database }, 'embedded', async () => undefined);
const { area } = readArea('areas/demo');
if (area === null) throw new Error('the demo area does not read');
const config = readConfig({}, { data, area: 'areas/demo', logLevel: 'silent' });
await createLinkage({ config, db, clock: fixedClock('2026-11-20T09:00:00Z'), log: createLogger('silent'), area }).run();
await db.close();
