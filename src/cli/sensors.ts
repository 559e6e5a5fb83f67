import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { KithError } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { decodeCommand } from './decode.ts';
import { plural, table, type Output } from './output.ts';
import { registerFile } from './sensors-register.ts';
import { withKith } from './with-kith.ts';

/** `sensors`: devices in homes, what they say, who may hand it in. Names no person. */
export function sensorCommands(program: Command, output: Output, finish: (status: number) => void): void {
  const sensors = program.command('sensors').description('devices in homes: what they say, whether they are well, where they stand');
  decodeCommand(sensors, output);

  sensors
    .command('register')
    .argument('<csv>', 'file of devices; its first line names its columns')
    .description('register many devices; a line that is wrong is named and the rest go on')
    .option('--by <name>', 'who registers them', process.env.USER ?? 'command line')
    .option('--json', 'print what became of each line as JSON')
    .addHelpText(
      'after',
      '\nColumns: dev_eui, codec, name, uprn, room, person (NHS number or id), installer, installed, consent_basis, consent_by,\nconsent_date, consent_until, purpose, interval (minutes). Those of dev_eui, codec, name and consent are needed.',
    )
    .action(async (file: string, options: { by: string; json?: boolean }, command: Command) => {
      const lines = await withKith(command, (kith) => registerFile(kith, readFileSync(file), options.by));
      if (options.json === true) output.out(JSON.stringify(lines, null, 2));
      else for (const l of lines.filter((x) => x.problem !== null)) output.out(`${file}:${l.line} ${l.devEui}: ${l.problem}`);
      const bad = lines.filter((l) => l.problem !== null).length;
      output.err(`${plural(lines.length - bad, 'device')} registered, ${plural(bad, 'line')} not.`);
      if (bad > 0) finish(1);
    });

  sensors
    .command('list')
    .description('every device: its state, when it was last heard, its battery')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const devices = await withKith(command, (kith) => kith.sensors.health.devices());
      const rows = devices.map(({ consent: _consent, personId: _person, ...shown }) => shown);
      if (options.json === true) output.out(JSON.stringify(rows, null, 2));
      else output.out(table(['Device', 'Name', 'Codec', 'Room', 'State', 'Last heard', 'Battery'], rows.map((d) => [d.devEui, d.name, d.codec, d.room ?? '', d.state, d.lastSeenAt?.toISOString() ?? 'never', d.battery === null ? '' : `${d.battery} %`])));
    });

  sensors
    .command('health')
    .description('how many devices are well, and what waits to be looked at')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const found = await withKith(command, async ({ sensors: { health } }) => ({ devices: await health.devices(), unclaimed: await health.unclaimed(), quarantined: await health.quarantined() }));
      const states = Object.fromEntries([...Map.groupBy(found.devices, (d) => d.state)].map(([state, all]) => [state, all.length]));
      if (options.json === true) {
        output.out(JSON.stringify({ states, unclaimed: found.unclaimed, quarantined: found.quarantined }, null, 2));
        return;
      }
      output.out(table(['State', 'Devices'], Object.entries(states)));
      if (found.unclaimed.length > 0) output.out(`\nHeard, and registered nowhere:\n${table(['Device', 'Uplinks', 'Last heard', 'Why'], found.unclaimed.map((u) => [u.devEui, u.uplinks, u.lastAt.toISOString(), u.reason]))}`);
      if (found.quarantined.length > 0) output.out(`\nCould not be read, and kept:\n${table(['Device', 'Format', 'Uplinks', 'Last', 'Why'], found.quarantined.map((q) => [q.devEui || 'not said', q.format, q.uplinks, q.lastAt.toISOString(), q.reason]))}`);
    });

  sensors
    .command('reread')
    .argument('[dev_eui]', 'one device only')
    .description('read again what waited for its device, or for a codec that reads it')
    .option('--json', 'print as JSON')
    .action(async (devEui: string | undefined, options: { json?: boolean }, command: Command) => {
      const sum = await withKith(command, (kith) => kith.sensors.reread(devEui ?? null));
      output.out(options.json === true ? JSON.stringify(sum) : `${plural(sum.looked, 'uplink')} looked at again, ${sum.read} read.`);
    });

  sensors
    .command('replay')
    .argument('<file>', 'messages, one to a line, as JSON; - reads standard input')
    .description('hand in messages that were kept elsewhere; what is there already changes nothing')
    .option('--format <format>', 'chirpstack, tts, senml, or a mapping of the area', 'chirpstack')
    .option('--json', 'print as JSON')
    .action(async (file: string, options: { format: string; json?: boolean }, command: Command) => {
      const lines = readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/);
      const sum = await withKith(command, (kith) => replay(kith, lines, options.format, (line, why) => output.err(`${file}:${line} ${why}`)));
      output.out(options.json === true ? JSON.stringify(sum) : `${plural(sum.kept, 'uplink')} taken, ${plural(sum.refused, 'line')} could not be read and ${sum.refused === 1 ? 'is' : 'are'} kept in quarantine.`);
      if (sum.refused > 0) finish(1);
    });

  tokenCommands(sensors, output);
}

/** Lines handed in at once. */
const atOnce = 2000;

async function replay(kith: Kith, lines: readonly string[], format: string, say: (line: number, why: string) => void): Promise<{ kept: number; refused: number }> {
  const ingest = kith.sensors.ingest();
  const sum = { kept: 0, refused: 0 };
  try {
    for (let from = 0; from < lines.length; from += atOnce) {
      await Promise.all(
        lines.slice(from, from + atOnce).map(async (line, i) => {
          if (line.trim() === '') return;
          try {
            const { uplinks } = await ingest.receive({ format, body: Buffer.from(line), integration: 'replay' });
            sum.kept += uplinks;
          } catch (error) {
            if (!(error instanceof KithError) || error.code !== 'uplink.refused') throw error;
            sum.refused += 1;
            say(from + i + 1, error.message);
          }
        }),
      );
    }
  } finally {
    await ingest.close();
  }
  return sum;
}

function tokenCommands(sensors: Command, output: Output): void {
  sensors
    .command('token')
    .argument('<integration>', 'name of who hands uplinks in, such as chirpstack-east')
    .description('make a token for an integration, in place of one it had; it is shown this once')
    .option('--about <words>', 'what it is', '')
    .option('--by <name>', 'who makes it', process.env.USER ?? 'command line')
    .option('--revoke', 'end its token instead')
    .action(async (integration: string, options: { about: string; by: string; revoke?: boolean }, command: Command) => {
      if (options.revoke === true) {
        const revoked = await withKith(command, (kith) => kith.sensors.integrations.revoke(integration));
        output.out(revoked ? `${integration} may hand in nothing more.` : `${integration} had no token in force.`);
        return;
      }
      const token = await withKith(command, (kith) => kith.sensors.integrations.issue(integration, options.about, options.by));
      output.err(`User name (MQTT): ${integration}. Keep the token where the network server keeps its secrets; it is not shown again.`);
      output.out(token);
    });
  sensors
    .command('tokens')
    .description('who may hand uplinks in')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const rows = await withKith(command, (kith) => kith.sensors.integrations.list());
      if (options.json === true) output.out(JSON.stringify(rows, null, 2));
      else output.out(table(['Integration', 'About', 'Made by', 'Made', 'Last used', 'State'], rows.map((r) => [r.integration, r.about, r.madeBy, r.madeAt.toISOString().slice(0, 10), r.lastUsedAt?.toISOString() ?? 'never', r.revokedAt === null ? 'in force' : 'revoked'])));
    });
}
