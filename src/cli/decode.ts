import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { errorCodes, KithError } from '../kernel/index.ts';
import { codecs, decode, findCodec, readBase64, readHex } from '../sensors/index.ts';
import { table, terminal, type Output } from './output.ts';

interface Options {
  codec?: string;
  port?: string;
  hex?: string;
  base64?: string;
  list?: boolean;
  json?: boolean;
}

const wrong = (message: string): KithError => new KithError('usage.invalid', message, { mend: 'See "kith sensors decode --help".' });

/** `sensors decode`: what the bytes of an uplink say. Needs neither store nor area. */
export function decodeCommand(parent: Command, output: Output): void {
  parent
    .command('decode')
    .description('decode the payload of one uplink and print it as JSON; needs no store')
    .option('--codec <codec>', 'kind of device, such as milesight-em300-th')
    .option('--port <n>', "LoRaWAN port it came on; the device's usual one when not given")
    .option('--hex <payload>', 'payload as hexadecimal digits; - reads it from standard input')
    .option('--base64 <payload>', 'payload as Base64; - reads it from standard input')
    .option('--list', 'list the codecs')
    .option('--json', 'with --list, print as JSON')
    .addHelpText('after', '\nFrom standard input each line is one payload and gives one line. A payload that is not the device\'s is refused with status 3,\nsaying at which offset it stops making sense.')
    .action((options: Options) => run(options, output));
}

function run(options: Options, output: Output): void {
  if (options.list === true) {
    const listed = codecs.map(({ id, title, port }) => ({ id, title, port }));
    output.out(options.json === true ? JSON.stringify(listed, null, 2) : table(['Codec', 'Device', 'Port'], listed.map((c) => [c.id, c.title, c.port])));
    return;
  }
  if (options.codec === undefined) throw wrong('Say which codec: --codec.');
  if (findCodec(options.codec) === null) decode(options.codec, new Uint8Array());
  if ((options.hex === undefined) === (options.base64 === undefined)) throw wrong('Give the payload as either --hex or --base64.');
  const port = options.port === undefined ? undefined : Number(options.port);
  if (port !== undefined && (!/^\d+$/.test(options.port ?? '') || port > 255)) throw wrong(`--port ${options.port} is not a port from 1 to 223.`);
  const read = options.hex === undefined ? readBase64 : readHex;
  const given = options.hex ?? options.base64 ?? '';
  const payloads = given === '-' ? readFileSync(0, 'utf8').split(/\r?\n/).filter((line) => line.trim() !== '') : [given];
  for (const payload of payloads.length === 0 ? [''] : payloads) output.out(JSON.stringify(decode(options.codec, read(payload), port)));
}

/** Runs `sensors decode …` alone, without loading the rest of Kith. @returns the exit status */
export async function runDecode(argv: string[], output: Output = terminal): Promise<number> {
  const program = new Command('kith').configureOutput({ writeOut: (text) => output.out(text.trimEnd()), writeErr: (text) => output.err(text.trimEnd()) }).exitOverride();
  const sensors = program.command('sensors').exitOverride();
  decodeCommand(sensors, output);
  for (const command of sensors.commands) command.exitOverride();
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorCodes['usage.invalid'].exit;
    if (!(error instanceof KithError)) throw error;
    output.err(`${error.message}${error.mend === null ? '' : `\n${error.mend}`}`);
    return error.exitStatus;
  }
}
